package dev.replay.dispatch;

import dev.replay.carrier.Carriers;
import dev.replay.store.Database;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.logging.Logger;

/** Starts and stops the workers of this process. */
@ApplicationScoped
class Dispatcher {
    private static final Logger LOG = Logger.getLogger(Dispatcher.class);
    private static final int SHARDS = 16;
    private static final long ANY_CAMPAIGN = 0;
    private static final long LEAVE_MILLIS = 8_000;

    /** Names this process, this start of it: a lease of an earlier start is not ours. */
    private final String owner = UUID.randomUUID().toString();

    private final Database database;
    private final Outcomes outcomes;
    private final SubStatusIds ids;
    private final Clock clock;
    private final DispatchSettings settings;
    private final Carriers carriers;
    private final Ways ways;
    private final List<Worker> workers = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    Dispatcher(
            Database database,
            Outcomes outcomes,
            SubStatusIds ids,
            Clock clock,
            DispatchSettings settings,
            Carriers carriers,
            Ways ways) {
        this.database = database;
        this.outcomes = outcomes;
        this.ids = ids;
        this.clock = clock;
        this.settings = settings;
        this.carriers = carriers;
        this.ways = ways;
    }

    void start(@Observes @Priority(1_000) StartupEvent event) {
        if (carriers.lines().isEmpty()) {
            LOG.info("no carrier is configured: nothing will be sent");
            return;
        }
        var paces = new Paces(database);
        // A random start keeps several processes off each other's tally rows.
        int first = ThreadLocalRandom.current().nextInt(SHARDS);
        for (int i = 0; i < settings.workers(); i++) {
            short shard = (short) ((first + i) % SHARDS);
            workers.add(new Worker(database, outcomes, ids, clock, paces, settings, ways, owner, shard, ANY_CAMPAIGN));
            threads.add(Thread.ofPlatform().name("dispatch-" + i).start(workers.getLast()));
        }
    }

    void stop(@Observes @Priority(1_000) ShutdownEvent event) throws InterruptedException {
        workers.forEach(Worker::stop);
        for (Thread thread : threads) thread.join(LEAVE_MILLIS);
    }
}
