package dev.replay.bench;

import static dev.replay.bench.Stage.RECIPIENTS;
import static dev.replay.bench.Stage.ROUNDS;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A campaign's recipients beside a bare COPY of the same rows, and what they would cost. */
final class Imports {
    /** Drafts with their recipients, one more than there are rounds. */
    final List<Long> campaigns = new ArrayList<>();
    /** Of the limits' rows those of the last rounds stay, to be sent. */
    final List<Long> limits = new ArrayList<>();

    private final Stage stage;

    Imports(Stage stage) {
        this.stage = stage;
    }

    void run() throws Exception {
        BenchDatabase database = stage.database;
        Path csv = Audience.csv(stage.directory.resolve("recipients.csv"), RECIPIENTS);
        Path copy = stage.directory.resolve("rows");
        double[] ours = new double[ROUNDS + 1];
        double[] bare = new double[ROUNDS + 1];
        for (int round = 0; round <= ROUNDS; round++) {
            database.freshPartition(stage.c);
            long campaign = stage.draft(DurableLoop.TEXT);
            database.checkpoint();
            long start = System.nanoTime();
            stage.put(campaign, csv, RECIPIENTS);
            ours[round] = BenchDatabase.seconds(start);
            campaigns.add(campaign);

            long limit = database.limitCampaign(stage.c);
            database.copyOut(stage.c, campaign, limit, copy);
            database.checkpoint();
            bare[round] = database.copyIn(stage.c, copy);
            limits.add(limit);
            queued(limit);
            Report.note("import %.1f s, COPY %.1f s", ours[round], bare[round]);
        }
        Files.delete(copy);
        Report.atMost("import", Report.median(ours), Report.median(bare), "s", 3);
        Report.atLeast("import-rate", RECIPIENTS / Report.median(ours), 50_000, "rows/s", 1);
        database.drop(stage.c, limits.removeFirst());
    }

    /** The tally of rows that were just copied. */
    private void queued(long campaign) throws Exception {
        BenchDatabase.execute(stage.c, """
                insert into tally (campaign_id, shard, status, sub_status, segments, country, count)
                values (%d, 0, 0, 0, 0, 'IN', %d)
                """.formatted(campaign, RECIPIENTS));
    }

    void estimate() throws Exception {
        stage.database.freshPartition(stage.c);
        long campaign = stage.draft("Dear {name}, your order {order} is on its way.");
        stage.put(
                campaign, Audience.csvWithVariables(stage.directory.resolve("variables.csv"), RECIPIENTS), RECIPIENTS);
        double[] seconds = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            JsonNode estimate = stage.backend.call("POST", "/v1/campaigns/" + campaign + "/cost-estimate", "");
            seconds[round] = BenchDatabase.seconds(start);
            if (estimate.get("segments").asInt() != RECIPIENTS) throw new IllegalStateException(estimate.toString());
        }
        Report.atMost("estimate", Report.median(seconds), 10, "s", 1);
        BenchDatabase.execute(stage.c, "delete from estimate where campaign_id = " + campaign);
        stage.backend.send("DELETE", "/v1/campaigns/" + campaign, "");
    }
}
