package dev.replay.dispatch;

import dev.replay.campaign.Events;
import dev.replay.carrier.Routing;
import dev.replay.message.Move;
import dev.replay.message.Movement;
import dev.replay.status.Status;
import dev.replay.status.SubStatuses;
import dev.replay.store.Database;
import dev.replay.store.Partitions;
import dev.replay.store.Rounds;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Looks each second at what no worker can see alone: owners that fell silent, rests that are left out, campaigns that are through.
 * Any number of processes may sweep; each step takes its rows by a lock or a condition.
 */
@ApplicationScoped
class Sweep {
    private static final Logger LOG = Logger.getLogger(Sweep.class);
    private static final int CHUNK = 5_000;
    private static final String CARRIER_REF = "carrier_ref";
    private static final int CARRIER_REF_DAYS = 30;
    private static final short SHARD = 0;
    private static final long ANY_CAMPAIGN = 0;

    private final Database database;
    private final SubStatusIds ids;
    private final Outcomes outcomes;
    private final DispatchSettings settings;
    private final Ways ways;
    private final Clock clock;

    /** Since when the database has answered without a gap: after an outage owners come first to renew. */
    private long answeringSince = System.nanoTime();

    private boolean answering = true;

    private volatile double oldestQueued;
    private final Counter lostLeases;

    Sweep(
            Database database,
            SubStatusIds ids,
            Outcomes outcomes,
            DispatchSettings settings,
            Ways ways,
            Clock clock,
            MeterRegistry registry) {
        this.database = database;
        this.ids = ids;
        this.outcomes = outcomes;
        this.settings = settings;
        this.ways = ways;
        this.clock = clock;
        lostLeases = Counter.builder("replay.leases.lost")
                .description("Leases taken over from a silent process")
                .register(registry);
        Gauge.builder("replay.queue.oldest", this, s -> s.oldestQueued)
                .description("For how long the queued message has waited that waits longest")
                .baseUnit("seconds")
                .register(registry);
    }

    void rounds(@Observes StartupEvent event, Rounds rounds) {
        rounds.every(Duration.ofSeconds(1), this::sweep);
        rounds.every(Duration.ofMinutes(10), Duration.ofMinutes(10), this::partitions);
    }

    void sweep() {
        try {
            waiting();
            if (!answering) answeringSince = System.nanoTime();
            answering = true;
        } catch (RuntimeException e) {
            if (answering) LOG.warnf("the sweep waits for the database: %s", e.getMessage());
            answering = false;
            return;
        }
        if (System.nanoTime() - answeringSince > settings.lease().toNanos()) step(this::takeOver);
        step(this::healLeases);
        step(this::expire);
        step(this::leaveOutRests);
        step(() -> finish(ANY_CAMPAIGN));
        step(this::silent);
        step(this::settle);
        step(this::age);
        if (outcomes.referred()) step(() -> Partitions.tend(database, CARRIER_REF, clock.instant()));
    }

    /** One campaign's trouble in one step must not end all other steps for ever. */
    private static void step(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.warn("a step of the sweep is left to the next look", e);
        }
    }

    /** Whether processing campaigns wait for a carrier of everybody who is left, or for the morning of all of them. */
    private void waiting() {
        List<Routing.Way> all = ways.all();
        database.asEngine(c -> Database.update(c, """
                with way as (select * from unnest(?::text[], ?::text[], ?::boolean[]) as way (route, country, open)),
                away as (
                    select c.id, not bool_or((
                        select way.open from way
                        where way.route in (c.route, '') and way.country in (t.country, '')
                        order by way.route = '', way.country = '' limit 1)) as nobody
                    from campaign c
                    join lateral (select country from tally where campaign_id = c.id and status = 0
                        group by country having sum(count) > 0) t on true
                    where c.status = 'processing'
                    group by c.id)
                update campaign c
                set waiting_for = case when c.waiting_for is null then 'carrier' end
                from campaign p left join away on away.id = p.id
                where c.id = p.id and c.status = 'processing' and p.status = 'processing'
                    and (c.waiting_for is null and away.nobody or c.waiting_for = 'carrier' and away.nobody is not true)
                """, s -> {
            s.setArray(
                    1,
                    c.createArrayOf("text", all.stream().map(Routing.Way::route).toArray()));
            s.setArray(
                    2,
                    c.createArrayOf(
                            "text", all.stream().map(Routing.Way::country).toArray()));
            s.setArray(
                    3,
                    c.createArrayOf(
                            "boolean", all.stream().map(Routing.Way::open).toArray()));
        }));
        // Those whose carriers are away are looked at again before that, by whatever clock, and wait for no morning.
        Timestamp soon = Timestamp.from(clock.instant().plus(Run.LOOK_AGAIN.multipliedBy(2)));
        database.asEngine(c -> Database.update(c, """
                update campaign c set waiting_for = case when c.waiting_for is null then 'quiet-hours' end
                from (select l.campaign_id, bool_and(coalesce(l.not_before > ?, false)) as all_wait
                    from lease l group by l.campaign_id) l
                where c.id = l.campaign_id and c.status = 'processing' and c.expired_at is null
                    and (l.all_wait and c.waiting_for is null or not l.all_wait and c.waiting_for = 'quiet-hours')
                """, s -> s.setTimestamp(1, soon)));
    }

    private void age() {
        oldestQueued = database.asEngine(c -> oldestQueued(c, ANY_CAMPAIGN))
                .map(at -> Duration.between(at, clock.instant()).toMillis() / 1e3)
                .orElse(0.0);
    }

    /**
     * Since when the message waits that waits longest: as a rule since its campaign was submitted. One that is sent again
     * waits in a lease whose fence began as the milliseconds of that moment, where all others began at zero.
     *
     * @param only of this campaign alone; 0 of any
     */
    static Optional<Instant> oldestQueued(Connection c, long only) throws SQLException {
        return Database.first(
                c,
                """
                select greatest(c.submitted_at, to_timestamp(l.fence / 1000.0)) as since
                from campaign c left join lease l on l.campaign_id = c.id
                where c.status = 'processing' and c.submitted_at is not null and (? = 0 or c.id = ?)
                    and (select sum(t.count) from tally t where t.campaign_id = c.id and t.status = 0) > 0
                order by since limit 1
                """,
                s -> {
                    s.setLong(1, only);
                    s.setLong(2, only);
                },
                r -> r.getTimestamp(1).toInstant());
    }

    /** What a silent owner claimed and did not settle is in doubt: listed, never sent again by itself. */
    private void takeOver() {
        for (boolean more = true; more; ) more = takeOverOne();
    }

    private boolean takeOverOne() {
        boolean any = database.asEngine(c -> {
            var lease = Leases.expired(c);
            if (lease.isEmpty()) return false;
            int doubtful = doubt(c, lease.get());
            Leases.takeOver(c, lease.get(), settings.lease().toSeconds(), clock.instant());
            Events.warned(
                    "lease.lost",
                    lease.get().campaignId(),
                    "lo",
                    lease.get().lo(),
                    "hi",
                    lease.get().hi(),
                    "inDoubt",
                    doubtful);
            return true;
        });
        if (any) lostLeases.increment();
        return any;
    }

    /** What was deferred was never written. */
    private int doubt(Connection c, Lease lease) throws SQLException {
        var outgoing = Outgoing.read(c, lease.campaignId(), settings.validity());
        List<Move> moves = Database.list(
                c,
                """
                select id, variables from message
                where campaign_id = ? and id between ? and ? and status = 0 and sub_status = ? order by id
                """,
                s -> {
                    s.setLong(1, lease.campaignId());
                    s.setInt(2, lease.lo());
                    s.setInt(3, lease.intent());
                    s.setShort(4, SubStatuses.NONE);
                },
                r -> new Move(
                        lease.campaignId(),
                        r.getInt(1),
                        Move.State.QUEUED,
                        outcomes.unconfirmed(outgoing.segments(Outgoing.strings(r.getArray(2)))),
                        (short) 0,
                        null));
        return moves.size()
                - Movement.move(c, moves, SHARD, (short) 0, clock.instant()).size();
    }

    /** Says of campaigns whose time is over that it is: no process sends more of them then, whatever its own clock says. */
    private void expire() {
        Timestamp now = Timestamp.from(clock.instant());
        database.asEngine(c -> Database.list(
                        c,
                        """
                        update campaign set expired_at = ?, waiting_for = null, version = version + 1
                        where status in ('processing', 'paused') and submitted_at is not null and expired_at is null
                            and send_before <= ?
                        returning id
                        """,
                        s -> {
                            s.setTimestamp(1, now);
                            s.setTimestamp(2, now);
                        },
                        r -> r.getLong(1)))
                .forEach(campaign -> Events.happened("campaign.expired", campaign));
    }

    /**
     * The queued rest of cancelled campaigns becomes NotSent / CANCELLED, of those whose time is over NotSent /
     * EXPIRED-BEFORE-SEND, by ranges that no worker holds.
     */
    private void leaveOutRests() {
        long until = System.nanoTime() + 500_000_000L;
        while (System.nanoTime() < until && leaveOutChunk()) {}
    }

    private record Rest(Lease lease, short why) {}

    private boolean leaveOutChunk() {
        return database.asEngine(c -> {
            var free = Database.first(
                    c,
                    """
                    select l.campaign_id, l.lo, l.hi, l.intent, l.fence, c.status = 'cancelled'
                    from lease l join campaign c on c.id = l.campaign_id
                        and (c.status = 'cancelled' or c.expired_at is not null)
                    where l.owner is null limit 1 for update of l skip locked
                    """,
                    s -> {},
                    r -> new Rest(
                            new Lease(r.getLong(1), r.getInt(2), r.getInt(3), r.getInt(4), r.getLong(5)),
                            r.getBoolean(6) ? ids.cancelled : ids.expired));
            if (free.isEmpty()) return false;
            Lease l = free.get().lease;
            int upTo = Math.min(l.hi(), l.intent() + CHUNK);
            Instant now = clock.instant();
            List<Move> moves = Database.list(
                    c,
                    """
                    select id, sub_status from message
                    where campaign_id = ? and id > ? and id <= ? and status = 0 order by id
                    """,
                    s -> {
                        s.setLong(1, l.campaignId());
                        s.setInt(2, l.intent());
                        s.setInt(3, upTo);
                    },
                    r -> Outcomes.passedOver(
                            l.campaignId(), r.getInt(1), Move.State.queued(r.getShort(2)), free.get().why, now));
            Movement.move(c, moves, SHARD, (short) 0, now);
            Database.update(
                    c,
                    upTo == l.hi()
                            ? "delete from lease where campaign_id = ? and lo = ?"
                            : "update lease set intent = " + upTo + " where campaign_id = ? and lo = ?",
                    s -> {
                        s.setLong(1, l.campaignId());
                        s.setInt(2, l.lo());
                    });
            return true;
        });
    }

    /**
     * A campaign with queued rows and no lease would wait for ever: whatever lost it, the range is put up again; so is that
     * of a campaign cancelled before it had one.
     */
    private void healLeases() {
        database.asEngine(c -> {
            List<Long> without = Database.list(c, """
                    select c.id from campaign c
                    where c.status in ('processing', 'cancelled') and c.finished_at is null and c.recipients > 0
                        and not exists (select from lease l where l.campaign_id = c.id)
                        and (select sum(t.count) from tally t where t.campaign_id = c.id and t.status = 0) > 0
                    order by c.id for update of c skip locked
                    """, s -> {}, r -> r.getLong(1));
            // Looked at once more under the lock: a first lease is only ever made under it, so none can come, be worked
            // on and be gone again between the look and the insert, with others of its campaign still being sent. The
            // fence begins above any that was handed out, so that nobody mistakes the new lease for an old one of his.
            for (long campaign : without) Database.update(c, """
                        insert into lease (campaign_id, lo, hi, intent, fence)
                        select c.id, 1, c.recipients, 0, (extract(epoch from clock_timestamp()) * 1000)::bigint
                        from campaign c
                        where c.id = ? and c.status in ('processing', 'cancelled')
                            and not exists (select from lease l where l.campaign_id = c.id)
                            and (select sum(t.count) from tally t where t.campaign_id = c.id and t.status = 0) > 0
                        on conflict do nothing
                        """, s -> s.setLong(1, campaign));
            return null;
        });
    }

    /** Nothing queued or on the wire any more. @param only this campaign alone; 0 any */
    void finish(long only) {
        Timestamp now = Timestamp.from(clock.instant());
        database.asEngine(c -> {
            List<Long> through = Database.list(
                    c,
                    """
                    select c.id from campaign c
                    where (c.status in ('processing', 'cancelled') or c.status = 'paused' and c.expired_at is not null)
                        and c.finished_at is null
                        and not exists (select from lease l where l.campaign_id = c.id)
                        and coalesce((select sum(t.count) from tally t where t.campaign_id = c.id and t.status = 0), 0) = 0
                        and (? = 0 or c.id = ?)
                    order by c.id for update of c
                    """,
                    s -> {
                        s.setLong(1, only);
                        s.setLong(2, only);
                    },
                    r -> r.getLong(1));
            // Looked at once more under the lock: a message that is sent again puts a lease up under it.
            for (long campaign : through)
                if (Database.update(c, """
                    update campaign c
                    set status = case c.status when 'cancelled' then c.status else 'submitted' end,
                        finished_at = ?, pause_reason = null, waiting_for = null, version = version + 1
                    where c.id = ? and c.finished_at is null
                        and (c.status in ('processing', 'cancelled') or c.status = 'paused' and c.expired_at is not null)
                        and not exists (select from lease l where l.campaign_id = c.id)
                        and coalesce((select sum(t.count) from tally t where t.campaign_id = c.id and t.status = 0), 0) = 0
                    """, s -> {
                            s.setTimestamp(1, now);
                            s.setLong(2, campaign);
                        })
                        == 1) Events.happened("campaign.finished", campaign);
            return null;
        });
    }

    private record Silent(long id, int recipients) {}

    /** Taken by the carrier, and nothing was heard for three days: said as what it is. */
    private void silent() {
        Timestamp before = Timestamp.from(clock.instant().minus(settings.noReceiptAfter()));
        for (Silent campaign : database.asEngine(c -> Database.list(
                c,
                """
                select c.id, c.recipients from campaign c
                where c.status in ('submitted', 'cancelled') and c.settled_at is null and c.finished_at < ?
                    and (select sum(t.count) from tally t
                        where t.campaign_id = c.id and t.status = 1 and t.sub_status in (?, ?)) > 0
                """,
                s -> {
                    s.setTimestamp(1, before);
                    s.setShort(2, ids.submitted);
                    s.setShort(3, ids.enroute);
                },
                r -> new Silent(r.getLong(1), r.getInt(2))))) silent(campaign);
    }

    private void silent(Silent campaign) {
        for (int above = 0; above < campaign.recipients; above += CHUNK) silentChunk(campaign.id, above);
    }

    private void silentChunk(long campaignId, int above) {
        database.asEngine(c -> {
            List<Move> moves = Database.list(
                    c,
                    """
                    select id, status, sub_status, segments, parts_delivered from message
                    where campaign_id = ? and id > ? and id <= ? and status = ? and sub_status in (?, ?) order by id
                    """,
                    s -> {
                        s.setLong(1, campaignId);
                        s.setInt(2, above);
                        s.setInt(3, above + CHUNK);
                        s.setShort(4, Status.SENT.id());
                        s.setShort(5, ids.submitted);
                        s.setShort(6, ids.enroute);
                    },
                    r -> {
                        var from = new Move.State(r.getShort(2), r.getShort(3), r.getShort(4), r.getInt(5));
                        var to = new Move.State(from.status(), ids.noReceipt, from.segments(), from.parts());
                        return new Move(campaignId, r.getInt(1), from, to, (short) 0, null);
                    });
            return Movement.move(c, moves, SHARD, (short) 0, clock.instant());
        });
    }

    /** Nothing Sent that still awaits a receipt; an unconfirmed message awaits one as long as any other. */
    private void settle() {
        Instant now = clock.instant();
        List<Long> settled = database.asEngine(c -> Database.list(
                c,
                """
                update campaign c set settled_at = ?, version = version + 1
                where c.status in ('submitted', 'cancelled') and c.settled_at is null and c.finished_at is not null
                    and coalesce((select sum(t.count) from tally t
                        where t.campaign_id = c.id and t.status = 1 and (t.sub_status in (?, ?)
                            or t.sub_status = ? and c.finished_at > ?)), 0) = 0
                returning c.id
                """,
                s -> {
                    s.setTimestamp(1, Timestamp.from(now));
                    s.setShort(2, ids.submitted);
                    s.setShort(3, ids.enroute);
                    s.setShort(4, ids.unconfirmed);
                    s.setTimestamp(5, Timestamp.from(now.minus(settings.noReceiptAfter())));
                },
                r -> r.getLong(1)));
        for (long campaign : settled) {
            Events.happened("campaign.settled", campaign);
            database.asEngine(c -> fold(c, campaign));
        }
    }

    /** The writers are gone: one shard says the same as sixteen. */
    private static int fold(Connection c, long campaignId) throws SQLException {
        return Database.update(c, """
                with gone as (
                    delete from tally where campaign_id = ? returning *)
                insert into tally (campaign_id, shard, status, sub_status, country, segments, count)
                select campaign_id, 0, status, sub_status, country, segments, sum(count) from gone
                group by campaign_id, status, sub_status, country, segments having sum(count) <> 0
                order by campaign_id, status, sub_status, country, segments
                on conflict (campaign_id, shard, status, sub_status, country, segments)
                do update set count = tally.count + excluded.count
                """, s -> s.setLong(1, campaignId));
    }

    /** Before anything is sent. */
    void start(@Observes @Priority(200) StartupEvent event) {
        partitions();
    }

    /** Made ahead, so that no hot statement ever waits for a table. */
    void partitions() {
        Partitions.days(database, CARRIER_REF, clock.instant(), CARRIER_REF_DAYS);
        database.asEngine(c -> Database.update(
                c,
                "delete from lost_lease where lost_at < clock_timestamp() - make_interval(days => ?)",
                s -> s.setInt(1, CARRIER_REF_DAYS)));
        database.asEngine(c -> Database.update(c, """
                delete from pace p where p.scope = 'campaign'
                    and exists (select from campaign c where c.id = p.key and c.finished_at is not null)
                """, s -> {}));
        // A partition holds a thousand campaigns: the next one is there before its first campaign is.
        database.asEngine(c -> Database.list(
                c, "select make_message_partition(coalesce(max(id), 0) + 1000) from campaign", s -> {}, r -> 0));
    }
}
