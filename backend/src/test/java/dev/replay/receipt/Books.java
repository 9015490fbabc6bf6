package dev.replay.receipt;

import dev.replay.store.Database;
import java.util.List;

/** Whether the tally of an account's campaigns says what their rows say. */
final class Books {
    private Books() {}

    static List<String> differences(Database database, long accountId) {
        return database.asEngine(c -> Database.list(
                c,
                """
                select format('%s: %s/%s/%s: %s rows, %s counted', campaign_id, status, sub_status, segments, r.n, t.n)
                from (select campaign_id, status, sub_status, segments, count(*) as n from message
                    where account_id = ? group by 1, 2, 3, 4) r
                full join (select campaign_id, status, sub_status, segments, sum(count) as n from tally
                    where campaign_id in (select id from campaign where account_id = ?)
                    group by 1, 2, 3, 4 having sum(count) <> 0) t using (campaign_id, status, sub_status, segments)
                where r.n is distinct from t.n
                """,
                s -> {
                    s.setLong(1, accountId);
                    s.setLong(2, accountId);
                },
                r -> r.getString(1)));
    }
}
