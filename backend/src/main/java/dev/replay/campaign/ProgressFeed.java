package dev.replay.campaign;

import dev.replay.store.Database;
import dev.replay.store.StoreException;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.subscription.BackPressureStrategy;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Tells any number of listeners how campaigns go: one thread and one statement each half second, whatever their number,
 * and none while nobody listens.
 */
@ApplicationScoped
class ProgressFeed {
    private static final Logger LOG = Logger.getLogger(ProgressFeed.class);
    static final Duration INTERVAL = Duration.ofMillis(500);

    /** Below the 30 to 60 seconds after which proxies close a connection that says nothing. */
    static final Duration HEARTBEAT = Duration.ofSeconds(15);

    /** The data of a `progress` event. */
    @Schema(name = "Progress")
    public record Progress(
            long campaignId,
            CampaignStatus status,
            CampaignView.Counts counts,
            @Nullable String pauseReason,
            @Nullable String waitingFor,
            @Nullable Instant submittedAt,
            @Nullable Instant settledAt) {}

    private static final class Listener {
        final long campaignId;
        final MultiEmitter<? super Progress> emitter;

        @Nullable
        Progress last;

        Listener(long campaignId, MultiEmitter<? super Progress> emitter) {
            this.campaignId = campaignId;
            this.emitter = emitter;
        }
    }

    private final Database database;
    private final Set<Listener> listeners = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService poller = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("campaign-progress").factory());
    private boolean polling;

    ProgressFeed(Database database) {
        this.database = database;
    }

    /** At once, then whenever it differs; ends when the campaign is settled or gone. */
    Multi<Progress> of(long campaignId) {
        return Multi.createFrom()
                .emitter(
                        emitter -> {
                            Listener listener = new Listener(campaignId, emitter);
                            emitter.onTermination(() -> listeners.remove(listener));
                            listeners.add(listener);
                            poller.execute(() -> {
                                tell(Set.of(listener));
                                startPolling();
                            });
                        },
                        // A listener too slow for the latest news needs none of the older.
                        BackPressureStrategy.LATEST);
    }

    private void startPolling() {
        if (polling || listeners.isEmpty()) return;
        polling = true;
        poller.schedule(this::poll, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void poll() {
        polling = false;
        if (!listeners.isEmpty()) tell(Set.copyOf(listeners));
        startPolling();
    }

    private void tell(Set<Listener> told) {
        try {
            Set<Long> ids = told.stream().map(l -> l.campaignId).collect(Collectors.toSet());
            Map<Long, Progress> found = database.asEngine(c -> read(c, ids));
            for (Listener listener : told) tell(listener, found.get(listener.campaignId));
        } catch (StoreException e) {
            // The listeners stay: the next look finds the database again, or the one after it.
            LOG.warnf("progress cannot be read: %s", e.getMessage());
        } catch (RuntimeException e) {
            LOG.error("progress cannot be told", e);
        }
    }

    private static void tell(Listener listener, @Nullable Progress now) {
        if (now != null && !now.equals(listener.last)) {
            listener.last = now;
            listener.emitter.emit(now);
        }
        if (now == null || now.settledAt() != null) listener.emitter.complete();
    }

    private static Map<Long, Progress> read(Connection c, Set<Long> ids) throws SQLException {
        Map<Long, CampaignView.Counts> counts = new HashMap<>();
        Map<Long, Progress> found = new LinkedHashMap<>();
        Database.list(c, """
                select c.id, c.status, c.pause_reason, c.waiting_for, c.submitted_at, c.settled_at,
                    t.status as message_status, t.count
                from campaign c
                left join lateral (
                    select status, sum(count) as count from tally where campaign_id = c.id group by status) t on true
                where c.id = any (?)
                """, s -> s.setArray(1, c.createArrayOf("bigint", ids.toArray())), row -> {
            long id = row.getLong("id");
            CampaignView.Counts before = counts.getOrDefault(id, CampaignView.Counts.NONE);
            // Null where there is no tally yet; plus(0, 0) then adds nothing.
            counts.put(id, before.plus(row.getInt("message_status"), row.getLong("count")));
            return found.put(
                    id,
                    new Progress(
                            id,
                            CampaignStatus.parse(row.getString("status")).orElseThrow(),
                            counts.get(id),
                            row.getString("pause_reason"),
                            row.getString("waiting_for"),
                            CampaignViews.instant(row, "submitted_at"),
                            CampaignViews.instant(row, "settled_at")));
        });
        return found;
    }

    @PreDestroy
    void stop() {
        poller.shutdownNow();
        listeners.forEach(l -> l.emitter.complete());
    }
}
