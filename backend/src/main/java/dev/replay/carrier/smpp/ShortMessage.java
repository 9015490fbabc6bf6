package dev.replay.carrier.smpp;

import java.util.Arrays;
import java.util.List;

/**
 * The body that {@code submit_sm} and {@code deliver_sm} share.
 *
 * @param shortMessage at most 254 octets, with its user data header where {@code esmClass} says so
 */
public record ShortMessage(
        String serviceType,
        Address source,
        Address destination,
        int esmClass,
        int protocolId,
        int priority,
        String scheduleDeliveryTime,
        String validityPeriod,
        int registeredDelivery,
        int replaceIfPresent,
        int dataCoding,
        int defaultMessageId,
        byte[] shortMessage,
        List<Tlv> tlvs) {

    /** {@code esm_class} bit: the text starts with a user data header. */
    public static final int UDHI = 0x40;
    /** {@code esm_class} value: an SMSC delivery receipt. */
    public static final int RECEIPT = 0x04;

    /** {@code data_coding}: the SMSC's default alphabet, GSM 03.38 with one septet an octet. */
    public static final int DEFAULT_ALPHABET = 0x00;

    public static final int LATIN_1 = 0x03;
    public static final int UCS_2 = 0x08;

    /** What {@code deliver_sm} needs: everything else is zero. */
    public static ShortMessage delivered(
            Address source, Address destination, int esmClass, int dataCoding, byte[] text, List<Tlv> tlvs) {
        return new ShortMessage("", source, destination, esmClass, 0, 0, "", "", 0, 0, dataCoding, 0, text, tlvs);
    }

    /** The text, wherever it is carried, with its user data header. */
    byte[] octets() {
        if (shortMessage.length > 0) return shortMessage;
        var payload = Tlv.find(tlvs, Tlv.MESSAGE_PAYLOAD);
        return payload == null ? shortMessage : payload;
    }

    /** The text without its user data header. */
    public byte[] text() {
        byte[] octets = octets();
        if ((esmClass & UDHI) == 0 || octets.length == 0) return octets;
        int start = Math.min(octets.length, 1 + (octets[0] & 0xFF));
        return Arrays.copyOfRange(octets, start, octets.length);
    }

    /** Which part of a long text this is, from 1; 1 when it is not one of several. */
    public int part() {
        byte[] octets = octets();
        if ((esmClass & UDHI) != 0 && octets.length > 0) {
            int end = Math.min(octets.length, 1 + (octets[0] & 0xFF));
            for (int i = 1; i + 1 < end; i += 2 + (octets[i + 1] & 0xFF)) {
                int length = octets[i + 1] & 0xFF;
                if (octets[i] == 0x00 && length == 3 && i + 4 < end) return octets[i + 4] & 0xFF;
                if (octets[i] == 0x08 && length == 4 && i + 5 < end) return octets[i + 5] & 0xFF;
            }
        }
        var sar = Tlv.find(tlvs, Tlv.SAR_SEGMENT_SEQNUM);
        return sar != null && sar.length > 0 ? sar[0] & 0xFF : 1;
    }
}
