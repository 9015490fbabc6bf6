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
 * @param country of the recipient, "" when it does not matter
 * @param dltTemplateId under which India's operators have registered the text, "" when they have not
 * @param receipt whether the carrier is asked to tell what becomes of it
 */
public record Submission(
        long campaignId,
        int messageId,
        String sender,
        long recipient,
        Encoding encoding,
        List<byte[]> parts,
        Duration validity,
        String country,
        String dltTemplateId,
        boolean receipt) {

    public Submission(
            long campaignId,
            int messageId,
            String sender,
            long recipient,
            Encoding encoding,
            List<byte[]> parts,
            Duration validity) {
        this(campaignId, messageId, sender, recipient, encoding, parts, validity, "", "", true);
    }

    public Submission withoutReceipt() {
        return new Submission(
                campaignId, messageId, sender, recipient, encoding, parts, validity, country, dltTemplateId, false);
    }
}
