package dev.replay.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.TemporalAmount;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ReplayWindowTest {
    private static final Period DAY = Period.ofDays(1);
    private static final Period MONTH = Period.ofMonths(1);

    private static ReplayWindow.Eligibility at(
            String submitted, TemporalAmount age, TemporalAmount open, String zone, String now) {
        return ReplayWindow.eligibility(
                CampaignStatus.SUBMITTED, Instant.parse(submitted), age, open, ZoneId.of(zone), Instant.parse(now));
    }

    @ParameterizedTest(name = "submitted {0} in {1}, asked at {2}: {3}")
    @CsvSource(
            nullValues = "eligible",
            value = {
                "2026-11-20T09:00:00Z, UTC, 2026-11-21T08:59:59.999999Z, too-recent",
                "2026-11-20T09:00:00Z, UTC, 2026-11-21T09:00:00Z, eligible",
                "2026-11-20T09:00:00Z, UTC, 2026-12-20T08:59:59.999999Z, eligible",
                "2026-11-20T09:00:00Z, UTC, 2026-12-20T09:00:00Z, window-closed",
                // The end of a month is clipped: 31 January + 1 month is 28 February, in a leap year the 29th.
                "2026-01-31T09:00:00Z, UTC, 2026-02-28T08:59:59Z, eligible",
                "2026-01-31T09:00:00Z, UTC, 2026-02-28T09:00:00Z, window-closed",
                "2028-01-31T09:00:00Z, UTC, 2028-02-28T09:00:00Z, eligible",
                "2028-01-31T09:00:00Z, UTC, 2028-02-29T09:00:00Z, window-closed",
                // 31 January in Kolkata already, where it is clipped to 28 February 01:30, 27 February 20:00 in UTC.
                "2026-01-30T20:00:00Z, Asia/Kolkata, 2026-02-27T19:59:59Z, eligible",
                "2026-01-30T20:00:00Z, Asia/Kolkata, 2026-02-27T20:00:00Z, window-closed",
                "2026-01-30T20:00:00Z, UTC, 2026-02-27T20:00:00Z, eligible",
                // A day in Berlin has 25 hours when summer time ends, 23 when it begins.
                "2026-10-24T10:00:00Z, Europe/Berlin, 2026-10-25T10:30:00Z, too-recent",
                "2026-10-24T10:00:00Z, Europe/Berlin, 2026-10-25T11:00:00Z, eligible",
                "2026-03-28T10:00:00Z, Europe/Berlin, 2026-03-29T09:00:00Z, eligible"
            })
    void theWindowOpensAfterADayAndClosesAfterAMonthOfTheAccountsZone(
            String submitted, String zone, String now, String reason) {
        ReplayWindow.Eligibility eligibility = at(submitted, DAY, MONTH, zone, now);
        assertThat(eligibility.reason()).isEqualTo(reason);
        assertThat(eligibility.eligible()).isEqualTo(reason == null);
    }

    @Test
    void withoutAMinimumAgeItIsOpenAtOnce() {
        String submitted = "2026-11-20T09:00:00Z";
        assertThat(at(submitted, Duration.ZERO, MONTH, "UTC", submitted).eligible())
                .isTrue();
        assertThat(at(submitted, Duration.ZERO, Duration.ZERO, "UTC", submitted).reason())
                .isEqualTo("window-closed");
    }

    @ParameterizedTest
    @EnumSource(value = CampaignStatus.class, mode = EnumSource.Mode.EXCLUDE, names = "SUBMITTED")
    void onlyASubmittedCampaignHasAnOpenWindow(CampaignStatus status) {
        Instant submitted = Instant.parse("2026-11-20T09:00:00Z");
        ReplayWindow.Eligibility eligibility = ReplayWindow.eligibility(
                status, submitted, DAY, MONTH, ZoneId.of("UTC"), submitted.plus(Duration.ofDays(3)));
        assertThat(eligibility.eligible()).isFalse();
        assertThat(eligibility.reason()).isEqualTo("not-submitted");
    }
}
