package dev.replay.receipt;

import dev.replay.message.Move.State;
import dev.replay.message.Movement;
import dev.replay.receipt.Settlement.Weighed;
import dev.replay.status.Status;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The ordinary receipt: the first one of a text of one segment that was accepted lately. Where it leads is known before its
 * row is seen, so that one statement matches, moves, counts and stores; a row that stands anywhere else is left to those who
 * look before they weigh.
 * PostgreSQL spends 16 ms on 1,000 of them so, 20 ms in steps (SettlementBench).
 */
final class FirstReceipts {
    /** Most receipts come within minutes. Each day costs every receipt a look-up. */
    private static final Duration LATELY = Duration.ofHours(12);

    private static final Duration AHEAD = Duration.ofHours(1);

    // Ids are looked up one by one, by a lateral that OFFSET keeps whole: no missing statistics make it a join over
    // everything. Of several of one id the newest is chosen by one sort of all, not by one for each. Rows are locked in
    // the order of their key, as everybody does.
    private static final String SETTLE = """
            with v as materialized (
                select * from (
                    select distinct on (r.n) ref.*, r.n, r.to_status, r.to_sub_status, r.to_parts, r.raw_id
                    from unnest(?::text[], ?::bigint[], ?::smallint[], ?::int[], ?::smallint[], ?::smallint[], ?::int[],
                            ?::smallint[])
                        as r(carrier_message_id, recipient, carrier_id, n, to_status, to_sub_status, to_parts, raw_id)
                    cross join lateral (
                        select c.campaign_id, c.message_id, c.part, c.submitted_at from carrier_ref c
                        where c.carrier_message_id = r.carrier_message_id and c.carrier_id = r.carrier_id
                            and c.submitted_at > ? and c.submitted_at < ?
                            and (r.recipient = 0 or c.recipient = r.recipient)
                        offset 0) ref
                    order by r.n, ref.submitted_at desc) newest
                where part = 0
                order by campaign_id, message_id),
            moved as (
                update message m
                set status = v.to_status, sub_status = v.to_sub_status, parts_delivered = v.to_parts,
                    final_at = case when v.to_status = %1$d then null else ?::timestamptz end,
                    raw = case when v.raw_id = 0 then m.raw else v.raw_id end
                from v
                where m.campaign_id = v.campaign_id and m.id = v.message_id
                    and m.status = %1$d and m.sub_status = ? and m.segments = 1 and m.parts_delivered = 0
                returning m.campaign_id, m.id, m.account_id, m.country,
                    %1$d::smallint as status, ?::smallint as sub_status, m.segments,
                    v.to_status, v.to_sub_status, m.segments as to_segments, v.n),
            %2$s
            select n, campaign_id, id, account_id from moved
            """.formatted(Status.SENT.id(), Movement.COUNTED);

    private final Precedence precedence;
    private final State accepted;

    /** @param submitted the catalogue's id of SUBMITTED */
    FirstReceipts(Precedence precedence, short submitted) {
        this.precedence = precedence;
        this.accepted = new State(Status.SENT.id(), submitted, (short) 1, 0);
    }

    private record Id(short carrier, String carrierMessageId) {}

    /** Stores and settles, in the caller's transaction. @return those whose rows stand elsewhere or are not found so easily */
    List<Weighed> settle(Connection c, List<Weighed> receipts, Instant now, short shard) throws SQLException {
        int size = receipts.size();
        BitSet left = new BitSet(size);
        left.set(0, size);
        int[] n = new int[size];
        State[] to = new State[size];
        int count = 0;
        // Of several of one id the second is no first one.
        Set<Id> ids = HashSet.newHashSet(size);
        for (int i = 0; i < size; i++) {
            Weighed w = receipts.get(i);
            if (!ids.add(new Id(w.receipt().carrierId(), w.receipt().carrierMessageId()))) continue;
            State next = precedence.after(accepted, 0, w.status(), w.subStatus());
            // What moves the segments as well is none of the ordinary ones.
            if (next.equals(accepted) || next.segments() != accepted.segments()) continue;
            n[count] = i;
            to[count++] = next;
        }
        if (count > 0) move(c, receipts, n, to, count, now, shard, left);
        List<Weighed> others = new ArrayList<>(left.cardinality());
        left.stream().forEach(i -> others.add(receipts.get(i)));
        return others;
    }

    private void move(
            Connection c,
            List<Weighed> receipts,
            int[] chosen,
            State[] to,
            int size,
            Instant now,
            short shard,
            BitSet left)
            throws SQLException {
        var id = new String[size];
        var recipient = new long[size];
        var carrier = new short[size];
        var status = new short[size];
        var subStatus = new short[size];
        var parts = new int[size];
        var rawId = new short[size];
        for (int i = 0; i < size; i++) {
            Weighed w = receipts.get(chosen[i]);
            id[i] = Settlement.clean(w.receipt().carrierMessageId());
            recipient[i] = w.receipt().recipient();
            carrier[i] = w.receipt().carrierId();
            status[i] = to[i].status();
            subStatus[i] = to[i].subStatus();
            parts[i] = to[i].parts();
            rawId[i] = w.raw();
        }
        var rows = new ReceiptRows(now);
        try (PreparedStatement s = c.prepareStatement(SETTLE)) {
            int p = 1;
            s.setArray(p++, c.createArrayOf("text", id));
            s.setObject(p++, recipient);
            s.setObject(p++, carrier);
            s.setObject(p++, Arrays.copyOf(chosen, size));
            s.setObject(p++, status);
            s.setObject(p++, subStatus);
            s.setObject(p++, parts);
            s.setObject(p++, rawId);
            s.setTimestamp(p++, Timestamp.from(now.minus(LATELY)));
            s.setTimestamp(p++, Timestamp.from(now.plus(AHEAD)));
            s.setTimestamp(p++, Timestamp.from(now));
            s.setShort(p++, accepted.subStatus());
            s.setShort(p++, accepted.subStatus());
            s.setShort(p, shard);
            try (ResultSet moved = s.executeQuery()) {
                while (moved.next()) {
                    int n = moved.getInt(1);
                    left.clear(n);
                    rows.add(receipts.get(n).receipt(), moved.getLong(4), moved.getLong(2), moved.getInt(3), 0);
                }
            }
        }
        if (left.cardinality() < receipts.size()) rows.store(c);
    }
}
