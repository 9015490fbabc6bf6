package dev.replay.chaos;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Random;
import java.util.stream.Stream;

/**
 * The whole table of faults against three backends, once a round with another seed. Ends with 1 where a zero is
 * not a zero, or a fault did not happen as often as it should.
 *
 * <p>Properties: {@code chaos.rounds} (1), {@code chaos.seed} (the time), {@code chaos.scale} (1: 200,000 messages under a
 * hundred kills; 0.1: a tenth of everything), {@code chaos.only} (part of a fault's name).
 */
public final class Chaos {
    private static final int BACKENDS = 3;
    private static final String ROW = "| %-48s | %8s | %8s | %6s | %8s | %4s | %18s | %4s | %5s | %7s | %s%n";

    private Chaos() {}

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory(Files.createDirectories(Path.of("target", "chaos")), "run-");
        int rounds = Integer.getInteger("chaos.rounds", 1);
        long seed = Long.getLong("chaos.seed", System.currentTimeMillis());
        boolean clean = true;
        for (int round = 0; round < rounds; round++) clean &= round(directory.resolve("round-" + round), seed + round);
        if (clean) delete(directory);
        else System.out.println("logs: " + directory);
        System.exit(clean ? 0 : 1);
    }

    private static boolean round(Path directory, long seed) throws Exception {
        double scale = Double.parseDouble(System.getProperty("chaos.scale", "1"));
        String only = System.getProperty("chaos.only", "");
        System.out.printf("chaos: seed %d, scale %s, %d backends%n", seed, scale, BACKENDS);
        boolean clean = true;
        boolean ran = false;
        try (Stage stage = new Stage(directory, BACKENDS)) {
            System.out.printf(
                    ROW,
                    "what broke, how often",
                    "messages",
                    "arrived",
                    "copies",
                    "unlisted",
                    "lies",
                    "fell in doubt",
                    "left",
                    "books",
                    "seconds",
                    "verdict");
            for (Fault fault : Fault.all(scale)) {
                if (!fault.name().contains(only)) continue;
                if (!fault.possible()) {
                    System.out.printf("| %-48s | NOT RUN: libfaketime is not installed%n", fault.name());
                    clean = false;
                    continue;
                }
                long start = System.nanoTime();
                Fault.Outcome outcome =
                        fault.run(stage, new Random(seed ^ fault.name().hashCode()));
                Stage.Findings found = outcome.found();
                boolean well = outcome.clean() && found.bounded();
                clean &= well;
                ran = true;
                System.out.printf(
                        ROW,
                        fault.name() + ", " + often(outcome),
                        found.messages(),
                        found.arrived(),
                        found.copies(),
                        found.unlisted(),
                        found.lies(),
                        found.fell() + " of " + found.bound(),
                        found.unconfirmed(),
                        found.audit().size(),
                        (System.nanoTime() - start) / 1_000_000_000,
                        well ? "clean" : "NOT CLEAN" + (found.ended() ? "" : ", did not end") + " " + found.audit());
            }
        }
        if (!ran) System.out.println("nothing of that name: " + only);
        return clean && ran;
    }

    private static String often(Fault.Outcome outcome) {
        return outcome.done() == outcome.planned() ? "" + outcome.done() : outcome.done() + " of " + outcome.planned();
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
