package dev.replay.campaign;

import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.TemporalAmount;
import org.jspecify.annotations.Nullable;

/**
 * When a campaign may be replayed: [from, until), counted from its first submission in the account's zone, the end of a
 * month clipped. Knows neither clock nor container.
 */
public record ReplayWindow(Instant from, Instant until) {
    /** @param reason null when eligible, else `not-submitted`, `too-recent` or `window-closed` */
    public record Eligibility(
            boolean eligible,
            @Nullable String reason,
            @Nullable Instant from,
            @Nullable Instant until) {}

    /** @param minAge and window an ISO 8601 period or duration each (P1D, P1M, PT0S) */
    public static ReplayWindow of(Instant submittedAt, TemporalAmount minAge, TemporalAmount window, ZoneId zone) {
        var submitted = submittedAt.atZone(zone);
        return new ReplayWindow(
                submitted.plus(minAge).toInstant(), submitted.plus(window).toInstant());
    }

    public Eligibility at(Instant now) {
        String reason = now.isBefore(from) ? "too-recent" : now.isBefore(until) ? null : "window-closed";
        return new Eligibility(reason == null, reason, from, until);
    }

    /** Of a campaign in any state: only a submitted one has a window. */
    public static Eligibility eligibility(
            CampaignStatus status,
            @Nullable Instant submittedAt,
            TemporalAmount minAge,
            TemporalAmount window,
            ZoneId zone,
            Instant now) {
        if (submittedAt == null) return new Eligibility(false, "not-submitted", null, null);
        var at = of(submittedAt, minAge, window, zone);
        if (status != CampaignStatus.SUBMITTED) return new Eligibility(false, "not-submitted", at.from, at.until);
        return at.at(now);
    }
}
