package dev.replay.campaign;

import dev.replay.status.Catalogue;
import dev.replay.status.Status;
import dev.replay.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A campaign that went out, made in sets: rows, tally, confirmed estimate. A million rows take some ten seconds. Groups
 * follow each other in the order of the ids; recipients are those of one number series, so that two campaigns of the same
 * series share people.
 */
public final class GivenCampaign {
    private record Group(int count, int status, int subStatus, String country, int segments) {}

    private final Database database;
    private final Catalogue catalogue;
    private final long accountId;
    private final List<Group> groups = new ArrayList<>();
    private String status = "submitted";
    private Instant submitted = Instant.now();
    private String body = "Your order is on its way.";
    private String variables = "{}";
    private String country = "IN";
    private int segments = 1;
    private long series = 919_800_000_000L;

    public GivenCampaign(Database database, Catalogue catalogue, long accountId) {
        this.database = database;
        this.catalogue = catalogue;
        this.accountId = accountId;
    }

    public GivenCampaign submitted(Instant at) {
        submitted = at;
        return this;
    }

    public GivenCampaign status(String slug) {
        status = slug;
        return this;
    }

    public GivenCampaign body(String text) {
        body = text;
        return this;
    }

    /** To people of whom no other campaign knows, numbered from here on. */
    public GivenCampaign to(long numbers) {
        series = numbers;
        return this;
    }

    /** One variable, whose value is the row's number. */
    public GivenCampaign variable(String name) {
        variables = "{" + name + "}";
        return this;
    }

    /** Of the groups from here on. */
    public GivenCampaign in(String countryCode) {
        country = countryCode;
        return this;
    }

    /** Accepted for each message of the groups from here on. */
    public GivenCampaign segments(int each) {
        segments = each;
        return this;
    }

    public GivenCampaign with(int count, Status end, String code) {
        groups.add(new Group(
                count,
                end.id(),
                catalogue.find(end, code).orElseThrow().id(),
                country,
                end == Status.NOT_SENT ? 0 : segments));
        return this;
    }

    public GivenCampaign queued(int count) {
        groups.add(new Group(count, 0, 0, country, 0));
        return this;
    }

    /** The number of the row with an id, as digits. */
    public long recipient(int id) {
        return series + id;
    }

    /** @return its id */
    public long create() {
        return database.asEngine(this::insert);
    }

    private long insert(Connection c) throws SQLException {
        long sender = Database.first(c, """
                        insert into sender (account_id, sender, route, created_at) values (?, 'ACME', 'transactional', now())
                        on conflict (account_id, sender, route) do update set sender = excluded.sender returning id
                        """, s -> s.setLong(1, accountId), r -> r.getLong(1))
                .orElseThrow();
        boolean started = !List.of("draft", "scheduled").contains(status);
        Timestamp at = Timestamp.from(submitted);
        int recipients = groups.stream().mapToInt(Group::count).sum();
        long id = Database.first(
                        c,
                        """
                        insert into campaign (account_id, name, status, sender_id, route, body, variable_names, recipients,
                            created_at, submitted_at, finished_at)
                        values (?, 'Order news', ?, ?, 'transactional', ?, ?::text[], ?, ?, ?, ?) returning id
                        """,
                        s -> {
                            s.setLong(1, accountId);
                            s.setString(2, status);
                            s.setLong(3, sender);
                            s.setString(4, body);
                            s.setString(5, variables);
                            s.setInt(6, recipients);
                            s.setTimestamp(7, at);
                            s.setTimestamp(8, started ? at : null);
                            s.setTimestamp(9, status.equals("submitted") ? at : null);
                        },
                        r -> r.getLong(1))
                .orElseThrow();
        Database.first(c, "select make_message_partition(?)", s -> s.setLong(1, id), r -> id);
        int first = 1;
        for (Group group : groups) {
            rows(c, id, group, first, at);
            first += group.count;
        }
        confirm(c, id, recipients, at);
        return id;
    }

    private void rows(Connection c, long id, Group group, int first, Timestamp at) throws SQLException {
        Database.update(c, """
                insert into message (campaign_id, account_id, recipient, submitted_at, final_at, id, status, sub_status,
                    segments, country, variables)
                select ?, ?, ? + g, case when s.status in (1, 2, 3) then s.at end, case when s.status in (2, 3, 4) then s.at end,
                    g, s.status, ?, ?, ?, case when ? <> '{}' then array[g::text] end
                from generate_series(?::int, ?::int) g, (select ?::smallint as status, ?::timestamptz as at) s
                """, s -> {
            s.setLong(1, id);
            s.setLong(2, accountId);
            s.setLong(3, series);
            s.setInt(4, group.subStatus);
            s.setInt(5, group.segments);
            s.setString(6, group.country);
            s.setString(7, variables);
            s.setInt(8, first);
            s.setInt(9, first + group.count - 1);
            s.setInt(10, group.status);
            s.setTimestamp(11, at);
        });
        // Two shards, one of them negative: only their sum means anything.
        for (int shard = 0; shard < 2; shard++) {
            int count = shard == 0 ? -1 : group.count + 1;
            int slot = shard;
            Database.update(c, """
                    insert into tally (campaign_id, count, shard, status, sub_status, segments, country)
                    values (?, ?, ?, ?, ?, ?, ?)
                    on conflict on constraint tally_pk do update set count = tally.count + excluded.count
                    """, s -> {
                s.setLong(1, id);
                s.setLong(2, count);
                s.setInt(3, slot);
                s.setInt(4, group.status);
                s.setInt(5, group.subStatus);
                s.setInt(6, group.segments);
                s.setString(7, group.country);
            });
        }
    }

    private void confirm(Connection c, long id, int recipients, Timestamp at) throws SQLException {
        Database.update(c, """
                with confirmed as (
                    insert into estimate (account_id, campaign_id, content_version, recipients, segments, total,
                        created_at, valid_until)
                    values (?, ?, 1, ?, ?, ? * 0.0025, ?, ?) returning id),
                lines as (
                    insert into estimate_line (estimate_id, account_id, country, recipients, segments, unit_price)
                    select confirmed.id, ?, t.country, sum(t.count), sum(t.count), 0.0025
                    from confirmed, tally t where t.campaign_id = ? group by 1, 3)
                update campaign set estimate_id = confirmed.id from confirmed where campaign.id = ?
                """, s -> {
            s.setLong(1, accountId);
            s.setLong(2, id);
            s.setInt(3, recipients);
            s.setInt(4, recipients);
            s.setInt(5, recipients);
            s.setTimestamp(6, at);
            s.setTimestamp(7, at);
            s.setLong(8, accountId);
            s.setLong(9, id);
            s.setLong(10, id);
        });
    }
}
