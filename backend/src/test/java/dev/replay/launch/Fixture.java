package dev.replay.launch;

import static io.restassured.RestAssured.given;

import dev.replay.credit.Credits;
import dev.replay.credit.Prices;
import dev.replay.store.Database;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Accounts with money and prices, drafts with recipients, and the requests about them. */
@ApplicationScoped
public class Fixture {
    private final Database database;
    private final Credits credits;
    private final Prices prices;

    Fixture(Database database, Credits credits, Prices prices) {
        this.database = database;
        this.credits = credits;
        this.prices = prices;
    }

    /** An account in euros, in Kolkata's zone, with one sender ID on route `transactional` and a price for IN of 0.0450. */
    public record Account(long id, long senderId, String admin, String sender, String viewer) {}

    /** A recipient: digits, country, and the values of the campaign's columns. */
    public record Person(long number, String country, String... values) {}

    public Account account(String topUp) {
        Account account = database.asEngine(c -> {
            long id = insert(
                    c,
                    "insert into account (name, currency, zone, created_at) values ('A', 'EUR', 'Asia/Kolkata', now()) returning id");
            long sender = insert(
                    c,
                    "insert into sender (account_id, sender, route, created_at) values (%d, 'ACME', 'transactional', now()) returning id"
                            .formatted(id));
            prices.put(c, id, "transactional", "IN", new BigDecimal("0.0450"));
            return new Account(id, sender, key(c, id, "admin"), key(c, id, "sender"), key(c, id, "viewer"));
        });
        if (!topUp.equals("0")) credits.topUp(account.id, new BigDecimal(topUp), "");
        return account;
    }

    private static String key(Connection c, long accountId, String role) throws SQLException {
        String secret = "test-" + UUID.randomUUID();
        Database.update(c, """
                insert into api_key (account_id, name, role, prefix, secret_hash, created_at)
                values (?, 'test', ?, 'test', ?, now())""", s -> {
            s.setLong(1, accountId);
            s.setString(2, role);
            s.setBytes(3, sha256(secret));
        });
        return secret;
    }

    private static byte[] sha256(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As many people in India as asked for. */
    public static List<Person> indians(int count) {
        List<Person> people = new ArrayList<>();
        for (int i = 0; i < count; i++) people.add(new Person(919_800_000_000L + i, "IN"));
        return people;
    }

    /** A draft with its rows and its tally, as an import leaves them. */
    public long draft(Account account, String body, List<String> columns, List<Person> people) {
        return database.asEngine(c -> {
            long id = Database.first(
                            c,
                            """
                            insert into campaign (account_id, name, status, sender_id, route, body, variable_names, recipients, created_at)
                            values (?, 'Spring sale', 'draft', ?, 'transactional', ?, ?, ?, now()) returning id""",
                            s -> {
                                s.setLong(1, account.id);
                                s.setLong(2, account.senderId);
                                s.setString(3, body);
                                s.setArray(4, c.createArrayOf("text", columns.toArray()));
                                s.setInt(5, people.size());
                            },
                            row -> row.getLong(1))
                    .orElseThrow();
            execute(c, "select make_message_partition(%d)".formatted(id));
            try (PreparedStatement s = c.prepareStatement(
                    "insert into message (campaign_id, account_id, id, recipient, country, variables) values (?, ?, ?, ?, ?, ?)")) {
                int ordinal = 0;
                for (Person person : people) {
                    Array values = c.createArrayOf("text", person.values);
                    s.setLong(1, id);
                    s.setLong(2, account.id);
                    s.setInt(3, ++ordinal);
                    s.setLong(4, person.number);
                    s.setString(5, person.country);
                    s.setArray(6, values);
                    s.addBatch();
                }
                s.executeBatch();
            }
            execute(c, """
                    insert into tally (campaign_id, shard, status, sub_status, country, segments, count)
                    select campaign_id, 0, 0, 0, country, 0, count(*) from message where campaign_id = %d group by 1, 5""".formatted(id));
            return id;
        });
    }

    /** A draft of a text without variables. */
    public long draft(Account account, int recipients) {
        return draft(account, "Hello", List.of(), indians(recipients));
    }

    /** That launches find one: the suite's simulator, or a row that says so. */
    public void carrier() {
        sql("update carrier set active = true");
        sql(
                "insert into carrier (id, name, kind, active) select 99, 'test', 'test', true where not exists (select from carrier)");
    }

    public void noCarrier() {
        sql("update carrier set active = false");
    }

    public void suppress(Account account, long number, String reason) {
        sql("insert into suppression (account_id, recipient, reason, created_at) values (%d, %d, '%s', now())"
                .formatted(account.id, number, reason));
    }

    public void price(Account account, String country, String unitPrice) {
        database.forAccount(account.id, c -> {
            prices.put(c, account.id, "transactional", country, new BigDecimal(unitPrice));
            return null;
        });
    }

    public void sql(String statement) {
        database.asEngine(c -> {
            execute(c, statement);
            return null;
        });
    }

    public String text(String query) {
        return database.asEngine(
                c -> Database.first(c, query, s -> {}, row -> row.getString(1)).orElse("nothing"));
    }

    /** The entries of a campaign, oldest first: `kind available reserved`. */
    public List<String> entries(long campaign) {
        return database.asEngine(c -> Database.list(
                c,
                "select kind || ' ' || trim_scale(available) || ' ' || trim_scale(reserved) from ledger_entry"
                        + " where campaign_id = " + campaign + " order by id",
                s -> {},
                row -> row.getString(1)));
    }

    /** `available reserved`, after a proof that the ledger adds up to it. */
    public String balance(Account account) {
        String balance =
                text("select trim_scale(available) || ' ' || trim_scale(reserved) from balance where account_id = "
                        + account.id);
        String ledger = text(
                "select trim_scale(sum(available)) || ' ' || trim_scale(sum(reserved)) from ledger_entry where account_id = "
                        + account.id);
        if (!balance.equals(ledger)) throw new AssertionError("balance " + balance + ", ledger " + ledger);
        return balance;
    }

    public static RequestSpecification as(String key) {
        return given().header("api-key", key);
    }

    public ValidatableResponse post(Account account, long campaign, String verb) {
        return as(account.sender).post("/v1/campaigns/" + campaign + "/" + verb).then();
    }

    public ValidatableResponse post(Account account, long campaign, String verb, Map<String, ?> body) {
        return as(account.sender)
                .contentType("application/json")
                .body(body)
                .post("/v1/campaigns/" + campaign + "/" + verb)
                .then();
    }

    public long estimate(Account account, long campaign) {
        return post(account, campaign, "cost-estimate")
                .statusCode(200)
                .extract()
                .jsonPath()
                .getLong("estimateId");
    }

    public ValidatableResponse launch(Account account, long campaign) {
        return post(account, campaign, "launch", Map.of("estimateId", estimate(account, campaign)));
    }

    private static long insert(Connection c, String statement) throws SQLException {
        return Database.first(c, statement, s -> {}, row -> row.getLong(1)).orElseThrow();
    }

    private static void execute(Connection c, String statement) throws SQLException {
        try (var s = c.createStatement()) {
            s.execute(statement);
        }
    }
}
