package dev.replay.campaign;

import static io.restassured.RestAssured.given;

import dev.replay.account.Role;
import dev.replay.store.Database;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;

/** An account of its own for each test, and somebody in it who asks. */
@ApplicationScoped
public class Desk {
    private final Database database;

    Desk(Database database) {
        this.database = database;
    }

    public record Account(long id, long senderId) {
        public RequestSpecification asks(Role role) {
            return given().header("api-key", key(role));
        }

        public String key(Role role) {
            return Desk.key(id, role);
        }

        public RequestSpecification sends() {
            return asks(Role.SENDER).contentType(ContentType.JSON);
        }

        public RequestSpecification reads() {
            return asks(Role.VIEWER);
        }

        public long draft() {
            return sends().body("{\"senderId\":%d,\"body\":\"Hello {name}\"}".formatted(senderId))
                    .post("/v1/campaigns")
                    .then()
                    .statusCode(201)
                    .extract()
                    .jsonPath()
                    .getLong("id");
        }
    }

    public Account account() {
        return database.asEngine(c -> {
            long id = id(
                    c,
                    "insert into account (name, currency, zone, created_at) values (?, 'EUR', 'Asia/Kolkata', now()) returning id",
                    "account " + UUID.randomUUID());
            for (Role role : Role.values())
                Database.update(
                        c,
                        """
                        insert into api_key (account_id, name, role, prefix, secret_hash, created_at)
                        values (?, 'test', ?, 'test', sha256(?::bytea), now())
                        """,
                        s -> bind(s, id, role.slug(), key(id, role).getBytes(StandardCharsets.UTF_8)));
            return new Account(id, sender(c, id, "SHOP", "transactional"));
        });
    }

    private static String key(long accountId, Role role) {
        return "desk-" + accountId + "-" + role.slug();
    }

    public long sender(long accountId, String sender, String route) {
        return database.asEngine(c -> sender(c, accountId, sender, route));
    }

    private static long sender(Connection c, long accountId, String sender, String route) throws SQLException {
        return id(
                c,
                "insert into sender (account_id, sender, route, created_at) values (?, ?, ?, now()) returning id",
                accountId,
                sender,
                route);
    }

    public int sql(String statement, Object... values) {
        return database.asEngine(c -> Database.update(c, statement, s -> bind(s, values)));
    }

    public long number(String query, Object... values) {
        return database.asEngine(c -> Database.first(c, query, s -> bind(s, values), row -> row.getLong(1))
                .orElseThrow());
    }

    public String text(String query, Object... values) {
        return database.asEngine(c -> Database.first(c, query, s -> bind(s, values), row -> row.getString(1))
                .orElseThrow());
    }

    private static long id(Connection c, String insert, Object... values) throws SQLException {
        return Database.first(c, insert, s -> bind(s, values), row -> row.getLong(1))
                .orElseThrow();
    }

    private static void bind(PreparedStatement s, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) s.setObject(i + 1, values[i]);
    }
}
