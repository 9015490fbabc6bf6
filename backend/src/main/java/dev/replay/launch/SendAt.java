package dev.replay.launch;

import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/** When a campaign may be sent later: RFC 3339 with its zone, not too near and at most three months ahead. */
final class SendAt {
    private static final int MONTHS_AHEAD = 3;

    private SendAt() {}

    /**
     * @param text as the request has it
     * @param min how far ahead it must be; zero allows this instant
     * @param zone the account's, in which three months are counted
     * @throws Refusal invalid-send-at, with `earliest` and `latest`
     */
    static Instant parse(String text, Instant now, Duration min, ZoneId zone) {
        // Rounded into the allowed range, so that a caller may send them back as they are.
        Instant earliest = ceiling(now.plus(min));
        Instant latest = now.atZone(zone).plusMonths(MONTHS_AHEAD).toInstant().truncatedTo(ChronoUnit.SECONDS);
        Instant at = instant(text, earliest, latest);
        if (at.isBefore(now))
            throw refusal("sendAt %s lies in the past".formatted(at) + allowed(earliest, latest), earliest, latest);
        if (at.isBefore(now.plus(min)))
            throw refusal(
                    "sendAt %s is too near, less than %s ahead".formatted(at, words(min)) + allowed(earliest, latest),
                    earliest,
                    latest);
        if (at.isAfter(latest))
            throw refusal(
                    "sendAt %s is too far, more than %d months ahead".formatted(at, MONTHS_AHEAD)
                            + allowed(earliest, latest),
                    earliest,
                    latest);
        return at;
    }

    private static Instant instant(String text, Instant earliest, Instant latest) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw refusal(
                    zoneless(text)
                            ? "sendAt has no zone: write %sZ for UTC or an offset such as %s+05:30."
                                    .formatted(text, text)
                            : "sendAt is not an RFC 3339 time such as %s.".formatted(earliest),
                    earliest,
                    latest);
        }
    }

    private static boolean zoneless(String text) {
        try {
            LocalDateTime.parse(text);
            return true;
        } catch (DateTimeParseException e) {
            return false;
        }
    }

    private static String allowed(Instant earliest, Instant latest) {
        return ": a campaign is scheduled for %s at the earliest and %s at the latest.".formatted(earliest, latest);
    }

    private static Refusal refusal(String detail, Instant earliest, Instant latest) {
        return Refusal.at(Problem.INVALID_SEND_AT, "/sendAt", detail)
                .with("earliest", earliest)
                .with("latest", latest);
    }

    private static Instant ceiling(Instant at) {
        Instant whole = at.truncatedTo(ChronoUnit.SECONDS);
        return whole.equals(at) ? at : whole.plusSeconds(1);
    }

    private static String words(Duration min) {
        if (min.toSeconds() % 60 != 0) return min.toSeconds() + " seconds";
        return min.toMinutes() == 1 ? "1 minute" : min.toMinutes() + " minutes";
    }
}
