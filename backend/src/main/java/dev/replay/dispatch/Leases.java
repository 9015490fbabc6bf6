package dev.replay.dispatch;

import dev.replay.carrier.Routing;
import dev.replay.status.SubStatuses;
import dev.replay.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** The statements that hand id ranges to workers and take them back. All times are the database's own. */
final class Leases {
    private Leases() {}

    /**
     * Locks a free lease of a processing campaign that is not put off: of the one that the fewest work on, so that a small
     * campaign is not stuck behind a big one, and of its leases the first, so that they do not become ever more: by turns of
     * those that were put off and of those that were not, so that neither waits for the end of the other.
     *
     * @param only of this campaign alone; 0 of any
     * @param but of none of these
     * @param routes which of them are open: what could not leave is left to whom it could leave by
     */
    static Optional<Lease> pick(Connection c, long only, Collection<Long> but, Instant now, Routing.Openness routes)
            throws SQLException {
        return Database.first(
                c,
                """
                select l.campaign_id, l.lo, l.hi, l.intent, l.fence, l.not_before
                from lease l join campaign c
                    on c.id = l.campaign_id and c.status = 'processing' and c.expired_at is null
                where l.owner is null and (l.not_before is null or l.not_before <= ?)
                    and (? = 0 or l.campaign_id = ?) and l.campaign_id <> all (?)
                    and (c.route = any (?)) <> ?
                order by (select count(*) from lease o where o.campaign_id = l.campaign_id and o.owner is not null),
                    hashint8extended(l.campaign_id, ?), (l.not_before is null) <> ?, l.lo
                limit 1
                for update of l skip locked
                """,
                s -> {
                    s.setTimestamp(1, Timestamp.from(now));
                    s.setLong(2, only);
                    s.setLong(3, only);
                    s.setArray(4, c.createArrayOf("bigint", but.toArray()));
                    s.setArray(5, c.createArrayOf("text", routes.exceptions().toArray()));
                    s.setBoolean(6, routes.open());
                    s.setLong(7, ThreadLocalRandom.current().nextLong());
                    s.setBoolean(8, ThreadLocalRandom.current().nextBoolean());
                },
                Lease::of);
    }

    /** Takes a lease that was picked in this transaction; of a long one the first {@code most} ids, the rest stays free. */
    static Lease take(Connection c, Lease l, String owner, int most, long seconds) throws SQLException {
        int hi = Math.min(l.hi(), l.intent() + most);
        Database.update(c, """
                update lease set owner = ?, hi = ?, fence = fence + 1, not_before = null,
                    expires_at = clock_timestamp() + make_interval(secs => ?)
                where campaign_id = ? and lo = ?
                """, s -> {
            s.setString(1, owner);
            s.setInt(2, hi);
            s.setLong(3, seconds);
            s.setLong(4, l.campaignId());
            s.setInt(5, l.lo());
        });
        if (hi < l.hi()) free(c, l.campaignId(), hi + 1, l.hi(), l.fence(), l.notBefore());
        return new Lease(l.campaignId(), l.lo(), hi, l.intent(), l.fence() + 1, l.notBefore());
    }

    /** Puts a range up for whoever comes. */
    static void free(Connection c, long campaignId, int lo, int hi, long fence) throws SQLException {
        free(c, campaignId, lo, hi, fence, null);
    }

    private static void free(Connection c, long campaignId, int lo, int hi, long fence, @Nullable Instant notBefore)
            throws SQLException {
        Database.update(
                c,
                "insert into lease (campaign_id, lo, hi, intent, fence, not_before) values (?, ?, ?, ?, ?, ?)",
                s -> {
                    s.setLong(1, campaignId);
                    s.setInt(2, lo);
                    s.setInt(3, hi);
                    s.setInt(4, lo - 1);
                    s.setLong(5, fence);
                    s.setTimestamp(6, notBefore == null ? null : Timestamp.from(notBefore));
                });
    }

    private record Beside(int lo, int hi, long fence, Instant notBefore) {}

    /**
     * Puts a range aside for some time; everything queued of it is deferred. One with those beside it that still wait, so
     * that few of them are left however often they were looked at.
     */
    static void defer(Connection c, long campaignId, int lo, int hi, long fence, Instant notBefore, Instant now)
            throws SQLException {
        List<Beside> beside = Database.list(
                c,
                """
                delete from lease where (campaign_id, lo) in (
                    select campaign_id, lo from lease
                    where campaign_id = ? and owner is null and not_before > ? and (hi = ? or lo = ?)
                    for update skip locked)
                returning lo, hi, fence, not_before
                """,
                s -> {
                    s.setLong(1, campaignId);
                    s.setTimestamp(2, Timestamp.from(now));
                    s.setInt(3, lo - 1);
                    s.setInt(4, hi + 1);
                },
                r -> new Beside(
                        r.getInt(1),
                        r.getInt(2),
                        r.getLong(3),
                        r.getTimestamp(4).toInstant()));
        int from = lo;
        int to = hi;
        long above = fence;
        Instant earliest = notBefore;
        for (Beside one : beside) {
            from = Math.min(from, one.lo);
            to = Math.max(to, one.hi);
            above = Math.max(above, one.fence);
            if (one.notBefore.isBefore(earliest)) earliest = one.notBefore;
        }
        free(c, campaignId, from, to, above, earliest);
    }

    enum Answer {
        GRANTED,
        HALTED,
        LOST
    }

    /**
     * What an owner learns when it renews. Its lease may be further than it knows, where a commit's answer was lost.
     *
     * @param intent and hi as they are now; of a lease that was taken from it nothing is known
     */
    record Renewal(Answer answer, int intent, int hi) {
        static final Renewal LOST = new Renewal(Answer.LOST, 0, 0);
    }

    /**
     * Renews a lease and moves its intent up to an id, if the campaign is processing and its time is not over. The id is
     * absolute, so that repeating it after a lost answer claims nothing anew; it never goes beyond the lease's end, which may
     * have been given back meanwhile.
     */
    static Renewal renew(Connection c, Lease l, String owner, int intent, long seconds) throws SQLException {
        return Database.first(
                        c,
                        """
                        update lease l
                        set intent = case when c.status = 'processing' and c.expired_at is null
                                then least(greatest(l.intent, ?), l.hi) else l.intent end,
                            expires_at = clock_timestamp() + make_interval(secs => ?)
                        from campaign c
                        where l.campaign_id = ? and l.lo = ? and l.owner = ? and l.fence = ? and c.id = l.campaign_id
                        returning c.status = 'processing' and c.expired_at is null, l.intent, l.hi
                        """,
                        s -> {
                            s.setInt(1, intent);
                            s.setLong(2, seconds);
                            s.setLong(3, l.campaignId());
                            s.setInt(4, l.lo());
                            s.setString(5, owner);
                            s.setLong(6, l.fence());
                        },
                        r -> new Renewal(r.getBoolean(1) ? Answer.GRANTED : Answer.HALTED, r.getInt(2), r.getInt(3)))
                .orElse(Renewal.LOST);
    }

    /** Gives back what lies beyond an id of a lease of ours; repeated, or of one that was taken from us, it does nothing. */
    static void shorten(Connection c, Lease l, String owner, int hi) throws SQLException {
        boolean ours = Database.update(c, """
                        update lease set hi = ? where campaign_id = ? and lo = ? and owner = ? and fence = ? and hi = ?
                        """, s -> {
                    s.setInt(1, hi);
                    s.setLong(2, l.campaignId());
                    s.setInt(3, l.lo());
                    s.setString(4, owner);
                    s.setLong(5, l.fence());
                    s.setInt(6, l.hi());
                })
                == 1;
        if (ours) free(c, l.campaignId(), hi + 1, l.hi(), l.fence());
    }

    /** Ends a lease of ours. @return whether it still was ours */
    static boolean end(Connection c, Lease l, String owner) throws SQLException {
        return Database.update(
                        c, "delete from lease where campaign_id = ? and lo = ? and owner = ? and fence = ?", s -> {
                            s.setLong(1, l.campaignId());
                            s.setInt(2, l.lo());
                            s.setString(3, owner);
                            s.setLong(4, l.fence());
                        })
                == 1;
    }

    /**
     * A lease whose owner has been silent for too long; locked, so that one process takes it over. Any of them, so that one
     * that cannot be taken over does not keep the others.
     */
    static Optional<Lease> expired(Connection c) throws SQLException {
        return Database.first(
                c, """
                select campaign_id, lo, hi, intent, fence from lease
                where owner is not null and expires_at < clock_timestamp()
                order by random() limit 1
                for update skip locked
                """, s -> {}, r -> new Lease(r.getLong(1), r.getInt(2), r.getInt(3), r.getInt(4), r.getLong(5)));
    }

    /**
     * Takes a silent owner's lease away: ids beyond its intent are free again, under a fence that shuts the owner out; of
     * those up to it is kept when the owner was heard of last, and what is deferred among them is looked at anew.
     *
     * @param seconds that a lease lasts
     */
    static void takeOver(Connection c, Lease l, long seconds, Instant now) throws SQLException {
        Database.update(c, """
                insert into lost_lease (campaign_id, lo, hi, heard_at, lost_at)
                select campaign_id, lo, intent, expires_at - make_interval(secs => ?), clock_timestamp() from lease
                where campaign_id = ? and lo = ? and intent >= lo
                """, s -> {
            s.setLong(1, seconds);
            s.setLong(2, l.campaignId());
            s.setInt(3, l.lo());
        });
        Database.update(c, "delete from lease where campaign_id = ? and lo = ?", s -> {
            s.setLong(1, l.campaignId());
            s.setInt(2, l.lo());
        });
        if (l.intent() < l.hi()) free(c, l.campaignId(), l.intent() + 1, l.hi(), l.fence() + 1);
        boolean deferred = Database.first(
                        c,
                        "select 1 from message where campaign_id = ? and id between ? and ? and status = 0 and sub_status = ? limit 1",
                        s -> {
                            s.setLong(1, l.campaignId());
                            s.setInt(2, l.lo());
                            s.setInt(3, l.intent());
                            s.setShort(4, SubStatuses.DEFERRED);
                        },
                        r -> r.getInt(1))
                .isPresent();
        if (deferred) free(c, l.campaignId(), l.lo(), l.intent(), l.fence() + 1, now);
    }
}
