package dev.replay.credit;

import dev.replay.credit.Ledger.Balance;
import dev.replay.credit.Ledger.Kind;
import dev.replay.credit.Ledger.Movement;
import dev.replay.store.Database;
import dev.replay.store.Rounds;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Charges campaigns for what the carriers accepted: unit price × segments of every message in Sent, Delivered or
 * UnDelivered, read from the tally, at the prices frozen by the launch, less what is posted already. At most one entry a
 * campaign and minute while it runs; at its end at once, and then the rest of the hold is released. What changes later
 * (an unconfirmed message resolved, a receipt for one that counted as not sent) is charged from the available credits as
 * far as they suffice, the rest staying due, or refunded to them.
 */
@ApplicationScoped
public class Poster {
    private static final Logger LOG = Logger.getLogger(Poster.class);
    private static final Duration BETWEEN_ENTRIES = Duration.ofMinutes(1);
    private static final Duration SETTLED_LATELY = Duration.ofHours(1);
    /** The way from a receipt to its message is kept for 30 days; after that no count can move. */
    private static final Duration RECEIPTS_COME_FOR = Duration.ofDays(31);

    /**
     * What hold h has come to cost: exact, for a price has six places and segments are whole. Only the sum over the
     * tally's shards means anything. A country that had only suppressed recipients and no price has no line.
     */
    static final String COST = """
            (SELECT coalesce(sum(t.count * t.segments * l.unit_price), 0)
             FROM tally t JOIN campaign p ON p.id = t.campaign_id
             JOIN estimate_line l ON l.estimate_id = p.estimate_id AND l.country = t.country
             WHERE t.campaign_id = h.campaign_id AND t.status IN (1, 2, 3))""";

    private final Database database;
    private final Holds holds;
    private final Clock clock;

    Poster(Database database, Holds holds, Clock clock) {
        this.database = database;
        this.holds = holds;
        this.clock = clock;
    }

    void rounds(@Observes StartupEvent event, Rounds rounds) {
        rounds.every(Duration.ofSeconds(5), this::postRunning);
        rounds.every(Duration.ofMinutes(1), this::postAwaiting);
        rounds.every(Duration.ofHours(1), this::postSettled);
    }

    /** Campaigns under way or just finished. */
    void postRunning() {
        Instant now = clock.instant();
        postAll(database.asEngine(c -> ids(c, """
                SELECT h.campaign_id FROM hold h JOIN campaign c ON c.id = h.campaign_id
                WHERE NOT h.released AND (c.finished_at IS NOT NULL
                    OR c.submitted_at IS NOT NULL AND (h.posted_at IS NULL OR h.posted_at <= ?)
                       AND h.posted <>\s""" + COST + ")", now.minus(BETWEEN_ENTRIES))));
    }

    /** Campaigns that await receipts, or did until lately. */
    void postAwaiting() {
        Instant now = clock.instant();
        postAll(released(
                "(c.status IN ('submitted', 'cancelled') AND c.settled_at IS NULL OR c.settled_at > ?)",
                now.minus(SETTLED_LATELY),
                now));
    }

    /** Campaigns that settled long ago: a straggling receipt may still move a count. */
    void postSettled() {
        Instant now = clock.instant();
        postAll(released("c.settled_at > ?", now.minus(RECEIPTS_COME_FOR), now));
    }

    private List<Long> released(String which, Instant since, Instant now) {
        return database.asEngine(c -> ids(
                c,
                "SELECT h.campaign_id FROM hold h JOIN campaign c ON c.id = h.campaign_id WHERE h.released AND " + which
                        + " AND (h.posted_at IS NULL OR h.posted_at <= ?) AND h.posted <> " + COST,
                since,
                now.minus(BETWEEN_ENTRIES)));
    }

    private static List<Long> ids(Connection c, String sql, Instant... at) throws SQLException {
        return Database.list(
                c,
                sql,
                s -> {
                    for (int i = 0; i < at.length; i++) s.setTimestamp(i + 1, Timestamp.from(at[i]));
                },
                row -> row.getLong(1));
    }

    private void postAll(List<Long> campaigns) {
        for (long campaign : campaigns) {
            try {
                postNow(campaign);
            } catch (RuntimeException e) {
                // One campaign's trouble must not keep the others waiting; the next look tries it again.
                LOG.errorf(e, "campaign %d could not be charged", campaign);
            }
        }
    }

    /**
     * Brings a campaign's charges up to its tally, without waiting for its minute, and releases the rest of its hold
     * where it has finished. Nothing to do, or another process at it: returns. One short transaction.
     */
    public void postNow(long campaignId) {
        database.asEngine(c -> {
            Optional<Account> account = lock(c, campaignId);
            if (account.isEmpty()) return null;
            Hold hold = read(c, campaignId);
            settle(c, hold, account.get());
            if (hold.finished) holds.release(c, campaignId);
            return null;
        });
    }

    private record Account(long id, long campaignId) {}

    private record Hold(BigDecimal amount, BigDecimal posted, boolean released, boolean finished, BigDecimal cost) {}

    private static Optional<Account> lock(Connection c, long campaignId) throws SQLException {
        return Database.first(
                c,
                "SELECT account_id, campaign_id FROM hold WHERE campaign_id = ? FOR UPDATE SKIP LOCKED",
                s -> s.setLong(1, campaignId),
                row -> new Account(row.getLong(1), row.getLong(2)));
    }

    /** A statement of its own after the lock: its snapshot has what the last holder of the lock has posted. */
    private static Hold read(Connection c, long campaignId) throws SQLException {
        return Database.first(
                        c,
                        "SELECT h.amount, h.posted, h.released, p.finished_at IS NOT NULL, " + COST
                                + " FROM hold h JOIN campaign p ON p.id = h.campaign_id WHERE h.campaign_id = ?",
                        s -> s.setLong(1, campaignId),
                        row -> new Hold(
                                row.getBigDecimal(1),
                                row.getBigDecimal(2),
                                row.getBoolean(3),
                                row.getBoolean(4),
                                row.getBigDecimal(5)))
                .orElseThrow();
    }

    private void settle(Connection c, Hold hold, Account account) throws SQLException {
        BigDecimal due = hold.cost.subtract(hold.posted);
        if (hold.released) {
            // Asked only when there is something to take: the balance is the account's one row that everything locks.
            if (due.signum() > 0) due = due.min(Balance.locked(c, account.id).available());
            post(c, account, due, due.negate(), BigDecimal.ZERO);
        } else {
            // An open hold is spent, never overdrawn: what goes beyond it is due once it is released.
            due = due.min(hold.amount.subtract(hold.posted));
            post(c, account, due, BigDecimal.ZERO, due.negate());
        }
    }

    /** @param charged below zero: refunded */
    private void post(Connection c, Account account, BigDecimal charged, BigDecimal available, BigDecimal reserved)
            throws SQLException {
        if (charged.signum() == 0) return;
        Instant now = clock.instant();
        Database.update(c, "UPDATE hold SET posted = posted + ?, posted_at = ? WHERE campaign_id = ?", s -> {
            s.setBigDecimal(1, charged);
            s.setTimestamp(2, Timestamp.from(now));
            s.setLong(3, account.campaignId);
        });
        Kind kind = charged.signum() > 0 ? Kind.CHARGE : Kind.REFUND;
        Ledger.move(c, new Movement(account.id, account.campaignId, kind, available, reserved, "", now))
                .orElseThrow(() ->
                        new IllegalStateException("less is reserved than campaign " + account.campaignId + " holds"));
    }
}
