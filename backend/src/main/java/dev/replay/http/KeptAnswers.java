package dev.replay.http;

import dev.replay.store.Database;
import dev.replay.store.Rounds;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The answers kept beside their idempotency keys, for 24 hours, in the transaction of the effect. */
@Singleton
final class KeptAnswers {
    private static final Duration KEPT = Duration.ofHours(24);

    /** @param owner the account */
    record Key(long owner, String method, String path, String key) {
        /** Two keys that share a lock only wait for each other. */
        long lock() {
            byte[] hash = sha256((owner + "\n" + method + "\n" + path + "\n" + key).getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(hash).getLong();
        }
    }

    record Answer(byte[] request, int status, @Nullable String location, String body) {
        boolean isOf(byte[] request) {
            return Arrays.equals(this.request, request);
        }
    }

    private final Database database;
    private final Clock clock;

    KeptAnswers(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    static byte[] sha256(byte[] of) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(of);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Until the transaction ends; never waits, so that nobody holds a connection while another one works. */
    boolean claim(Key key) {
        return database.forAccount(
                key.owner,
                c -> Database.first(
                                c,
                                "select pg_try_advisory_xact_lock(?)",
                                s -> s.setLong(1, key.lock()),
                                row -> row.getBoolean(1))
                        .orElseThrow());
    }

    Optional<Answer> find(Key key) {
        return database.forAccount(
                key.owner,
                c -> Database.first(
                        c,
                        """
                        select request_hash, status, location, body from idempotency_key
                        where account_id = ? and method = ? and path = ? and key = ? and created_at > ?
                        """,
                        s -> {
                            bind(s, key);
                            s.setTimestamp(5, oldest());
                        },
                        row -> new Answer(row.getBytes(1), row.getInt(2), row.getString(3), row.getString(4))));
    }

    /** Replaces what stands there: it can only be one that is too old to be found. */
    void keep(Key key, Answer answer) {
        database.forAccount(
                key.owner,
                c -> Database.update(c, """
                        insert into idempotency_key
                            (account_id, method, path, key, request_hash, status, location, body, created_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict on constraint idempotency_key_pk do update set request_hash = excluded.request_hash,
                            status = excluded.status, location = excluded.location, body = excluded.body,
                            created_at = excluded.created_at
                        """, s -> {
                    bind(s, key);
                    s.setBytes(5, answer.request);
                    s.setInt(6, answer.status);
                    s.setString(7, answer.location);
                    s.setString(8, answer.body);
                    s.setTimestamp(9, Timestamp.from(clock.instant()));
                }));
    }

    void rounds(@Observes StartupEvent event, Rounds rounds) {
        rounds.every(Duration.ofHours(1), Duration.ofMinutes(1), this::forgetOld);
    }

    void forgetOld() {
        database.asEngine(this::deleteOld);
    }

    private int deleteOld(Connection c) throws SQLException {
        return Database.update(
                c, "delete from idempotency_key where created_at <= ?", s -> s.setTimestamp(1, oldest()));
    }

    private Timestamp oldest() {
        return Timestamp.from(clock.instant().minus(KEPT));
    }

    private static void bind(java.sql.PreparedStatement s, Key key) throws SQLException {
        s.setLong(1, key.owner);
        s.setString(2, key.method);
        s.setString(3, key.path);
        s.setString(4, key.key);
    }
}
