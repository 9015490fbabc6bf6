package dev.replay.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** How fast messages reach a status, seen in the tally: what is counted there is committed. */
final class Advance {
    /** Connections find their pace and code is compiled meanwhile: what is reached before this share is not counted. */
    private static final double STARTING = 0.1;

    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(25);
    private static final double LEAST_A_SECOND = 1_500;
    private static final double GRACE_SECONDS = 60;

    private record Sample(long nanos, long reached) {}

    private Advance() {}

    /**
     * Waits until as many have got there.
     *
     * @param above the status that is left behind: 0 queued, 1 Sent
     * @return messages a second, the start-up left out
     * @throws IllegalStateException when it goes slower than anything worth measuring
     */
    static double rate(Connection c, long campaign, int above, long total) throws SQLException {
        List<Sample> samples = new ArrayList<>();
        long start = System.nanoTime();
        long limit = start + (long) ((GRACE_SECONDS + total / LEAST_A_SECOND) * 1e9);
        long reached = 0;
        while (reached < total) {
            reached = reached(c, campaign, above);
            long now = System.nanoTime();
            samples.add(new Sample(now, reached));
            if (now > limit)
                throw new IllegalStateException("campaign %d: only %d of %d within %d s"
                        .formatted(campaign, reached, total, (now - start) / 1_000_000_000));
            LockSupport.parkNanos(LOOK);
        }
        Sample last = samples.getLast();
        Sample first = samples.stream()
                .filter(s -> s.reached >= total * STARTING)
                .findFirst()
                .orElse(last);
        // All at once, between two looks: then the start-up cannot be told apart.
        if (first.reached == last.reached) first = new Sample(start, 0);
        return (last.reached - first.reached) / ((last.nanos - first.nanos) / 1e9);
    }

    static long reached(Connection c, long campaign, int above) throws SQLException {
        return BenchDatabase.number(
                c, "select coalesce(sum(count), 0) from tally where campaign_id = ? and status > ?", campaign, above);
    }
}
