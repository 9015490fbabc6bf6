package dev.replay.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * How fast messages reach a status, seen in the tally: what is counted there is committed. All looks are one transaction, so
 * that they are not among the commits that PostgreSQL counts.
 */
final class Advance {
    /** Connections find their pace and code is compiled meanwhile: what is reached before this share is not counted. */
    private static final double STARTING = 0.1;

    private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(25);
    private static final double LEAST_A_SECOND = 1_500;
    private static final double GRACE_SECONDS = 60;

    /** Status that is left behind. */
    static final int QUEUED = 0;

    static final int SENT = 1;

    private record Sample(long nanos, long reached) {}

    private Advance() {}

    /**
     * Waits until as many have got there.
     *
     * @param above the status that is left behind: {@link #QUEUED} or {@link #SENT}
     * @return messages a second, the start-up left out
     * @throws IllegalStateException when it goes slower than anything worth measuring
     */
    static double rate(Connection c, long campaign, int above, long total) throws SQLException {
        return rates(c, campaign, total, above)[0];
    }

    /** The same of several statuses at once. @return a rate for each */
    static double[] rates(Connection c, long campaign, long total, int... above) throws SQLException {
        List<List<Sample>> samples = new ArrayList<>();
        for (int i = 0; i < above.length; i++) samples.add(new ArrayList<>());
        long start = System.nanoTime();
        long limit = start + (long) ((GRACE_SECONDS + total / LEAST_A_SECOND) * 1e9);
        c.setAutoCommit(false);
        try {
            for (int there = 0; there < above.length; LockSupport.parkNanos(LOOK)) {
                there = 0;
                for (int i = 0; i < above.length; i++) {
                    List<Sample> seen = samples.get(i);
                    if (seen.isEmpty() || seen.getLast().reached < total) {
                        long reached = reached(c, campaign, above[i]);
                        seen.add(new Sample(System.nanoTime(), reached));
                    }
                    if (seen.getLast().reached >= total) there++;
                }
                if (there < above.length && System.nanoTime() > limit)
                    throw new IllegalStateException("campaign %d: only %s of %d within %.0f s"
                            .formatted(
                                    campaign,
                                    samples.stream()
                                            .map(s -> s.getLast().reached)
                                            .toList(),
                                    total,
                                    BenchDatabase.seconds(start)));
            }
        } finally {
            c.rollback();
            c.setAutoCommit(true);
        }
        return samples.stream().mapToDouble(seen -> rate(seen, start, total)).toArray();
    }

    private static double rate(List<Sample> samples, long start, long total) {
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
