package dev.replay.message;

import dev.replay.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * How many messages of a campaign stand alike, summed over the shards.
 *
 * @param status 0 queued, 1 Sent, 2 Delivered, 3 UnDelivered, 4 NotSent
 * @param subStatus the catalogue's id, 0 while queued
 * @param segments accepted by the carrier for each of them
 */
public record TallyRow(int status, int subStatus, String country, int segments, long count) {
    /** The whole campaign, some hundred rows at most: a few milliseconds however many messages it has. */
    public static List<TallyRow> of(Connection c, long campaignId) throws SQLException {
        return Database.list(
                c,
                """
                select status, sub_status, country, segments, sum(count) as count from tally
                where campaign_id = ? group by status, sub_status, country, segments having sum(count) <> 0
                """,
                s -> s.setLong(1, campaignId),
                r -> new TallyRow(
                        r.getInt("status"),
                        r.getInt("sub_status"),
                        r.getString("country"),
                        r.getInt("segments"),
                        r.getLong("count")));
    }

    public TallyRow withCount(long count) {
        return new TallyRow(status, subStatus, country, segments, count);
    }
}
