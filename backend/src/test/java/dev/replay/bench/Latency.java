package dev.replay.bench;

import static dev.replay.bench.Stage.BINDS;
import static dev.replay.bench.Stage.RECIPIENTS;
import static dev.replay.bench.Stage.WINDOW;

/** SMSCs that take their time: beside what their windows allow, however fast the one who sends. */
final class Latency {
    private static final int[] MILLISECONDS = {5, 50, 500};
    private static final double SECONDS = 12;

    private Latency() {}

    static void run(Stage stage) throws Exception {
        stage.warmUp();
        for (int latency : MILLISECONDS) {
            double limit = BINDS * WINDOW * 1_000.0 / latency;
            int messages = (int) Math.min(RECIPIENTS / 2, limit * SECONDS);
            long campaign = stage.campaign(messages);
            stage.database.checkpoint();
            stage.simulator.change("latency=" + latency);
            stage.launch(campaign);
            double rate = Advance.rate(stage.c, campaign, Advance.QUEUED, messages);
            stage.awaitSubmitted(campaign);
            stage.simulator.change("latency=0");
            Report.beside("latency-" + latency, rate, limit, "messages/s");
        }
    }
}
