package dev.replay.boot;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.util.Map;

/**
 * The PostgreSQL of every {@code @QuarkusTest}, found as a service, so that no test class names it. One server for the
 * whole run of the tests' JVM: another test profile starts the application anew, not the server. Begins empty in
 * {@code target/test-postgres}.
 */
public final class PostgresTestResource implements QuarkusTestResourceLifecycleManager {
    // System properties, as each profile loads this class anew and would have its own static field.
    private static final String URL = "replay.test.postgres.url";
    private static final String PASSWORD = "replay.test.postgres.password";

    @Override
    public Map<String, String> start() {
        synchronized (System.getProperties()) {
            if (System.getProperty(URL) == null) {
                var postgres = new EmbeddedPostgres(
                                Path.of("target/test-postgres"), Path.of("target"), EmbeddedPostgres.Keep.UNTIL_STOPPED)
                        .start();
                Runtime.getRuntime().addShutdownHook(new Thread(postgres::close, "stop-test-postgres"));
                System.setProperty(URL, postgres.access().jdbcUrl());
                System.setProperty(PASSWORD, postgres.access().password());
            }
        }
        return Map.of(
                "quarkus.datasource.jdbc.url", System.getProperty(URL),
                "quarkus.datasource.username", "replay",
                "quarkus.datasource.password", System.getProperty(PASSWORD));
    }

    /** The server outlives the profile; the JVM's end stops it. */
    @Override
    public void stop() {}
}
