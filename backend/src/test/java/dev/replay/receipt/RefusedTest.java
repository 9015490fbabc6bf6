package dev.replay.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replay.carrier.Delivery.Inbound;
import dev.replay.receipt.Refused.Came;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RefusedTest {
    private static final Instant NOON = Instant.parse("2026-11-29T12:00:00Z");

    private final Refused refused = new Refused();

    private static Inbound says(String text) {
        return new Inbound((short) 1, "919812345678", "56767", text);
    }

    /** Near the end of all longs, where {@link System#nanoTime} may begin as well. */
    private static Came at(long seconds) {
        return new Came(nanos(seconds), NOON.plusSeconds(seconds));
    }

    private static long nanos(long seconds) {
        return Long.MAX_VALUE
                - Duration.ofSeconds(30).toNanos()
                + Duration.ofSeconds(seconds).toNanos();
    }

    @Test
    void whatIsBroughtAgainCameWhenItCameFirstAndOnlyOnce() {
        refused.add(says("START"), at(0), nanos(5));
        assertThat(refused.cameAt(says("STOP"), at(9))).isEqualTo(at(9));
        assertThat(refused.cameAt(says("START"), at(10))).isEqualTo(at(0));
        assertThat(refused.cameAt(says("START"), at(11))).isEqualTo(at(11));
    }

    @Test
    void ofEqualOnesEachHasItsTime() {
        refused.add(says("START"), at(0), nanos(5));
        refused.add(says("START"), at(1), nanos(6));
        assertThat(refused.cameAt(says("START"), at(10))).isEqualTo(at(0));
        assertThat(refused.cameAt(says("START"), at(10))).isEqualTo(at(1));
    }

    @Test
    void whatIsNotBroughtWithinTheHourIsForgotten() {
        refused.add(says("START"), at(0), nanos(5));
        Came late = at(Refused.KEPT.toSeconds() + 6);
        assertThat(refused.cameAt(says("START"), late)).isEqualTo(late);
    }

    @Test
    void whatIsRefusedAgainAndAgainKeepsItsTimeHoweverLongThatLasts() {
        for (int i = 0; i < 20; i++) {
            refused.add(says("START"), at(0), nanos(5 + 1_800 * i));
            assertThat(refused.cameAt(says("START"), at(5 + 1_800 * (i + 1)))).isEqualTo(at(0));
        }
    }

    @Test
    void itDoesNotGrowForEver() {
        for (int i = 0; i < 5_000; i++) refused.add(says("word " + i), at(0), nanos(0));
        assertThat(refused.cameAt(says("word 0"), at(1))).isEqualTo(at(0));
        assertThat(refused.cameAt(says("word 4999"), at(1))).isEqualTo(at(1));
        long later = Refused.KEPT.toSeconds() + 2;
        refused.add(says("new"), at(later), nanos(later));
        assertThat(refused.cameAt(says("new"), at(later + 1))).isEqualTo(at(later));
    }

    @Test
    void aClockThatIsSetMakesNothingLater() {
        var came = new Came(System.nanoTime() - Duration.ofMinutes(1).toNanos(), NOON);
        Instant back = NOON.minus(Duration.ofHours(1));
        assertThat(came.by(Clock.fixed(back, ZoneOffset.UTC))).isBetween(back.minusSeconds(70), back.minusSeconds(60));
        assertThat(came.by(Clock.fixed(NOON.plus(Duration.ofHours(1)), ZoneOffset.UTC)))
                .isEqualTo(NOON);
    }
}
