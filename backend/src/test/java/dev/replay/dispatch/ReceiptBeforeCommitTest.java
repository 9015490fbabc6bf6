package dev.replay.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.replay.carrier.Delivery.Receipt;
import dev.replay.carrier.PartOutcome;
import dev.replay.carrier.ReceiptSink;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** A receipt that is faster than the commit of its message. */
@QuarkusTest
class ReceiptBeforeCommitTest {
    private static final short CARRIER = 1;

    @Inject
    ReceiptSink inbox;

    @Inject
    Unrecorded unrecorded;

    private final List<String> acknowledged = new CopyOnWriteArrayList<>();

    private void arrives(String id) {
        var receipt = new Receipt(CARRIER, id, 0, "", "DELIVRD", "000", null, "");
        inbox.receive(receipt, stored -> acknowledged.add(id + " " + stored));
    }

    @Test
    void itIsTakenBehindTheCommitAndHoldsNobodyBack() {
        String early = "early-" + UUID.randomUUID();
        String other = "other-" + UUID.randomUUID();
        List<PartOutcome> accepted = List.of(new PartOutcome.Accepted(early));
        unrecorded.given(CARRIER, accepted);
        arrives(early);
        arrives(other);
        await().until(() -> acknowledged.contains(other + " true"));
        unrecorded.recorded(CARRIER, accepted);
        await().untilAsserted(() -> assertThat(acknowledged).containsExactly(other + " true", early + " true"));
    }
}
