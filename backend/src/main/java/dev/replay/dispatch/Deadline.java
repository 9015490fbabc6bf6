package dev.replay.dispatch;

import java.time.Duration;

/**
 * Until when a process may write, by its two clocks: the monotonic one stands still while a machine sleeps, the other one may
 * be set back.
 *
 * @param nanos of {@link System#nanoTime}
 * @param millis of {@link System#currentTimeMillis}
 */
record Deadline(long nanos, long millis) {
    static Deadline after(Duration time) {
        return new Deadline(System.nanoTime() + time.toNanos(), System.currentTimeMillis() + time.toMillis());
    }

    /** One that is over. */
    static Deadline past() {
        return after(Duration.ofMillis(-1));
    }

    boolean over() {
        return System.nanoTime() - nanos >= 0 || System.currentTimeMillis() >= millis;
    }
}
