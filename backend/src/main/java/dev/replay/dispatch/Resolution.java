package dev.replay.dispatch;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.replay.campaign.Campaign;
import dev.replay.credit.Holds;
import dev.replay.credit.Poster;
import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import dev.replay.message.Move;
import dev.replay.message.Movement;
import dev.replay.message.Strides;
import dev.replay.message.TallyRow;
import dev.replay.status.Status;
import dev.replay.status.SubStatuses;
import dev.replay.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Messages in doubt, and what a person decides of them. A decision moves only what is still in doubt: of two at once, or of
 * one beside a receipt, the first has won. Locks are taken in the order campaign, lease, hold, balance, rows, tally.
 */
@ApplicationScoped
class Resolution {
    private static final int CHUNK = 1_000;
    private static final short SHARD = 0;
    /** Ids passed over within one lease cost nothing up to the size of a window; a lease of its own costs a transaction. */
    private static final int GAP = 500;

    private static final Duration A_DAY = Duration.ofDays(1);

    private final Database database;
    private final Holds holds;
    private final Poster poster;
    private final Clock clock;
    private final Duration sendAgainAfter;

    Resolution(Database database, Holds holds, Poster poster, Clock clock, DispatchSettings settings) {
        this.database = database;
        this.holds = holds;
        this.poster = poster;
        this.clock = clock;
        this.sendAgainAfter = settings.sendAgainAfter();
    }

    enum Decision {
        @JsonProperty("sent")
        SENT,
        @JsonProperty("not-sent")
        NOT_SENT,
        @JsonProperty("send-again")
        SEND_AGAIN
    }

    /** Whose campaign it is. */
    record Owner(long accountId, String currency) {}

    /** @param passedOver of the ids that were named, those that are not in doubt (any more) */
    record Outcome(Campaign campaign, List<Integer> resolved, int passedOver) {}

    private record Row(int id, Move.State at, Instant since) {}

    /** Those behind an id, in order; nothing is walked where the tally knows of none. */
    List<UnconfirmedMessage> after(Owner owner, long campaignId, int id, int limit) {
        return database.forAccount(owner.accountId, c -> {
            List<TallyRow> tally = TallyRow.of(c, owner.accountId, campaignId);
            if (tally.stream().noneMatch(row -> row.subStatus() == SubStatuses.SUBMIT_UNCONFIRMED)) return List.of();
            int last = Math.toIntExact(tally.stream().mapToLong(TallyRow::count).sum());
            return Strides.first(
                    limit,
                    id,
                    last,
                    (above, upTo, most) -> Database.list(
                            c,
                            """
                            select m.id, m.recipient, m.country, m.segments, bit_count(m.parts_delivered::bit(32)),
                                m.submitted_at, m.submitted_at + make_interval(secs => ?), l.unit_price
                            from (select * from message m
                                where m.campaign_id = ? and m.account_id = ? and m.id > ? and m.id <= ? and m.status = 1
                                    and m.sub_status = ?
                                order by m.id limit ?) m
                            join campaign on campaign.id = m.campaign_id
                            left join estimate_line l on l.estimate_id = campaign.estimate_id and l.country = m.country
                            order by m.id
                            """,
                            s -> {
                                s.setLong(1, sendAgainAfter.toSeconds());
                                s.setLong(2, campaignId);
                                s.setLong(3, owner.accountId);
                                s.setInt(4, above);
                                s.setInt(5, upTo);
                                s.setShort(6, SubStatuses.SUBMIT_UNCONFIRMED);
                                s.setInt(7, most);
                            },
                            r -> UnconfirmedMessage.of(r, owner.currency)));
        });
    }

    /**
     * @param ids null for all that are in doubt
     * @throws Refusal not-found; of sending again: state-conflict, too-early-to-send-again, insufficient-credits
     */
    Outcome resolve(Owner owner, long campaignId, Decision decision, @Nullable List<Integer> ids) {
        return database.forAccount(owner.accountId, c -> {
            Campaign campaign = Campaign.locked(owner.accountId, campaignId);
            List<Row> rows = inDoubt(c, campaignId, ids);
            List<Integer> resolved = rows.isEmpty()
                    ? List.of()
                    : switch (decision) {
                        case SENT -> decided(c, campaign, rows, Status.SENT, SubStatuses.NO_RECEIPT);
                        case NOT_SENT -> decided(c, campaign, rows, Status.NOT_SENT, SubStatuses.RESOLVED_NOT_SENT);
                        case SEND_AGAIN -> sentAgain(c, campaign, rows, owner.currency);
                    };
            int named = ids == null ? rows.size() : new HashSet<>(ids).size();
            return new Outcome(campaign, resolved, named - resolved.size());
        });
    }

    private static List<Row> inDoubt(Connection c, long campaignId, @Nullable List<Integer> ids) throws SQLException {
        return Database.list(
                c,
                """
                select id, segments, parts_delivered, submitted_at from message
                where campaign_id = ? and status = 1 and sub_status = ? %s order by id
                """.formatted(ids == null ? "" : "and id = any(?)"),
                s -> {
                    s.setLong(1, campaignId);
                    s.setShort(2, SubStatuses.SUBMIT_UNCONFIRMED);
                    if (ids != null) s.setArray(3, c.createArrayOf("int4", ids.toArray()));
                },
                r -> new Row(
                        r.getInt(1),
                        new Move.State(Status.SENT.id(), SubStatuses.SUBMIT_UNCONFIRMED, r.getShort(2), r.getInt(3)),
                        r.getTimestamp(4).toInstant()));
    }

    /**
     * The segments stay: a receipt that proves the decision wrong must know how many parts the text has, and one that was
     * not sent is free whatever it has.
     */
    private List<Integer> decided(Connection c, Campaign campaign, List<Row> rows, Status status, short subStatus)
            throws SQLException {
        Instant now = clock.instant();
        campaign.resolvedAt = now;
        List<Move> moves = new ArrayList<>(rows.size());
        for (Row row : rows) {
            var to = new Move.State(status.id(), subStatus, row.at.segments(), row.at.parts());
            moves.add(new Move(campaign.id, row.id, row.at, to, (short) 0, status == Status.SENT ? null : now));
        }
        List<Integer> resolved = moved(c, moves, now);
        // At once: of a campaign that ended long ago the poster would see it within the hour.
        if (status == Status.NOT_SENT) poster.postNow(campaign.id);
        return resolved;
    }

    private List<Integer> sentAgain(Connection c, Campaign campaign, List<Row> rows, String currency)
            throws SQLException {
        campaign.sendAgain();
        requireSilence(c, campaign, rows);
        holds.reopen(c, campaign, currency);
        List<Move> moves = rows.stream()
                .map(row -> new Move(campaign.id, row.id, row.at, Move.State.QUEUED, (short) 0, null))
                .toList();
        List<Integer> queued = moved(c, moves, clock.instant());
        forget(c, campaign.id, rows.getFirst().since, queued);
        lease(c, campaign.id, queued);
        return queued;
    }

    /**
     * Nobody may write one of them: a lease they lie in is put off, and locked, so that it stays so until their own are there.
     * By the database's clock alone: that of a process that lags would make somebody silent who is not.
     */
    private void requireSilence(Connection c, Campaign campaign, List<Row> rows) throws SQLException {
        Instant latest = rows.stream().map(Row::since).max(Instant::compareTo).orElseThrow();
        Instant from = latest.plus(sendAgainAfter);
        boolean early = Database.first(
                        c,
                        "select clock_timestamp() < ?",
                        s -> s.setTimestamp(1, Timestamp.from(from)),
                        r -> r.getBoolean(1))
                .orElseThrow();
        if (early)
            throw new Refusal(
                            Problem.TOO_EARLY_TO_SEND_AGAIN,
                            "The last of them came into doubt at %s and may be sent again from %s on."
                                    .formatted(
                                            toTheSecond(latest),
                                            toTheSecond(from).plusSeconds(1)))
                    .with("from", from);
        Object[] ids = rows.stream().map(Row::id).toArray();
        Object[] asleep = asleep(c, campaign.id, ids).toArray();
        // What was taken, or put together with its neighbours, while we waited for it is seen by a statement of its
        // own.
        Optional<int[]> held = Database.first(
                c,
                """
                select l.lo, l.hi from lease l
                where l.campaign_id = ? and exists (select from unnest(?::int[]) as id where id between l.lo and l.hi)
                    and l.lo <> all (?::int[])
                limit 1
                """,
                s -> {
                    s.setLong(1, campaign.id);
                    s.setArray(2, c.createArrayOf("int4", ids));
                    s.setArray(3, c.createArrayOf("int4", asleep));
                },
                r -> new int[] {r.getInt(1), r.getInt(2)});
        if (held.isPresent())
            throw new Refusal(
                    Problem.TOO_EARLY_TO_SEND_AGAIN,
                    "Messages %d to %d of the campaign are still being sent; those in doubt among them may be sent again when that has ended."
                            .formatted(held.get()[0], held.get()[1]));
    }

    /** Locks the leases that are put off and have one of the ids. @return where each begins */
    private static List<Integer> asleep(Connection c, long campaignId, Object[] ids) throws SQLException {
        return Database.list(
                c,
                """
                select l.lo from lease l
                where l.campaign_id = ? and exists (select from unnest(?::int[]) as id where id between l.lo and l.hi)
                    and l.owner is null and l.not_before is not null
                order by l.lo for update
                """,
                s -> {
                    s.setLong(1, campaignId);
                    s.setArray(2, c.createArrayOf("int4", ids));
                },
                r -> r.getInt(1));
    }

    private static Instant toTheSecond(Instant at) {
        return at.truncatedTo(ChronoUnit.SECONDS);
    }

    private static List<Integer> moved(Connection c, List<Move> moves, Instant now) throws SQLException {
        List<Integer> done = new ArrayList<>(moves.size());
        for (int from = 0; from < moves.size(); from += CHUNK) {
            List<Move> chunk = moves.subList(from, Math.min(moves.size(), from + CHUNK));
            Set<Move> left = new HashSet<>(Movement.move(c, chunk, SHARD, (short) 0, now));
            for (Move move : chunk) if (!left.contains(move)) done.add(move.id());
        }
        return done;
    }

    /** The ids of the copy that was sent before lead to the message no more: half a text of each would make a whole one. */
    private static void forget(Connection c, long campaignId, Instant since, List<Integer> ids) throws SQLException {
        Database.update(
                c, "delete from carrier_ref where campaign_id = ? and message_id = any(?) and submitted_at > ?", s -> {
                    s.setLong(1, campaignId);
                    s.setArray(2, c.createArrayOf("int4", ids.toArray()));
                    s.setTimestamp(3, Timestamp.from(since.minus(A_DAY)));
                });
    }

    /**
     * Leases of their own, under a fence above any that was handed out: whoever held one of these ids before writes nothing
     * more of it. Ids within a range that is put off have its lease, which is looked at now.
     */
    private static void lease(Connection c, long campaignId, List<Integer> ids) throws SQLException {
        if (ids.isEmpty()) return;
        long fence = Database.first(
                        c, "select (extract(epoch from clock_timestamp()) * 1000)::bigint", s -> {}, r -> r.getLong(1))
                .orElseThrow();
        List<int[]> asleep = Database.list(
                c,
                """
                update lease l set not_before = least(not_before, to_timestamp(0)), fence = greatest(fence, ?)
                where l.campaign_id = ? and l.owner is null and l.not_before is not null
                    and exists (select from unnest(?::int[]) as id where id between l.lo and l.hi)
                returning l.lo, l.hi
                """,
                s -> {
                    s.setLong(1, fence);
                    s.setLong(2, campaignId);
                    s.setArray(3, c.createArrayOf("int4", ids.toArray()));
                },
                r -> new int[] {r.getInt(1), r.getInt(2)});
        List<Integer> ofNobody = ids.stream()
                .filter(id -> asleep.stream().noneMatch(range -> range[0] <= id && id <= range[1]))
                .toList();
        if (ofNobody.isEmpty()) return;
        List<Integer> others = Database.list(
                c,
                "select lo from lease where campaign_id = ? order by lo",
                s -> s.setLong(1, campaignId),
                r -> r.getInt(1));
        int lo = ofNobody.getFirst();
        int hi = lo;
        for (int id : ofNobody) {
            int before = hi;
            boolean apart = id - hi > GAP || others.stream().anyMatch(other -> other > before && other < id);
            if (apart) {
                Leases.free(c, campaignId, lo, hi, fence);
                lo = id;
            }
            hi = id;
        }
        Leases.free(c, campaignId, lo, hi, fence);
    }
}
