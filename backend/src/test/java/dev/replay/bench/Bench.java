package dev.replay.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Measures the packaged backend, in a process of its own, beside the bare loops that bound it. Each limit runs next to what
 * it bounds, and both several times, because a machine is never quiet; medians are compared. Ends with 0 whenever it could
 * measure, whatever the figures. Each part begins with an empty database and processes of its own.
 *
 * <p>Properties: {@code bench.recipients} (1,000,000), {@code bench.rounds} (3, of the first part), {@code bench.only} (all
 * parts; their names, separated by commas).
 */
public final class Bench {
    private enum Part {
        MAIN(MainPart::run),
        // Four backends may open more connections than the 100 of a PostgreSQL that nobody has set up.
        CURVE(Curve::run, "max_connections = 200"),
        LATENCY(Latency::run),
        COST(Cost::run, "shared_preload_libraries = 'pg_stat_statements'", "autovacuum = off"),
        WHOLE(Whole::run),
        STORM(Storm::run),
        TEN(Ten::run),
        KANNEL(Kannel::run);

        private final Measurement measurement;
        private final String[] settings;

        Part(Measurement measurement, String... settings) {
            this.measurement = measurement;
            this.settings = settings;
        }

        static Part of(String name) {
            return Arrays.stream(values())
                    .filter(part -> part.toString().equals(name.strip()))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "bench.only: no part " + name + " among " + Arrays.toString(values())));
        }

        /** @return whether it could measure */
        boolean run(Path directory) {
            Report.note("---- %s", this);
            long start = System.nanoTime();
            try (Stage stage = new Stage(directory, toString(), settings)) {
                try {
                    measurement.run(stage);
                } catch (Exception e) {
                    stage.keepLogs();
                    throw e;
                }
                return true;
            } catch (Exception e) {
                e.printStackTrace();
                return false;
            } finally {
                Report.note("%s took %.0f s", this, BenchDatabase.seconds(start));
            }
        }

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @FunctionalInterface
    private interface Measurement {
        void run(Stage stage) throws Exception;
    }

    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        String only = System.getProperty("bench.only", "");
        List<Part> parts = only.isBlank()
                ? List.of(Part.values())
                : Arrays.stream(only.split(",")).map(Part::of).toList();
        Path directory = Files.createDirectories(Path.of("target", "bench"));
        long start = System.nanoTime();
        Report.note(
                "%,d recipients, %d rounds, %d processors: %s",
                Stage.RECIPIENTS, Stage.ROUNDS, Runtime.getRuntime().availableProcessors(), parts);
        boolean measured = true;
        for (Part part : parts) measured &= part.run(directory);
        Report.note("done in %.0f s", BenchDatabase.seconds(start));
        System.exit(measured ? 0 : 1);
    }
}
