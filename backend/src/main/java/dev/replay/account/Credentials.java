package dev.replay.account;

import dev.replay.account.Caller.Identity;
import dev.replay.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Who stands behind a key or a session. */
@ApplicationScoped
class Credentials {
    static final Duration SESSION = Duration.ofHours(12);
    /** A session's end moves on at most this often: a write for each request of the SPA would be too many. */
    private static final Duration SLIDE = Duration.ofMinutes(5);
    /** How long another process may still let a revoked key in. */
    private static final Duration REMEMBERED = Duration.ofSeconds(3);

    private static final int MOST_REMEMBERED = 1_000;

    private record Remembered(Identity identity, long untilNanos) {}

    private record Session(Identity identity, Instant expiresAt) {}

    private final Database database;
    private final Clock clock;
    private final Map<ByteBuffer, Remembered> keys = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, Remembered> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };
    /** Moves with each revocation, so that what was read before one is not remembered after it. */
    private long revocations;

    Credentials(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    Optional<Identity> ofKey(Token token) {
        byte[] hash = token.hash();
        ByteBuffer name = ByteBuffer.wrap(hash);
        long before;
        synchronized (keys) {
            Remembered remembered = keys.get(name);
            if (remembered != null && System.nanoTime() - remembered.untilNanos < 0) {
                return Optional.of(remembered.identity);
            }
            keys.remove(name);
            before = revocations;
        }
        Optional<Identity> found =
                database.readAsEngine(c -> Database.first(c, """
                select k.account_id, 'api-key:' || k.id, k.role, k.operator, a.currency, a.zone, k.name
                from api_key k join account a on a.id = k.account_id
                where k.secret_hash = ? and k.revoked_at is null
                """, s -> s.setBytes(1, hash), Credentials::identity));
        synchronized (keys) {
            if (found.isPresent() && before == revocations) {
                keys.put(name, new Remembered(found.get(), System.nanoTime() + REMEMBERED.toNanos()));
            }
        }
        return found;
    }

    /** A key was revoked: nothing that was known before counts. */
    void forget() {
        synchronized (keys) {
            revocations++;
            keys.clear();
        }
    }

    Optional<Identity> ofSession(Token token) {
        Instant now = clock.instant();
        Optional<Session> session = database.readAsEngine(c -> Database.first(
                c,
                """
                select s.account_id, 'user:' || u.id, u.role, u.operator, a.currency, a.zone, u.email, s.expires_at
                from session s join app_user u on u.id = s.user_id join account a on a.id = s.account_id
                where s.token_hash = ? and s.expires_at > ?
                """,
                s -> {
                    s.setBytes(1, token.hash());
                    s.setTimestamp(2, Timestamp.from(now));
                },
                row -> new Session(identity(row), row.getTimestamp(8).toInstant())));
        Instant due = now.plus(SESSION).minus(SLIDE);
        // Of requests that come at once, one moves it on.
        if (session.filter(open -> open.expiresAt.isBefore(due)).isPresent()) {
            database.asEngine(c -> Database.update(
                    c, "update session set expires_at = ? where token_hash = ? and expires_at < ?", s -> {
                        s.setTimestamp(1, Timestamp.from(now.plus(SESSION)));
                        s.setBytes(2, token.hash());
                        s.setTimestamp(3, Timestamp.from(due));
                    }));
        }
        return session.map(Session::identity);
    }

    /** Signs the user in. Sessions that have ended go at this opportunity. */
    Token open(AppUser user) {
        Token token = Token.fresh("rs_");
        Instant now = clock.instant();
        database.forAccount(user.account.id, c -> {
            Database.update(
                    c, "delete from session where expires_at <= ?", s -> s.setTimestamp(1, Timestamp.from(now)));
            return Database.update(c, """
                    insert into session (token_hash, account_id, user_id, created_at, expires_at)
                    values (?, ?, ?, ?, ?)
                    """, s -> {
                s.setBytes(1, token.hash());
                s.setLong(2, user.account.id);
                s.setLong(3, user.id);
                s.setTimestamp(4, Timestamp.from(now));
                s.setTimestamp(5, Timestamp.from(now.plus(SESSION)));
            });
        });
        return token;
    }

    void close(Token token) {
        database.asEngine(
                c -> Database.update(c, "delete from session where token_hash = ?", s -> s.setBytes(1, token.hash())));
    }

    private static Identity identity(ResultSet row) throws SQLException {
        return new Identity(
                row.getLong(1),
                row.getString(2),
                Role.of(row.getString(3)),
                row.getBoolean(4),
                row.getString(5),
                ZoneId.of(row.getString(6)),
                row.getString(7));
    }
}
