package dev.replay.receipt;

import dev.replay.carrier.Carriers;
import dev.replay.carrier.Delivery;
import dev.replay.carrier.Inquiry;
import dev.replay.carrier.Inquiry.Asked;
import dev.replay.carrier.Line;
import dev.replay.carrier.ReceiptSink;
import dev.replay.status.Status;
import dev.replay.status.SubStatuses;
import dev.replay.store.Database;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Where a carrier can be asked, it is asked for messages whose receipts did not come: each when it comes to certain ages, so
 * that one that stays silent costs a handful of questions and no more. What it says takes the way of every receipt.
 */
@ApplicationScoped
class Inquiries {
    private static final Logger LOG = Logger.getLogger(Inquiries.class);
    private static final List<Duration> AGES = List.of(
            Duration.ofMinutes(15),
            Duration.ofHours(1),
            Duration.ofHours(6),
            Duration.ofHours(24),
            Duration.ofHours(70));
    private static final long PATIENCE_SECONDS = 60;
    /** A look after a long pause asks for what came of age meanwhile, and not for years. */
    private static final Duration AWAY = Duration.ofHours(1);

    // One process asks, whichever comes first; where it dies over it another one takes its place.
    private static final String TAKE = """
            update inquiry set held_until = clock_timestamp() + interval '10 minutes'
            where held_until < clock_timestamp() returning done_at
            """;

    private static final String GIVE_BACK =
            "update inquiry set held_until = clock_timestamp(), done_at = greatest(done_at, ?)";

    private final Database database;
    private final Carriers carriers;
    private final ReceiptSink receipts;
    private final Clock clock;

    Inquiries(Database database, Carriers carriers, ReceiptSink receipts, Clock clock) {
        this.database = database;
        this.carriers = carriers;
        this.receipts = receipts;
        this.clock = clock;
    }

    @Scheduled(every = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    void eachMinute() {
        Instant now = clock.instant();
        if (carriers.lines().stream().allMatch(line -> line.inquiry().isEmpty())) return;
        database.asEngine(c ->
                        Database.first(c, TAKE, s -> {}, r -> r.getTimestamp(1).toInstant()))
                .ifPresent(done -> {
                    Instant longest = now.minus(AWAY);
                    look(done.isBefore(longest) ? longest : done, now);
                    database.asEngine(c -> Database.update(c, GIVE_BACK, s -> s.setTimestamp(1, Timestamp.from(now))));
                });
    }

    void look(Instant after, Instant upTo) {
        for (Line line : carriers.lines())
            line.inquiry().ifPresent(inquiry -> {
                for (Duration age : AGES) ask(line, inquiry, after.minus(age), upTo.minus(age));
            });
    }

    private void ask(Line line, Inquiry inquiry, Instant after, Instant upTo) {
        List<Asked> silent = silent(line.id(), after, upTo);
        try {
            for (int from = 0; from < silent.size(); from += inquiry.most()) {
                var some = silent.subList(from, Math.min(silent.size(), from + inquiry.most()));
                for (Delivery delivery : inquiry.ask(new ArrayList<>(some)).get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    receipts.receive(delivery, stored -> {});
            }
        } catch (ExecutionException | TimeoutException e) {
            LOG.warnf("%s does not say what became of its messages: %s", line.name(), e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The ids of a span of time, found by when they were written down, whose messages still wait for a last word. */
    private List<Asked> silent(short carrierId, Instant after, Instant upTo) {
        return database.asEngine(c -> Database.list(
                c,
                """
                select ref.carrier_message_id, s.sender from carrier_ref ref
                join campaign on campaign.id = ref.campaign_id join sender s on s.id = campaign.sender_id
                cross join lateral (
                    select 1 from message m
                    where m.campaign_id = ref.campaign_id and m.id = ref.message_id and m.status = ? and m.sub_status <> ?
                    limit 1) m
                where ref.submitted_at > ? and ref.submitted_at <= ? and ref.carrier_id = ?
                """,
                s -> {
                    s.setShort(1, Status.SENT.id());
                    s.setShort(2, SubStatuses.NO_RECEIPT);
                    s.setTimestamp(3, Timestamp.from(after));
                    s.setTimestamp(4, Timestamp.from(upTo));
                    s.setShort(5, carrierId);
                },
                r -> new Asked(r.getString(1), r.getString(2))));
    }
}
