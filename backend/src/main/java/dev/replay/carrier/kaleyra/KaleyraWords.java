package dev.replay.carrier.kaleyra;

import dev.replay.carrier.Delivery;
import dev.replay.carrier.Meaning;
import dev.replay.status.Status;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Kaleyra's words: a status and under it a trace code, both in several spellings. A code does not determine its status, so
 * the pair is kept.
 */
final class KaleyraWords {
    private KaleyraWords() {}

    /** Case, blanks, dashes and underscores mean nothing. */
    private static String spelled(String word) {
        return word.toUpperCase(Locale.ROOT).replaceAll("[\\s_-]", "");
    }

    static Optional<Meaning> meaning(String status, String code) {
        return Optional.ofNullable(
                switch (spelled(status)) {
                    case "DELIVERED", "DELIVRD" -> new Meaning(Status.DELIVERED, "DELIVRD");
                    case "UNDELIVERED", "UNDELIV" ->
                        new Meaning(Status.UNDELIVERED, code.isBlank() ? "UN-DELIV" : code);
                    case "FAILED" -> new Meaning(Status.UNDELIVERED, code.isBlank() ? "FAILED" : code);
                    case "NOTSENT" -> new Meaning(Status.NOT_SENT, code.isBlank() ? "SUBMIT-FAIL" : code);
                    case "SENTNODLR" -> new Meaning(Status.SENT, "SENT - NO DLR");
                    case "SENT", "SUBMITTED", "QUEUED", "AWAITEDDLR", "ENROUTE" ->
                        new Meaning(Status.SENT, code.isBlank() ? "ENROUTE" : code);
                    default -> null;
                });
    }

    /**
     * What a callback or an answer says, by the names that are known for each thing: a callback's body is a template that
     * the user writes, so there is no one form.
     *
     * @return null when it names neither a status nor a text
     */
    static @Nullable Delivery read(short carrierId, Map<String, String> fields, String raw) {
        String status = first(fields, "status");
        String id = first(fields, "message_id", "id", "campaign_id", "messageid");
        String text = first(fields, "message", "body", "text");
        // A receipt may bring the text that was sent, and a message from a person has a status too: but only that has a
        // kid.
        if (!first(fields, "keyword").isEmpty()
                || !text.isEmpty() && (status.isEmpty() || !first(fields, "kid").isEmpty()))
            return new Delivery.Inbound(
                    carrierId, first(fields, "source", "from", "mobile"), first(fields, "recipient", "to"), text);
        if (status.isEmpty() || id.isEmpty()) return null;
        return new Delivery.Receipt(
                carrierId,
                id,
                digits(first(fields, "recipient", "mobile", "to", "number")),
                first(fields, "sender", "from"),
                status.toUpperCase(Locale.ROOT),
                first(fields, "status_trace", "status_details", "sub_status", "error")
                        .toUpperCase(Locale.ROOT),
                instant(first(fields, "timestamp", "deliv_time", "dlrtime", "done_date")),
                raw);
    }

    private static String first(Map<String, String> fields, String... names) {
        for (String name : names) {
            String value = fields.get(name);
            if (value != null && !value.isBlank()) return value.strip();
        }
        return "";
    }

    private static long digits(String number) {
        String digits = number.replaceAll("[^0-9]", "");
        return digits.isEmpty() || digits.length() > 15 ? 0 : Long.parseLong(digits);
    }

    /** 2025-04-17 18:35:20, with or without an offset; taken as UTC without one. */
    private static @Nullable Instant instant(String time) {
        if (time.length() < 19) return null;
        try {
            String iso = time.replace(' ', 'T');
            return iso.length() == 19
                    ? LocalDateTime.parse(iso).toInstant(ZoneOffset.UTC)
                    : java.time.OffsetDateTime.parse(iso).toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }
}
