package dev.replay.account;

import dev.replay.store.Database;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import org.jboss.logging.Logger;

/** Makes the operator of a new installation at its first start; later starts, and other processes, find them there. */
@Singleton
final class FirstAdministrator {
    private static final Logger log = Logger.getLogger(FirstAdministrator.class);

    private final AdministratorSettings settings;
    private final Accounts accounts;
    private final AuditLog audit;
    private final Database database;

    FirstAdministrator(AdministratorSettings settings, Accounts accounts, AuditLog audit, Database database) {
        this.settings = settings;
        this.accounts = accounts;
        this.audit = audit;
        this.database = database;
    }

    void atStart(@Observes StartupEvent started) {
        if (settings.adminEmail().isEmpty() || settings.adminPassword().isEmpty()) return;
        create(settings.adminEmail().get(), settings.adminPassword().get());
    }

    void create(String email, String password) {
        QuarkusTransaction.requiringNew().run(() -> {
            // Two processes may start at once on an empty database.
            database.asEngine(c -> Database.first(
                    c, "select pg_advisory_xact_lock(hashtext('first-administrator'))", s -> {}, row -> true));
            if (AppUser.count() > 0) return;
            Account account = accounts.create("Default", settings.currency(), settings.zone());
            long user = accounts.createUser(account.id, email, password, Role.ADMIN, true);
            audit.record(account.id, AuditLog.ENGINE, "account.created", "account:" + account.id, Map.of());
            audit.record(account.id, AuditLog.ENGINE, "user.created", "user:" + user, Map.of("operator", true));
            log.infof("made the first administrator, %s, in the account %d", email, account.id);
        });
    }
}
