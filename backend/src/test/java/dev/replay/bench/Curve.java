package dev.replay.bench;

import static dev.replay.bench.Stage.RECIPIENTS;

import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One, two and four backends on one PostgreSQL and one SMSC: what each one more brings. */
final class Curve {
    private static final int[] BACKENDS = {1, 2, 4};
    private static final int MESSAGES = RECIPIENTS / 2;
    /** The curve bends where they bring less than this share of as many times one. */
    private static final double STRAIGHT = 0.75;

    private Curve() {}

    static void run(Stage stage) throws Exception {
        double one = 0;
        String bend = "up to %d backends it does not bend".formatted(BACKENDS[BACKENDS.length - 1]);
        boolean bent = false;
        for (int backends : BACKENDS) {
            while (stage.backends.size() < backends) stage.anotherBackend();
            stage.warmUp();
            long campaign = stage.campaign(MESSAGES);
            stage.database.checkpoint();
            Stage.Cpu before = stage.cpu();
            double[] each = cpuOfEach(stage);
            long start = System.nanoTime();
            stage.launch(campaign);
            double rate = Advance.rate(stage.c, campaign, Advance.QUEUED, MESSAGES);
            double seconds = BenchDatabase.seconds(start);
            Stage.Cpu used = stage.cpu().minus(before);
            double[] now = cpuOfEach(stage);
            stage.awaitSubmitted(campaign);
            if (one == 0) one = rate;
            Report.beside("curve-" + backends, rate, one, "messages/s");
            Report.note(
                    "of %d processors: each backend %s, PostgreSQL %.2f, the simulator %.2f",
                    Runtime.getRuntime().availableProcessors(),
                    IntStream.range(0, backends)
                            .mapToObj(b -> "%.2f".formatted((now[b] - each[b]) / seconds))
                            .collect(Collectors.joining(" ")),
                    used.postgres() / seconds,
                    used.simulator() / seconds);
            if (!bent && rate < one * backends * STRAIGHT) {
                bent = true;
                bend = "it bends before %d backends, which bring %.1f times one".formatted(backends, rate / one);
            }
        }
        Report.note("%s", bend);
    }

    private static double[] cpuOfEach(Stage stage) {
        return stage.backends.stream()
                .mapToDouble(backend -> Usage.cpu(backend.process().pid()))
                .toArray();
    }
}
