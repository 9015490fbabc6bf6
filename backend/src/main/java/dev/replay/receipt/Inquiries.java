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
import dev.replay.store.Rounds;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

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

    private record Round(short carrierId, Duration age) {}

    private record Silent(Instant submittedAt, Asked asked) {}

    private final Database database;
    private final Carriers carriers;
    private final ReceiptSink receipts;
    private final Clock clock;
    /** From when on a round goes on that was not answered to its end: the others need not wait for it. */
    private final Map<Round, Instant> behind = new ConcurrentHashMap<>();

    Inquiries(Database database, Carriers carriers, ReceiptSink receipts, Clock clock) {
        this.database = database;
        this.carriers = carriers;
        this.receipts = receipts;
        this.clock = clock;
    }

    void rounds(@Observes StartupEvent event, Rounds rounds) {
        rounds.every(Duration.ofMinutes(1), this::eachMinute);
    }

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
                for (Duration age : AGES) look(line, inquiry, age, after, upTo);
            });
    }

    private void look(Line line, Inquiry inquiry, Duration age, Instant after, Instant upTo) {
        var of = new Round(line.id(), age);
        Instant from = behind.getOrDefault(of, after);
        if (from.isBefore(upTo.minus(AWAY))) from = upTo.minus(AWAY);
        Instant failedAt = ask(line, inquiry, from.minus(age), upTo.minus(age));
        if (failedAt == null) behind.remove(of);
        else behind.put(of, failedAt.plus(age).minus(1, ChronoUnit.MICROS));
    }

    /** @return when the first was submitted that is not answered for, or whose answer is not kept; null where all are */
    private @Nullable Instant ask(Line line, Inquiry inquiry, Instant after, Instant upTo) {
        List<Silent> silent = silent(line.id(), after, upTo);
        for (int from = 0; from < silent.size(); from += inquiry.most()) {
            var some = silent.subList(from, Math.min(silent.size(), from + inquiry.most()));
            try {
                var asked = inquiry.ask(some.stream().map(Silent::asked).collect(Collectors.toList()));
                if (!keep(asked.get(PATIENCE_SECONDS, TimeUnit.SECONDS))) return some.getFirst().submittedAt;
            } catch (ExecutionException | TimeoutException | RuntimeException e) {
                LOG.warnf("%s does not say what became of its messages: %s", line.name(), e.getMessage());
                return some.getFirst().submittedAt;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return some.getFirst().submittedAt;
            }
        }
        return null;
    }

    private boolean keep(List<Delivery> deliveries) throws InterruptedException, ExecutionException, TimeoutException {
        List<CompletableFuture<Boolean>> kept = new ArrayList<>();
        for (Delivery delivery : deliveries) {
            var done = new CompletableFuture<Boolean>();
            kept.add(done);
            receipts.receive(delivery, done::complete);
        }
        boolean all = true;
        for (var each : kept) all &= each.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        return all;
    }

    /** The ids of a span of time, found by when they were written down, whose messages still wait for a last word. */
    private List<Silent> silent(short carrierId, Instant after, Instant upTo) {
        return database.asEngine(c -> Database.list(
                c,
                """
                select ref.carrier_message_id, s.sender, ref.submitted_at from carrier_ref ref
                join campaign on campaign.id = ref.campaign_id join sender s on s.id = campaign.sender_id
                cross join lateral (
                    select 1 from message m
                    where m.campaign_id = ref.campaign_id and m.id = ref.message_id and m.status = ? and m.sub_status <> ?
                    limit 1) m
                where ref.submitted_at > ? and ref.submitted_at <= ? and ref.carrier_id = ?
                order by ref.submitted_at
                """,
                s -> {
                    s.setShort(1, Status.SENT.id());
                    s.setShort(2, SubStatuses.NO_RECEIPT);
                    s.setTimestamp(3, Timestamp.from(after));
                    s.setTimestamp(4, Timestamp.from(upTo));
                    s.setShort(5, carrierId);
                },
                r -> new Silent(r.getTimestamp(3).toInstant(), new Asked(r.getString(1), r.getString(2)))));
    }
}
