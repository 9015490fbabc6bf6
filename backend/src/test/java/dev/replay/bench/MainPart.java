package dev.replay.bench;

import static dev.replay.bench.Stage.RECIPIENTS;

import java.util.List;

/** A campaign from its import to its replay, each step beside the bare loop that bounds it, and the page in a browser. */
final class MainPart {
    private MainPart() {}

    static void run(Stage stage) throws Exception {
        Report.plain("ready", stage.readySeconds, "s");
        var imports = new Imports(stage);
        imports.run();
        imports.estimate();
        // The first campaign warms everything up, and its receipts make it the one that is replayed.
        long original = imports.campaigns.getFirst();
        stage.sendWithReceiptsHeld(original, RECIPIENTS);
        stage.settle(original, RECIPIENTS);
        var sending = new Sending(stage);
        sending.run(imports.campaigns.subList(1, imports.campaigns.size()), imports.limits);
        sending.withReceipts();
        List<Long> replays = Freezes.run(stage, original);
        sending.receipts(imports.limits, replays);
        Report.atMost(
                "launch",
                Report.median(stage.launches.stream().mapToDouble(l -> l).toArray()),
                100,
                "ms",
                1);
        Reads.run(stage, original);
        PageBench.run(stage.backend.address(), original);
        Report.plain("backend-rss", Usage.megabytes(stage.backend.process().pid(), "VmRSS"), "MB");
        Report.plain("backend-rss-most", Usage.megabytes(stage.backend.process().pid(), "VmHWM"), "MB");
    }
}
