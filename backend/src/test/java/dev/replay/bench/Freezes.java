package dev.replay.bench;

import static dev.replay.bench.Stage.RECIPIENTS;
import static dev.replay.bench.Stage.ROUNDS;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** Replays of the half that was not reached, beside a bare INSERT … SELECT. */
final class Freezes {
    static final String SELECT_UNDELIVERED = "{\"select\":[{\"status\":\"UnDelivered\"}]}";

    private static final int UNDELIVERED = 3;

    private Freezes() {}

    /** @return them, none of them sent */
    static List<Long> run(Stage stage, long original) throws Exception {
        int half = RECIPIENTS / 2;
        BenchDatabase database = stage.database;
        double[] ours = new double[ROUNDS];
        double[] bare = new double[ROUNDS];
        List<Long> replays = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            long limit = database.limitCampaign(stage.c);
            database.checkpoint();
            bare[round] = database.insertSelect(stage.c, original, limit, UNDELIVERED);
            database.drop(stage.c, limit);

            database.freshPartition(stage.c);
            database.checkpoint();
            long start = System.nanoTime();
            JsonNode replay = stage.backend.call("POST", "/v1/campaigns/" + original + "/replays", SELECT_UNDELIVERED);
            ours[round] = BenchDatabase.seconds(start);
            if (replay.get("recipients").asInt() != half) throw new IllegalStateException(replay.toString());
            replays.add(replay.get("id").asLong());
            Report.note("freeze %.2f s, INSERT … SELECT %.2f s", ours[round], bare[round]);
        }
        Report.atMost("freeze", Report.median(ours), Report.median(bare), "s", 1.5);
        Report.atMost("freeze-floor", Report.median(ours), 10, "s", 1);
        return replays;
    }
}
