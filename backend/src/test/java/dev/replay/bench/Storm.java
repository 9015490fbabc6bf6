package dev.replay.bench;

import static dev.replay.bench.Stage.RECIPIENTS;

import java.sql.Connection;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The receipts of one campaign all at once and in no order, some of them twice and some of ids that nobody knows, while another
 * campaign goes out.
 */
final class Storm {
    private static final String SHARES = "unknown-share=0.01&repeated-share=0.01";

    /** They are held back until a time of their own each, and released in the order of those. */
    private static final String IN_NO_ORDER = "receipt-delay-jitter=3600000";

    private static final String AS_BEFORE = "unknown-share=0&repeated-share=0&receipt-delay-jitter=0";

    private Storm() {}

    static void run(Stage stage) throws Exception {
        stage.warmUp();
        long settling = stage.campaign(RECIPIENTS);
        long sending = stage.campaign(RECIPIENTS);
        long backend = stage.backend.process().pid();
        long before = stage.simulator.counts().get("receiptsAcknowledged").asLong();
        long storedBefore = BenchDatabase.number(stage.c, "select count(*) from receipt_inbox");
        stage.simulator.change(SHARES + "&" + IN_NO_ORDER);
        double alone = stage.sendWithReceiptsHeld(settling, RECIPIENTS);
        stage.simulator.change(Stage.OFF + "&" + AS_BEFORE);
        stage.database.checkpoint();
        Usage.forgetMost(backend);

        stage.launch(sending);
        while (Advance.reached(stage.c, sending, Advance.QUEUED) == 0) LockSupport.parkNanos(1_000_000);
        long start = System.nanoTime();
        stage.simulator.release();
        try (Connection other = stage.database.connect()) {
            FutureTask<Double> sent = beside(() -> Advance.rate(other, sending, Advance.QUEUED, RECIPIENTS));
            double rate = Advance.rate(stage.c, settling, Advance.SENT, RECIPIENTS);
            double seconds = BenchDatabase.seconds(start);
            Report.plain("storm", seconds, "s");
            Report.plain("storm-receipts", rate, "receipts/s");
            Report.beside("storm-sending", sent.get(), alone, "messages/s");
        }
        Report.atMost("storm-rss-most", Usage.megabytes(backend, "VmHWM"), 512, "MB", 1);
        awaitAcknowledged(stage);
        Report.exactly(
                "storm-stored",
                BenchDatabase.number(stage.c, "select count(*) from receipt_inbox") - storedBefore,
                stage.simulator.counts().get("receiptsAcknowledged").asLong() - before,
                "receipts");
        Report.exactly(
                "storm-unknown-kept",
                BenchDatabase.number(stage.c, "select count(*) from receipt_inbox where campaign_id is null"),
                BenchDatabase.number(
                        stage.c,
                        "select count(*) from receipt_inbox r where not exists (select from carrier_ref f"
                                + " where f.carrier_message_id = r.carrier_message_id)"),
                "receipts");
        Report.plain(
                "storm-repeated",
                BenchDatabase.number(
                        stage.c, "select count(*) - ? from receipt_inbox where campaign_id = " + settling, RECIPIENTS),
                "receipts");
        Report.exactly(
                "storm-tallied",
                BenchDatabase.number(
                        stage.c, "select sum(count) from tally where campaign_id = ? and status in (2, 3)", settling),
                RECIPIENTS,
                "messages");
        Report.exactly(
                "storm-settled",
                BenchDatabase.number(
                        stage.c, "select count(*) from message where campaign_id = ? and status in (2, 3)", settling),
                RECIPIENTS,
                "messages");
    }

    private static FutureTask<Double> beside(Callable<Double> work) {
        var task = new FutureTask<>(work);
        Thread.ofPlatform().name("sending").daemon().start(task);
        return task;
    }

    private static void awaitAcknowledged(Stage stage) throws Exception {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (stage.simulator.counts().get("receiptsPending").asLong() > 0) {
            if (System.nanoTime() > limit) throw new IllegalStateException("receipts are never acknowledged");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }
}
