package dev.replay.dispatch;

import java.util.concurrent.TimeUnit;

/** Segments per second: a bucket that holds a tenth of a second's worth. Shared by the workers of a process. */
final class Pace {
    private static final double BURST_SECONDS = 0.1;
    private static final double CLAIM_SECONDS = 0.1;

    private final double rate;
    private double tokens;
    private long filledAt = System.nanoTime();

    /** @param rate segments per second; 0 is unlimited */
    Pace(int rate) {
        this.rate = rate;
    }

    /** A long text may overdraw the bucket, else it would wait for ever where the rate is below its segments. */
    synchronized boolean take(int segments) {
        if (rate == 0) return true;
        long now = System.nanoTime();
        double most = Math.max(1, rate * BURST_SECONDS);
        tokens = Math.min(most, tokens + rate * (now - filledAt) / TimeUnit.SECONDS.toNanos(1));
        filledAt = now;
        if (tokens < 1) return false;
        tokens -= segments;
        return true;
    }

    synchronized void giveBack(int segments) {
        if (rate != 0) tokens += segments;
    }

    /** How many messages are worth claiming: what goes out within a tenth of a second, so that a crash leaves little in doubt. */
    int soon() {
        return rate == 0 ? Integer.MAX_VALUE : (int) Math.max(1, rate * CLAIM_SECONDS);
    }
}
