package dev.replay.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replay.carrier.Delivery.Inbound;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RefusedTest {
    /** Near the end of all longs, where {@link System#nanoTime} may begin as well. */
    private static final long T = Long.MAX_VALUE - seconds(30);

    private final Refused refused = new Refused();

    private static long seconds(long n) {
        return Duration.ofSeconds(n).toNanos();
    }

    private static Inbound says(String text) {
        return new Inbound((short) 1, "919812345678", "56767", text);
    }

    @Test
    void whatIsBroughtAgainCameWhenItCameFirstAndOnlyOnce() {
        refused.add(says("START"), T, T + seconds(5));
        assertThat(refused.cameAt(says("STOP"), T + seconds(9))).isEqualTo(T + seconds(9));
        assertThat(refused.cameAt(says("START"), T + seconds(10))).isEqualTo(T);
        assertThat(refused.cameAt(says("START"), T + seconds(11))).isEqualTo(T + seconds(11));
    }

    @Test
    void ofEqualOnesEachHasItsTime() {
        refused.add(says("START"), T, T + seconds(5));
        refused.add(says("START"), T + seconds(1), T + seconds(6));
        assertThat(refused.cameAt(says("START"), T + seconds(10))).isEqualTo(T);
        assertThat(refused.cameAt(says("START"), T + seconds(10))).isEqualTo(T + seconds(1));
    }

    @Test
    void whatIsNotBroughtWithinTheHourIsForgotten() {
        refused.add(says("START"), T, T + seconds(5));
        long late = T + Refused.KEPT.toNanos() + seconds(6);
        assertThat(refused.cameAt(says("START"), late)).isEqualTo(late);
    }

    @Test
    void whatIsRefusedAgainAndAgainKeepsItsTimeHoweverLongThatLasts() {
        long now = T + seconds(5);
        refused.add(says("START"), T, now);
        for (int i = 0; i < 20; i++) {
            now += seconds(1_800);
            assertThat(refused.cameAt(says("START"), now)).isEqualTo(T);
            refused.add(says("START"), T, now);
        }
    }

    @Test
    void itDoesNotGrowForEver() {
        for (int i = 0; i < 5_000; i++) refused.add(says("word " + i), T, T);
        assertThat(refused.cameAt(says("word 0"), T + seconds(1))).isEqualTo(T);
        assertThat(refused.cameAt(says("word 4999"), T + seconds(1))).isEqualTo(T + seconds(1));
        long later = T + Refused.KEPT.toNanos() + seconds(2);
        refused.add(says("new"), later, later);
        assertThat(refused.cameAt(says("new"), later + seconds(1))).isEqualTo(later);
    }
}
