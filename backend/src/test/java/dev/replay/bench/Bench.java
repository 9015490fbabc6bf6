package dev.replay.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.replay.BackendProcess;
import dev.replay.SimulatorProcess;
import dev.replay.boot.EmbeddedPostgres;
import dev.replay.carrier.smpp.SmppSettings;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Measures the packaged backend, in a process of its own, beside the bare loops that bound it. Each limit runs next to what
 * it bounds, and both several times, because a machine is never quiet; medians are compared. Ends with 0 whenever it could
 * measure, whatever the figures.
 *
 * <p>Properties: {@code bench.recipients} (1,000,000), {@code bench.rounds} (3).
 */
public final class Bench {
    /** The one that make builds with the page in it. */
    private static final Path JAR = Path.of("target", "run", "quarkus-run.jar");

    private static final int RECIPIENTS = Integer.getInteger("bench.recipients", 1_000_000);
    private static final int ROUNDS = Integer.getInteger("bench.rounds", 3);
    private static final int BINDS = 4;
    private static final int WINDOW = 100;
    private static final int REQUESTS = 300;
    private static final int WARM_UP = 200;
    private static final int UNDELIVERED = 3;
    private static final String SELECT_UNDELIVERED = "{\"select\":[{\"status\":\"UnDelivered\"}]}";
    private static final int SIMULATOR_HEAP = 1_536;
    private static final String HELD = "receipts=true&receipt-delay=7200000";
    private static final String FATES_DELIVERED = "fates=delivered";
    private static final String FATES_BY_DIGITS = "fates=digits";
    private static final String OFF = "receipts=false&receipt-delay=0";

    private final Path directory;
    private final EmbeddedPostgres postgres;
    private final BenchDatabase database;
    private final Connection c;
    private final SimulatorProcess simulator;
    private final BackendProcess backend;
    private final SmppSettings smpp;
    private final long[] numbers = Audience.numbers(RECIPIENTS);

    private final List<Double> launches = new ArrayList<>();
    private final List<Double> receipts = new ArrayList<>();

    private Bench(Path directory, Deque<AutoCloseable> started) throws Exception {
        this.directory = directory;
        postgres = new EmbeddedPostgres(directory.resolve("pg"), directory.getParent(), EmbeddedPostgres.Keep.FOREVER);
        started.push(postgres);
        postgres.start();
        database = new BenchDatabase(postgres, directory.resolve("pg"));
        simulator = SimulatorProcess.start(
                directory.resolve("simulator.log"),
                SIMULATOR_HEAP,
                "fates=digits",
                "receipt-window=500",
                "receipts=false");
        started.push(simulator);
        long start = System.nanoTime();
        backend = BackendProcess.start(JAR, directory.resolve("backend.log"), environment());
        started.push(backend);
        backend.awaitReady();
        Report.plain("ready", BenchDatabase.seconds(start), "s");
        smpp = SmppSettings.of("127.0.0.1", simulator.port(), "bench", "").withBinds(BINDS, WINDOW);
        c = database.connect();
    }

    private Map<String, String> environment() {
        Map<String, String> all = new HashMap<>();
        all.put("QUARKUS_DATASOURCE_JDBC_URL", postgres.jdbcUrl());
        all.put("QUARKUS_DATASOURCE_USERNAME", postgres.username());
        all.put("QUARKUS_DATASOURCE_PASSWORD", postgres.password());
        all.put("REPLAY_DATA_DIR", directory.resolve("data").toString());
        all.put("REPLAY_MIN_AGE", "PT0S");
        all.put("REPLAY_SMPP_HOST", "127.0.0.1");
        all.put("REPLAY_SMPP_PORT", Integer.toString(simulator.port()));
        all.put("REPLAY_SMPP_BINDS", Integer.toString(BINDS));
        all.put("REPLAY_SMPP_WINDOW", Integer.toString(WINDOW));
        return all;
    }

    public static void main(String[] arguments) throws Exception {
        Path directory = Files.createTempDirectory(Files.createDirectories(Path.of("target", "bench")), "run-")
                .toAbsolutePath();
        Deque<AutoCloseable> started = new ConcurrentLinkedDeque<>();
        // However it ends, by Ctrl-C too, nothing that it started lives on and nothing that it wrote stays.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(started, directory)));
        long start = System.nanoTime();
        Report.note(
                "%,d recipients, %d rounds, %d processors",
                RECIPIENTS, ROUNDS, Runtime.getRuntime().availableProcessors());
        try {
            new Bench(directory, started).run();
            Report.note("done in %.0f s", BenchDatabase.seconds(start));
            System.exit(0);
        } catch (Exception e) {
            e.printStackTrace();
            keepLogs(directory);
            System.exit(1);
        }
    }

    private void run() throws Exception {
        backend.signIn().withCredits();
        List<Long> campaigns = new ArrayList<>();
        List<Long> limits = new ArrayList<>();
        imports(campaigns, limits);
        estimate();
        // The first campaign warms everything up, and its receipts make it the one that is replayed.
        long original = campaigns.getFirst();
        sendWithReceiptsHeld(original, RECIPIENTS);
        settle(original, RECIPIENTS);
        sending(campaigns.subList(1, campaigns.size()), limits);
        freezes(original);
        receipts(limits);
        launch();
        reads(original);
        PageBench.run(backend.address(), original);
        Report.plain("backend-rss", Usage.megabytes(backend.process().pid(), "VmRSS"), "MB");
        Report.plain("backend-rss-most", Usage.megabytes(backend.process().pid(), "VmHWM"), "MB");
    }

    // ---- import and estimate

    /** One campaign more than there are rounds; of the limits' rows those of the last rounds stay, to be sent. */
    private void imports(List<Long> campaigns, List<Long> limits) throws Exception {
        Path csv = Audience.csv(directory.resolve("recipients.csv"), RECIPIENTS);
        Path copy = directory.resolve("rows");
        double[] ours = new double[ROUNDS + 1];
        double[] bare = new double[ROUNDS + 1];
        for (int round = 0; round <= ROUNDS; round++) {
            database.freshPartition(c);
            long campaign = draft(DurableLoop.TEXT);
            database.checkpoint();
            long start = System.nanoTime();
            put(campaign, csv);
            ours[round] = BenchDatabase.seconds(start);
            campaigns.add(campaign);

            long limit = database.limitCampaign(c);
            database.copyOut(c, campaign, limit, copy);
            database.checkpoint();
            bare[round] = database.copyIn(c, copy);
            limits.add(limit);
            queued(limit);
            Report.note("import %.1f s, COPY %.1f s", ours[round], bare[round]);
        }
        Files.delete(copy);
        Report.atMost("import", Report.median(ours), Report.median(bare), "s", 3);
        Report.atLeast("import-rate", RECIPIENTS / Report.median(ours), 50_000, "rows/s", 1);
        database.drop(c, limits.removeFirst());
    }

    /** The tally of rows that were just copied. */
    private void queued(long campaign) throws Exception {
        BenchDatabase.execute(c, """
                insert into tally (campaign_id, shard, status, sub_status, segments, country, count)
                values (%d, 0, 0, 0, 0, 'IN', %d)
                """.formatted(campaign, RECIPIENTS));
    }

    private void put(long campaign, Path csv) throws Exception {
        JsonNode imported = backend.putCsv("/v1/campaigns/" + campaign + "/recipients", csv);
        if (imported.get("accepted").asInt() != RECIPIENTS) throw new IllegalStateException(imported.toString());
    }

    private long draft(String body) throws Exception {
        return backend.call(
                        "POST",
                        "/v1/campaigns",
                        "{\"senderId\":%d,\"route\":\"transactional\",\"body\":\"%s\"}"
                                .formatted(backend.senderId(), body))
                .get("id")
                .asLong();
    }

    private void estimate() throws Exception {
        database.freshPartition(c);
        long campaign = draft("Dear {name}, your order {order} is on its way.");
        Path csv = Audience.csvWithVariables(directory.resolve("variables.csv"), RECIPIENTS);
        put(campaign, csv);
        double[] seconds = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            long start = System.nanoTime();
            JsonNode estimate = backend.call("POST", "/v1/campaigns/" + campaign + "/cost-estimate", "");
            seconds[round] = BenchDatabase.seconds(start);
            if (estimate.get("segments").asInt() != RECIPIENTS) throw new IllegalStateException(estimate.toString());
        }
        Report.atMost("estimate", Report.median(seconds), 10, "s", 1);
        BenchDatabase.execute(c, "delete from estimate where campaign_id = " + campaign);
        backend.send("DELETE", "/v1/campaigns/" + campaign, "");
    }

    // ---- sending and receipts

    private void launch(long campaign) throws Exception {
        String estimate = backend.call("POST", "/v1/campaigns/" + campaign + "/cost-estimate", "")
                .get("estimateId")
                .asText();
        long start = System.nanoTime();
        backend.call("POST", "/v1/campaigns/" + campaign + "/launch", "{\"estimateId\":" + estimate + "}");
        launches.add(BenchDatabase.seconds(start) * 1_000);
    }

    private void awaitSubmitted(long campaign) throws Exception {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!backend.get("/v1/campaigns/" + campaign).get("status").asText().equals("submitted")) {
            if (System.nanoTime() > limit) throw new IllegalStateException("campaign " + campaign + " never ends");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private void sendWithReceiptsHeld(long campaign, int messages) throws Exception {
        simulator.change(HELD);
        launch(campaign);
        double rate = Advance.rate(c, campaign, 0, messages);
        awaitSubmitted(campaign);
        Report.note("sent %,d with their receipts held back: %,.0f/s", messages, rate);
    }

    /** Every receipt at once. */
    private void settle(long campaign, int messages) throws Exception {
        database.checkpoint();
        double ours = Usage.cpu(backend.process().pid());
        double postgres = Usage.cpuOfFamily(database.postmaster());
        double theirs = Usage.cpu(simulator.pid());
        simulator.release();
        receipts.add(Advance.rate(c, campaign, 1, messages));
        Report.note(
                "settled %,d: %,.0f receipts/s, CPU ms per 1,000: backend %.1f, postgres %.1f, simulator %.1f",
                messages,
                receipts.getLast(),
                (Usage.cpu(backend.process().pid()) - ours) / messages * 1e6,
                (Usage.cpuOfFamily(database.postmaster()) - postgres) / messages * 1e6,
                (Usage.cpu(simulator.pid()) - theirs) / messages * 1e6);
        simulator.change(OFF);
    }

    private void sending(List<Long> campaigns, List<Long> limits) throws Exception {
        short submitted = BenchDatabase.subStatus(c, "SUBMITTED");
        double[] ours = new double[ROUNDS];
        double[] bare = new double[ROUNDS];
        double backendCpu = 0;
        double postgresCpu = 0;
        double simulatorCpu = 0;
        for (int round = 0; round < ROUNDS; round++) {
            database.checkpoint();
            double before = Usage.cpuOfFamily(database.postmaster());
            double self = Usage.cpu(ProcessHandle.current().pid());
            bare[round] = new DurableLoop(database, smpp, limits.get(round), numbers, submitted).run();
            Report.note(
                    "durable loop %,.0f/s, CPU ms per 1,000: loop %.1f, postgres %.1f",
                    bare[round],
                    perThousand(Usage.cpu(ProcessHandle.current().pid()) - self) * 1_000,
                    perThousand(Usage.cpuOfFamily(database.postmaster()) - before) * 1_000);

            database.checkpoint();
            backendCpu -= Usage.cpu(backend.process().pid());
            postgresCpu -= Usage.cpuOfFamily(database.postmaster());
            simulatorCpu -= Usage.cpu(simulator.pid());
            long start = System.nanoTime();
            launch(campaigns.get(round));
            ours[round] = Advance.rate(c, campaigns.get(round), 0, RECIPIENTS);
            backendCpu += Usage.cpu(backend.process().pid());
            postgresCpu += Usage.cpuOfFamily(database.postmaster());
            simulatorCpu += Usage.cpu(simulator.pid());
            awaitSubmitted(campaigns.get(round));
            Report.note("sending %,.0f/s, launch to submitted %.1f s", ours[round], BenchDatabase.seconds(start));
        }
        Report.atLeast("sending", Report.median(ours), Report.median(bare), "messages/s", 0.5);
        Report.atLeast("sending-rate", Report.median(ours), 15_000, "messages/s", 1);
        simulator.change(FATES_DELIVERED);
        Report.plain("wire-loop", WireLoops.ours(smpp), "messages/s");
        Report.plain("wire-loop-jsmpp", WireLoops.jsmpp(smpp), "messages/s");
        simulator.change(FATES_BY_DIGITS);
        Report.plain("sending-cpu-backend", perThousand(backendCpu) / ROUNDS * 1_000, "ms/1000");
        Report.plain("sending-cpu-postgres", perThousand(postgresCpu) / ROUNDS * 1_000, "ms/1000");
        Report.plain("sending-cpu-simulator", perThousand(simulatorCpu) / ROUNDS * 1_000, "ms/1000");
        Report.plain("sending-rss", Usage.megabytes(backend.process().pid(), "VmRSS"), "MB");
    }

    private static double perThousand(double cpuSeconds) {
        return cpuSeconds / RECIPIENTS * 1_000;
    }

    /** Of the limits' rows, which have all been sent. */
    private void receipts(List<Long> limits) throws Exception {
        short delivered = BenchDatabase.subStatus(c, "DELIVRD");
        double[] bare = new double[ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            database.checkpoint();
            double postgres = Usage.cpuOfFamily(database.postmaster());
            double loop = Usage.cpu(ProcessHandle.current().pid());
            bare[round] = InboxLoop.run(c, limits.get(round), numbers, delivered);
            Report.note(
                    "inbox loop %,.0f/s, CPU ms per 1,000: loop %.1f, postgres %.1f",
                    bare[round],
                    perThousand(Usage.cpu(ProcessHandle.current().pid()) - loop) * 1_000,
                    perThousand(Usage.cpuOfFamily(database.postmaster()) - postgres) * 1_000);
            database.drop(c, limits.get(round));
        }
        double ours = Report.median(receipts.stream().mapToDouble(r -> r).toArray());
        Report.atLeast("receipts", ours, Report.median(bare), "receipts/s", 0.5);
        Report.atLeast("receipts-rate", ours, 20_000, "receipts/s", 1);
    }

    // ---- replay

    private void freezes(long original) throws Exception {
        int half = RECIPIENTS / 2;
        double[] ours = new double[ROUNDS];
        double[] bare = new double[ROUNDS];
        List<Long> replays = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
            long limit = database.limitCampaign(c);
            database.checkpoint();
            bare[round] = database.insertSelect(c, original, limit, UNDELIVERED);
            database.drop(c, limit);

            database.freshPartition(c);
            database.checkpoint();
            long start = System.nanoTime();
            JsonNode replay = backend.call("POST", "/v1/campaigns/" + original + "/replays", SELECT_UNDELIVERED);
            ours[round] = BenchDatabase.seconds(start);
            if (replay.get("recipients").asInt() != half) throw new IllegalStateException(replay.toString());
            replays.add(replay.get("id").asLong());
            Report.note("freeze %.2f s, INSERT … SELECT %.2f s", ours[round], bare[round]);
        }
        Report.atMost("freeze", Report.median(ours), Report.median(bare), "s", 1.5);
        Report.atMost("freeze-floor", Report.median(ours), 10, "s", 1);
        for (long replay : replays.subList(0, ROUNDS - 1)) {
            sendWithReceiptsHeld(replay, half);
            settle(replay, half);
        }
    }

    private void launch() {
        Report.atMost(
                "launch", Report.median(launches.stream().mapToDouble(l -> l).toArray()), 100, "ms", 1);
    }

    // ---- reads

    private void reads(long original) throws Exception {
        String campaign = "/v1/campaigns/" + original;
        String template = "/v1/templates/"
                + backend.call(
                                "POST",
                                "/v1/templates",
                                "{\"name\":\"On its way\",\"senderId\":%d,\"body\":\"%s\"}"
                                        .formatted(backend.senderId(), DurableLoop.TEXT))
                        .get("id")
                        .asText();
        double[][] figures = timed(
                () -> ok("GET", template, ""),
                () -> ok("GET", campaign + "/status-breakdown", ""),
                () -> ok("POST", campaign + "/replay-preview", SELECT_UNDELIVERED));
        double oneRow = Report.median(figures[0]);
        Report.atMost("breakdown", Report.median(figures[1]), oneRow, "ms", 3);
        Report.atMost("preview", Report.median(figures[2]), oneRow, "ms", 3);

        String lastPage = lastPage(campaign);
        double[][] pages =
                timed(() -> ok("GET", campaign + "/messages?limit=50", ""), () -> ok("GET", campaign + lastPage, ""));
        Report.atMost("messages-last", Report.median(pages[1]), Report.median(pages[0]), "ms", 1.2);

        BenchDatabase.suppress(c, original, RECIPIENTS / 10);
        double[] suppressed = new double[REQUESTS];
        for (int i = 0; i < REQUESTS; i++) suppressed[i] = milliseconds(() -> preview(campaign));
        Report.atMost("preview-suppressed", Report.percentile(suppressed, 99), 300, "ms", 1);
        // Each after one more has opted out, so that the last answer does not hold any more.
        double[] afresh = new double[REQUESTS / 5];
        for (int i = 0; i < afresh.length; i++) {
            BenchDatabase.execute(
                    c,
                    "insert into suppression select account_id, %d, reason, now() from suppression limit 1"
                            .formatted(447_700_000_000L + i));
            afresh[i] = milliseconds(() -> preview(campaign));
        }
        Report.atMost("preview-suppressed-afresh", Report.percentile(afresh, 99), 300, "ms", 1);
    }

    private void preview(String campaign) throws Exception {
        ok("POST", campaign + "/replay-preview", SELECT_UNDELIVERED);
    }

    /** Walks all pages once, to learn where the last one of 50 begins. @return its path behind the campaign's */
    private String lastPage(String campaign) throws Exception {
        String cursor = "";
        for (String next = ""; next != null; ) {
            cursor = next;
            next = next(campaign + "/messages?limit=200" + cursor);
        }
        for (String next = cursor; next != null; ) {
            cursor = next;
            next = next(campaign + "/messages?limit=50" + cursor);
        }
        return "/messages?limit=50" + cursor;
    }

    private @Nullable String next(String path) throws Exception {
        JsonNode next = backend.get(path).get("nextCursor");
        return next.isNull() ? null : "&cursor=" + next.asText();
    }

    @FunctionalInterface
    private interface Request {
        void send() throws Exception;
    }

    private void ok(String method, String path, String json) throws Exception {
        HttpResponse<String> response = backend.send(method, path, json);
        if (response.statusCode() != 200) throw new IllegalStateException(path + ": " + response.body());
    }

    /** They take turns, so that whatever else the machine does meets all of them alike. @return milliseconds of each */
    private static double[][] timed(Request... requests) throws Exception {
        double[][] figures = new double[requests.length][REQUESTS];
        for (int i = 0; i < WARM_UP; i++) for (Request request : requests) request.send();
        for (int i = 0; i < REQUESTS; i++)
            for (int r = 0; r < requests.length; r++) figures[r][i] = milliseconds(requests[r]);
        return figures;
    }

    private static double milliseconds(Request request) throws Exception {
        long start = System.nanoTime();
        request.send();
        return BenchDatabase.seconds(start) * 1_000;
    }

    // ---- the end

    private static void end(Deque<AutoCloseable> started, Path directory) {
        for (AutoCloseable one = started.poll(); one != null; one = started.poll()) {
            try {
                one.close();
            } catch (Exception e) {
                System.err.println("not closed: " + e.getMessage());
            }
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        } catch (IOException e) {
            System.err.println("not deleted: " + e.getMessage());
        }
    }

    private static void keepLogs(Path directory) throws IOException {
        for (String log : new String[] {"backend.log", "simulator.log", "pg/postgres.log"}) {
            Path file = directory.resolve(log);
            if (Files.exists(file))
                Files.copy(
                        file,
                        directory.resolveSibling("failed-" + file.getFileName()),
                        StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
