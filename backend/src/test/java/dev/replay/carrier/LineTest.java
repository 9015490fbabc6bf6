package dev.replay.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.replay.carrier.PartOutcome.Accepted;
import dev.replay.sms.Encoding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LineTest {
    private static final Submission MESSAGE = new Submission(
            1, 1, "ACME", 919_812_345_678L, Encoding.GSM_7, List.of(new byte[] {'a'}), Duration.ofDays(1));

    private final TestCarrier carrier = new TestCarrier((short) 1, "test");
    private final Line line = new Line(carrier, 0);
    private final List<String> heard = new ArrayList<>();

    private OutcomeSink sink(String name) {
        return (message, parts) -> heard.add(name);
    }

    @Test
    void aCarrierThatFailsWithoutAWordIsLeftAloneLikeOneThatAnswersNobody() {
        carrier.failure = new IllegalStateException("broken");
        for (int i = 0; i < Circuit.FAILURES; i++) {
            assertThat(line.failing()).isFalse();
            assertThatThrownBy(() -> line.submit(MESSAGE, sink("one"))).isSameAs(carrier.failure);
        }
        assertThat(line.failing()).isTrue();
        assertThat(line.room()).isZero();
    }

    @Test
    void aMessageThatNobodyCouldWriteSaysNothingOfTheCarrier() {
        carrier.failure = new IllegalArgumentException("no text");
        for (int i = 0; i < 2 * Circuit.FAILURES; i++)
            assertThatThrownBy(() -> line.submit(MESSAGE, sink("one"))).isSameAs(carrier.failure);
        assertThat(line.failing()).isFalse();
    }

    @Test
    void eachHearsOfItsOwn() {
        OutcomeSink one = sink("one");
        OutcomeSink other = sink("other");
        for (OutcomeSink each : List.of(one, one, other, one))
            assertThat(line.submit(MESSAGE, each)).isTrue();
        for (int i = 0; i < 4; i++) carrier.settle(i, new Accepted("a" + i));
        assertThat(heard).containsExactly("one", "one", "other", "one");
    }
}
