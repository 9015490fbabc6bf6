package dev.replay.campaign;

import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import dev.replay.store.Database;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A sender ID and the route by which it sends; one sender that uses two routes is two of these. */
@Schema(name = "SenderId")
public record Sender(
        @Schema(examples = "1") long id,

        @Schema(examples = "RPLDMO", description = "What the recipient's phone shows")
        String sender,

        @Schema(examples = "transactional") String route,

        @Schema(description = "ISO 3166-1 alpha-2; empty means every country that has a price")
        List<String> countries,

        @Schema(description = Rate.DESCRIPTION) @Nullable Integer rate) {

    static final String COLUMNS = "id, sender, route, countries, rate";

    static Sender map(ResultSet row) throws SQLException {
        return new Sender(
                row.getLong("id"),
                row.getString("sender"),
                row.getString("route"),
                List.of((String[]) row.getArray("countries").getArray()),
                row.getObject("rate", Integer.class));
    }

    static Optional<Sender> find(Connection c, long accountId, long id) throws SQLException {
        return Database.first(
                c,
                "select " + COLUMNS + " from sender where account_id = ? and id = ?",
                s -> {
                    s.setLong(1, accountId);
                    s.setLong(2, id);
                },
                Sender::map);
    }

    /** @throws Refusal invalid-request, naming the field, where the account has no such sender ID */
    static Sender chosen(Connection c, long accountId, long id) throws SQLException {
        return find(c, accountId, id)
                .orElseThrow(
                        () -> Refusal.at(Problem.INVALID_REQUEST, "/senderId", "There is no sender ID " + id + "."));
    }

    /** By which routes the account may send under this name. */
    List<String> routes(Connection c, long accountId) throws SQLException {
        return Database.list(
                c,
                "select route from sender where account_id = ? and sender = ? order by route",
                s -> {
                    s.setLong(1, accountId);
                    s.setString(2, sender);
                },
                row -> row.getString(1));
    }

    /** @throws Refusal invalid-request where the sender does not send by that route */
    String checked(Connection c, long accountId, String wanted) throws SQLException {
        List<String> routes = routes(c, accountId);
        if (routes.contains(wanted)) return wanted;
        throw Refusal.at(
                Problem.INVALID_REQUEST,
                "/route",
                "%s does not send by the route “%s” but by %s."
                        .formatted(sender, Shown.shortened(wanted), String.join(", ", routes)));
    }
}
