package dev.replay.carrier.smpp;

import dev.replay.carrier.Delivery;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads what a {@code deliver_sm} delivers: a receipt or a message of a person. */
final class Deliveries {
    private static final int MESSAGE_TYPE = 0x3C;
    /** Message type "intermediate delivery notification". */
    private static final int INTERMEDIATE = 0x20;

    // message_state (SMPP 3.4, 5.2.28): those after which nothing more comes.
    private static final int DELIVERED = 2;
    private static final int EXPIRED = 3;
    private static final int DELETED = 4;
    private static final int UNDELIVERABLE = 5;
    private static final int REJECTED = 8;

    private Deliveries() {}

    /** @param alphabet of the SMSC for what it calls its default one */
    static Delivery read(short carrierId, Alphabet alphabet, ShortMessage message) {
        String text = text(message);
        int type = message.esmClass() & MESSAGE_TYPE;
        byte[] receiptedId = Tlv.find(message.tlvs(), Tlv.RECEIPTED_MESSAGE_ID);
        var receipt = ReceiptText.parse(text);
        if (type != ShortMessage.RECEIPT && type != INTERMEDIATE && receiptedId == null && !receipt.isReceipt())
            return new Delivery.Inbound(
                    carrierId,
                    message.source().value(),
                    message.destination().value(),
                    message.dataCoding() == ShortMessage.DEFAULT_ALPHABET
                            ? alphabet.decode(message.text(), message.header())
                            : text);
        // The TLV repeats the id of the response to the letter; the text's may be another notation of it.
        String id = receiptedId == null ? "" : cString(receiptedId);
        Instant doneAt = receipt.doneAt();
        return new Delivery.Receipt(
                carrierId,
                id.isEmpty() ? receipt.id() : id,
                message.source().digits(),
                message.destination().value(),
                receipt.stat().isEmpty() ? state(message) : receipt.stat(),
                receipt.err().isEmpty() ? networkError(message) : receipt.err(),
                doneAt,
                text);
    }

    /** What a {@code query_sm_resp} says of a message; null where that is not its last word. */
    static Delivery.@Nullable Receipt answer(short carrierId, String sender, Pdu.QuerySmResp answer) {
        int state = answer.messageState();
        boolean last = state == DELIVERED
                || state == EXPIRED
                || state == DELETED
                || state == UNDELIVERABLE
                || state == REJECTED;
        if (answer.commandStatus() != 0 || !last) return null;
        return new Delivery.Receipt(
                carrierId,
                answer.messageId(),
                0,
                sender,
                stat(state),
                "%03d".formatted(answer.errorCode()),
                null,
                "query_sm_resp message_state:%d error_code:%03d".formatted(state, answer.errorCode()));
    }

    /** Whatever their data coding says, SMSCs write receipts in ASCII: an _ in an id is no §. NUL no database takes. */
    private static String text(ShortMessage message) {
        int coding = message.dataCoding();
        boolean ucs2 = (coding & 0x0C) == ShortMessage.UCS_2 && coding < 0x10;
        return new String(message.text(), ucs2 ? StandardCharsets.UTF_16BE : StandardCharsets.ISO_8859_1)
                .replace('\0', '\uFFFD');
    }

    private static String cString(byte[] octets) {
        int end = 0;
        while (end < octets.length && octets[end] != 0) end++;
        return new String(octets, 0, end, StandardCharsets.ISO_8859_1).trim();
    }

    private static String state(ShortMessage message) {
        byte[] state = Tlv.find(message.tlvs(), Tlv.MESSAGE_STATE);
        return state == null || state.length == 0 ? "" : stat(state[0]);
    }

    /** The word that receipts use for a {@code message_state}; "" for one that SMPP does not know. */
    private static String stat(int state) {
        return switch (state) {
            case 0, 1 -> "ENROUTE";
            case 2 -> "DELIVRD";
            case 3 -> "EXPIRED";
            case 4 -> "DELETED";
            case 5 -> "UNDELIV";
            case 6 -> "ACCEPTD";
            case 7 -> "UNKNOWN";
            case 8, 9 -> "REJECTD";
            default -> "";
        };
    }

    /** The two octets after the network type, written as receipts do: three digits. */
    private static String networkError(ShortMessage message) {
        byte[] error = Tlv.find(message.tlvs(), Tlv.NETWORK_ERROR_CODE);
        if (error == null || error.length < 3) return "";
        return String.format("%03d", (error[1] & 0xFF) << 8 | error[2] & 0xFF);
    }
}
