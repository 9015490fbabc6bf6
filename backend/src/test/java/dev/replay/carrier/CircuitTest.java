package dev.replay.carrier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replay.carrier.Circuit.Pass;
import dev.replay.carrier.Circuit.State;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CircuitTest {
    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final Circuit circuit = new Circuit();
    private long now = Long.MAX_VALUE - SECOND;

    private void failures(int n) {
        for (int i = 0; i < n; i++) circuit.failed(Pass.USUAL, now);
    }

    private void opened() {
        failures(Circuit.FAILURES);
        assertThat(circuit.state(now)).isEqualTo(State.OPEN);
    }

    @Test
    void it_opens_after_failures_in_a_row_and_not_before() {
        failures(Circuit.FAILURES - 1);
        assertThat(circuit.lets(now)).isTrue();
        circuit.succeeded();
        failures(Circuit.FAILURES - 1);
        assertThat(circuit.pass(now)).isEqualTo(Pass.USUAL);
        failures(1);
        assertThat(circuit.lets(now)).isFalse();
        assertThat(circuit.pass(now)).isEqualTo(Pass.NONE);
    }

    @Test
    void after_its_pause_a_single_message_is_let_through() {
        opened();
        now += SECOND;
        assertThat(circuit.state(now)).isEqualTo(State.HALF_OPEN);
        assertThat(circuit.pass(now)).isEqualTo(Pass.PROBE);
        assertThat(circuit.pass(now)).isEqualTo(Pass.NONE);
        circuit.succeeded();
        assertThat(circuit.state(now)).isEqualTo(State.CLOSED);
        assertThat(circuit.pass(now)).isEqualTo(Pass.USUAL);
    }

    @Test
    void each_probe_that_fails_doubles_the_pause_up_to_a_limit() {
        opened();
        long pause = SECOND;
        for (int i = 0; i < 10; i++) {
            now += pause - 1;
            assertThat(circuit.pass(now)).isEqualTo(Pass.NONE);
            now += 1;
            assertThat(circuit.pass(now)).isEqualTo(Pass.PROBE);
            circuit.failed(Pass.PROBE, now);
            pause = Math.min(Circuit.LONGEST_PAUSE.toNanos(), 2 * pause);
        }
        assertThat(pause).isEqualTo(Circuit.LONGEST_PAUSE.toNanos());
    }

    @Test
    void what_was_written_before_it_opened_neither_prolongs_it_nor_is_a_probe() {
        opened();
        now += SECOND;
        failures(3);
        assertThat(circuit.pass(now)).isEqualTo(Pass.PROBE);
        failures(3);
        assertThat(circuit.pass(now)).isEqualTo(Pass.NONE);
    }

    @Test
    void a_probe_that_was_not_written_is_no_answer() {
        opened();
        now += SECOND;
        circuit.undecided(circuit.pass(now));
        assertThat(circuit.pass(now)).isEqualTo(Pass.PROBE);
    }
}
