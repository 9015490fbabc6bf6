package dev.replay.audience;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replay.audience.QuietHours.Span;
import dev.replay.sms.TimeZones;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class QuietHoursSpanTest {
    private static final ZoneId ROME = ZoneId.of("Europe/Rome");
    private static final Span NIGHT = new Span(LocalTime.of(21, 0), LocalTime.of(9, 0));
    private static final Span NAP = new Span(LocalTime.of(13, 0), LocalTime.of(15, 0));

    private static Instant at(String text) {
        return Instant.parse(text);
    }

    @Test
    void aNightGoesPastMidnight() {
        assertThat(NIGHT.end(ROME, at("2026-07-01T18:59:59Z"))).isNull();
        assertThat(NIGHT.end(ROME, at("2026-07-01T19:00:00Z"))).isEqualTo("2026-07-02T07:00:00Z");
        assertThat(NIGHT.end(ROME, at("2026-07-02T06:59:59Z"))).isEqualTo("2026-07-02T07:00:00Z");
        assertThat(NIGHT.end(ROME, at("2026-07-02T07:00:00Z"))).isNull();
        assertThat(NAP.end(ROME, at("2026-07-02T11:30:00Z"))).isEqualTo("2026-07-02T13:00:00Z");
        assertThat(NAP.end(ROME, at("2026-07-02T13:00:00Z"))).isNull();
    }

    @Test
    void theNightOfTheClockChangeEndsByTheNewTime() {
        assertThat(NIGHT.end(ROME, at("2026-10-24T22:00:00Z"))).isEqualTo("2026-10-25T08:00:00Z");
        // Half past two comes twice; the quiet hours end with the second one.
        var untilHalfPastTwo = new Span(LocalTime.of(21, 0), LocalTime.of(2, 30));
        assertThat(untilHalfPastTwo.end(ROME, at("2026-10-25T01:10:00Z"))).isEqualTo("2026-10-25T01:30:00Z");
        // And in spring there is none: it ends when the clocks have gone on.
        assertThat(untilHalfPastTwo.end(ROME, at("2026-03-29T00:10:00Z"))).isEqualTo("2026-03-29T01:30:00Z");
    }

    @Test
    void whoMayBeInSeveralZonesSleepsWhileItIsNightInAnyOfThem() {
        List<ZoneId> boiseAndTheCoast = TimeZones.of(12_085_550_123L);
        assertThat(boiseAndTheCoast).hasSize(2);
        // Nine in Boise is eight in Los Angeles.
        assertThat(NIGHT.end(boiseAndTheCoast, ROME, at("2026-07-01T14:59:00Z")))
                .isEqualTo("2026-07-01T16:00:00Z");
        assertThat(NIGHT.end(boiseAndTheCoast, ROME, at("2026-07-01T15:30:00Z")))
                .isEqualTo("2026-07-01T16:00:00Z");
        assertThat(NIGHT.end(boiseAndTheCoast, ROME, at("2026-07-01T16:00:00Z")))
                .isNull();
    }

    @Test
    void whereSomeZoneAlwaysSleepsTheAccountsOwnDecides() {
        List<ZoneId> everywhere = List.of(ROME, ZoneId.of("Asia/Tokyo"), ZoneId.of("America/Los_Angeles"));
        var twentyHours = new Span(LocalTime.of(14, 0), LocalTime.of(10, 0));
        assertThat(twentyHours.end(everywhere, ROME, at("2026-07-01T00:00:00Z")))
                .isEqualTo("2026-07-01T08:00:00Z");
        assertThat(twentyHours.end(everywhere, ROME, at("2026-07-01T09:00:00Z")))
                .isNull();
    }

    @Test
    void aCountryOfItsOwnGoesBeforeAllOthersAndMayHaveNone() {
        var hours = new QuietHours(Map.of("IN", NIGHT, QuietHours.OTHERS, NAP, "GB", new Span(null, null)), ROME);
        var at = hours.at(at("2026-07-01T12:00:00Z"));
        assertThat(at.until(919_812_345_678L, "IN")).isNull();
        assertThat(at.until(447_400_123_456L, "GB")).isNull();
        assertThat(at.until(393_331_234_567L, "IT")).isEqualTo("2026-07-01T13:00:00Z");
        // Of no zone that is known: the account's.
        assertThat(at.until(8_001_234_567L, "ZZ")).isEqualTo("2026-07-01T13:00:00Z");
    }

    @Test
    void zonesWithTheSameRulesAreOne() {
        assertThat(TimeZones.of(919_812_345_678L)).containsExactly(ZoneId.of("Asia/Calcutta"));
        assertThat(TimeZones.of(393_331_234_567L)).hasSize(1);
        assertThat(TimeZones.ofCountry("GB")).hasSize(1);
        assertThat(TimeZones.ofCountry("US").size()).isGreaterThan(5);
        assertThat(TimeZones.of(12_125_550_100L)).containsExactly(ZoneId.of("America/New_York"));
    }
}
