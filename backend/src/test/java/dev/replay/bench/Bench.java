package dev.replay.bench;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Measures the packaged backend, in a process of its own, beside the bare loops that bound it. Each limit runs next to what
 * it bounds, and both several times, because a machine is never quiet; medians are compared. Ends with 0 whenever it could
 * measure, whatever the figures.
 *
 * <p>Properties: {@code bench.recipients} (1,000,000), {@code bench.rounds} (3).
 */
public final class Bench {
    private Bench() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory(Files.createDirectories(Path.of("target", "bench")), "run-")
                .toAbsolutePath();
        long start = System.nanoTime();
        Report.note(
                "%,d recipients, %d rounds, %d processors",
                Stage.RECIPIENTS, Stage.ROUNDS, Runtime.getRuntime().availableProcessors());
        try {
            MainPart.run(new Stage(directory));
            Report.note("done in %.0f s", BenchDatabase.seconds(start));
            System.exit(0);
        } catch (Exception e) {
            e.printStackTrace();
            Stage.keepLogs(directory);
            System.exit(1);
        }
    }
}
