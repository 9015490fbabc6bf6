package dev.replay.receipt;

import dev.replay.carrier.Delivery.Receipt;
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

    // Rows are locked in the order of their key, as everybody does.
    private static final String SETTLE = """
            with v as materialized (
                select ref.campaign_id, ref.message_id, r.*
                from unnest(?::text[], ?::bigint[], ?::smallint[], ?::int[], ?::smallint[], ?::smallint[], ?::int[],
                        ?::smallint[], ?::timestamptz[], ?::timestamptz[], ?::text[], ?::text[], ?::text[], ?::text[])
                    as r(carrier_message_id, recipient, carrier_id, n, to_status, to_sub_status, to_parts,
                        raw_id, final_at, done_at, stat, err, raw, sender)
                cross join lateral (
                    select c.campaign_id, c.message_id, c.part from carrier_ref c
                    where c.carrier_message_id = r.carrier_message_id and c.carrier_id = r.carrier_id
                        and c.submitted_at > ? and c.submitted_at < ? and (r.recipient = 0 or c.recipient = r.recipient)
                    order by c.submitted_at desc limit 1) ref
                where ref.part = 0
                order by ref.campaign_id, ref.message_id),
            moved as (
                update message m
                set status = v.to_status, sub_status = v.to_sub_status, parts_delivered = v.to_parts,
                    final_at = v.final_at, raw = case when v.raw_id = 0 then m.raw else v.raw_id end
                from v
                where m.campaign_id = v.campaign_id and m.id = v.message_id
                    and m.status = %d and m.sub_status = ? and m.segments = 1 and m.parts_delivered = 0
                returning m.campaign_id, m.id, m.account_id, m.country,
                    %1$d::smallint as status, ?::smallint as sub_status, m.segments,
                    v.to_status, v.to_sub_status, m.segments as to_segments,
                    v.n, v.carrier_message_id, v.recipient, v.carrier_id, v.done_at, v.stat, v.err, v.raw, v.sender),
            %s,
            stored as (
                insert into receipt_inbox (received_at, done_at, account_id, campaign_id, recipient, message_id,
                    carrier_id, part, carrier_message_id, stat, err, raw, sender)
                select ?, done_at, account_id, campaign_id, recipient, id,
                    carrier_id, 0, carrier_message_id, stat, err, raw, sender from moved)
            select n from moved
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
        if (count > 0) send(c, receipts, n, to, count, now, shard, left);
        List<Weighed> others = new ArrayList<>(left.cardinality());
        left.stream().forEach(i -> others.add(receipts.get(i)));
        return others;
    }

    private void send(
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
        var n = new int[size];
        var status = new short[size];
        var subStatus = new short[size];
        var parts = new int[size];
        var rawId = new short[size];
        var finalAt = new Timestamp[size];
        var done = new Timestamp[size];
        var stat = new String[size];
        var err = new String[size];
        var raw = new String[size];
        var sender = new String[size];
        Timestamp at = Timestamp.from(now);
        for (int i = 0; i < size; i++) {
            n[i] = chosen[i];
            Weighed w = receipts.get(n[i]);
            Receipt r = w.receipt();
            id[i] = Settlement.clean(r.carrierMessageId());
            recipient[i] = r.recipient();
            carrier[i] = r.carrierId();
            status[i] = to[i].status();
            subStatus[i] = to[i].subStatus();
            parts[i] = to[i].parts();
            rawId[i] = w.raw();
            finalAt[i] = to[i].status() == Status.SENT.id() ? null : at;
            done[i] = r.doneAt() == null ? null : Timestamp.from(r.doneAt());
            stat[i] = Settlement.clean(r.stat());
            err[i] = Settlement.clean(r.err());
            raw[i] = Settlement.clean(r.text());
            sender[i] = Settlement.clean(r.sender());
        }
        try (PreparedStatement s = c.prepareStatement(SETTLE)) {
            int p = 1;
            s.setArray(p++, c.createArrayOf("text", id));
            s.setObject(p++, recipient);
            s.setObject(p++, carrier);
            s.setObject(p++, n);
            s.setObject(p++, status);
            s.setObject(p++, subStatus);
            s.setObject(p++, parts);
            s.setObject(p++, rawId);
            s.setArray(p++, c.createArrayOf("timestamptz", finalAt));
            s.setArray(p++, c.createArrayOf("timestamptz", done));
            s.setArray(p++, c.createArrayOf("text", stat));
            s.setArray(p++, c.createArrayOf("text", err));
            s.setArray(p++, c.createArrayOf("text", raw));
            s.setArray(p++, c.createArrayOf("text", sender));
            s.setTimestamp(p++, Timestamp.from(now.minus(LATELY)));
            s.setTimestamp(p++, Timestamp.from(now.plus(AHEAD)));
            s.setShort(p++, accepted.subStatus());
            s.setShort(p++, accepted.subStatus());
            s.setShort(p++, shard);
            s.setTimestamp(p, at);
            try (ResultSet moved = s.executeQuery()) {
                while (moved.next()) left.clear(moved.getInt(1));
            }
        }
    }
}
