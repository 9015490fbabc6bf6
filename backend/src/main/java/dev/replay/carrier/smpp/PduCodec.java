package dev.replay.carrier.smpp;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * PDUs to octets and back. Strict in what it writes: a field that is too long is an {@link IllegalArgumentException}, and of
 * what cannot be written whole nothing stays in the buffer. Lenient in what it reads: fields missing at the end are empty
 * or 0, strings may be longer than SMPP allows or end with the PDU instead of a NUL, a broken TLV ends the list; no frame is
 * an error.
 */
public final class PduCodec {
    public static final int HEADER = 16;
    /** Far above any PDU of SMPP 3.4 but those with a large message_payload; more is taken for garbage. */
    public static final int MAX_LENGTH = 64 * 1024;

    private static final int MAX_SHORT_MESSAGE = 254;
    private static final int ADDRESS = 20;
    private static final int MESSAGE_ID = 64;
    /** SMPP says 15 and 8 characters; gateways hand out longer ones, and who configures one means it. */
    private static final int CREDENTIAL = 64;

    private PduCodec() {}

    /** Reads one whole PDU, header included; what is left of {@code in} afterwards belongs to nobody. */
    public static Pdu read(ByteBuf in) {
        in.skipBytes(4);
        int commandId = in.readInt();
        int status = in.readInt();
        int sequence = in.readInt();
        return switch (commandId) {
            case Pdu.SubmitSm.ID -> new Pdu.SubmitSm(sequence, message(in));
            case Pdu.SubmitSmResp.ID -> new Pdu.SubmitSmResp(status, sequence, string(in), tlvs(in));
            case Pdu.DeliverSm.ID -> new Pdu.DeliverSm(sequence, message(in));
            case Pdu.DeliverSmResp.ID -> new Pdu.DeliverSmResp(status, sequence, string(in), tlvs(in));
            case Pdu.EnquireLink.ID -> new Pdu.EnquireLink(sequence);
            case Pdu.EnquireLinkResp.ID -> new Pdu.EnquireLinkResp(status, sequence);
            case Pdu.Unbind.ID -> new Pdu.Unbind(sequence);
            case Pdu.UnbindResp.ID -> new Pdu.UnbindResp(status, sequence);
            case Pdu.GenericNack.ID -> new Pdu.GenericNack(status, sequence);
            case Pdu.QuerySm.ID -> new Pdu.QuerySm(sequence, string(in), address(in));
            case Pdu.QuerySmResp.ID ->
                new Pdu.QuerySmResp(status, sequence, string(in), string(in), octet(in), octet(in));
            case Pdu.Outbind.ID -> new Pdu.Outbind(sequence, string(in), string(in));
            case 0x01, 0x02, 0x09 ->
                new Pdu.Bind(
                        kind(commandId),
                        sequence,
                        string(in),
                        string(in),
                        string(in),
                        octet(in),
                        octet(in),
                        octet(in),
                        string(in));
            case 0x01 | Pdu.RESPONSE, 0x02 | Pdu.RESPONSE, 0x09 | Pdu.RESPONSE ->
                new Pdu.BindResp(kind(commandId & ~Pdu.RESPONSE), status, sequence, string(in), tlvs(in));
            default -> new Pdu.Unknown(commandId, status, sequence, octets(in, in.readableBytes()));
        };
    }

    /** Appends one PDU. */
    public static void write(Pdu pdu, ByteBuf out) {
        int start = out.writerIndex();
        try {
            out.writeInt(0)
                    .writeInt(pdu.commandId())
                    .writeInt(pdu.commandStatus())
                    .writeInt(pdu.sequence());
            writeBody(pdu, out);
        } catch (RuntimeException | Error e) {
            out.writerIndex(start);
            throw e;
        }
        out.setInt(start, out.writerIndex() - start);
    }

    private static void writeBody(Pdu pdu, ByteBuf out) {
        switch (pdu) {
            case Pdu.SubmitSm p -> writeMessage(p.message(), out);
            case Pdu.DeliverSm p -> writeMessage(p.message(), out);
            case Pdu.SubmitSmResp p -> {
                writeString(p.messageId(), MESSAGE_ID, out);
                writeTlvs(p.tlvs(), out);
            }
            case Pdu.DeliverSmResp p -> {
                writeString(p.messageId(), MESSAGE_ID, out);
                writeTlvs(p.tlvs(), out);
            }
            case Pdu.Bind p -> {
                writeString(p.systemId(), CREDENTIAL, out);
                writeString(p.password(), CREDENTIAL, out);
                writeString(p.systemType(), 12, out);
                out.writeByte(p.interfaceVersion()).writeByte(p.addrTon()).writeByte(p.addrNpi());
                writeString(p.addressRange(), 40, out);
            }
            case Pdu.BindResp p -> {
                writeString(p.systemId(), CREDENTIAL, out);
                writeTlvs(p.tlvs(), out);
            }
            case Pdu.QuerySm p -> {
                writeString(p.messageId(), MESSAGE_ID, out);
                writeAddress(p.source(), out);
            }
            case Pdu.QuerySmResp p -> {
                writeString(p.messageId(), MESSAGE_ID, out);
                writeTime(p.finalDate(), out);
                out.writeByte(p.messageState()).writeByte(p.errorCode());
            }
            case Pdu.Outbind p -> {
                writeString(p.systemId(), CREDENTIAL, out);
                writeString(p.password(), CREDENTIAL, out);
            }
            case Pdu.Unknown p -> out.writeBytes(p.body());
            case Pdu.EnquireLink p -> {}
            case Pdu.EnquireLinkResp p -> {}
            case Pdu.Unbind p -> {}
            case Pdu.UnbindResp p -> {}
            case Pdu.GenericNack p -> {}
        }
    }

    private static ShortMessage message(ByteBuf in) {
        return new ShortMessage(
                string(in),
                address(in),
                address(in),
                octet(in),
                octet(in),
                octet(in),
                string(in),
                string(in),
                octet(in),
                octet(in),
                octet(in),
                octet(in),
                octets(in, octet(in)),
                tlvs(in));
    }

    private static void writeMessage(ShortMessage m, ByteBuf out) {
        if (m.shortMessage().length > MAX_SHORT_MESSAGE)
            throw new IllegalArgumentException("short_message has " + m.shortMessage().length + " octets");
        writeString(m.serviceType(), 5, out);
        writeAddress(m.source(), out);
        writeAddress(m.destination(), out);
        out.writeByte(m.esmClass()).writeByte(m.protocolId()).writeByte(m.priority());
        writeTime(m.scheduleDeliveryTime(), out);
        writeTime(m.validityPeriod(), out);
        out.writeByte(m.registeredDelivery())
                .writeByte(m.replaceIfPresent())
                .writeByte(m.dataCoding())
                .writeByte(m.defaultMessageId())
                .writeByte(m.shortMessage().length)
                .writeBytes(m.shortMessage());
        writeTlvs(m.tlvs(), out);
    }

    private static Pdu.BindKind kind(int commandId) {
        return switch (commandId) {
            case 0x01 -> Pdu.BindKind.RECEIVER;
            case 0x02 -> Pdu.BindKind.TRANSMITTER;
            default -> Pdu.BindKind.TRANSCEIVER;
        };
    }

    private static int octet(ByteBuf in) {
        return in.isReadable() ? in.readUnsignedByte() : 0;
    }

    private static byte[] octets(ByteBuf in, int length) {
        byte[] octets = new byte[Math.min(length, in.readableBytes())];
        in.readBytes(octets);
        return octets;
    }

    private static String string(ByteBuf in) {
        if (!in.isReadable()) return "";
        int length = in.bytesBefore((byte) 0);
        if (length == 0) {
            in.skipBytes(1);
            return "";
        }
        byte[] octets = octets(in, length < 0 ? in.readableBytes() : length);
        if (length > 0) in.skipBytes(1);
        return new String(octets, ISO_8859_1);
    }

    private static Address address(ByteBuf in) {
        return new Address(octet(in), octet(in), string(in));
    }

    private static List<Tlv> tlvs(ByteBuf in) {
        if (in.readableBytes() < 4) return List.of();
        var tlvs = new ArrayList<Tlv>(2);
        while (in.readableBytes() >= 4) {
            int tag = in.readUnsignedShort();
            int length = in.readUnsignedShort();
            if (length > in.readableBytes()) break;
            tlvs.add(new Tlv(tag, octets(in, length)));
        }
        return tlvs;
    }

    private static void writeString(String value, int limit, ByteBuf out) {
        int length = value.length();
        if (length > limit) throw new IllegalArgumentException("more than " + limit + " characters: " + length);
        for (int i = 0; i < length; i++) {
            char c = value.charAt(i);
            if (c == 0 || c > 0xFF) throw new IllegalArgumentException("not a character of SMPP: " + (int) c);
            out.writeByte(c);
        }
        out.writeByte(0);
    }

    private static void writeTime(String time, ByteBuf out) {
        if (!time.isEmpty() && time.length() != 16)
            throw new IllegalArgumentException("a time has 16 characters or none: " + time);
        writeString(time, 16, out);
    }

    private static void writeAddress(Address address, ByteBuf out) {
        out.writeByte(address.ton()).writeByte(address.npi());
        writeString(address.value(), ADDRESS, out);
    }

    private static void writeTlvs(List<Tlv> tlvs, ByteBuf out) {
        for (int i = 0; i < tlvs.size(); i++) {
            var tlv = tlvs.get(i);
            if (tlv.value().length > MAX_LENGTH / 2)
                throw new IllegalArgumentException("a TLV of " + tlv.value().length + " octets");
            out.writeShort(tlv.tag()).writeShort(tlv.value().length).writeBytes(tlv.value());
        }
    }
}
