package dev.replay.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** The first administrator of a new installation, and the account that holds them. */
@ConfigMapping(prefix = "replay")
interface AdministratorSettings {
    Optional<String> adminEmail();

    Optional<String> adminPassword();

    /** ISO 4217. */
    @WithDefault("EUR")
    String currency();

    /** IANA name. */
    @WithDefault("UTC")
    String zone();
}
