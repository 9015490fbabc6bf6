package dev.replay.carrier.smpp;

import dev.replay.sms.Gsm7;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** How an SMSC takes a text of the GSM 7-bit alphabet. */
public enum Alphabet {
    /** Septets, one an octet. */
    GSM(ShortMessage.DEFAULT_ALPHABET),
    /** Septets as they travel on air: eight in seven octets. */
    GSM_PACKED(ShortMessage.DEFAULT_ALPHABET),
    /** ISO-8859-1, which the SMSC makes into septets; a text with a character that it lacks travels as {@link #GSM}. */
    LATIN_1(ShortMessage.LATIN_1);

    private final int dataCoding;

    Alphabet(int dataCoding) {
        this.dataCoding = dataCoding;
    }

    /** The usual {@code data_coding} of it. */
    int dataCoding() {
        return dataCoding;
    }

    /**
     * @param septets one an octet
     * @param header octets of user data header before it: packed septets begin at the next multiple of seven bits
     * @return null when the text has a character that the alphabet lacks
     */
    byte @Nullable [] encode(byte[] septets, int header) {
        return switch (this) {
            case GSM -> septets;
            case GSM_PACKED -> Gsm7.pack(septets, fill(header));
            case LATIN_1 -> latin(septets);
        };
    }

    /** The text as a handset shows it. */
    public String decode(byte[] octets, int header) {
        return switch (this) {
            case GSM -> Gsm7.decode(octets);
            case GSM_PACKED -> Gsm7.decode(Gsm7.unpack(octets, fill(header)));
            case LATIN_1 -> new String(octets, StandardCharsets.ISO_8859_1);
        };
    }

    private static int fill(int header) {
        return (7 - header * 8 % 7) % 7;
    }

    private static byte @Nullable [] latin(byte[] septets) {
        String text = Gsm7.decode(septets);
        for (int i = 0; i < text.length(); i++) if (text.charAt(i) > 0xFF) return null;
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }
}
