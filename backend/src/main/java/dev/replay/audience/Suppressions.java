package dev.replay.audience;

import dev.replay.sms.PhoneNumbers;
import dev.replay.store.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Whom an account does not send to. */
public final class Suppressions {
    public static final String OPT_OUT = "opt-out";
    public static final String BLOCKED = "blocked";

    private Suppressions() {}

    @Schema(name = "Suppression")
    record Suppression(
            String recipient,

            @Schema(description = "opt-out: they asked for it; blocked: the account decided it")
            String reason,

            Instant createdAt) {}

    static Suppression map(ResultSet row) throws SQLException {
        return new Suppression(
                PhoneNumbers.format(row.getLong("recipient")),
                row.getString("reason"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    /** The person asked for it by a message, once more perhaps; the rest as {@link #add}. */
    public static boolean optOutByReply(long accountId, long recipient, Instant now, Connection c) throws SQLException {
        return Database.first(
                        c,
                        """
                insert into suppression (account_id, recipient, reason, created_at, by_reply, asked_at)
                values (?, ?, ?, ?, true, ?)
                on conflict (account_id, recipient) do update
                set asked_at = greatest(suppression.created_at, suppression.asked_at, excluded.asked_at)
                where suppression.by_reply
                returning xmax = 0
                """,
                        s -> {
                            s.setLong(1, accountId);
                            s.setLong(2, recipient);
                            s.setString(3, OPT_OUT);
                            s.setObject(4, now.atOffset(ZoneOffset.UTC));
                            s.setObject(5, now.atOffset(ZoneOffset.UTC));
                        },
                        r -> r.getBoolean(1))
                .orElse(false);
    }

    /**
     * Takes back what the person had asked for by a message until then, and nothing that was decided otherwise.
     *
     * @return false where they have asked for it again since
     */
    public static boolean undoReply(long accountId, long recipient, Instant until, Connection c) throws SQLException {
        Database.update(c, """
                delete from suppression
                where account_id = ? and recipient = ? and by_reply and coalesce(asked_at, created_at) <= ?
                """, s -> {
            s.setLong(1, accountId);
            s.setLong(2, recipient);
            s.setObject(3, until.atOffset(ZoneOffset.UTC));
        });
        return Database.first(
                        c,
                        "select 1 from suppression where account_id = ? and recipient = ? and by_reply",
                        s -> {
                            s.setLong(1, accountId);
                            s.setLong(2, recipient);
                        },
                        r -> 1)
                .isEmpty();
    }

    /**
     * Suppresses a number, in the transaction of the connection; one that is suppressed already stays as it is, since when
     * somebody opted out must not move.
     *
     * @param recipient E.164 digits
     * @param reason {@link #OPT_OUT} or {@link #BLOCKED}
     * @return whether it is new
     */
    public static boolean add(long accountId, long recipient, String reason, Instant now, Connection c)
            throws SQLException {
        return Database.update(c, """
                        insert into suppression (account_id, recipient, reason, created_at) values (?, ?, ?, ?)
                        on conflict do nothing
                        """, s -> {
                    s.setLong(1, accountId);
                    s.setLong(2, recipient);
                    s.setString(3, reason);
                    s.setObject(4, now.atOffset(ZoneOffset.UTC));
                })
                == 1;
    }
}
