package dev.replay.receipt;

import dev.replay.carrier.Carriers;
import dev.replay.carrier.Delivery.Receipt;
import dev.replay.carrier.OutcomeSink;
import dev.replay.dispatch.DispatchSettings;
import dev.replay.dispatch.PartIds;
import dev.replay.message.Move;
import dev.replay.message.Move.State;
import dev.replay.receipt.Settlement.Kept;
import dev.replay.receipt.Settlement.Match;
import dev.replay.status.Status;
import dev.replay.status.SubStatuses;
import dev.replay.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Settles a message whose response was lost, and the carrier's id with it, by a receipt that can be of no other: nobody
 * knows its id, and its person has exactly one message in doubt that was sent by that sender ID before it came; a receipt
 * that names no sender counts where receipts are asked for with each message, for then they are of nobody else's. Two of
 * them, or none, leave it where it is. A long text needs a receipt of each part: every unknown id is one
 * part that has no id yet, and more ids than such parts say that somebody else wrote to this person too, so that none of them
 * can be told. Of some carriers one id is of the whole.
 */
@ApplicationScoped
class Doubts {
    /** From the claim to the first byte, and to the instant at which nothing more is waited for. */
    private static final Duration CLAIMED_BEFORE = Duration.ofSeconds(30);

    /** SMSCs say so when the validity is over, not before. */
    private static final Duration EXPIRY_TOLD_WITHIN = Duration.ofHours(1);

    private static final Duration A_DAY = Duration.ofDays(1);

    // Few campaigns have messages in doubt, and the tally knows them; a person is then found by the unique key of the
    // rows.
    private static final String IN_DOUBT = """
            select c.id from campaign c
            where (c.status in ('processing', 'paused') or c.status in ('submitted', 'cancelled') and c.settled_at is null)
                    and coalesce((select sum(t.count) from tally t
                        where t.campaign_id = c.id and t.status = 1 and t.sub_status = %1$d), 0) > 0
                or c.resolved_at > ?
            """.formatted(SubStatuses.SUBMIT_UNCONFIRMED);

    private static final String PEOPLE = """
            select distinct r.recipient from receipt_inbox r
            cross join lateral (
                select from message m
                where m.recipient = r.recipient and m.campaign_id = any(?::bigint[])
                    and (m.status = 1 and m.sub_status in (%1$d, %2$d, %4$d) or m.status = 4 and m.sub_status = %3$d)
                limit 1) m
            where r.campaign_id is null and r.received_at > ? and r.received_at <= ? and r.recipient > 0
            """.formatted(
            SubStatuses.SUBMIT_UNCONFIRMED, SubStatuses.NO_RECEIPT, SubStatuses.RESOLVED_NOT_SENT, SubStatuses.ENROUTE);

    private static final String RECEIPTS = """
            select r.received_at, r.carrier_id, r.carrier_message_id, r.recipient, r.sender, r.stat, r.err, r.raw
            from receipt_inbox r
            where r.campaign_id is null and r.recipient = ? and r.received_at > ? and r.received_at <= ?
                and r.carrier_message_id <> ''
            order by r.received_at
            """;

    // One that is on the wire may still get this very id by its response: it takes part too, but is not settled. So
    // does what somebody has decided meanwhile, for a receipt has the last word; but not what was taken with all of
    // its ids.
    private static final String CANDIDATES = """
            select m.campaign_id, m.id, m.account_id, m.carrier_id, m.status, m.sub_status, m.segments, m.parts_delivered,
                s.sender, c.submitted_at, coalesce(least(lost.heard_at, m.submitted_at), c.submitted_at), m.submitted_at
            from campaign c join sender s on s.id = c.sender_id
            cross join lateral (
                select * from message m where m.recipient = ? and m.campaign_id = c.id limit 1) m
            left join lateral (
                select l.heard_at from lost_lease l
                where l.campaign_id = m.campaign_id and m.id between l.lo and l.hi and l.lost_at >= m.submitted_at
                order by l.lost_at limit 1) lost on true
            where (c.status in ('processing', 'paused') or c.status in ('submitted', 'cancelled') and c.settled_at is null
                    or c.resolved_at > ?)
                and (m.status = 1 and m.sub_status = %1$d
                    or m.status = 0 and m.sub_status = 0 and exists (select from lease l
                        where l.campaign_id = c.id and l.owner is not null and m.id between l.lo and l.intent)
                    or c.resolved_at is not null
                        and (m.status = 1 and m.sub_status in (%2$d, %4$d) or m.status = 4 and m.sub_status = %3$d)
                        and (select count(distinct ref.part) from carrier_ref ref where ref.campaign_id = m.campaign_id
                            and ref.message_id = m.id and ref.submitted_at > m.submitted_at - interval '1 day'
                                having min(ref.part) is null or min(ref.part) >= 0) < m.segments)
            """.formatted(
            SubStatuses.SUBMIT_UNCONFIRMED, SubStatuses.NO_RECEIPT, SubStatuses.RESOLVED_NOT_SENT, SubStatuses.ENROUTE);

    private final Database database;
    private final Settlement settlement;
    private final Carriers carriers;
    private final ReceiptMetrics metrics;
    private final Duration grace;
    private final Duration claimedBefore;
    private final Duration validity;

    Doubts(
            Database database,
            Settlement settlement,
            ReceiptMetrics metrics,
            ReceiptSettings settings,
            DispatchSettings dispatch,
            Carriers carriers) {
        this.database = database;
        this.settlement = settlement;
        this.carriers = carriers;
        this.metrics = metrics;
        this.grace = settings.grace();
        this.claimedBefore = carriers.responseLimit().plus(CLAIMED_BEFORE);
        this.validity = dispatch.validity();
    }

    /**
     * A message that a receipt may be of.
     *
     * @param startedAt its campaign
     * @param lastSeen when its owner was heard of last: it was claimed before, by less than a response may take
     * @param since null while it is on the wire
     */
    private record Candidate(
            long campaignId,
            int id,
            long accountId,
            short carrierId,
            State at,
            String sender,
            Instant startedAt,
            Instant lastSeen,
            Instant since) {
        static Candidate of(ResultSet r) throws SQLException {
            Timestamp since = r.getTimestamp(12);
            return new Candidate(
                    r.getLong(1),
                    r.getInt(2),
                    r.getLong(3),
                    r.getShort(4),
                    new State(r.getShort(5), r.getShort(6), r.getShort(7), r.getInt(8)),
                    r.getString(9),
                    r.getTimestamp(10).toInstant(),
                    r.getTimestamp(11).toInstant(),
                    since == null ? Instant.MAX : since.toInstant());
        }

        boolean onTheWire() {
            return at.status() == Status.QUEUED.id();
        }
    }

    /** Of receipts that came after one instant and up to another, which must be older than the grace. */
    void settle(Instant after, Instant upTo, Instant now) {
        List<Long> campaigns = database.asEngine(c -> Database.list(
                c, IN_DOUBT, s -> s.setTimestamp(1, Timestamp.from(awaitedSince(now))), r -> r.getLong(1)));
        if (campaigns.isEmpty()) return;
        List<Long> people = database.asEngine(c -> Database.list(
                c,
                PEOPLE,
                s -> {
                    s.setArray(1, c.createArrayOf("int8", campaigns.toArray()));
                    s.setTimestamp(2, Timestamp.from(after));
                    s.setTimestamp(3, Timestamp.from(upTo));
                },
                r -> r.getLong(1)));
        for (long person : people) metrics.settled(database.asEngine(c -> settle(c, person, now)));
    }

    /** @return the moves of what a receipt settled */
    private List<Move> settle(Connection c, long person, Instant now) throws SQLException {
        // One after the other: two that each see one id of a long text would take it for the same part.
        Database.list(c, "select pg_advisory_xact_lock(hashtext('doubts'))", s -> {}, r -> 0);
        List<Candidate> candidates = Database.list(
                c,
                CANDIDATES,
                s -> {
                    s.setLong(1, person);
                    s.setTimestamp(2, Timestamp.from(awaitedSince(now)));
                },
                Candidate::of);
        List<Kept> receipts = Database.list(
                c,
                RECEIPTS,
                s -> {
                    s.setLong(1, person);
                    s.setTimestamp(2, Timestamp.from(awaitedSince(now)));
                    s.setTimestamp(3, Timestamp.from(now.minus(grace)));
                },
                Kept::of);
        Map<Candidate, List<Kept>> only = new LinkedHashMap<>();
        for (Kept kept : receipts) {
            List<Candidate> possible =
                    candidates.stream().filter(m -> canBeOf(kept, m)).toList();
            if (possible.size() == 1 && !possible.getFirst().onTheWire())
                only.computeIfAbsent(possible.getFirst(), m -> new ArrayList<>())
                        .add(kept);
        }
        List<Move> settled = new ArrayList<>();
        for (var of : only.entrySet()) settled.addAll(settle(c, person, of.getKey(), of.getValue(), now));
        return settled;
    }

    private Instant awaitedSince(Instant now) {
        return now.minus(validity).minus(A_DAY);
    }

    private boolean canBeOf(Kept kept, Candidate m) {
        Receipt receipt = kept.receipt();
        Instant received = kept.receivedAt();
        return (m.carrierId == 0 || m.carrierId == receipt.carrierId())
                && (receipt.sender().isEmpty()
                        ? carriers.tellsOfOurs(receipt.carrierId())
                        : spelled(m.sender).equalsIgnoreCase(spelled(receipt.sender())))
                && !received.isBefore(m.startedAt)
                && (m.onTheWire()
                        || received.isAfter(m.lastSeen.minus(claimedBefore))
                                && received.isBefore(m.since.plus(validity).plus(EXPIRY_TOLD_WITHIN)));
    }

    private static String spelled(String sender) {
        return sender.startsWith("+") ? sender.substring(1) : sender;
    }

    private List<Move> settle(Connection c, long person, Candidate m, List<Kept> receipts, Instant now)
            throws SQLException {
        Instant earliest = m.lastSeen.minus(A_DAY);
        List<Integer> missing = PartIds.locked(c, m.campaignId, m.id, earliest).missing(m.at.segments());
        List<List<Kept>> parts = byPart(receipts);
        boolean whole = receipts.stream()
                .anyMatch(kept -> carriers.tellsWholeTexts(kept.receipt().carrierId()));
        if (parts.size() > (whole ? Math.min(1, missing.size()) : missing.size())) return List.of();
        List<Kept> kept = new ArrayList<>();
        List<Match> matches = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            Receipt first = parts.get(i).getFirst().receipt();
            int part = whole ? OutcomeSink.WHOLE : missing.get(i);
            PartIds.add(c, m.campaignId, m.id, person, first.carrierId(), part, first.carrierMessageId(), m.since);
            for (Kept receipt : parts.get(i)) {
                kept.add(receipt);
                matches.add(new Match(m.campaignId, m.id, part, m.at, m.accountId));
            }
        }
        return settlement.settle(c, kept, matches.toArray(Match[]::new), now).moves();
    }

    /** Receipts of one id in any of its spellings are of one part. */
    private static List<List<Kept>> byPart(List<Kept> receipts) {
        List<List<Kept>> parts = new ArrayList<>();
        List<Set<String>> spellings = new ArrayList<>();
        for (Kept receipt : receipts) {
            Set<String> all = CarrierMessageId.spellings(receipt.receipt().carrierMessageId());
            int at = 0;
            while (at < parts.size() && Collections.disjoint(spellings.get(at), all)) at++;
            if (at == parts.size()) {
                parts.add(new ArrayList<>());
                spellings.add(all);
            }
            parts.get(at).add(receipt);
        }
        return parts;
    }
}
