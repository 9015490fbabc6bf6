package dev.replay.carrier.smpp;

import dev.replay.carrier.Submission;
import dev.replay.carrier.smpp.Dialect.LongTexts;
import dev.replay.sms.Encoding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A submission made ready for the wire; everything that could be refused is refused here, before a byte is written. */
final class Outgoing {
    private static final int MAX_PARTS = 255;
    /** Room in short_message: 140 octets of user data, or 160 septets that travel one an octet. */
    private static final int MAX_OCTETS = 160;

    /** {@code registered_delivery}: a receipt of the final state, whatever it is. */
    private static final int RECEIPT = 1;

    private static final byte[] NOTHING = {};

    private static final int UDH = 6;
    private static final int MAX_PAYLOAD = 32 * 1024;

    private final Dialect dialect;
    private final LongTexts longTexts;
    private final Address source;
    private final Address destination;
    private final int dataCoding;
    private final String validity;
    private final List<byte[]> texts;
    private final List<Tlv> tlvs;

    Outgoing(Submission message, Dialect dialect) {
        this.dialect = dialect;
        int parts = message.parts().size();
        if (parts < 1 || parts > MAX_PARTS)
            throw new IllegalArgumentException("a message has 1 to 255 parts, not " + parts);
        for (byte[] part : message.parts()) {
            if (part.length > MAX_OCTETS)
                throw new IllegalArgumentException("a part has at most 160 octets, not " + part.length);
        }
        longTexts = dialect.longTexts();
        source = dialect.source(message.sender());
        destination = dialect.destination(message.recipient());
        validity = relative(message.validity());
        tlvs = dialect.tlvs(message.dltTemplateId());
        List<byte[]> whole = parts > 1 && longTexts == LongTexts.PAYLOAD ? List.of(joined(message)) : message.parts();
        if (message.encoding() == Encoding.UCS_2) {
            dataCoding = ShortMessage.UCS_2;
            texts = whole;
        } else {
            List<byte[]> encoded =
                    encoded(whole, dialect.alphabet(), parts > 1 && longTexts == LongTexts.UDH ? UDH : 0);
            dataCoding = dialect.dataCodingOf(encoded == null ? Alphabet.GSM : dialect.alphabet());
            texts = encoded == null ? whole : encoded;
        }
    }

    private static byte[] joined(Submission message) {
        int length = 0;
        for (byte[] part : message.parts()) length += part.length;
        if (length > MAX_PAYLOAD) throw new IllegalArgumentException("a payload of " + length + " octets");
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : message.parts()) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    /** All parts of a text travel in the same alphabet: null where one of them has a character that it lacks. */
    private static @Nullable List<byte[]> encoded(List<byte[]> parts, Alphabet alphabet, int header) {
        if (alphabet == Alphabet.GSM) return parts;
        List<byte[]> encoded = new ArrayList<>(parts.size());
        for (byte[] part : parts) {
            byte[] octets = alphabet.encode(part, header);
            if (octets == null) return null;
            encoded.add(octets);
        }
        return encoded;
    }

    /** How many of them are written, each with a response of its own. */
    int pdus() {
        return texts.size();
    }

    /** @param reference which parts belong together: its low 8 bits in a header, 16 in a parameter */
    ShortMessage pdu(Submission message, int index, int reference) {
        boolean concatenated = texts.size() > 1;
        boolean payload = !concatenated && message.parts().size() > 1;
        boolean header = concatenated && longTexts == LongTexts.UDH;
        byte[] text = texts.get(index);
        return new ShortMessage(
                "",
                source,
                destination,
                header ? ShortMessage.UDHI : 0,
                0,
                dialect.priority(),
                "",
                validity,
                message.receipt() ? RECEIPT : 0,
                0,
                dataCoding,
                0,
                payload ? NOTHING : header ? withHeader(text, reference, texts.size(), index + 1) : text,
                payload
                        ? with(new Tlv(Tlv.MESSAGE_PAYLOAD, text))
                        : concatenated && !header ? withSar(reference, texts.size(), index + 1) : tlvs);
    }

    private List<Tlv> with(Tlv... own) {
        List<Tlv> all = new ArrayList<>(List.of(own));
        all.addAll(tlvs);
        return all;
    }

    private List<Tlv> withSar(int reference, int total, int number) {
        return with(
                new Tlv(Tlv.SAR_MSG_REF_NUM, new byte[] {(byte) (reference >> 8), (byte) reference}),
                new Tlv(Tlv.SAR_TOTAL_SEGMENTS, new byte[] {(byte) total}),
                new Tlv(Tlv.SAR_SEGMENT_SEQNUM, new byte[] {(byte) number}));
    }

    private static byte[] withHeader(byte[] payload, int reference, int total, int number) {
        byte[] octets = new byte[UDH + payload.length];
        octets[0] = 5;
        octets[1] = 0;
        octets[2] = 3;
        octets[3] = (byte) reference;
        octets[4] = (byte) total;
        octets[5] = (byte) number;
        System.arraycopy(payload, 0, octets, UDH, payload.length);
        return octets;
    }

    /** SMPP's relative time, YYMMDDhhmmss000R; a month counts 30 days. */
    static String relative(Duration validity) {
        long seconds =
                Math.max(1, Math.min(validity.toSeconds(), Duration.ofDays(365).toSeconds()));
        long days = seconds / 86_400;
        char[] time = "000000000000000R".toCharArray();
        twoDigits(time, 2, days / 30);
        twoDigits(time, 4, days % 30);
        twoDigits(time, 6, seconds / 3600 % 24);
        twoDigits(time, 8, seconds / 60 % 60);
        twoDigits(time, 10, seconds % 60);
        return new String(time);
    }

    private static void twoDigits(char[] time, int at, long value) {
        time[at] = (char) ('0' + value / 10);
        time[at + 1] = (char) ('0' + value % 10);
    }
}
