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

    /** Octets of user data header before the text. */
    public int header() {
        byte[] octets = octets();
        return (esmClass & UDHI) == 0 || octets.length == 0 ? 0 : Math.min(octets.length, 1 + (octets[0] & 0xFF));
    }

    /** Which part of a long text this is, from 1; 1 when it is not one of several. */
    public int part() {
        byte[] octets = octets();
        int at = concatenation(octets);
        if (at > 0) return octets[at + octets[at + 1] + 1] & 0xFF;
        return sar(Tlv.SAR_SEGMENT_SEQNUM, 1);
    }

    /** How many parts the text has, 1 when it is whole. */
    public int parts() {
        byte[] octets = octets();
        int at = concatenation(octets);
        if (at > 0) return Math.max(1, octets[at + octets[at + 1]] & 0xFF);
        return Math.max(1, sar(Tlv.SAR_TOTAL_SEGMENTS, 1));
    }

    /** What the parts of one text have in common; 0 when it is whole. */
    public int reference() {
        byte[] octets = octets();
        int at = concatenation(octets);
        if (at == 0) return sar(Tlv.SAR_MSG_REF_NUM, 0);
        return octets[at + 1] == 3 ? octets[at + 2] & 0xFF : (octets[at + 2] & 0xFF) << 8 | octets[at + 3] & 0xFF;
    }

    /** Where the information element of a part is: reference (one octet or two), total and number; 0 when there is none. */
    private int concatenation(byte[] octets) {
        int end = header();
        for (int i = 1; i + 1 < end; i += 2 + (octets[i + 1] & 0xFF)) {
            int length = octets[i + 1] & 0xFF;
            if (i + 1 + length >= end) return 0;
            if (octets[i] == 0x00 && length == 3 || octets[i] == 0x08 && length == 4) return i;
        }
        return 0;
    }

    private int sar(int tag, int none) {
        var value = Tlv.find(tlvs, tag);
        if (value == null || value.length == 0) return none;
        int number = 0;
        for (byte octet : value) number = number << 8 | octet & 0xFF;
        return number;
    }
}
