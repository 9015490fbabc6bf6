package dev.replay;

import dev.replay.account.Account;
import dev.replay.account.Accounts;
import dev.replay.account.Role;
import dev.replay.credit.Credits;
import dev.replay.credit.Prices;
import dev.replay.store.Database;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;

/** What tests start from: accounts that can send, and requests in their names. */
@ApplicationScoped
public class Given {
    private final Accounts accounts;
    private final Credits credits;
    private final Prices prices;
    private final Database database;

    Given(Accounts accounts, Credits credits, Prices prices, Database database) {
        this.accounts = accounts;
        this.credits = credits;
        this.prices = prices;
        this.database = database;
    }

    /**
     * An account that can send to India.
     *
     * @param senderId of ACME on the route `transactional`
     * @param admin the secret of a key of that role, as are the next three
     */
    public record Tenant(long id, long senderId, String admin, String approver, String sender, String viewer) {}

    /** In euros, in Kolkata's zone, with 1,000 credits and 0.0450 a segment to IN. */
    public Tenant account() {
        Account account = accounts.create("Acme", "EUR", "Asia/Kolkata");
        long senderId = database.forAccount(account.id, c -> {
            prices.put(c, account.id, "transactional", "IN", new BigDecimal("0.0450"));
            return Database.first(c, """
                            insert into sender (account_id, sender, route, created_at)
                            values (?, 'ACME', 'transactional', now()) returning id
                            """, s -> s.setLong(1, account.id), row -> row.getLong(1))
                    .orElseThrow();
        });
        credits.topUp(account.id, new BigDecimal("1000"), "to begin with");
        return new Tenant(
                account.id,
                senderId,
                key(account.id, Role.ADMIN),
                key(account.id, Role.APPROVER),
                key(account.id, Role.SENDER),
                key(account.id, Role.VIEWER));
    }

    /** @return the secret of a key that may do everything everywhere */
    public String operatorKey(Tenant of) {
        return accounts.createKey(of.id, "operator", Role.ADMIN, true);
    }

    private String key(long accountId, Role role) {
        return accounts.createKey(accountId, role.slug(), role, false);
    }

    /** A request as the account's administrator, with JSON for a body where it has one. */
    public static RequestSpecification asKey(Tenant account) {
        return asKey(account.admin);
    }

    public static RequestSpecification asKey(String secret) {
        return RestAssured.given().header("api-key", secret);
    }
}
