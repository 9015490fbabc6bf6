package dev.replay.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replay.carrier.Delivery.Inbound;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RefusedTest {
    private static final Instant T = Instant.parse("2026-11-29T12:00:00Z");

    private final Refused refused = new Refused();

    private static Inbound says(String text) {
        return new Inbound((short) 1, "919812345678", "56767", text);
    }

    @Test
    void whatIsBroughtAgainCameWhenItCameFirstAndOnlyOnce() {
        refused.add(says("START"), T, T.plusSeconds(5));
        assertThat(refused.cameAt(says("STOP"), T.plusSeconds(9))).isEqualTo(T.plusSeconds(9));
        assertThat(refused.cameAt(says("START"), T.plusSeconds(10))).isEqualTo(T);
        assertThat(refused.cameAt(says("START"), T.plusSeconds(11))).isEqualTo(T.plusSeconds(11));
    }

    @Test
    void ofEqualOnesEachHasItsTime() {
        refused.add(says("START"), T, T.plusSeconds(5));
        refused.add(says("START"), T.plusSeconds(1), T.plusSeconds(6));
        assertThat(refused.cameAt(says("START"), T.plusSeconds(10))).isEqualTo(T);
        assertThat(refused.cameAt(says("START"), T.plusSeconds(10))).isEqualTo(T.plusSeconds(1));
    }

    @Test
    void whatIsNotBroughtWithinTheHourIsForgotten() {
        refused.add(says("START"), T, T.plusSeconds(5));
        Instant late = T.plus(Refused.KEPT).plusSeconds(6);
        assertThat(refused.cameAt(says("START"), late)).isEqualTo(late);
    }

    @Test
    void whatIsRefusedAgainAndAgainKeepsItsTimeHoweverLongThatLasts() {
        Instant now = T.plusSeconds(5);
        refused.add(says("START"), T, now);
        for (int i = 0; i < 20; i++) {
            now = now.plusSeconds(1_800);
            assertThat(refused.cameAt(says("START"), now)).isEqualTo(T);
            refused.add(says("START"), T, now);
        }
    }

    @Test
    void itDoesNotGrowForEver() {
        for (int i = 0; i < 5_000; i++) refused.add(says("word " + i), T, T);
        assertThat(refused.cameAt(says("word 0"), T.plusSeconds(1))).isEqualTo(T);
        assertThat(refused.cameAt(says("word 4999"), T.plusSeconds(1))).isEqualTo(T.plusSeconds(1));
        Instant later = T.plus(Refused.KEPT).plusSeconds(2);
        refused.add(says("new"), later, later);
        assertThat(refused.cameAt(says("new"), later.plusSeconds(1))).isEqualTo(later);
    }
}
