package dev.replay.carrier.smpp;

import java.util.List;

/** The PDUs of SMPP 3.4 that a sender of messages meets. A request's command status is always 0. */
public sealed interface Pdu {
    int RESPONSE = 0x80000000;

    int commandId();

    int sequence();

    default int commandStatus() {
        return 0;
    }

    /** What a bind may do; the value is the command id of its request. */
    enum BindKind {
        RECEIVER(0x01),
        TRANSMITTER(0x02),
        TRANSCEIVER(0x09);

        final int commandId;

        BindKind(int commandId) {
            this.commandId = commandId;
        }

        public boolean sends() {
            return this != RECEIVER;
        }

        public boolean receives() {
            return this != TRANSMITTER;
        }
    }

    record Bind(
            BindKind kind,
            int sequence,
            String systemId,
            String password,
            String systemType,
            int interfaceVersion,
            int addrTon,
            int addrNpi,
            String addressRange)
            implements Pdu {
        @Override
        public int commandId() {
            return kind.commandId;
        }
    }

    record BindResp(BindKind kind, int commandStatus, int sequence, String systemId, List<Tlv> tlvs) implements Pdu {
        @Override
        public int commandId() {
            return kind.commandId | RESPONSE;
        }
    }

    record SubmitSm(int sequence, ShortMessage message) implements Pdu {
        static final int ID = 0x04;

        @Override
        public int commandId() {
            return ID;
        }
    }

    record SubmitSmResp(int commandStatus, int sequence, String messageId, List<Tlv> tlvs) implements Pdu {
        static final int ID = SubmitSm.ID | RESPONSE;

        @Override
        public int commandId() {
            return ID;
        }
    }

    record DeliverSm(int sequence, ShortMessage message) implements Pdu {
        static final int ID = 0x05;

        @Override
        public int commandId() {
            return ID;
        }
    }

    record DeliverSmResp(int commandStatus, int sequence, String messageId, List<Tlv> tlvs) implements Pdu {
        static final int ID = DeliverSm.ID | RESPONSE;

        @Override
        public int commandId() {
            return ID;
        }
    }

    record QuerySm(int sequence, String messageId, Address source) implements Pdu {
        static final int ID = 0x03;

        @Override
        public int commandId() {
            return ID;
        }
    }

    record QuerySmResp(
            int commandStatus, int sequence, String messageId, String finalDate, int messageState, int errorCode)
            implements Pdu {
        static final int ID = QuerySm.ID | RESPONSE;

        @Override
        public int commandId() {
            return ID;
        }
    }

    record EnquireLink(int sequence) implements Pdu {
        static final int ID = 0x15;

        @Override
        public int commandId() {
            return ID;
        }
    }

    record EnquireLinkResp(int commandStatus, int sequence) implements Pdu {
        static final int ID = EnquireLink.ID | RESPONSE;

        @Override
        public int commandId() {
            return ID;
        }
    }

    record Unbind(int sequence) implements Pdu {
        static final int ID = 0x06;

        @Override
        public int commandId() {
            return ID;
        }
    }

    record UnbindResp(int commandStatus, int sequence) implements Pdu {
        static final int ID = Unbind.ID | RESPONSE;

        @Override
        public int commandId() {
            return ID;
        }
    }

    record GenericNack(int commandStatus, int sequence) implements Pdu {
        static final int ID = RESPONSE;

        @Override
        public int commandId() {
            return ID;
        }
    }

    record Outbind(int sequence, String systemId, String password) implements Pdu {
        static final int ID = 0x0B;

        @Override
        public int commandId() {
            return ID;
        }
    }

    /** A command that is none of the above, body as it came. */
    record Unknown(int commandId, int commandStatus, int sequence, byte[] body) implements Pdu {}
}
