package dev.replay.bench;

import static dev.replay.bench.Stage.RECEIPT_WINDOW;
import static dev.replay.bench.Stage.RECIPIENTS;
import static dev.replay.bench.Stage.ROUNDS;

import java.util.List;

/** Sending beside the bare durable loop, and receipts beside the bare inbox loop. */
final class Sending {
    private final Stage stage;
    private final long[] numbers = Audience.numbers(RECIPIENTS);

    Sending(Stage stage) {
        this.stage = stage;
    }

    void run(List<Long> campaigns, List<Long> limits) throws Exception {
        short submitted = BenchDatabase.subStatus(stage.c, "SUBMITTED");
        double[] ours = new double[ROUNDS];
        double[] bare = new double[ROUNDS];
        Stage.Cpu cpu = Stage.Cpu.NONE;
        for (int round = 0; round < ROUNDS; round++) {
            stage.database.checkpoint();
            Own before = Own.now(stage);
            bare[round] = new DurableLoop(stage.database, stage.smpp, limits.get(round), numbers, submitted).run();
            before.note("durable loop", bare[round]);

            stage.database.checkpoint();
            Stage.Cpu start = stage.cpu();
            long launched = System.nanoTime();
            stage.launch(campaigns.get(round));
            ours[round] = Advance.rate(stage.c, campaigns.get(round), Advance.QUEUED, RECIPIENTS);
            cpu = cpu.plus(stage.cpu().minus(start));
            stage.awaitSubmitted(campaigns.get(round));
            Report.note("sending %,.0f/s, launch to submitted %.1f s", ours[round], BenchDatabase.seconds(launched));
        }
        Report.atLeast("sending", Report.median(ours), Report.median(bare), "messages/s", 0.8);
        Report.atLeast("sending-rate", Report.median(ours), 30_000, "messages/s", 1);
        stage.simulator.change(Stage.FATES_DELIVERED);
        Report.plain("wire-loop", WireLoops.ours(stage.smpp), "messages/s");
        Report.plain("wire-loop-jsmpp", WireLoops.jsmpp(stage.smpp), "messages/s");
        stage.simulator.change(Stage.FATES_BY_DIGITS);
        cpu = cpu.perThousand((double) RECIPIENTS * ROUNDS);
        Report.plain("sending-cpu-backend", cpu.backend(), "ms/1000");
        Report.plain("sending-cpu-postgres", cpu.postgres(), "ms/1000");
        Report.plain("sending-cpu-simulator", cpu.simulator(), "ms/1000");
        Report.plain("sending-rss", Usage.megabytes(stage.backend.process().pid(), "VmRSS"), "MB");
    }

    /**
     * With a receipt for each right behind it; what counts is how fast messages get as far as their receipts. With a window
     * that lets the SMSC have few receipts unanswered, each round of them waits for its commit.
     */
    void withReceipts() throws Exception {
        withReceipts("sending-with-receipts", RECEIPT_WINDOW, RECIPIENTS / 2, 20_000);
        withReceipts("sending-with-receipts-window-10", 10, RECIPIENTS / 5, 5_000);
        stage.simulator.change(Stage.OFF + "&receipt-window=" + RECEIPT_WINDOW);
    }

    private void withReceipts(String name, int window, int messages, double bar) throws Exception {
        long campaign = stage.campaign(messages);
        stage.database.checkpoint();
        stage.simulator.change(Stage.AT_ONCE + "&receipt-window=" + window);
        stage.launch(campaign);
        double[] rates = Advance.rates(stage.c, campaign, messages, Advance.QUEUED, Advance.SENT);
        stage.awaitSubmitted(campaign);
        Report.atLeast(name, rates[1], bar, "messages/s", 1);
        Report.note("of that, sending alone %,.0f/s", rates[0]);
    }

    /** Of the limits' rows, which have all been sent, and of replays that are sent for it. */
    void receipts(List<Long> limits, List<Long> replays) throws Exception {
        short delivered = BenchDatabase.subStatus(stage.c, "DELIVRD");
        double[] ours = new double[ROUNDS];
        double[] bare = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            stage.sendWithReceiptsHeld(replays.get(round), RECIPIENTS / 2);
            stage.database.tidy(stage.c);
            stage.database.checkpoint();
            Own before = Own.now(stage);
            bare[round] = InboxLoop.run(stage.c, limits.get(round), numbers, delivered);
            before.note("inbox loop", bare[round]);
            stage.database.tidy(stage.c);
            ours[round] = stage.settle(replays.get(round), RECIPIENTS / 2);
            stage.database.drop(stage.c, limits.get(round));
        }
        Report.atLeast("receipts", Report.median(ours), Report.median(bare), "receipts/s", 0.8);
        Report.atLeast("receipts-rate", Report.median(ours), 40_000, "receipts/s", 1);
    }

    /** CPU seconds of this process and of PostgreSQL. */
    private record Own(Stage stage, double loop, double postgres) {
        static Own now(Stage stage) throws Exception {
            return new Own(
                    stage, Usage.cpu(ProcessHandle.current().pid()), Usage.cpuOfFamily(stage.database.postmaster()));
        }

        void note(String what, double rate) throws Exception {
            Own now = now(stage);
            Report.note(
                    "%s %,.0f/s, CPU ms per 1,000: loop %.1f, postgres %.1f",
                    what, rate, (now.loop - loop) / RECIPIENTS * 1e6, (now.postgres - postgres) / RECIPIENTS * 1e6);
        }
    }
}
