package dev.replay.receipt;

import dev.replay.carrier.Delivery;
import dev.replay.carrier.Delivery.Inbound;
import dev.replay.carrier.Delivery.Receipt;
import dev.replay.carrier.ReceiptSink;
import dev.replay.store.Database;
import dev.replay.store.Partitions;
import dev.replay.store.StoreException;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/**
 * Takes deliveries from all carriers, stores and settles them in batches, and acknowledges each batch after its commit. The
 * queue is bounded by what carriers leave unacknowledged.
 */
@ApplicationScoped
class Inbox implements ReceiptSink {
    private static final Logger LOG = Logger.getLogger(Inbox.class);
    private static final int KEPT_DAYS = 90;
    private static final int BATCH = 1_000;
    /** A batch pays for its commit: waiting this long for more of them is worth it under load, unseen without. */
    private static final long LINGER_MILLIS = 4;

    private record Arrived(Delivery delivery, Consumer<Boolean> acknowledge) {}

    private final Database database;
    private final Settlement settlement;
    private final Clock clock;
    private final BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean stopping;

    Inbox(Database database, Settlement settlement, Clock clock) {
        this.database = database;
        this.settlement = settlement;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("receipts").daemon().start(this::drain);
    }

    /** After the carriers, which wait for what they have delivered to be acknowledged. */
    void stop(@Observes @Priority(6_000) ShutdownEvent event) {
        stopping = true;
        thread.interrupt();
    }

    @Override
    public void receive(Delivery delivery, Consumer<Boolean> acknowledge) {
        arrived.add(new Arrived(delivery, acknowledge));
    }

    private void drain() {
        List<Arrived> batch = new ArrayList<>(BATCH);
        while (!stopping) {
            try {
                batch.clear();
                batch.add(arrived.take());
                arrived.drainTo(batch, BATCH - 1);
                if (batch.size() < BATCH / 4) {
                    TimeUnit.MILLISECONDS.sleep(LINGER_MILLIS);
                    arrived.drainTo(batch, BATCH - batch.size());
                }
                store(batch);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (Error e) {
                // Without this thread no receipt would be taken any more, and nobody would say so.
                LOG.errorf(e, "%d deliveries wait", batch.size());
                for (Arrived a : batch) acknowledge(a, false);
            }
        }
    }

    private void store(List<Arrived> batch) {
        boolean stored = false;
        try {
            settle(batch);
            stored = true;
        } catch (RuntimeException e) {
            boolean away = e instanceof StoreException store && store.unavailable();
            if (!away && batch.size() > 1) {
                // One that cannot be stored must not hold the others back.
                for (Arrived a : batch) store(List.of(a));
                return;
            }
            // The carrier keeps them and brings them again.
            LOG.warnf(away ? null : e, "%d deliveries wait: %s", batch.size(), e.getMessage());
        }
        for (Arrived a : batch) acknowledge(a, stored);
    }

    private static void acknowledge(Arrived a, boolean stored) {
        try {
            a.acknowledge.accept(stored);
        } catch (RuntimeException e) {
            // Its connection is gone: the carrier brings it again, and it will find its row settled.
            LOG.debugf(e, "an acknowledgement found nobody");
        }
    }

    private void settle(List<Arrived> batch) {
        Instant now = clock.instant();
        List<Receipt> receipts = new ArrayList<>(batch.size());
        List<Inbound> inbound = new ArrayList<>();
        for (Arrived a : batch) {
            switch (a.delivery) {
                case Receipt r -> receipts.add(r);
                case Inbound in -> inbound.add(in);
            }
        }
        settlement.settle(receipts, now);
        for (Inbound in : inbound) keep(in, now);
    }

    private void keep(Inbound in, Instant now) {
        database.asEngine(c -> Database.update(c, """
                insert into inbound_message (account_id, carrier_id, sender, recipient, body, received_at)
                values ((select min(account_id) from sender where sender = ? having count(distinct account_id) = 1),
                    ?, ?, ?, ?, ?)
                """, s -> {
            s.setString(1, Settlement.clean(in.to()));
            s.setShort(2, in.carrierId());
            s.setString(3, Settlement.clean(in.from()));
            s.setString(4, Settlement.clean(in.to()));
            s.setString(5, Settlement.clean(in.text()));
            s.setTimestamp(6, Timestamp.from(now));
        }));
    }

    /** Before the first receipt can come. */
    void start(@Observes @Priority(50) StartupEvent event) {
        partitions();
    }

    @Scheduled(every = "10m", delayed = "10m")
    void partitions() {
        Partitions.days(database, "receipt_inbox", clock.instant(), KEPT_DAYS);
    }
}
