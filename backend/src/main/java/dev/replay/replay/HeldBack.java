package dev.replay.replay;

import dev.replay.campaign.Campaign;
import dev.replay.message.TallyRow;
import dev.replay.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The messages of a campaign whose people may not be written to again, counted as the tally counts: opted out, blocked,
 * or erased. It probes each suppression of the account by number, or each message where those are fewer: about 300 ms for
 * 100,000. People untick and tick statuses of one campaign, so the last answers are kept, each with what it was counted
 * from: a message never returns to a standing it left, so an equal tally means that nothing has moved; and who opts out
 * meanwhile is counted on top.
 */
@ApplicationScoped
class HeldBack {
    private static final int KEPT = 64;

    /** @param row with the count of those held back for the reason: opt-out, blocked, erased */
    record Cell(TallyRow row, String reason) {}

    /** Of an account's suppressions: their number, a hash over their content, order apart, and the latest instant of one. */
    private record Suppressions(long count, long fingerprint, Instant latest) {}

    /** All of them, and those of them that are no later than an instant that was asked about. */
    private record Present(Suppressions all, Suppressions until) {}

    private record Answer(Suppressions suppressions, Set<TallyRow> tally, List<Cell> cells) {}

    private final Map<Long, Answer> answers = Collections.synchronizedMap(new LinkedHashMap<>(KEPT * 2, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Answer> eldest) {
            return size() > KEPT;
        }
    });

    List<Cell> of(Connection c, Campaign campaign, List<TallyRow> tally) throws SQLException {
        Answer known = answers.get(campaign.id);
        Present present = suppressions(c, campaign, known == null ? Instant.EPOCH : known.suppressions.latest);
        if (present.all.count > campaign.recipients)
            return Database.list(
                    c,
                    BY_MESSAGE + ERASED,
                    s -> {
                        s.setLong(1, campaign.accountId);
                        s.setLong(2, campaign.id);
                        s.setLong(3, campaign.id);
                    },
                    HeldBack::cell);
        Set<TallyRow> standing = new HashSet<>(tally);
        List<Cell> cells;
        if (known == null || !known.tally.equals(standing) || !known.suppressions.equals(present.until)) {
            cells = count(c, campaign, BY_SUPPRESSION + ERASED, Instant.EPOCH, present.all.latest);
        } else if (present.all.equals(present.until)) {
            return known.cells;
        } else {
            cells = new ArrayList<>(known.cells);
            cells.addAll(count(c, campaign, BY_SUPPRESSION, known.suppressions.latest, present.all.latest));
        }
        answers.put(campaign.id, new Answer(present.all, standing, cells));
        return cells;
    }

    /** Reads no more of them than the campaign has recipients, and one: where there are more, the messages are probed. */
    private static Present suppressions(Connection c, Campaign campaign, Instant until) throws SQLException {
        return Database.first(
                        c,
                        """
                        select count(*), coalesce(bit_xor(hash), 0), max(created_at),
                            count(*) filter (where created_at <= ?),
                            coalesce(bit_xor(hash) filter (where created_at <= ?), 0)
                        from (select hashtextextended(reason, recipient) as hash, created_at
                            from suppression where account_id = ? limit ?) s
                        """,
                        s -> {
                            s.setTimestamp(1, Timestamp.from(until));
                            s.setTimestamp(2, Timestamp.from(until));
                            s.setLong(3, campaign.accountId);
                            s.setLong(4, campaign.recipients + 1L);
                        },
                        r -> {
                            Timestamp latest = r.getTimestamp(3);
                            return new Present(
                                    new Suppressions(
                                            r.getLong(1),
                                            r.getLong(2),
                                            latest == null ? Instant.EPOCH : latest.toInstant()),
                                    new Suppressions(r.getLong(4), r.getLong(5), until));
                        })
                .orElseThrow();
    }

    /** In the order of the numbers, so that neighbours lie on the same index page; LIMIT keeps it a probe whatever the statistics. */
    private static final String BY_SUPPRESSION = """
            select m.status, m.sub_status, m.country, m.segments, s.reason, count(*) as count
            from (select recipient, reason from suppression
                where account_id = ? and created_at > ? and created_at <= ? order by recipient) s
            cross join lateral (select status, sub_status, country, segments from message
                where recipient = s.recipient and campaign_id = ? limit 1) m
            group by 1, 2, 3, 4, 5
            """;

    private static final String BY_MESSAGE = """
            select m.status, m.sub_status, m.country, m.segments, s.reason, count(*) as count
            from (select ?::bigint as account_id, ?::bigint as campaign_id) a
            join message m on m.campaign_id = a.campaign_id
            cross join lateral (select reason from suppression
                where account_id = a.account_id and recipient = m.recipient limit 1) s
            group by 1, 2, 3, 4, 5
            """;

    /** Erased numbers are negative: the index has them together, before all others. */
    private static final String ERASED = """
            union all
            select status, sub_status, country, segments, 'erased', count(*)
            from message where recipient < 0 and campaign_id = ?
            group by 1, 2, 3, 4
            """;

    /** Of who was suppressed after an instant and until another: what comes between two statements is counted next time. */
    private static List<Cell> count(Connection c, Campaign campaign, String sql, Instant after, Instant until)
            throws SQLException {
        return Database.list(
                c,
                sql,
                s -> {
                    s.setLong(1, campaign.accountId);
                    s.setTimestamp(2, Timestamp.from(after));
                    s.setTimestamp(3, Timestamp.from(until));
                    s.setLong(4, campaign.id);
                    if (sql.endsWith(ERASED)) s.setLong(5, campaign.id);
                },
                HeldBack::cell);
    }

    private static Cell cell(ResultSet r) throws SQLException {
        return new Cell(
                new TallyRow(
                        r.getInt("status"),
                        r.getInt("sub_status"),
                        r.getString("country"),
                        r.getInt("segments"),
                        r.getLong("count")),
                r.getString("reason"));
    }
}
