package dev.replay.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.replay.BackendProcess;
import dev.replay.SimulatorProcess;
import dev.replay.boot.EmbeddedPostgres;
import dev.replay.carrier.smpp.SmppSettings;
import java.io.IOException;
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

/** What is measured: a PostgreSQL, an SMSC and a backend, a process each, and a campaign's way through them. */
final class Stage implements AutoCloseable {
    static final int RECIPIENTS = Integer.getInteger("bench.recipients", 1_000_000);
    static final int ROUNDS = Integer.getInteger("bench.rounds", 3);
    static final int BINDS = 4;
    static final int WINDOW = 100;
    /** Receipts that the SMSC has unanswered on a bind at most, where a part says nothing else. */
    static final int RECEIPT_WINDOW = 500;

    /** Receipts right behind their messages, held back, or none. */
    static final String AT_ONCE = "receipts=true&receipt-delay=0";

    static final String HELD = "receipts=true&receipt-delay=7200000";
    static final String OFF = "receipts=false&receipt-delay=0";
    static final String FATES_DELIVERED = "fates=delivered";
    static final String FATES_BY_DIGITS = "fates=digits";

    /** The one that make builds with the page in it. */
    private static final Path JAR = Path.of("target", "run", "quarkus-run.jar");

    private static final int WARM_UP = Math.max(10_000, RECIPIENTS / 10);
    private static final int SIMULATOR_HEAP = 1_536;

    private final String name;
    final Path directory;
    final EmbeddedPostgres postgres;
    final BenchDatabase database;
    final Connection c;
    final SimulatorProcess simulator;
    /** The first of them. */
    final BackendProcess backend;

    final List<BackendProcess> backends = new ArrayList<>();
    final SmppSettings smpp;
    final double readySeconds;
    /** Of every launch so far, milliseconds. */
    final List<Double> launches = new ArrayList<>();

    private final Deque<AutoCloseable> started = new ConcurrentLinkedDeque<>();

    /**
     * @param parent where it makes a directory of its own
     * @param name in the names of the logs that it leaves when it fails
     * @param settings of PostgreSQL, where a part needs one that is not the stock's
     */
    Stage(Path parent, String name, String... settings) throws Exception {
        this.name = name;
        directory = Files.createTempDirectory(parent, name + "-").toAbsolutePath();
        // However it ends, by Ctrl-C too, nothing that it started lives on and nothing that it wrote stays.
        Runtime.getRuntime().addShutdownHook(new Thread(this::close));
        try {
            Path pg = directory.resolve("pg");
            postgres = with(new EmbeddedPostgres(pg, parent, EmbeddedPostgres.Keep.FOREVER));
            postgres.start();
            database = new BenchDatabase(postgres, pg);
            if (settings.length > 0) database.restartWith(settings);
            simulator = with(SimulatorProcess.start(
                    directory.resolve("simulator.log"),
                    SIMULATOR_HEAP,
                    "fates=digits",
                    "receipt-window=" + RECEIPT_WINDOW,
                    "receipts=false"));
            long start = System.nanoTime();
            backend = anotherBackend().withCredits();
            readySeconds = BenchDatabase.seconds(start);
            smpp = SmppSettings.of("127.0.0.1", simulator.port(), "bench", "").withBinds(BINDS, WINDOW);
            c = with(database.connect());
        } catch (Exception e) {
            keepLogs();
            throw e;
        }
    }

    /** On the same PostgreSQL and the same SMSC. */
    BackendProcess anotherBackend() throws Exception {
        Path log = directory.resolve("backend%s.log".formatted(backends.isEmpty() ? "" : "-" + (backends.size() + 1)));
        BackendProcess another = with(BackendProcess.start(JAR, log, environment()));
        backends.add(another);
        return another.awaitReady().signIn();
    }

    /** Ends it with everything else, and before what it stands on. */
    <T extends AutoCloseable> T with(T another) {
        started.push(another);
        return another;
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

    // ---- a campaign

    long draft(String body) throws Exception {
        return backend.call(
                        "POST",
                        "/v1/campaigns",
                        "{\"senderId\":%d,\"route\":\"transactional\",\"body\":\"%s\"}"
                                .formatted(backend.senderId(), body))
                .get("id")
                .asLong();
    }

    /** A draft with its recipients, ready to be launched. */
    long campaign(int recipients) throws Exception {
        long campaign = draft(DurableLoop.TEXT);
        Path csv = directory.resolve("recipients-" + recipients + ".csv");
        if (!Files.exists(csv)) Audience.csv(csv, recipients);
        put(campaign, csv, recipients);
        return campaign;
    }

    /** A campaign sent and settled, so that code is compiled and connections have found their pace. @return it */
    long warmUp() throws Exception {
        long campaign = campaign(WARM_UP);
        sendWithReceiptsHeld(campaign, WARM_UP);
        settle(campaign, WARM_UP);
        return campaign;
    }

    void put(long campaign, Path csv, int recipients) throws Exception {
        JsonNode imported = backend.putCsv("/v1/campaigns/" + campaign + "/recipients", csv);
        if (imported.get("accepted").asInt() != recipients) throw new IllegalStateException(imported.toString());
    }

    void launch(long campaign) throws Exception {
        String estimate = backend.call("POST", "/v1/campaigns/" + campaign + "/cost-estimate", "")
                .get("estimateId")
                .asText();
        long start = System.nanoTime();
        backend.call("POST", "/v1/campaigns/" + campaign + "/launch", "{\"estimateId\":" + estimate + "}");
        launches.add(BenchDatabase.seconds(start) * 1_000);
    }

    void awaitSubmitted(long campaign) throws Exception {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (!backend.get("/v1/campaigns/" + campaign).get("status").asText().equals("submitted")) {
            if (System.nanoTime() > limit) throw new IllegalStateException("campaign " + campaign + " never ends");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    /** @return messages a second */
    double sendWithReceiptsHeld(long campaign, int messages) throws Exception {
        simulator.change(HELD);
        launch(campaign);
        double rate = Advance.rate(c, campaign, Advance.QUEUED, messages);
        awaitSubmitted(campaign);
        Report.note("sent %,d with their receipts held back: %,.0f/s", messages, rate);
        return rate;
    }

    /** Every receipt at once. @return receipts a second */
    double settle(long campaign, int messages) throws Exception {
        database.checkpoint();
        Cpu before = cpu();
        simulator.release();
        double rate = Advance.rate(c, campaign, Advance.SENT, messages);
        Cpu used = cpu().minus(before).perThousand(messages);
        Report.note(
                "settled %,d: %,.0f receipts/s, CPU ms per 1,000: backend %.1f, postgres %.1f, simulator %.1f",
                messages, rate, used.backend(), used.postgres(), used.simulator());
        simulator.change(OFF);
        return rate;
    }

    // ---- what they use

    /** CPU seconds, or milliseconds per 1,000. */
    record Cpu(double backend, double postgres, double simulator) {
        static final Cpu NONE = new Cpu(0, 0, 0);

        Cpu plus(Cpu other) {
            return new Cpu(backend + other.backend, postgres + other.postgres, simulator + other.simulator);
        }

        Cpu minus(Cpu other) {
            return new Cpu(backend - other.backend, postgres - other.postgres, simulator - other.simulator);
        }

        Cpu perThousand(double messages) {
            double factor = 1e6 / messages;
            return new Cpu(backend * factor, postgres * factor, simulator * factor);
        }
    }

    Cpu cpu() throws IOException {
        return new Cpu(
                backends.stream().mapToDouble(b -> Usage.cpu(b.process().pid())).sum(),
                Usage.cpuOfFamily(database.postmaster()),
                Usage.cpu(simulator.pid()));
    }

    // ---- the end

    @Override
    public synchronized void close() {
        if (!Files.exists(directory)) return;
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

    /** Where they outlive the stage. */
    void keepLogs() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path log : files.filter(f -> f.toString().endsWith(".log")).toList())
                Files.copy(
                        log,
                        directory.resolveSibling("failed-" + name + "-" + log.getFileName()),
                        StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
