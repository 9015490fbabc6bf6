package dev.replay.credit;

import dev.replay.store.Database;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The one statement that moves a balance. It writes the entry too, so the entries of an account add up to its balance by
 * construction.
 */
final class Ledger {
    private Ledger() {}

    enum Kind {
        TOP_UP("top-up"),
        HOLD("hold"),
        RELEASE("release"),
        CHARGE("charge"),
        REFUND("refund");

        final String slug;

        Kind(String slug) {
            this.slug = slug;
        }
    }

    /** A movement of both halves of a balance, signed, in the account's currency. */
    record Movement(
            long accountId,
            @Nullable Long campaignId,
            Kind kind,
            BigDecimal available,
            BigDecimal reserved,
            String note,
            Instant at) {}

    /** @return the id of the entry; empty when a half of the balance would fall below zero, and then nothing has moved */
    static Optional<Long> move(Connection c, Movement m) throws SQLException {
        // One UPDATE with its condition: of two at once the second waits for the row and is judged by what the first
        // left.
        return Database.first(
                c,
                """
                WITH moved AS (
                    UPDATE balance SET available = available + ?, reserved = reserved + ?
                    WHERE account_id = ? AND available >= -(?::numeric) AND reserved >= -(?::numeric)
                    RETURNING account_id)
                INSERT INTO ledger_entry (account_id, campaign_id, kind, available, reserved, note, at)
                SELECT account_id, ?, ?, ?, ?, ?, ? FROM moved
                RETURNING id""",
                s -> {
                    s.setBigDecimal(1, m.available);
                    s.setBigDecimal(2, m.reserved);
                    s.setLong(3, m.accountId);
                    s.setBigDecimal(4, m.available);
                    s.setBigDecimal(5, m.reserved);
                    s.setObject(6, m.campaignId, java.sql.Types.BIGINT);
                    s.setString(7, m.kind.slug);
                    s.setBigDecimal(8, m.available);
                    s.setBigDecimal(9, m.reserved);
                    s.setString(10, m.note);
                    s.setTimestamp(11, Timestamp.from(m.at));
                },
                row -> row.getLong(1));
    }

    /** A balance, in the account's currency; zeros where an account never had one. */
    record Balance(BigDecimal available, BigDecimal reserved) {
        static Balance of(Connection c, long accountId) throws SQLException {
            return Database.first(
                            c,
                            "SELECT available, reserved FROM balance WHERE account_id = ?",
                            s -> s.setLong(1, accountId),
                            row -> new Balance(row.getBigDecimal(1), row.getBigDecimal(2)))
                    .orElse(new Balance(BigDecimal.ZERO, BigDecimal.ZERO));
        }

        /** The same, locked until the transaction ends. */
        static Balance locked(Connection c, long accountId) throws SQLException {
            return Database.first(
                            c,
                            "SELECT available, reserved FROM balance WHERE account_id = ? FOR UPDATE",
                            s -> s.setLong(1, accountId),
                            row -> new Balance(row.getBigDecimal(1), row.getBigDecimal(2)))
                    .orElse(new Balance(BigDecimal.ZERO, BigDecimal.ZERO));
        }
    }
}
