package dev.replay.account;

import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Produces;
import java.time.Clock;

/** The one source of "now"; tests bring their own. */
final class AccountClock {
    private AccountClock() {}

    @Produces
    @ApplicationScoped
    @DefaultBean
    static Clock clock() {
        return Clock.systemUTC();
    }
}
