package dev.replay.bench;

import static dev.replay.bench.Stage.RECIPIENTS;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpResponse;
import org.jspecify.annotations.Nullable;

/** What the API answers of a campaign, and how long it takes. */
final class Reads {
    private static final int REQUESTS = 300;
    private static final int WARM_UP = 200;

    private final Stage stage;
    private final String campaign;

    Reads(Stage stage, long campaign) {
        this.stage = stage;
        this.campaign = "/v1/campaigns/" + campaign;
    }

    static void run(Stage stage, long original) throws Exception {
        var reads = new Reads(stage, original);
        String template = "/v1/templates/"
                + stage.backend
                        .call(
                                "POST",
                                "/v1/templates",
                                "{\"name\":\"On its way\",\"senderId\":%d,\"body\":\"%s\"}"
                                        .formatted(stage.backend.senderId(), DurableLoop.TEXT))
                        .get("id")
                        .asText();
        double[][] figures = timed(() -> reads.ok("GET", template, ""), reads::breakdown, reads::preview);
        double oneRow = Report.median(figures[0]);
        Report.atMost("breakdown", Report.median(figures[1]), oneRow, "ms", 3);
        Report.atMost("preview", Report.median(figures[2]), oneRow, "ms", 3);

        String lastPage = reads.lastPage();
        double[][] pages = timed(reads::firstPage, () -> reads.page(lastPage));
        Report.atMost("messages-last", Report.median(pages[1]), Report.median(pages[0]), "ms", 1.2);

        BenchDatabase.suppress(stage.c, original, RECIPIENTS / 10);
        double[] suppressed = new double[REQUESTS];
        for (int i = 0; i < REQUESTS; i++) suppressed[i] = milliseconds(reads::preview);
        Report.atMost("preview-suppressed", Report.percentile(suppressed, 99), 300, "ms", 1);
        // Each after one more has opted out, so that the last answer does not hold any more.
        double[] afresh = new double[REQUESTS / 5];
        for (int i = 0; i < afresh.length; i++) {
            BenchDatabase.execute(
                    stage.c,
                    "insert into suppression select account_id, %d, reason, now() from suppression limit 1"
                            .formatted(447_700_000_000L + i));
            afresh[i] = milliseconds(reads::preview);
        }
        Report.atMost("preview-suppressed-afresh", Report.percentile(afresh, 99), 300, "ms", 1);
    }

    void campaign() throws Exception {
        ok("GET", campaign, "");
    }

    void breakdown() throws Exception {
        ok("GET", campaign + "/status-breakdown", "");
    }

    void preview() throws Exception {
        ok("POST", campaign + "/replay-preview", Freezes.SELECT_UNDELIVERED);
    }

    void firstPage() throws Exception {
        page("");
    }

    /** @param cursor with its name, or nothing for the first one */
    void page(String cursor) throws Exception {
        ok("GET", campaign + "/messages?limit=50" + cursor, "");
    }

    /** Of the page behind so many of 200, or of the last one. */
    String cursorAfter(int pages) throws Exception {
        String cursor = "";
        String next = "";
        for (int page = 0; page <= pages && next != null; page++) {
            cursor = next;
            next = next("/messages?limit=200" + cursor);
        }
        return cursor;
    }

    /** Walks all pages once, to learn where the last one of 50 begins. @return its cursor */
    String lastPage() throws Exception {
        String cursor = "";
        for (String next = ""; next != null; ) {
            cursor = next;
            next = next("/messages?limit=200" + cursor);
        }
        for (String next = cursor; next != null; ) {
            cursor = next;
            next = next("/messages?limit=50" + cursor);
        }
        return cursor;
    }

    private @Nullable String next(String path) throws Exception {
        JsonNode next = stage.backend.get(campaign + path).get("nextCursor");
        return next.isNull() ? null : "&cursor=" + next.asText();
    }

    private void ok(String method, String path, String json) throws Exception {
        HttpResponse<String> response = stage.backend.send(method, path, json);
        if (response.statusCode() != 200) throw new IllegalStateException(path + ": " + response.body());
    }

    @FunctionalInterface
    interface Request {
        void send() throws Exception;
    }

    /** They take turns, so that whatever else the machine does meets all of them alike. @return milliseconds of each */
    static double[][] timed(Request... requests) throws Exception {
        double[][] figures = new double[requests.length][REQUESTS];
        warmUp(requests);
        for (int i = 0; i < REQUESTS; i++)
            for (int r = 0; r < requests.length; r++) figures[r][i] = milliseconds(requests[r]);
        return figures;
    }

    static void warmUp(Request... requests) throws Exception {
        for (int i = 0; i < WARM_UP; i++) for (Request request : requests) request.send();
    }

    private static double milliseconds(Request request) throws Exception {
        long start = System.nanoTime();
        request.send();
        return BenchDatabase.seconds(start) * 1_000;
    }
}
