package dev.replay.campaign;

import dev.replay.store.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A text kept to be used again, by one sender ID. */
@Schema(name = "Template")
public record Template(
        long id,
        String name,
        String body,
        long senderId,
        @Schema(description = "The route of its sender ID") String route,

        @Schema(description = "Under which India's operators have registered it") @Nullable
        String dltTemplateId,

        Instant createdAt) {

    static final String SELECT = """
            select t.id, t.name, t.body, t.sender_id, s.route, t.dlt_template_id, t.created_at
            from template t
            join sender s on s.id = t.sender_id
            where t.account_id = ?
            """;

    static Template map(ResultSet row) throws SQLException {
        return new Template(
                row.getLong("id"),
                row.getString("name"),
                row.getString("body"),
                row.getLong("sender_id"),
                row.getString("route"),
                row.getString("dlt_template_id"),
                row.getObject("created_at", OffsetDateTime.class).toInstant());
    }

    static Optional<Template> find(Connection c, long accountId, long id) throws SQLException {
        return Database.first(
                c,
                SELECT + " and t.id = ?",
                s -> {
                    s.setLong(1, accountId);
                    s.setLong(2, id);
                },
                Template::map);
    }
}
