package dev.replay.carrier;

import dev.replay.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.TreeMap;

/** Campaigns of a text of two segments, as launch releases them. */
@ApplicationScoped
public class Released {
    private final Database database;

    Released(Database database) {
        this.database = database;
    }

    /** @param countries how many of each; their numbers end in the given two digits */
    public long to(String route, Map<String, Integer> countries, int lastDigits) {
        return database.asEngine(c -> {
            long campaign = Database.first(
                            c,
                            """
                            with a as (insert into account (name, currency, zone, created_at)
                                values ('A', 'EUR', 'Europe/Rome', now()) returning id),
                            s as (insert into sender (account_id, sender, route, created_at)
                                select id, 'ACME', ?, now() from a returning id, account_id, route)
                            insert into campaign (account_id, name, status, sender_id, route, body, dlt_template_id, created_at,
                                submitted_at)
                            select account_id, 'x', 'draft', id, route, ?, '1107', now(), now() from s returning id
                            """,
                            s -> {
                                s.setString(1, route);
                                s.setString(2, "x".repeat(200));
                            },
                            r -> r.getLong(1))
                    .orElseThrow();
            int id = 0;
            for (var country : new TreeMap<>(countries).entrySet())
                for (int i = 0; i < country.getValue(); i++) {
                    int n = ++id;
                    Database.update(c, """
                            insert into message (campaign_id, account_id, id, recipient, country)
                            select id, account_id, ?, ?, ? from campaign where id = ?
                            """, s -> {
                        s.setInt(1, n);
                        s.setLong(2, 919_800_000_000L + campaign * 100_000L % 100_000_000L + n * 100L + lastDigits);
                        s.setString(3, country.getKey());
                        s.setLong(4, campaign);
                    });
                }
            int n = id;
            Database.update(c, """
                    insert into tally (campaign_id, shard, status, sub_status, country, segments, count)
                    select campaign_id, 0, 0, 0, country, 0, count(*) from message where campaign_id = ? group by 1, 5
                    """, s -> s.setLong(1, campaign));
            Database.update(
                    c,
                    "update campaign set recipients = " + n + ", status = 'processing' where id = " + campaign,
                    s -> {});
            Database.update(
                    c,
                    "insert into lease (campaign_id, lo, hi, intent) values (" + campaign + ", 1, " + n + ", 0)",
                    s -> {});
            return campaign;
        });
    }

    /** By carrier, sub-status and segments. */
    public Map<String, Integer> standing(long campaign) {
        Map<String, Integer> found = new TreeMap<>();
        database.asEngine(c ->
                        Database.list(c, """
                        select coalesce(ca.name, '-') || ' ' || coalesce(s.code, 'queued') || ' ' || m.segments, count(*)
                        from message m left join sub_status s on s.id = m.sub_status left join carrier ca on ca.id = m.carrier_id
                        where campaign_id = ? group by 1
                        """, s -> s.setLong(1, campaign), r -> Map.entry(r.getString(1), r.getInt(2))))
                .forEach(e -> found.put(e.getKey(), e.getValue()));
        return found;
    }
}
