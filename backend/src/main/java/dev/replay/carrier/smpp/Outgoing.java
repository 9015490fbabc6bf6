package dev.replay.carrier.smpp;

import dev.replay.carrier.Submission;
import dev.replay.sms.Encoding;
import java.time.Duration;
import java.util.List;

/** A submission made ready for the wire; everything that could be refused is refused here, before a byte is written. */
final class Outgoing {
    private static final int MAX_PARTS = 255;
    /** Room in short_message: 140 octets of user data, or 160 septets that travel one an octet. */
    private static final int MAX_OCTETS = 160;

    private static final int REGISTERED_DELIVERY = 1;

    private final Address source;
    private final Address destination;
    private final int dataCoding;
    private final String validity;

    Outgoing(Submission message) {
        int parts = message.parts().size();
        if (parts < 1 || parts > MAX_PARTS)
            throw new IllegalArgumentException("a message has 1 to 255 parts, not " + parts);
        for (byte[] part : message.parts()) {
            if (part.length > MAX_OCTETS)
                throw new IllegalArgumentException("a part has at most 160 octets, not " + part.length);
        }
        source = Address.ofSender(message.sender());
        destination = Address.ofRecipient(message.recipient());
        dataCoding = message.encoding() == Encoding.UCS_2 ? ShortMessage.UCS_2 : ShortMessage.DEFAULT_ALPHABET;
        validity = relative(message.validity());
    }

    /** @param reference which parts belong together, for the handset: low 8 bits */
    ShortMessage part(Submission message, int index, int reference) {
        boolean concatenated = message.parts().size() > 1;
        byte[] payload = message.parts().get(index);
        return new ShortMessage(
                "",
                source,
                destination,
                concatenated ? ShortMessage.UDHI : 0,
                0,
                0,
                "",
                validity,
                REGISTERED_DELIVERY,
                0,
                dataCoding,
                0,
                concatenated ? withHeader(payload, reference, message.parts().size(), index + 1) : payload,
                List.of());
    }

    private static byte[] withHeader(byte[] payload, int reference, int total, int number) {
        byte[] octets = new byte[6 + payload.length];
        octets[0] = 5;
        octets[1] = 0;
        octets[2] = 3;
        octets[3] = (byte) reference;
        octets[4] = (byte) total;
        octets[5] = (byte) number;
        System.arraycopy(payload, 0, octets, 6, payload.length);
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
