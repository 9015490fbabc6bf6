package dev.replay.receipt;

import dev.replay.message.Move;
import dev.replay.status.Status;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** What receipts have come to in this process, under {@code /q/metrics}; counted when it is committed. */
@ApplicationScoped
class ReceiptMetrics {
    private final Counter delivered;
    private final Counter undelivered;
    private final Counter unmatched;

    ReceiptMetrics(MeterRegistry registry) {
        delivered = settled(registry, "delivered");
        undelivered = settled(registry, "undelivered");
        unmatched = Counter.builder("replay.receipts.unmatched")
                .description("Receipts that were put aside, for nobody knows their message (yet)")
                .register(registry);
    }

    private static Counter settled(MeterRegistry registry, String status) {
        return Counter.builder("replay.messages.settled")
                .description("Messages that a receipt settled, by what became of them")
                .tag("status", status)
                .register(registry);
    }

    /** A message that was Undelivered and is Delivered after all counts under both. */
    void settled(List<Move> moves) {
        for (Move move : moves)
            if (move.from().status() != move.to().status()) settled(move.to().status());
    }

    void settled(short status) {
        if (status == Status.DELIVERED.id()) delivered.increment();
        else if (status == Status.UNDELIVERED.id()) undelivered.increment();
    }

    void unmatched(long receipts) {
        unmatched.increment(receipts);
    }
}
