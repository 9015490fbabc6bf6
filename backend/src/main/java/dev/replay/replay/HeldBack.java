package dev.replay.replay;

import dev.replay.campaign.Campaign;
import dev.replay.message.TallyRow;
import dev.replay.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The messages of a campaign whose people may not be written to again, counted as the tally counts: opted out, blocked,
 * or erased. It probes each suppression of the account by number, or each message where those are fewer: about 300 ms for
 * 100,000. People untick and tick statuses of one campaign, so the last answers are kept, each with what it was counted
 * from: a message never returns to a standing it left, so an equal tally means that nothing has moved.
 */
@ApplicationScoped
class HeldBack {
    private static final int KEPT = 64;

    /** @param row with the count of those held back for the reason: opt-out, blocked, erased */
    record Cell(TallyRow row, String reason) {}

    /** Of an account's suppressions: their number and a hash over their content, order apart. */
    private record Suppressions(long count, String fingerprint) {}

    private record Answer(Suppressions suppressions, Set<TallyRow> tally, List<Cell> cells) {}

    private final Map<Long, Answer> answers = Collections.synchronizedMap(new LinkedHashMap<>(KEPT * 2, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Long, Answer> eldest) {
            return size() > KEPT;
        }
    });

    List<Cell> of(Connection c, Campaign campaign, List<TallyRow> tally) throws SQLException {
        Suppressions now = suppressions(c, campaign);
        if (now == null) return count(c, campaign, BY_MESSAGE);
        Set<TallyRow> standing = new HashSet<>(tally);
        Answer known = answers.get(campaign.id);
        if (known != null && known.suppressions.equals(now) && known.tally.equals(standing)) return known.cells;
        List<Cell> cells = count(c, campaign, BY_SUPPRESSION);
        answers.put(campaign.id, new Answer(now, standing, cells));
        return cells;
    }

    /** Null where the account has more of them than the campaign has recipients: the messages are then what is probed. */
    private static @Nullable Suppressions suppressions(Connection c, Campaign campaign) throws SQLException {
        return Database.first(
                        c,
                        """
                        select count(*), bit_xor(hashtextextended(s.reason, s.recipient)) from (
                            select recipient, reason from suppression where account_id = ? limit ?) s
                        """,
                        s -> {
                            s.setLong(1, campaign.accountId);
                            s.setLong(2, campaign.recipients + 1L);
                        },
                        r -> new Suppressions(r.getLong(1), String.valueOf(r.getString(2))))
                .filter(s -> s.count <= campaign.recipients)
                .orElse(null);
    }

    /** In the order of the numbers, so that neighbours lie on the same index page; LIMIT keeps it a probe whatever the statistics. */
    private static final String BY_SUPPRESSION = """
            select m.status, m.sub_status, m.country, m.segments, s.reason, count(*) as count
            from (select recipient, reason from suppression where account_id = ? order by recipient) s
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

    private static List<Cell> count(Connection c, Campaign campaign, String suppressed) throws SQLException {
        return Database.list(
                c,
                suppressed + ERASED,
                s -> {
                    s.setLong(1, campaign.accountId);
                    s.setLong(2, campaign.id);
                    s.setLong(3, campaign.id);
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
