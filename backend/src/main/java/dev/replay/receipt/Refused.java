package dev.replay.receipt;

import dev.replay.carrier.Delivery.Inbound;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * When messages from people came that could not be kept and are brought again: one that is keeps its time, so that a START
 * takes back no STOP that came after it. Of equal ones the first that was refused is taken for the first that is brought
 * again. A carrier that does not bring them within an hour of the refusal does not bring them at all, or elsewhere.
 */
final class Refused {
    static final Duration KEPT = Duration.ofHours(1);

    private static final int MOST = 1_000;

    /**
     * When a message came.
     *
     * @param nanos by {@link System#nanoTime}, for the clock may be set back since
     * @param at by the clock, which may be set forward
     */
    record Came(long nanos, Instant at) {
        static Came now(Clock clock) {
            return new Came(System.nanoTime(), clock.instant());
        }

        /** By what the clock says now. The earlier of both: a START that seems older takes back no STOP. */
        Instant by(Clock clock) {
            Instant since = clock.instant().minusNanos(System.nanoTime() - nanos);
            return since.isBefore(at) ? since : at;
        }
    }

    /** @param came first */
    private record Time(Came came, long refusedAt) {
        boolean old(long now) {
            return now - refusedAt > KEPT.toNanos();
        }
    }

    private final Map<Inbound, Deque<Time>> times = new LinkedHashMap<>();
    private int size;

    synchronized void add(Inbound message, Came came, long now) {
        times.values().removeIf(of -> {
            while (!of.isEmpty() && of.getFirst().old(now)) {
                of.removeFirst();
                size--;
            }
            return of.isEmpty();
        });
        if (size == MOST) return;
        times.computeIfAbsent(message, m -> new ArrayDeque<>()).addLast(new Time(came, now));
        size++;
    }

    /** When it came first, as far as that is known; it is forgotten by it. */
    synchronized Came cameAt(Inbound message, Came now) {
        Deque<Time> of = times.get(message);
        @Nullable Time first = null;
        while (of != null && first == null && !of.isEmpty()) {
            first = of.removeFirst();
            size--;
            if (first.old(now.nanos)) first = null;
        }
        if (of != null && of.isEmpty()) times.remove(message);
        return first == null ? now : first.came;
    }
}
