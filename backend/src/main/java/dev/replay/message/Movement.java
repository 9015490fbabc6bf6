package dev.replay.message;

import dev.replay.status.SubStatuses;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The one statement that moves rows and the counts of the tally with them, so that neither is ever ahead of the other.
 * A row that no longer stands where its move begins is left alone and handed back: whoever was first has won.
 */
public final class Movement {
    /**
     * The part that counts, of any statement whose {@code moved} are rows of {@code (campaign_id, country, status, sub_status,
     * segments, to_status, to_sub_status, to_segments)}. One parameter: the writer's shard. Keys are ordered, because two
     * writers in opposite order would deadlock.
     */
    public static final String COUNTED = """
            counted as (
                insert into tally (campaign_id, shard, status, sub_status, country, segments, count)
                select campaign_id, ?::smallint, status, sub_status, country, segments, sum(n) from (
                    select campaign_id, country, status, sub_status, segments, -1 as n from moved
                    union all
                    select campaign_id, country, to_status, to_sub_status, to_segments, 1 from moved) d
                group by campaign_id, status, sub_status, country, segments
                having sum(n) <> 0
                order by campaign_id, status, sub_status, country, segments
                on conflict (campaign_id, shard, status, sub_status, country, segments)
                do update set count = tally.count + excluded.count)
            """;

    // The joins are by primary key for each of at most a thousand moves. Since when a message is in doubt is told by
    // the database's clock, for whoever may send it again counts from there and no process's clock may shorten that.
    private static final String MOVE = """
            with v as (
                select * from unnest(?::bigint[], ?::int[],
                    ?::smallint[], ?::smallint[], ?::smallint[], ?::int[],
                    ?::smallint[], ?::smallint[], ?::smallint[], ?::int[], ?::smallint[], ?::timestamptz[])
                as v(campaign_id, id, status, sub_status, segments, parts,
                    to_status, to_sub_status, to_segments, to_parts, raw, final_at)),
            moved as (
                update message m
                set status = v.to_status, sub_status = v.to_sub_status, segments = v.to_segments,
                    parts_delivered = v.to_parts, final_at = v.final_at,
                    raw = case when v.raw = 0 then m.raw else v.raw end,
                    carrier_id = case when p.carrier_id = 0 then m.carrier_id else p.carrier_id end,
                    submitted_at = case when v.to_status = 4 then m.submitted_at
                        when v.to_status = 0 then null
                        when v.to_sub_status = %d then coalesce(m.submitted_at, clock_timestamp())
                        else coalesce(m.submitted_at, p.at) end
                from v, (select ?::smallint as carrier_id, ?::timestamptz as at) p
                where m.campaign_id = v.campaign_id and m.id = v.id and m.status = v.status
                    and m.sub_status = v.sub_status and m.segments = v.segments and m.parts_delivered = v.parts
                returning m.campaign_id, m.id, m.country, v.status, v.sub_status, v.segments,
                    v.to_status, v.to_sub_status, v.to_segments),
            %s
            select campaign_id, id from moved
            """.formatted(SubStatuses.SUBMIT_UNCONFIRMED, COUNTED);

    // Rows are locked in the order of their key, whoever moves them: two writers never wait for each other in a ring.
    private static final Comparator<Move> BY_KEY =
            Comparator.comparingLong(Move::campaignId).thenComparingInt(Move::id);

    private Movement() {}

    /**
     * Moves rows, all in the caller's transaction.
     *
     * @param unordered at most one a row; a thousand at a time is a good size
     * @param shard the writer's slot, 0…15
     * @param carrierId who carried them; 0 leaves the row's
     * @param at when rows without a submission time were submitted
     * @return the moves that did not happen, because their rows stand elsewhere by now
     */
    public static List<Move> move(Connection c, List<Move> unordered, short shard, short carrierId, Instant at)
            throws SQLException {
        if (unordered.isEmpty()) return List.of();
        List<Move> moves = unordered.stream().sorted(BY_KEY).toList();
        int n = moves.size();
        var campaign = new long[n];
        var id = new int[n];
        var from = new short[3][n];
        var to = new short[3][n];
        var fromParts = new int[n];
        var toParts = new int[n];
        var raw = new short[n];
        var finalAt = new Timestamp[n];
        for (int i = 0; i < n; i++) {
            Move m = moves.get(i);
            campaign[i] = m.campaignId();
            id[i] = m.id();
            spread(m.from(), from, fromParts, i);
            spread(m.to(), to, toParts, i);
            raw[i] = m.raw();
            finalAt[i] = m.finalAt() == null ? null : Timestamp.from(m.finalAt());
        }
        try (PreparedStatement s = c.prepareStatement(MOVE)) {
            int p = 1;
            s.setObject(p++, campaign);
            s.setObject(p++, id);
            for (short[] column : from) s.setObject(p++, column);
            s.setObject(p++, fromParts);
            for (short[] column : to) s.setObject(p++, column);
            s.setObject(p++, toParts);
            s.setObject(p++, raw);
            s.setArray(p++, c.createArrayOf("timestamptz", finalAt));
            s.setShort(p++, carrierId);
            s.setTimestamp(p++, Timestamp.from(at));
            s.setShort(p, shard);
            try (ResultSet rows = s.executeQuery()) {
                return notAmong(rows, moves);
            }
        }
    }

    private static void spread(Move.State state, short[][] columns, int[] parts, int i) {
        columns[0][i] = state.status();
        columns[1][i] = state.subStatus();
        columns[2][i] = state.segments();
        parts[i] = state.parts();
    }

    private record Key(long campaignId, int id) {}

    private static List<Move> notAmong(ResultSet moved, List<Move> moves) throws SQLException {
        Set<Key> done = new HashSet<>(moves.size() * 2);
        while (moved.next()) done.add(new Key(moved.getLong(1), moved.getInt(2)));
        if (done.size() == moves.size()) return List.of();
        List<Move> left = new ArrayList<>();
        for (Move m : moves) if (!done.contains(new Key(m.campaignId(), m.id()))) left.add(m);
        return left;
    }
}
