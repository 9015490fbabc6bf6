package dev.replay.chaos;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.replay.BackendProcess;
import dev.replay.SimulatorProcess;
import dev.replay.boot.Audit;
import dev.replay.boot.EmbeddedPostgres;
import dev.replay.store.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** What the faults happen to: backends, PostgreSQL, the SMSC, and the campaign that goes out meanwhile. */
final class Stage implements AutoCloseable {
    static final Duration LEASE = Duration.ofSeconds(5);
    /** After how long without a response a message is unconfirmed. */
    static final Duration RESPONSE_LIMIT = Duration.ofSeconds(3);

    static final String CALM = "fates=delivered&latency=5&latency-jitter=20&throttle-share=0&receipt-delay=0";

    private static final int WORKERS = 2;
    private static final int WINDOW = 500;
    private static final int SMPP_WINDOW = 100;
    private static final Duration END = Duration.ofMinutes(5);
    private static final Duration POLL = Duration.ofMillis(300);
    private static final long NUMBERS = 919_800_000_000L;
    /** Apart, so that each campaign has people of its own. */
    private static final long SERIES = 1_000_000;

    final SimulatorProcess simulator;
    final List<Node> nodes = new ArrayList<>();
    private final Path directory;
    private EmbeddedPostgres postgres;
    private final String sender;
    private long first = NUMBERS;
    private int messages;
    private long campaign;
    private int doubts;

    Stage(Path directory, int backends) throws Exception {
        this.directory = directory;
        Files.createDirectories(directory);
        postgres = startPostgres();
        simulator = SimulatorProcess.start(directory.resolve("simulator.log"), "fates=delivered", "receipt-retry=500");
        Map<String, String> common = new HashMap<>();
        common.put("QUARKUS_DATASOURCE_USERNAME", postgres.username());
        common.put("QUARKUS_DATASOURCE_PASSWORD", postgres.password());
        common.put("REPLAY_DATA_DIR", directory.resolve("data").toString());
        // They are killed so often that they are always young: one compiler is enough, and they are back sooner.
        common.put("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1");
        common.put("REPLAY_DISPATCH_LEASE", LEASE.toString());
        common.put("REPLAY_DISPATCH_WINDOW", Integer.toString(WINDOW));
        common.put("REPLAY_SMPP_RESPONSE_LIMIT", RESPONSE_LIMIT.toString());
        common.put("REPLAY_SMPP_WINDOW", Integer.toString(SMPP_WINDOW));
        common.put("REPLAY_RECEIPT_GRACE", "PT2S");
        for (int i = 0; i < backends; i++) {
            nodes.add(new Node(i, directory, common, postgres.jdbcUrl(), postgresPort(), simulator.port()));
            // The first one makes the schema.
            if (i == 0) nodes.getFirst().awaitReady();
        }
        nodes.forEach(Node::awaitReady);
        sender = Long.toString(anyone().withCredits().senderId());
    }

    private EmbeddedPostgres startPostgres() {
        return new EmbeddedPostgres(
                        directory.resolve("pg"), directory.toAbsolutePath().getParent(), EmbeddedPostgres.Keep.FOREVER)
                .start();
    }

    private int postgresPort() {
        return Integer.parseInt(postgres.jdbcUrl().replaceFirst(".*?:(\\d+)/.*", "$1"));
    }

    BackendProcess anyone() throws IOException, InterruptedException {
        for (Node node : nodes) if (node.ready()) return node.backend().signIn();
        throw new IllegalStateException("no backend is up");
    }

    // ---- the campaign

    /** @param rate segments a second of all backends together; 0 is unlimited */
    void launch(int recipients, int rate) throws Exception {
        first += SERIES;
        messages = recipients;
        doubts = 0;
        simulator.change(CALM);
        BackendProcess backend = anyone();
        campaign = backend.call("POST", "/v1/campaigns", """
                        {"senderId":%s,"route":"transactional","body":"Your order is on its way."%s}
                        """.formatted(sender, rate == 0 ? "" : ",\"rate\":" + rate))
                .get("id")
                .asLong();
        String csv = LongStream.range(first, first + recipients)
                .mapToObj(n -> "+" + n)
                .collect(Collectors.joining("\n", "recipient\n", "\n"));
        JsonNode imported = backend.putCsv("/v1/campaigns/" + campaign + "/recipients", csv);
        if (imported.get("accepted").asInt() != recipients) throw new IllegalStateException(imported.toString());
        String estimate = backend.call("POST", "/v1/campaigns/" + campaign + "/cost-estimate", "")
                .get("estimateId")
                .asText();
        backend.call("POST", "/v1/campaigns/" + campaign + "/launch", "{\"estimateId\":" + estimate + "}");
    }

    long accepted() throws Exception {
        return simulator.counts().get("accepted").asLong();
    }

    /** @return whether some more have been taken, so that a fault falls into the middle of sending; false at the end */
    boolean awaitSome(Random random, int most) throws Exception {
        return awaitSome(random, 1, most);
    }

    boolean awaitSome(Random random, int least, int most) throws Exception {
        long enough = accepted() + random.nextInt(least, most);
        await().atMost(END).pollInterval(Duration.ofMillis(20)).until(() -> accepted() >= enough || finished());
        return accepted() >= enough;
    }

    boolean finished() throws SQLException {
        try (Connection c = connect()) {
            return Database.first(
                            c,
                            "select finished_at is not null from campaign where id = ?",
                            s -> s.setLong(1, campaign),
                            r -> r.getBoolean(1))
                    .orElseThrow();
        }
    }

    /** Whether a receipt was written down by a clock that is so many hours behind. */
    boolean hoursBehind(int hours) throws SQLException {
        try (Connection c = connect()) {
            return Database.first(
                            c,
                            "select 1 from receipt_inbox where received_at < clock_timestamp() - make_interval(mins => ?) limit 1",
                            s -> s.setInt(1, hours * 60 - 5),
                            r -> true)
                    .isPresent();
        }
    }

    /** What so many processes had claimed or on the wire may be in doubt now. */
    void inDoubt(int processes) {
        doubts += processes * WORKERS * WINDOW;
    }

    /** What one connection to the SMSC had on the wire may be. */
    void connectionInDoubt() {
        doubts += SMPP_WINDOW;
    }

    /** Nobody is dead, but the answer to any message may be late. */
    void allInDoubt() {
        doubts = messages;
    }

    // ---- PostgreSQL

    Connection connect() throws SQLException {
        return DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), postgres.password());
    }

    Connection connectAsSuperuser() throws IOException, SQLException {
        var credentials = new Properties();
        try (var reader = Files.newBufferedReader(directory.resolve("pg").resolve("db-credentials"))) {
            credentials.load(reader);
        }
        return DriverManager.getConnection(postgres.jdbcUrl(), "postgres", credentials.getProperty("postgres"));
    }

    void restartPostgres() throws InterruptedException {
        postgres.close();
        startAgain();
    }

    void killPostgres() throws IOException, InterruptedException {
        long postmaster = Long.parseLong(
                Files.readAllLines(directory.resolve("pg").resolve("db").resolve("postmaster.pid"))
                        .getFirst()
                        .strip());
        ProcessHandle.of(postmaster).orElseThrow().destroyForcibly();
        postgres.close();
        startAgain();
    }

    private void startAgain() {
        postgres = startPostgres();
        nodes.forEach(n -> n.toPostgres.to(postgresPort()));
    }

    // ---- what came of it

    /**
     * @param lies Delivered in our books and never written to; and written to but neither Delivered nor listed
     * @param fell into doubt at some time, as the backends told it
     * @param unconfirmed of them, at the end
     * @param bound the windows of those that died or were cut off
     */
    record Findings(
            int messages,
            int arrived,
            long copies,
            int unlisted,
            int lies,
            int fell,
            int unconfirmed,
            int bound,
            List<String> audit,
            boolean ended) {
        static final Findings NONE = new Findings(0, 0, 0, 0, 0, 0, 0, 0, List.of(), true);

        /** Of two campaigns. */
        Findings and(Findings later) {
            return new Findings(
                    messages + later.messages,
                    arrived + later.arrived,
                    copies + later.copies,
                    unlisted + later.unlisted,
                    lies + later.lies,
                    fell + later.fell,
                    unconfirmed + later.unconfirmed,
                    bound + later.bound,
                    Stream.concat(audit.stream(), later.audit.stream())
                            .distinct()
                            .toList(),
                    ended && later.ended);
        }

        boolean clean() {
            return ended && copies == 0 && unlisted == 0 && lies == 0 && unconfirmed <= bound && audit.isEmpty();
        }

        /** No more than the dead had on the wire; a machine that is held up may answer late beside it. */
        boolean bounded() {
            return fell <= bound;
        }
    }

    /** Everything heals, and the campaign must come to its end by itself. */
    Findings findings() throws Exception {
        simulator.change(CALM);
        for (Node node : nodes) {
            node.toPostgres.mend();
            node.toSmsc.mend();
        }
        for (Node node : nodes) if (!node.ready()) node.awaitReady();
        boolean ended = waitFor(END, this::finished)
                && waitFor(END, () -> simulator.counts().get("receiptsPending").asLong() == 0)
                && waitFor(END, this::receiptsSettled);
        waitFor(Audit.POSTED_WITHIN, () -> posted().findings().isEmpty());
        Map<Long, Integer> arrived = arrived();
        try (Connection c = connect()) {
            List<Long> delivered = numbers(c, "m.status = 2");
            List<Long> unconfirmed = numbers(c, "s.code = 'SUBMIT-UNCONFIRMED'");
            List<Long> elsewhere = numbers(c, "m.status <> 2 and s.code is distinct from 'SUBMIT-UNCONFIRMED'");
            int lies = (int) delivered.stream()
                            .filter(n -> !arrived.containsKey(n))
                            .count()
                    + (int) unconfirmed.stream().filter(arrived::containsKey).count();
            return new Findings(
                    messages,
                    arrived.size(),
                    arrived.values().stream().mapToLong(n -> n - 1).sum(),
                    elsewhere.size(),
                    lies,
                    told("messages.in-doubt", "messages").sum()
                            + told("lease.lost", "inDoubt").sum(),
                    unconfirmed.size(),
                    Math.min(doubts, messages),
                    books(),
                    ended);
        }
    }

    /** What the backends told of this campaign's events. */
    private IntStream told(String event, String number) {
        Pattern line = Pattern.compile("event=" + event + " campaign=" + campaign + " .*\\b" + number + "=(\\d+)");
        return nodes.stream()
                .flatMapToInt(node ->
                        line.matcher(node.told()).results().mapToInt(found -> Integer.parseInt(found.group(1))));
    }

    private List<String> books() throws SQLException {
        try (Connection c = connect()) {
            return Stream.concat(Audit.run(c).stream(), Stream.of(posted()))
                    .filter(r -> !r.findings().isEmpty())
                    .map(r -> r.name() + ": " + r.findings().getFirst())
                    .toList();
        }
    }

    private Audit.Result posted() throws SQLException {
        try (Connection c = connect()) {
            return Audit.posted(c);
        }
    }

    /** A receipt says what became of a message also where the response that would have brought its id was lost. */
    private boolean receiptsSettled() throws Exception {
        Map<Long, Integer> arrived = arrived();
        try (Connection c = connect()) {
            return numbers(c, "m.status = 2").size() >= arrived.size();
        }
    }

    @FunctionalInterface
    private interface Condition {
        boolean holds() throws Exception;
    }

    private static boolean waitFor(Duration atMost, Condition condition) {
        try {
            await().atMost(atMost).pollInterval(POLL).ignoreExceptions().until(condition::holds);
            return true;
        } catch (org.awaitility.core.ConditionTimeoutException e) {
            return false;
        }
    }

    private Map<Long, Integer> arrived() throws Exception {
        Map<Long, Integer> arrived = new HashMap<>();
        for (String line : simulator.numbers()) {
            String[] columns = line.split(",");
            long number = Long.parseLong(columns[0]);
            if (number >= first && number < first + SERIES) arrived.put(number, Integer.parseInt(columns[2]));
        }
        return arrived;
    }

    private List<Long> numbers(Connection c, String where) throws SQLException {
        return Database.list(
                c,
                "select m.recipient from message m left join sub_status s on s.id = m.sub_status where m.campaign_id = ? and "
                        + where,
                s -> s.setLong(1, campaign),
                r -> r.getLong(1));
    }

    @Override
    public void close() throws Exception {
        for (Node node : nodes) node.close();
        simulator.close();
        postgres.close();
    }
}
