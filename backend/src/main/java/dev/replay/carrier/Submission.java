package dev.replay.carrier;

import dev.replay.sms.Encoding;
import java.time.Duration;
import java.util.List;

/**
 * One message to one recipient, ready for the wire.
 *
 * @param messageId the ordinal in its campaign
 * @param sender alphanumeric (at most 11 characters), a short code, or an international number with or without +
 * @param recipient E.164 digits without +
 * @param parts payload of each part without its header: unpacked GSM 03.38 septets, one an octet, or UTF-16BE
 * @param validity how long the carrier may go on trying
 * @param done bit mask of parts that the carrier accepted at an earlier try: they are not written again, and their entry
 *     among the outcomes means nothing
 */
public record Submission(
        long campaignId,
        int messageId,
        String sender,
        long recipient,
        Encoding encoding,
        List<byte[]> parts,
        Duration validity,
        int done) {

    public Submission(
            long campaignId,
            int messageId,
            String sender,
            long recipient,
            Encoding encoding,
            List<byte[]> parts,
            Duration validity) {
        this(campaignId, messageId, sender, recipient, encoding, parts, validity, 0);
    }

    /** The same, of which these parts need not be written any more. */
    public Submission having(int accepted) {
        return new Submission(campaignId, messageId, sender, recipient, encoding, parts, validity, done | accepted);
    }

    /** Parts still to be written. */
    public int open() {
        return parts.size() - Integer.bitCount(done);
    }
}
