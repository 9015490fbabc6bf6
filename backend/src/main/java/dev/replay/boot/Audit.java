package dev.replay.boot;

import dev.replay.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Proves from the tables alone that nothing was lost or invented: the tally is the rows, what was charged is the tally at
 * the frozen prices, the ledger is the balance. Reads under one snapshot, so it may run beside a service that sends.
 *
 * <p>Charges follow the tally, within {@link #POSTED_WITHIN} while a service runs. So there is a check that holds at every
 * instant, and a stricter one, {@link #posted}, for where somebody posts and has had the time.
 */
public final class Audit {
    /** A minute between two looks at a campaign that has ended, a minute between two entries of it, and some air. */
    public static final Duration POSTED_WITHIN = Duration.ofMinutes(3);

    private record Check(String name, String sql) {}

    /** @param findings what is wrong, a sentence each; none is a pass */
    public record Result(String name, List<String> findings) {}

    private static final List<Check> CHECKS = List.of(
            new Check("tally = rows", """
                    select format('campaign %s: (status %s, sub-status %s, %s, %s segments) has %s rows and a tally of %s',
                        campaign_id, status, sub_status, country, segments, coalesce(r.n, 0), coalesce(t.n, 0))
                    from (select campaign_id, status, sub_status, country, segments, count(*) as n
                        from message group by 1, 2, 3, 4, 5) r
                    full join (select campaign_id, status, sub_status, country, segments, sum(count) as n
                        from tally group by 1, 2, 3, 4, 5 having sum(count) <> 0) t
                    using (campaign_id, status, sub_status, country, segments)
                    where coalesce(r.n, 0) <> coalesce(t.n, 0)
                    """),
            new Check("rows = recipients", """
                    select format('campaign %s has %s recipients and %s rows', c.id, c.recipients, coalesce(m.n, 0))
                    from campaign c
                    left join (select campaign_id, count(*) as n from message group by 1) m on m.campaign_id = c.id
                    where c.recipients <> coalesce(m.n, 0)
                    """),
            new Check("nothing queued in a finished campaign", """
                    select format('campaign %s is %s and has %s queued', c.id, c.status, sum(t.count))
                    from campaign c join tally t on t.campaign_id = c.id and t.status = 0
                    where c.finished_at is not null group by c.id having sum(t.count) <> 0
                    """),
            new Check("charges = tally × price", """
                    select format('campaign %s: %s charged, %s due', h.campaign_id, h.posted, coalesce(d.due, 0))
                    from hold h
                    left join (select c.id, sum(t.count * t.segments * l.unit_price) as due
                        from campaign c join tally t on t.campaign_id = c.id and t.status in (1, 2, 3)
                        join estimate_line l on l.estimate_id = c.estimate_id and l.country = t.country
                        group by c.id) d on d.id = h.campaign_id
                    join campaign c on c.id = h.campaign_id
                    where c.settled_at is not null and h.released and h.posted <> coalesce(d.due, 0)
                        or h.posted > h.amount and not h.released
                    """),
            new Check("charges = ledger", """
                    select format('campaign %s: %s posted, %s in the ledger', h.campaign_id, h.posted, coalesce(e.sum, 0))
                    from hold h
                    left join (select campaign_id, -sum(available + reserved) as sum from ledger_entry
                        where kind in ('charge', 'refund') group by 1) e on e.campaign_id = h.campaign_id
                    where h.posted <> coalesce(e.sum, 0)
                    """),
            new Check("holds = ledger", """
                    select format('campaign %s: %s of %s posted%s, in the ledger %s + %s', h.campaign_id, h.posted, h.amount,
                        case when h.released then ' and released' end, coalesce(e.available, 0), coalesce(e.reserved, 0))
                    from hold h
                    left join (select campaign_id, sum(available) as available, sum(reserved) as reserved from ledger_entry
                        where campaign_id is not null group by 1) e on e.campaign_id = h.campaign_id
                    where coalesce(e.available, 0) <> case when h.released then -h.posted else -h.amount end
                        or coalesce(e.reserved, 0) <> case when h.released then 0 else h.amount - h.posted end
                    order by h.campaign_id desc
                    """),
            new Check("ledger = balance", """
                    select format('account %s: ledger %s + %s, balance %s + %s',
                        b.account_id, coalesce(e.available, 0), coalesce(e.reserved, 0), b.available, b.reserved)
                    from balance b
                    left join (select account_id, sum(available) as available, sum(reserved) as reserved
                        from ledger_entry group by 1) e on e.account_id = b.account_id
                    where b.available <> coalesce(e.available, 0) or b.reserved <> coalesce(e.reserved, 0)
                    """),
            new Check("reserved = open holds", """
                    select format('account %s: %s reserved, %s held', b.account_id, b.reserved, coalesce(h.open, 0))
                    from balance b
                    left join (select account_id, sum(amount - posted) as open from hold
                        where not released group by 1) h on h.account_id = b.account_id
                    where b.reserved <> coalesce(h.open, 0)
                    """));

    /**
     * A campaign that has ended is charged whether or not its messages have settled: one in doubt may stay so for days, and
     * is charged meanwhile. Less than due is in order only where the account has nothing left.
     */
    private static final Check POSTED = new Check("everything due is posted", """
            select format('campaign %s has ended: %s charged, %s due, its hold %s', c.id, coalesce(h.posted, 0),
                coalesce(d.due, 0), case when h.released then 'released' when h.released is null then 'missing' else 'open' end)
            from campaign c
            left join hold h on h.campaign_id = c.id
            left join balance b on b.account_id = c.account_id
            left join (select p.id, sum(t.count * t.segments * l.unit_price) as due
                from campaign p join tally t on t.campaign_id = p.id and t.status in (1, 2, 3)
                join estimate_line l on l.estimate_id = p.estimate_id and l.country = t.country
                group by p.id) d on d.id = c.id
            where c.finished_at is not null
                and (not h.released or h.campaign_id is null and d.due > 0
                    or coalesce(h.posted, 0) > coalesce(d.due, 0)
                    or coalesce(h.posted, 0) < coalesce(d.due, 0) and coalesce(b.available, 0) > 0)
            order by c.id desc
            """);

    private Audit() {}

    /** Every check that holds at every instant, in order. */
    public static List<Result> run(Connection connection) throws SQLException {
        return run(connection, CHECKS);
    }

    /** Whether every campaign that has ended is charged what is due, and the rest of its hold given back. */
    public static Result posted(Connection connection) throws SQLException {
        return run(connection, List.of(POSTED)).getFirst();
    }

    private static List<Result> run(Connection connection, List<Check> checks) throws SQLException {
        connection.setAutoCommit(false);
        connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
        connection.setReadOnly(true);
        List<Result> results = new ArrayList<>();
        for (Check check : checks)
            results.add(new Result(
                    check.name, Database.list(connection, check.sql + " limit 20", s -> {}, r -> r.getString(1))));
        connection.rollback();
        return results;
    }
}
