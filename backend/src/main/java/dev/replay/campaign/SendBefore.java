package dev.replay.campaign;

import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/** Until when a campaign may be sent: RFC 3339 with its zone, in the future and at most a year ahead. */
public final class SendBefore {
    private static final Duration MOST_AHEAD = Duration.ofDays(366);

    private SendBefore() {}

    /** @throws Refusal invalid-send-before */
    public static Instant parse(String text, Instant now) {
        Instant at;
        try {
            at = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MICROS);
        } catch (DateTimeParseException e) {
            throw refusal("sendBefore is no RFC 3339 time with its zone, such as %s."
                    .formatted(now.truncatedTo(ChronoUnit.SECONDS).plus(1, ChronoUnit.DAYS)));
        }
        if (at.isAfter(now.plus(MOST_AHEAD))) throw refusal("sendBefore %s is more than a year ahead.".formatted(at));
        return requireAfter(at, now);
    }

    /**
     * @param start now, or when the campaign is scheduled for
     * @throws Refusal invalid-send-before, where nothing could be sent in time
     */
    public static Instant requireAfter(Instant sendBefore, Instant start) {
        if (!sendBefore.isAfter(start))
            throw refusal("sendBefore %s is not later than %s, when sending would begin: nobody would be sent to."
                    .formatted(sendBefore, start.truncatedTo(ChronoUnit.SECONDS)));
        return sendBefore;
    }

    private static Refusal refusal(String detail) {
        return Refusal.at(Problem.INVALID_SEND_BEFORE, "/sendBefore", detail);
    }
}
