package dev.replay.sms;

import java.util.Arrays;

/**
 * The GSM 7-bit default alphabet with its extension table (3GPP TS 23.038, 6.2.1), unpacked: one septet an octet. A
 * character of the extension table is an escape and a septet, so it counts two.
 */
public final class Gsm7 {
    static final byte ESCAPE = 0x1B;
    private static final byte RETURN = 0x0D;

    // By septet; 0x1B is the escape and stands for no character.
    private static final String BASIC = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞ\u001BÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
            + "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
    private static final String EXTENSION = "\f^{}\\[~]|€";
    private static final byte[] EXTENSION_SEPTETS = {0x0A, 0x14, 0x28, 0x29, 0x2F, 0x3C, 0x3D, 0x3E, 0x40, 0x65};

    private static final byte NONE = (byte) 0xFF;
    private static final byte EXTENDED = (byte) 0x80;
    // Ω is the highest character that is not €: the table of all others stays below a kilobyte and so in the first
    // cache.
    private static final byte[] BY_CHAR = new byte['Ω' + 1];
    private static final byte EURO = (byte) (EXTENDED | 0x65);

    static {
        Arrays.fill(BY_CHAR, NONE);
        for (int septet = 0; septet < BASIC.length(); septet++) {
            if (septet != ESCAPE) BY_CHAR[BASIC.charAt(septet)] = (byte) septet;
        }
        for (int i = 0; i < EXTENSION.length(); i++) {
            char c = EXTENSION.charAt(i);
            if (c != '€') BY_CHAR[c] = (byte) (EXTENDED | EXTENSION_SEPTETS[i]);
        }
    }

    private Gsm7() {}

    /** The septet; with the high bit set when an escape goes before it; {@link #NONE} when the alphabet lacks the character. */
    private static byte code(char c) {
        return c < BY_CHAR.length ? BY_CHAR[c] : c == '€' ? EURO : NONE;
    }

    /** Septets the character takes: 1, 2 with its escape, 0 when the alphabet lacks it. */
    static int septets(char c) {
        byte code = code(c);
        return code >= 0 ? 1 : code == NONE ? 0 : 2;
    }

    /** Septets of the whole text, or -1 when the alphabet lacks one of its characters. */
    static int septets(CharSequence text) {
        int total = 0;
        for (int i = 0; i < text.length(); i++) {
            byte code = code(text.charAt(i));
            if (code >= 0) total++;
            else if (code == NONE) return -1;
            else total += 2;
        }
        return total;
    }

    static boolean covers(CharSequence text) {
        return septets(text) >= 0;
    }

    /**
     * The text as octets of one septet each.
     *
     * @throws IllegalArgumentException when the alphabet lacks one of its characters
     */
    public static byte[] encode(String text) {
        int septets = septets(text);
        if (septets < 0) throw new IllegalArgumentException("a character is not of the GSM 7-bit alphabet");
        return encode(text, 0, text.length(), septets);
    }

    /** As above for chars from (inclusive) to to (exclusive), which are known to take so many septets. */
    static byte[] encode(String text, int from, int to, int septets) {
        byte[] octets = new byte[septets];
        int at = 0;
        for (int i = from; i < to; i++) {
            byte code = code(text.charAt(i));
            if (code < 0) {
                octets[at++] = ESCAPE;
                code &= 0x7F;
            }
            octets[at++] = code;
        }
        return octets;
    }

    /**
     * Eight septets in seven octets (TS 23.038, 6.1.2.1). Seven spare bits at the end would read as another @: they become a
     * carriage return, and one that ends the text at an octet's end is doubled so that it is not taken for that.
     *
     * @param septets one an octet
     * @param fill zero bits before the first septet, which begins on a septet boundary behind a user data header
     */
    public static byte[] pack(byte[] septets, int fill) {
        int spare = (8 - (fill + 7 * septets.length) % 8) % 8;
        boolean endsInReturn = septets.length > 0 && septets[septets.length - 1] == RETURN;
        boolean padded = spare == 7 || spare == 0 && endsInReturn;
        int count = padded ? septets.length + 1 : septets.length;
        byte[] octets = new byte[(fill + 7 * count + 7) / 8];
        for (int i = 0, bit = fill; i < count; i++, bit += 7) {
            int septet = i < septets.length ? septets[i] & 0x7F : RETURN;
            int shifted = septet << bit % 8;
            octets[bit / 8] |= (byte) shifted;
            if (bit % 8 > 1) octets[bit / 8 + 1] |= (byte) (shifted >> 8);
        }
        return octets;
    }

    /** What {@link #pack} made, as septets of one octet each. */
    public static byte[] unpack(byte[] octets, int fill) {
        byte[] septets = new byte[Math.max(0, (octets.length * 8 - fill) / 7)];
        for (int i = 0, bit = fill; i < septets.length; i++, bit += 7) {
            int two = octets[bit / 8] & 0xFF | (bit % 8 > 1 ? (octets[bit / 8 + 1] & 0xFF) << 8 : 0);
            septets[i] = (byte) (two >> bit % 8 & 0x7F);
        }
        boolean full = (fill + 7 * septets.length) % 8 == 0;
        return full && septets.length > 0 && septets[septets.length - 1] == RETURN
                ? Arrays.copyOf(septets, septets.length - 1)
                : septets;
    }

    /**
     * Octets of one septet each as text, as a handset shows them (TS 23.038): an escape without a known septet behind it is
     * a space or that septet's basic character; high bits are ignored.
     */
    public static String decode(byte[] octets) {
        StringBuilder text = new StringBuilder(octets.length);
        for (int i = 0; i < octets.length; i++) {
            int septet = octets[i] & 0x7F;
            if (septet != ESCAPE) {
                text.append(BASIC.charAt(septet));
            } else if (i + 1 == octets.length || (octets[i + 1] & 0x7F) == ESCAPE) {
                text.append(' ');
                i++;
            } else {
                septet = octets[++i] & 0x7F;
                int known = Arrays.binarySearch(EXTENSION_SEPTETS, (byte) septet);
                text.append(known >= 0 ? EXTENSION.charAt(known) : BASIC.charAt(septet));
            }
        }
        return text.toString();
    }
}
