package dev.replay.account;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.replay.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Timestamp;
import java.time.Clock;
import java.util.Map;

/** Who did what, kept for good. An entry is part of the transaction of what it tells. */
@ApplicationScoped
public class AuditLog {
    /** Where no person asked. */
    public static final String ENGINE = "engine";

    private final Database database;
    private final Clock clock;
    private final ObjectMapper json;

    AuditLog(Database database, Clock clock, ObjectMapper json) {
        this.database = database;
        this.clock = clock;
        this.json = json;
    }

    /**
     * @param actor {@link Caller#actor()} or {@link #ENGINE}
     * @param action a noun and what became of it, as in "campaign.launched"
     * @param subject what it was done to, as in "campaign:7"
     * @param detail plain JSON values; never a secret
     */
    public void record(long accountId, String actor, String action, String subject, Map<String, ?> detail) {
        String details;
        try {
            details = json.writeValueAsString(detail);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("an audit entry's detail must be plain JSON values", e);
        }
        database.forAccount(
                accountId,
                c -> Database.update(c, """
                        insert into audit_log (account_id, actor, action, subject, detail, at)
                        values (?, ?, ?, ?, ?::jsonb, ?)
                        """, s -> {
                    s.setLong(1, accountId);
                    s.setString(2, actor);
                    s.setString(3, action);
                    s.setString(4, subject);
                    s.setString(5, details);
                    s.setTimestamp(6, Timestamp.from(clock.instant()));
                }));
    }
}
