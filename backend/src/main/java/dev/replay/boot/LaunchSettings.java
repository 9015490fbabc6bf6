package dev.replay.boot;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * What must be known before Quarkus starts, from system properties and the environment.
 *
 * @param external the PostgreSQL that somebody else runs; then none is started
 * @param host where the HTTP port is opened
 */
record LaunchSettings(
        Optional<DatabaseAccess> external, boolean embedded, Path dataDir, boolean demo, String host, int port) {
    static final String JDBC_URL = "quarkus.datasource.jdbc.url";
    static final String USERNAME = "quarkus.datasource.username";
    static final String PASSWORD = "quarkus.datasource.password";

    /** @throws LaunchException for a value that cannot be read */
    static LaunchSettings read() {
        // Not the application's configuration: that may be built only once what we find here is decided.
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .addDefaultInterceptors()
                .addDefaultSources()
                .build();
        try {
            boolean demo = config.getOptionalValue("replay.demo", Boolean.class).orElse(false);
            return new LaunchSettings(
                    config.getOptionalValue(JDBC_URL, String.class)
                            .map(url -> new DatabaseAccess(url, text(config, USERNAME), text(config, PASSWORD))),
                    config.getOptionalValue("replay.embedded", Boolean.class).orElse(false),
                    Path.of(config.getOptionalValue("replay.data-dir", String.class)
                            .orElse(".data")),
                    demo,
                    demo
                            ? "127.0.0.1"
                            : config.getOptionalValue("quarkus.http.host", String.class)
                                    .orElse("0.0.0.0"),
                    config.getOptionalValue("quarkus.http.port", Integer.class).orElse(8080));
        } catch (IllegalArgumentException | NoSuchElementException e) {
            throw new LaunchException("A setting cannot be read: " + e.getMessage(), e);
        }
    }

    private static String text(SmallRyeConfig config, String name) {
        return config.getOptionalValue(name, String.class).orElse("");
    }

    /** @throws LaunchException where a database of one's own was neither named nor asked for */
    void requireEmbedded() {
        if (!embedded) {
            throw new LaunchException("There is no database: set QUARKUS_DATASOURCE_JDBC_URL (and _USERNAME, _PASSWORD)"
                    + " to a PostgreSQL 16 or newer.");
        }
    }
}
