package dev.replay.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.replay.carrier.PartOutcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnrecordedTest {
    private static final short CARRIER = 1;
    private static final List<PartOutcome> TWO_PARTS =
            List.of(new PartOutcome.Accepted("a"), new PartOutcome.Refused(8), new PartOutcome.Accepted("b"));

    private final Unrecorded ids = new Unrecorded();
    private final List<String> wentOn = new ArrayList<>();

    private boolean waits(int carrier, String id, String receipt) {
        return ids.await((short) carrier, id, () -> wentOn.add(receipt));
    }

    @Test
    void receiptsWaitForTheCommitInTheirOrder() {
        ids.given(CARRIER, TWO_PARTS);
        assertThat(waits(CARRIER, "a", "enroute")).isTrue();
        assertThat(waits(CARRIER, "a", "delivered")).isTrue();
        assertThat(wentOn).isEmpty();
        ids.recorded(CARRIER, TWO_PARTS);
        assertThat(wentOn).containsExactly("enroute", "delivered");
        assertThat(waits(CARRIER, "a", "another")).isFalse();
    }

    @Test
    void whatNobodyIsAboutToRecordIsNotWaitedFor() {
        ids.given(CARRIER, List.of(new PartOutcome.Accepted("a"), new PartOutcome.Accepted("")));
        assertThat(waits(2, "a", "of another carrier")).isFalse();
        assertThat(waits(CARRIER, "c", "of another id")).isFalse();
        assertThat(waits(CARRIER, "", "without an id")).isFalse();
    }

    @Test
    void nobodyWaitsForLongWhateverBecomesOfTheCommit() {
        ids.given(CARRIER, TWO_PARTS);
        assertThat(waits(CARRIER, "b", "delivered")).isTrue();
        ids.goOn();
        assertThat(wentOn).isEmpty();
        await().untilAsserted(() -> {
            ids.goOn();
            assertThat(wentOn).containsExactly("delivered");
        });
        assertThat(waits(CARRIER, "b", "another")).isFalse();
    }
}
