package dev.replay.receipt;

import dev.replay.carrier.Delivery;
import dev.replay.carrier.Delivery.Inbound;
import dev.replay.carrier.Delivery.Receipt;
import dev.replay.carrier.ReceiptSink;
import dev.replay.dispatch.Unrecorded;
import dev.replay.store.Database;
import dev.replay.store.Partitions;
import dev.replay.store.Rounds;
import dev.replay.store.StoreException;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jboss.logging.Logger;

/**
 * Takes deliveries from all carriers, stores and settles them in batches, and acknowledges each batch after its commit. The
 * queue is bounded by what carriers leave unacknowledged.
 *
 * <p>While the database is away nothing is answered for some seconds: a refusal at once would bring the same deliveries back
 * at once, as fast as both sides can. What waits is bounded as ever, for a carrier that leaves enough unanswered stops
 * reading; after those seconds, before an SMSC loses its patience, it is asked to bring them again.
 */
@ApplicationScoped
class Inbox implements ReceiptSink {
    private static final Logger LOG = Logger.getLogger(Inbox.class);
    private static final int KEPT_DAYS = 90;
    private static final int BATCH = 1_000;
    /** A batch pays for its commit: while more keep coming, it waits this long for them. */
    private static final long LINGER = TimeUnit.MILLISECONDS.toNanos(25);

    /** Without one in so long no more will come: whoever sends them waits for the answers. */
    private static final long LULL_MILLIS = 1;

    /** SMSCs wait for an answer between ten seconds and a minute; the last attempt to store may take five of them. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(5);

    private static final long AGAIN_MILLIS = 500;

    private static final int SHARDS = 16;

    private static final class Arrived {
        final Delivery delivery;
        final Consumer<Boolean> acknowledge;
        final long since = System.nanoTime();
        /** The first time: it may be one that was refused. */
        final Refused.Came came;
        /** Once a message from a person was, whatever becomes of the batch it came with. */
        boolean kept;

        Arrived(Delivery delivery, Consumer<Boolean> acknowledge, Refused.Came came) {
            this.delivery = delivery;
            this.acknowledge = acknowledge;
            this.came = came;
        }

        boolean waitedEnough(long now) {
            return now - since > PATIENCE;
        }
    }

    private record Held(int deliveries, long since) {}

    private final Database database;
    private final Settlement settlement;
    private final Replies replies;
    private final Unrecorded unrecorded;
    private final Clock clock;
    private final Refused refused = new Refused();
    private final BlockingDeque<Arrived> arrived = new LinkedBlockingDeque<>();
    /** What each thread has taken out of them and not stored yet. */
    private final Map<Thread, Held> held = new ConcurrentHashMap<>();

    private final Object filling = new Object();
    private final List<Thread> threads = new ArrayList<>();
    private final Counter stored;
    private volatile boolean stopping;
    private volatile boolean answering = true;

    Inbox(
            Database database,
            Settlement settlement,
            Replies replies,
            Unrecorded unrecorded,
            Clock clock,
            ReceiptSettings settings,
            MeterRegistry registry) {
        this.database = database;
        this.settlement = settlement;
        this.replies = replies;
        this.unrecorded = unrecorded;
        this.clock = clock;
        stored = Counter.builder("replay.receipts.stored")
                .description("Receipts and messages from people that were stored and acknowledged")
                .register(registry);
        Gauge.builder("replay.receipts.waiting", this, Inbox::waiting)
                .description("Deliveries that came and are not stored yet")
                .register(registry);
        Gauge.builder("replay.receipts.lag", this, Inbox::lag)
                .description("How long the oldest of them has waited")
                .baseUnit("seconds")
                .register(registry);
        // Each with tally rows of its own, so that they do not wait for each other; a random start keeps processes
        // apart.
        int first = ThreadLocalRandom.current().nextInt(SHARDS);
        for (int i = 0; i < settings.workers(); i++) {
            short shard = (short) ((first + i) % SHARDS);
            threads.add(Thread.ofPlatform().name("receipts-" + i).daemon().start(() -> drain(shard)));
        }
    }

    private double waiting() {
        return arrived.size()
                + held.values().stream().mapToInt(Held::deliveries).sum();
    }

    private double lag() {
        long now = System.nanoTime();
        Arrived next = arrived.peekFirst();
        return LongStream.concat(
                                held.values().stream().mapToLong(Held::since),
                                next == null ? LongStream.empty() : LongStream.of(next.since))
                        .map(since -> now - since)
                        .max()
                        .orElse(0)
                / 1e9;
    }

    /** After the carriers, which wait for what they have delivered to be acknowledged. */
    void stop(@Observes @Priority(6_000) ShutdownEvent event) {
        stopping = true;
        threads.forEach(Thread::interrupt);
    }

    @Override
    public void receive(Delivery delivery, Consumer<Boolean> acknowledge) {
        var came = Refused.Came.now(clock);
        var one = new Arrived(delivery, acknowledge, delivery instanceof Inbound in ? refused.cameAt(in, came) : came);
        if (!waits(one)) arrived.add(one);
    }

    private void refuse(Arrived a) {
        if (a.delivery instanceof Inbound in && !a.kept) refused.add(in, a.came, System.nanoTime());
        acknowledge(a, a.kept);
    }

    /** Its message was accepted a moment ago and is about to be known: then it comes again by itself. */
    private boolean waits(Arrived one) {
        return one.delivery instanceof Receipt r
                && unrecorded.await(r.carrierId(), r.carrierMessageId(), () -> arrived.add(one));
    }

    private void drain(short shard) {
        List<Arrived> batch = new ArrayList<>(BATCH);
        while (!stopping) {
            try {
                batch.clear();
                fill(batch);
                // By another connection than its message's, a receipt can be read before the response is.
                batch.removeIf(this::waits);
                while (!batch.isEmpty()) {
                    held.put(Thread.currentThread(), new Held(batch.size(), batch.getFirst().since));
                    if (store(batch, shard)) break;
                    TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
                    refuseWhatWaitedEnough(batch);
                }
                held.remove(Thread.currentThread());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (Error e) {
                // Without this thread no receipt would be taken any more, and nobody would say so.
                LOG.errorf(e, "%d deliveries wait", batch.size());
                held.remove(Thread.currentThread());
                for (Arrived a : batch) refuseLater(a);
            }
        }
    }

    /** One thread at a time: two that share what comes would each settle half a batch. */
    private void fill(List<Arrived> batch) throws InterruptedException {
        synchronized (filling) {
            batch.add(arrived.take());
            arrived.drainTo(batch, BATCH - 1);
            long until = System.nanoTime() + LINGER;
            while (batch.size() < BATCH && System.nanoTime() - until < 0) {
                TimeUnit.MILLISECONDS.sleep(LULL_MILLIS);
                if (arrived.drainTo(batch, BATCH - batch.size()) == 0) return;
            }
        }
    }

    /** @return whether the database answered; then everything of the batch is answered for, or will be */
    private boolean store(List<Arrived> batch, short shard) {
        try {
            settle(batch, shard);
        } catch (RuntimeException e) {
            if (e instanceof StoreException store && store.unavailable()) {
                if (answering) LOG.warnf("deliveries wait for the database: %s", e.getMessage());
                answering = false;
                return false;
            }
            if (batch.size() > 1) {
                // One that cannot be stored must not hold the others back.
                for (Arrived a : batch) if (!store(List.of(a), shard)) refuseLater(a);
            } else {
                LOG.warnf(e, "a delivery waits: %s", e.getMessage());
                refuseLater(batch.getFirst());
            }
            return true;
        }
        answering = true;
        for (Arrived a : batch) acknowledge(a, true);
        stored.increment(batch.size());
        return true;
    }

    /** The carrier keeps them and brings them again. What stands behind the batch has waited as well. */
    private void refuseWhatWaitedEnough(List<Arrived> batch) {
        long now = System.nanoTime();
        batch.removeIf(a -> {
            if (a.waitedEnough(now)) refuse(a);
            return a.waitedEnough(now);
        });
        for (Arrived a = arrived.pollFirst(); a != null; a = arrived.pollFirst()) {
            if (!a.waitedEnough(now)) {
                arrived.addFirst(a);
                return;
            }
            refuse(a);
        }
    }

    /** One that we cannot take for a reason of our own comes again, but not as fast as it can be refused. */
    private void refuseLater(Arrived a) {
        CompletableFuture.delayedExecutor(PATIENCE, TimeUnit.NANOSECONDS).execute(() -> refuse(a));
    }

    private static void acknowledge(Arrived a, boolean stored) {
        try {
            a.acknowledge.accept(stored);
        } catch (RuntimeException e) {
            // Its connection is gone: the carrier brings it again, and it will find its row settled.
            LOG.debugf(e, "an acknowledgement found nobody");
        }
    }

    private void settle(List<Arrived> batch, short shard) {
        Instant now = clock.instant();
        List<Receipt> receipts = new ArrayList<>(batch.size());
        // People first: a STOP waits for nobody's receipts.
        for (Arrived a : batch) {
            if (a.delivery instanceof Receipt r) receipts.add(r);
            if (!(a.delivery instanceof Inbound in) || a.kept) continue;
            replies.keep(in, a.came.by(clock));
            a.kept = true;
        }
        settlement.settle(receipts, now, shard);
    }

    /** Before the first receipt can come. */
    void start(@Observes @Priority(50) StartupEvent event) {
        partitions();
    }

    void rounds(@Observes StartupEvent event, Rounds rounds) {
        rounds.every(Duration.ofMinutes(10), Duration.ofMinutes(10), this::partitions);
    }

    void partitions() {
        Partitions.days(database, "receipt_inbox", clock.instant(), KEPT_DAYS);
    }
}
