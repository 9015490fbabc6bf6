package dev.replay.boot;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The one source of "now". It runs with the system's but while {@link Demo} makes data of the past, which is before the
 * first request is answered and the first message leaves.
 */
@ApplicationScoped
class ShiftedClock extends Clock {
    private volatile Duration shift = Duration.ZERO;

    /** Runs work as if this long ago. */
    void ago(Duration past, Runnable work) {
        shift = past.negated();
        try {
            work.run();
        } finally {
            shift = Duration.ZERO;
        }
    }

    @Override
    public Instant instant() {
        return Instant.now().plus(shift);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return Clock.offset(Clock.system(zone), shift);
    }
}
