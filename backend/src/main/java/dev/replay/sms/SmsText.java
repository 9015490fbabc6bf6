package dev.replay.sms;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A text as the network carries it: its encoding, its length in units (septets or 16-bit units) and its segments, split so
 * that neither an escape pair nor a surrogate pair stands on both sides of a seam. So a part may stay one unit short.
 */
public final class SmsText {
    /** The longest text Replay sends; callers refuse more. */
    public static final int MAX_SEGMENTS = 10;

    /**
     * A character that the GSM alphabet lacks, so that the whole text travels as UCS-2.
     *
     * @param character one code point
     * @param offset UTF-16 index in the text
     * @param suggestion GSM characters that say the same, "" where it can be left out, null where there are none
     */
    public record Forcing(
            String character, int offset, @Nullable String suggestion) {}

    private final String text;
    private final Encoding encoding;
    private final int units;
    private final int segments;
    private final int remaining;

    private SmsText(String text) {
        this.text = text;
        int septets = Gsm7.septets(text);
        encoding = septets >= 0 ? Encoding.GSM_7 : Encoding.UCS_2;
        units = septets >= 0 ? septets : text.length();
        int parts = 1;
        int left = encoding.unitsAlone() - units;
        if (left < 0) {
            parts = 0;
            for (int from = 0, to; from < text.length(); from = to) {
                to = seam(text, from, encoding);
                parts++;
                if (to == text.length()) left = encoding.unitsInPart() - units(text, from, to, encoding);
            }
        }
        segments = parts;
        remaining = left;
    }

    /** The empty text is one segment of no units, as an SMSC would send it; callers refuse it. */
    public static SmsText of(String text) {
        return new SmsText(text);
    }

    /** The same count as {@code of(text).segments()}; allocates nothing, for counting a million texts. */
    public static int segments(String text) {
        int septets = Gsm7.septets(text);
        Encoding encoding = septets >= 0 ? Encoding.GSM_7 : Encoding.UCS_2;
        int units = septets >= 0 ? septets : text.length();
        if (units <= encoding.unitsAlone()) return 1;
        // Without escapes no seam can come early.
        if (septets == text.length()) return (units + encoding.unitsInPart() - 1) / encoding.unitsInPart();
        int segments = 0;
        for (int from = 0; from < text.length(); from = seam(text, from, encoding)) segments++;
        return segments;
    }

    /** Where the part that begins at from ends (exclusive), in a text of several parts. */
    private static int seam(String text, int from, Encoding encoding) {
        int length = text.length();
        if (encoding == Encoding.UCS_2) {
            int to = from + encoding.unitsInPart();
            if (to >= length) return length;
            return Character.isSurrogatePair(text.charAt(to - 1), text.charAt(to)) ? to - 1 : to;
        }
        int left = encoding.unitsInPart();
        int to = from;
        while (to < length && (left -= Gsm7.septets(text.charAt(to))) >= 0) to++;
        return to;
    }

    private static int units(String text, int from, int to, Encoding encoding) {
        if (encoding == Encoding.UCS_2) return to - from;
        int units = 0;
        for (int i = from; i < to; i++) units += Gsm7.septets(text.charAt(i));
        return units;
    }

    public String text() {
        return text;
    }

    public Encoding encoding() {
        return encoding;
    }

    /** Septets, an escaped character counting two, or UTF-16 code units. */
    public int units() {
        return units;
    }

    public int segments() {
        return segments;
    }

    /** Units left in the last segment before another one is needed. */
    public int remaining() {
        return remaining;
    }

    /** The payload of each part without its header: unpacked septets, one an octet, or UTF-16BE. */
    public List<byte[]> parts() {
        if (segments == 1) return List.of(payload(0, text.length()));
        List<byte[]> parts = new ArrayList<>(segments);
        for (int from = 0, to; from < text.length(); from = to) {
            to = seam(text, from, encoding);
            parts.add(payload(from, to));
        }
        return parts;
    }

    private byte[] payload(int from, int to) {
        if (encoding == Encoding.GSM_7) return Gsm7.encode(text, from, to, units(text, from, to, encoding));
        byte[] octets = new byte[2 * (to - from)];
        for (int i = from, at = 0; i < to; i++) {
            char unit = text.charAt(i);
            octets[at++] = (byte) (unit >> 8);
            octets[at++] = (byte) unit;
        }
        return octets;
    }

    /** Every character that the GSM alphabet lacks, in order; empty for a GSM-7 text. */
    public List<Forcing> forcing() {
        if (encoding == Encoding.GSM_7) return List.of();
        List<Forcing> forcing = new ArrayList<>();
        for (int i = 0, width; i < text.length(); i += width) {
            int character = text.codePointAt(i);
            width = Character.charCount(character);
            if (width == 2 || Gsm7.septets((char) character) == 0) {
                forcing.add(new Forcing(text.substring(i, i + width), i, Plain.of(character)));
            }
        }
        return forcing;
    }
}
