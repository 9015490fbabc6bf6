package dev.replay.bench;

import static dev.replay.bench.Stage.RECIPIENTS;

import java.util.List;
import java.util.Map;

/** A campaign from its launch to its last receipt, with people who look at it meanwhile. */
final class Whole {
    private Whole() {}

    static void run(Stage stage) throws Exception {
        long closed = stage.warmUp();
        var reads = new Reads(stage, closed);
        Reads.warmUp(reads::campaign, reads::breakdown, reads::firstPage, reads::preview);
        long campaign = stage.campaign(RECIPIENTS);
        long backend = stage.backend.process().pid();
        stage.database.checkpoint();
        Usage.forgetMost(backend);
        stage.simulator.change(Stage.AT_ONCE);
        Polling people = Polling.start(stage.backend, campaign, closed);
        long start = System.nanoTime();
        stage.launch(campaign);
        double[] rates = Advance.rates(stage.c, campaign, RECIPIENTS, Advance.QUEUED, Advance.SENT);
        double seconds = BenchDatabase.seconds(start);
        Map<String, List<Double>> answers = people.end();
        stage.simulator.change(Stage.OFF);

        Report.note("sent %,.0f/s, settled %,.0f/s", rates[0], rates[1]);
        Report.plain("whole", seconds, "s");
        Report.plain("whole-rate", RECIPIENTS / seconds, "messages/s");
        Report.atMost("whole-rss-most", Usage.megabytes(backend, "VmHWM"), 512, "MB", 1);
        Report.atMost(
                "whole-reads-p99",
                Report.percentile(
                        answers.values().stream()
                                .flatMap(List::stream)
                                .mapToDouble(a -> a)
                                .toArray(),
                        99),
                100,
                "ms",
                1);
        answers.forEach((name, times) -> {
            double[] all = times.stream().mapToDouble(a -> a).toArray();
            Report.note("%s: %d answers, median %.1f ms", name, all.length, Report.median(all));
            Report.plain("whole-reads-p99-" + name, Report.percentile(all, 99), "ms");
        });
    }
}
