package dev.replay.campaign;

import dev.replay.Given;
import dev.replay.account.Role;
import dev.replay.store.Database;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/** An account of its own for each test, and somebody in it who asks. */
@ApplicationScoped
public class Desk {
    private final Given given;
    private final Database database;

    Desk(Given given, Database database) {
        this.given = given;
        this.database = database;
    }

    public record Account(Given.Tenant tenant) {
        public long id() {
            return tenant.id();
        }

        public long senderId() {
            return tenant.senderId();
        }

        public RequestSpecification asks(Role role) {
            return Given.asKey(key(role));
        }

        public String key(Role role) {
            return switch (role) {
                case VIEWER -> tenant.viewer();
                case SENDER -> tenant.sender();
                case APPROVER -> tenant.approver();
                case ADMIN -> tenant.admin();
            };
        }

        public RequestSpecification sends() {
            return asks(Role.SENDER).contentType(ContentType.JSON);
        }

        public RequestSpecification reads() {
            return asks(Role.VIEWER);
        }

        public long draft() {
            return sends().body("{\"senderId\":%d,\"body\":\"Hello {name}\"}".formatted(senderId()))
                    .post("/v1/campaigns")
                    .then()
                    .statusCode(201)
                    .extract()
                    .jsonPath()
                    .getLong("id");
        }
    }

    public Account account() {
        return new Account(given.account());
    }

    public long sender(long accountId, String sender, String route) {
        return number(
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

    private static void bind(PreparedStatement s, Object... values) throws SQLException {
        for (int i = 0; i < values.length; i++) s.setObject(i + 1, values[i]);
    }
}
