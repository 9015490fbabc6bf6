package dev.replay.dispatch;

import dev.replay.carrier.PartOutcome;
import dev.replay.carrier.PartOutcome.Accepted;
import dev.replay.store.Rounds;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

/**
 * Ids that a carrier has given to messages of this process and that are not committed yet. A receipt can be faster than the
 * commit, for that has a batch to wait for; told here that its message is about to be known, it need not be stored as one of
 * nobody's, and be looked for again and again.
 */
@ApplicationScoped
public class Unrecorded {
    /** Whoever waits goes on then, whatever became of the commit. */
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(1);

    private record Id(short carrierId, String carrierMessageId) {}

    /** @param then of the receipts that came meanwhile, in their order */
    private record Waiting(long since, List<Runnable> then) {
        Waiting with(Runnable more) {
            List<Runnable> all = new ArrayList<>(then);
            all.add(more);
            return new Waiting(since, all);
        }
    }

    private final ConcurrentMap<Id, Waiting> ids = new ConcurrentHashMap<>();

    /** Before anything that the carrier says later is read. */
    void given(short carrierId, List<PartOutcome> parts) {
        for (PartOutcome part : parts)
            if (part instanceof Accepted(String id) && !id.isEmpty())
                ids.putIfAbsent(new Id(carrierId, id), new Waiting(System.nanoTime(), List.of()));
    }

    /** They are committed, or will not be by this process. */
    void recorded(short carrierId, List<PartOutcome> parts) {
        for (PartOutcome part : parts) if (part instanceof Accepted(String id)) end(new Id(carrierId, id));
    }

    /** @return whether it is such an id; then it is called once the id is committed, or after a second, and never at once */
    public boolean await(short carrierId, String carrierMessageId, Runnable then) {
        return ids.computeIfPresent(new Id(carrierId, carrierMessageId), (id, waiting) -> waiting.with(then)) != null;
    }

    private void end(Id id) {
        Waiting ended = ids.remove(id);
        if (ended != null) ended.then.forEach(Runnable::run);
    }

    void rounds(@Observes StartupEvent event, Rounds rounds) {
        rounds.every(Duration.ofSeconds(1), this::goOn);
    }

    void goOn() {
        long now = System.nanoTime();
        ids.forEach((id, waiting) -> {
            if (now - waiting.since > LONGEST) end(id);
        });
    }
}
