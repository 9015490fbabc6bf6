package dev.replay.store;

import io.quarkus.arc.Arc;
import io.quarkus.arc.ManagedContext;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;

/**
 * Work that comes round, most of it a look at the database. By the clock that only goes forward: Quarkus' own scheduler goes
 * by the one on the wall, and where that is set back by an hour nothing comes round for an hour.
 */
@ApplicationScoped
public class Rounds {
    private static final Logger LOG = Logger.getLogger(Rounds.class);
    /** One may take a minute, for a carrier that is slow to answer; the others go on. */
    private static final int AT_ONCE = 6;

    private static final Duration SOON = Duration.ofSeconds(1);
    private static final long LAST_SECONDS = 2;

    private final AtomicInteger threads = new AtomicInteger();
    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(
            AT_ONCE,
            work -> Thread.ofPlatform()
                    .name("rounds-" + threads.getAndIncrement())
                    .daemon()
                    .unstarted(work));

    /** From soon on; never beside itself. */
    public void every(Duration period, Runnable work) {
        every(period, SOON, work);
    }

    /** Between the end of one round and the next lies the period. What one throws is logged, and the next one comes. */
    public void every(Duration period, Duration after, Runnable work) {
        timer.scheduleWithFixedDelay(() -> round(work), after.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whatever came out of it would end the rounds for ever, without a word. */
    private static void round(Runnable work) {
        try {
            ManagedContext request = Arc.container().requestContext();
            request.activate();
            try {
                work.run();
            } finally {
                request.terminate();
            }
        } catch (RuntimeException | Error e) {
            tell(e);
        }
    }

    private static void tell(Throwable e) {
        try {
            LOG.error("a round failed", e);
        } catch (RuntimeException | Error none) {
            // Out of memory, most likely: the next round may do better.
        }
    }

    /** After all that still has something to write down, some of which comes by a round. */
    void stop(@Observes @Priority(7_000) ShutdownEvent event) throws InterruptedException {
        timer.shutdown();
        if (!timer.awaitTermination(LAST_SECONDS, TimeUnit.SECONDS)) timer.shutdownNow();
    }
}
