package dev.replay.boot;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Path;
import java.util.NoSuchElementException;
import java.util.Optional;

/**
 * What must be known before Quarkus starts, from system properties and the environment.
 *
 * @param jdbcUrl of an external database
 * @param host where the HTTP port is opened
 */
record LaunchSettings(Optional<String> jdbcUrl, boolean embedded, Path dataDir, boolean demo, String host, int port) {
    static final String JDBC_URL = "quarkus.datasource.jdbc.url";

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
                    config.getOptionalValue(JDBC_URL, String.class),
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
}
