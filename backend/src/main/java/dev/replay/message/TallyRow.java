package dev.replay.message;

import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import dev.replay.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * How many messages of a campaign stand alike, summed over the shards.
 *
 * @param status 0 queued, 1 Sent, 2 Delivered, 3 UnDelivered, 4 NotSent
 * @param subStatus the catalogue's id; of what is queued 0, or {@code SubStatuses.DEFERRED}
 * @param segments accepted by the carrier for each of them
 */
public record TallyRow(int status, int subStatus, String country, int segments, long count) {
    /**
     * The whole campaign, some hundred rows at most, by one statement, however many messages it has.
     *
     * @throws Refusal not-found, also for another account's campaign
     */
    public static List<TallyRow> of(Connection c, long accountId, long campaignId) throws SQLException {
        List<TallyRow> rows = Database.list(
                c,
                """
                select t.status, t.sub_status, t.country, t.segments, sum(t.count) as count
                from campaign c left join tally t on t.campaign_id = c.id
                where c.id = ? and c.account_id = ?
                group by t.status, t.sub_status, t.country, t.segments having sum(t.count) is distinct from 0
                """,
                s -> {
                    s.setLong(1, campaignId);
                    s.setLong(2, accountId);
                },
                r -> new TallyRow(
                        r.getInt("status"),
                        r.getInt("sub_status"),
                        String.valueOf(r.getString("country")),
                        r.getInt("segments"),
                        r.getLong("count")));
        if (rows.isEmpty()) throw new Refusal(Problem.NOT_FOUND, "There is no campaign " + campaignId + ".");
        // A campaign without recipients comes as one row of nothing.
        return rows.stream().filter(row -> row.count != 0).toList();
    }

    public TallyRow withCount(long count) {
        return new TallyRow(status, subStatus, country, segments, count);
    }
}
