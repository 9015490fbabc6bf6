package dev.replay.account;

import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import dev.replay.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Currency;
import java.util.Map;

/** Makes accounts, the people in them, and their keys. Each method is one transaction, or part of the caller's. */
@ApplicationScoped
public class Accounts {
    private final Database database;
    private final AuditLog audit;
    private final Credentials credentials;
    private final Clock clock;

    Accounts(Database database, AuditLog audit, Credentials credentials, Clock clock) {
        this.database = database;
        this.audit = audit;
        this.credentials = credentials;
        this.clock = clock;
    }

    /** Whether there is anybody who could sign in. */
    @Transactional
    public boolean haveUsers() {
        return AppUser.count() > 0;
    }

    /**
     * An account with no credits.
     *
     * @param currency ISO 4217
     * @param zone IANA name
     * @throws Refusal invalid-request for a currency or a zone that does not exist
     */
    @Transactional
    public Account create(String name, String currency, String zone) {
        if (Currency.getAvailableCurrencies().stream()
                .noneMatch(c -> c.getCurrencyCode().equals(currency))) {
            throw Refusal.at(Problem.INVALID_REQUEST, "/currency", "must be a currency of ISO 4217, as EUR.");
        }
        if (!ZoneId.getAvailableZoneIds().contains(zone)) {
            throw Refusal.at(Problem.INVALID_REQUEST, "/zone", "must be a zone of the IANA database, as Asia/Kolkata.");
        }
        Account account = new Account();
        account.name = name;
        account.currency = currency;
        account.zone = zone;
        account.createdAt = clock.instant();
        account.persistAndFlush();
        database.forAccount(
                account.id,
                c -> Database.update(
                        c,
                        "insert into balance (account_id, available, reserved) values (?, 0, 0)",
                        s -> s.setLong(1, account.id)));
        return account;
    }

    /**
     * @return the user's id
     * @throws Refusal already-exists where the e-mail is somebody's
     */
    @Transactional
    public long createUser(long accountId, String email, String password, Role role, boolean operator) {
        if (AppUser.named(email).isPresent()) {
            throw Refusal.at(Problem.ALREADY_EXISTS, "/adminEmail", "Somebody signs in with this e-mail already.");
        }
        AppUser user = new AppUser();
        user.account = Account.findById(accountId);
        user.email = AppUser.normal(email);
        user.passwordHash = Password.hash(password);
        user.role = role;
        user.operator = operator;
        user.createdAt = clock.instant();
        user.persistAndFlush();
        return user.id;
    }

    /** @return the key's secret, which nobody can ever read again */
    @Transactional
    public String createKey(long accountId, String name, Role role, boolean operator) {
        Token token = Token.fresh("rk_");
        addKey(accountId, name, role, operator, token);
        return token.secret();
    }

    ApiKey addKey(long accountId, String name, Role role, boolean operator, Token token) {
        ApiKey key = new ApiKey();
        key.accountId = accountId;
        key.name = name;
        key.role = role;
        key.operator = operator;
        key.prefix = token.prefix();
        key.secretHash = token.hash();
        key.createdAt = clock.instant();
        key.persistAndFlush();
        return key;
    }

    /** @throws Refusal not-found where the account has no such key */
    void revokeKey(Caller caller, long id) {
        revoke(caller, id);
        // After the commit: a lookup in between would have kept the key as it was.
        credentials.forget();
    }

    @Transactional
    void revoke(Caller caller, long id) {
        ApiKey key = ApiKey.valid(caller.accountId(), id)
                .orElseThrow(() -> new Refusal(Problem.NOT_FOUND, "There is no key " + id + "."));
        key.revokedAt = clock.instant();
        audit.record(caller.accountId(), caller.actor(), "api-key.revoked", "api-key:" + id, Map.of("name", key.name));
    }
}
