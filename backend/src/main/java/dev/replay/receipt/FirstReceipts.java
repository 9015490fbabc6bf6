package dev.replay.receipt;

import dev.replay.message.Move.State;
import dev.replay.message.Movement;
import dev.replay.receipt.Settlement.Weighed;
import dev.replay.status.Status;
import dev.replay.store.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The ordinary receipt: the first one of a text of one segment that was accepted lately, of a campaign of which many come.
 * Where it leads is known before its row is seen, so that one statement finds whose the ids are, and one for each campaign
 * moves, counts and says whose the rows are; a row that stands anywhere else is left to those who look before they weigh.
 * PostgreSQL spends 9 ms on 1,000 of them so, 20 ms in steps (SettlementBench).
 */
final class FirstReceipts {
    /** Most receipts come within minutes. Each day costs every receipt a look-up. */
    private static final Duration LATELY = Duration.ofHours(12);

    private static final Duration AHEAD = Settlement.AHEAD;

    /** More campaigns in a batch than that are not worth a statement each. */
    private static final int FEW = 8;

    // Both statements go once through an index with a list of keys, whatever is known or not known of the table. One by
    // one the keys cost four times as much, and a plan that comes from no statistics reads all rows.
    private static final String BY_LISTS = """
            select set_config('plan_cache_mode', 'force_generic_plan', true), set_config(other, 'off', true)
            from unnest(array['enable_seqscan', 'enable_bitmapscan', 'enable_nestloop', 'enable_mergejoin']) as other
            """;

    private static final String WHOSE = """
            select carrier_message_id, carrier_id, recipient, campaign_id, message_id, part from carrier_ref
            where carrier_message_id = any(?::text[]) and submitted_at > ? and submitted_at < ?
            order by submitted_at
            """;

    private static final String SETTLE = """
            with moved as (
                update message m
                set status = v.to_status, sub_status = v.to_sub_status, parts_delivered = v.to_parts,
                    final_at = case when v.to_status = %1$d then null else ?::timestamptz end,
                    raw = case when v.raw_id = 0 then m.raw else v.raw_id end
                from unnest(?::int[], ?::int[], ?::smallint[], ?::smallint[], ?::int[], ?::smallint[])
                    as v(id, n, to_status, to_sub_status, to_parts, raw_id)
                where m.campaign_id = ? and m.id = any(?::int[]) and m.id = v.id
                    and m.status = %1$d and m.sub_status = ? and m.segments = 1 and m.parts_delivered = 0
                returning m.campaign_id, m.id, m.account_id, m.country,
                    %1$d::smallint as status, ?::smallint as sub_status, m.segments,
                    v.to_status, v.to_sub_status, m.segments as to_segments, v.n),
            %2$s
            select n, id, account_id from moved
            """.formatted(Status.SENT.id(), Movement.COUNTED);

    private final Precedence precedence;
    private final State accepted;
    private final ReceiptMetrics metrics;

    /** @param submitted the catalogue's id of SUBMITTED */
    FirstReceipts(Precedence precedence, short submitted, ReceiptMetrics metrics) {
        this.precedence = precedence;
        this.accepted = new State(Status.SENT.id(), submitted, (short) 1, 0);
        this.metrics = metrics;
    }

    private record Id(short carrier, String carrierMessageId) {}

    /** @param n which of the batch */
    private record Candidate(int n, State to) {}

    private record Step(Candidate candidate, long campaignId, int messageId) {}

    /** Stores and settles, and commits. @return those whose rows stand elsewhere or are not found so easily */
    List<Weighed> settle(Database database, List<Weighed> receipts, Instant now, short shard) {
        BitSet left = new BitSet(receipts.size());
        left.set(0, receipts.size());
        Map<Id, Candidate> candidates = candidates(receipts);
        if (!candidates.isEmpty()) {
            List<Step> steps = database.asEngineInTurn(c -> steps(c, receipts, candidates, now));
            // Each campaign in a transaction of its own: no row waits for a lock behind a count.
            for (List<Step> some : byCampaign(steps)) {
                BitSet moved = database.asEngineInTurn(c -> move(c, receipts, some, now, shard));
                for (Step step : some) if (moved.get(step.candidate.n)) metrics.settled(step.candidate.to.status());
                left.andNot(moved);
            }
        }
        List<Weighed> others = new ArrayList<>(left.cardinality());
        left.stream().forEach(i -> others.add(receipts.get(i)));
        return others;
    }

    /** Those with most of them, each in the order of its rows, which is the order that everybody locks in. */
    private static List<List<Step>> byCampaign(List<Step> steps) {
        return steps.stream()
                .sorted(Comparator.comparingInt(Step::messageId))
                .collect(Collectors.groupingBy(Step::campaignId))
                .values()
                .stream()
                .sorted(Comparator.<List<Step>>comparingInt(List::size).reversed())
                .limit(FEW)
                .toList();
    }

    private Map<Id, Candidate> candidates(List<Weighed> receipts) {
        Map<Id, Candidate> all = HashMap.newHashMap(receipts.size());
        for (int n = 0; n < receipts.size(); n++) {
            Weighed w = receipts.get(n);
            var id =
                    new Id(w.receipt().carrierId(), Settlement.clean(w.receipt().carrierMessageId()));
            // Of several of one id the second is no first one.
            all.putIfAbsent(id, new Candidate(n, precedence.after(accepted, 0, w.status(), w.subStatus())));
        }
        // What moves the segments as well is none of the ordinary ones.
        all.values().removeIf(c -> c.to.equals(accepted) || c.to.segments() != accepted.segments());
        return all;
    }

    private static List<Step> steps(Connection c, List<Weighed> receipts, Map<Id, Candidate> candidates, Instant now)
            throws SQLException {
        Object[] ids = candidates.keySet().stream().map(Id::carrierMessageId).toArray();
        Map<Id, @Nullable Step> newest = HashMap.newHashMap(candidates.size());
        Database.list(c, BY_LISTS, s -> {}, r -> 0);
        try (PreparedStatement s = c.prepareStatement(WHOSE)) {
            s.setArray(1, c.createArrayOf("text", ids));
            s.setTimestamp(2, Timestamp.from(now.minus(LATELY)));
            s.setTimestamp(3, Timestamp.from(now.plus(AHEAD)));
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    var id = new Id(r.getShort(2), r.getString(1));
                    Candidate candidate = candidates.get(id);
                    if (candidate == null) continue;
                    long recipient = receipts.get(candidate.n).receipt().recipient();
                    if (recipient != 0 && recipient != r.getLong(3)) continue;
                    newest.put(id, r.getShort(6) == 0 ? new Step(candidate, r.getLong(4), r.getInt(5)) : null);
                }
            }
        }
        return newest.values().stream().filter(Objects::nonNull).toList();
    }

    /** @param steps of one campaign, in order. @return which of the batch have moved */
    private BitSet move(Connection c, List<Weighed> receipts, List<Step> steps, Instant now, short shard)
            throws SQLException {
        int size = steps.size();
        var message = new int[size];
        var n = new int[size];
        var status = new short[size];
        var subStatus = new short[size];
        var parts = new int[size];
        var rawId = new short[size];
        for (int i = 0; i < size; i++) {
            Step step = steps.get(i);
            Candidate candidate = step.candidate;
            message[i] = step.messageId;
            n[i] = candidate.n;
            status[i] = candidate.to.status();
            subStatus[i] = candidate.to.subStatus();
            parts[i] = candidate.to.parts();
            rawId[i] = receipts.get(candidate.n).raw();
        }
        long campaign = steps.getFirst().campaignId;
        var settled = new BitSet(receipts.size());
        var rows = new ReceiptRows(now);
        Database.list(c, BY_LISTS, s -> {}, r -> 0);
        try (PreparedStatement s = c.prepareStatement(SETTLE)) {
            int p = 1;
            s.setTimestamp(p++, Timestamp.from(now));
            s.setObject(p++, message);
            s.setObject(p++, n);
            s.setObject(p++, status);
            s.setObject(p++, subStatus);
            s.setObject(p++, parts);
            s.setObject(p++, rawId);
            s.setLong(p++, campaign);
            s.setObject(p++, message);
            s.setShort(p++, accepted.subStatus());
            s.setShort(p++, accepted.subStatus());
            s.setShort(p, shard);
            try (ResultSet moved = s.executeQuery()) {
                while (moved.next()) {
                    int of = moved.getInt(1);
                    settled.set(of);
                    rows.add(receipts.get(of).receipt(), moved.getLong(3), campaign, moved.getInt(2), 0);
                }
            }
        }
        if (!settled.isEmpty()) rows.store(c);
        return settled;
    }
}
