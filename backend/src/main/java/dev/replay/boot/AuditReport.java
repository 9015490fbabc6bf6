package dev.replay.boot;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** {@code audit} on the command line: every check of {@link Audit}, a line each, and what it found below. */
final class AuditReport {
    private AuditReport() {}

    /**
     * On the external database, the embedded one of a running service, or one started for the while.
     *
     * @return whether nothing was found
     */
    static boolean print(LaunchSettings settings, PrintStream out) {
        if (settings.external().isPresent()) {
            return print(settings.external().orElseThrow(), out);
        }
        Optional<DatabaseAccess> running = EmbeddedPostgres.toRunning(settings.dataDir());
        if (running.isPresent()) {
            return print(running.orElseThrow(), out);
        }
        settings.requireEmbedded();
        if (!settings.dataDir().resolve("db").toFile().exists()) {
            throw new LaunchException("There is nothing to audit in " + settings.dataDir() + ".");
        }
        try (var postgres = new EmbeddedPostgres(settings.dataDir(), EmbeddedPostgres.Keep.FOREVER)) {
            return print(postgres.start().access(), out);
        }
    }

    private static boolean print(DatabaseAccess database, PrintStream out) {
        try (Connection connection = database.connect()) {
            boolean clean = true;
            for (Audit.Result result : Audit.run(connection)) {
                boolean holds = result.findings().isEmpty();
                clean &= holds;
                out.println((holds ? "holds   " : "BROKEN  ") + result.name());
                result.findings().forEach(finding -> out.println("        " + finding));
            }
            return clean;
        } catch (SQLException e) {
            throw new LaunchException("The audit could not read the database: " + e.getMessage(), e);
        }
    }
}
