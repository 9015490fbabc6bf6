package dev.replay.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.replay.BackendProcess;
import dev.replay.CuttableProxy;
import dev.replay.SimulatorProcess;
import dev.replay.boot.Audit;
import dev.replay.boot.EmbeddedPostgres;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others see, and what becomes of messages, while something that Replay stands on is away. */
class OutageIT {
    private static final Path LOGS = Path.of("target", "outage-it");
    private static final Duration AWAY = Duration.ofSeconds(20);
    private static final Duration SMSC_PATIENCE = Duration.ofSeconds(15);

    @TempDir
    static Path dir;

    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() {
        postgres = new EmbeddedPostgres(dir.resolve("pg"), EmbeddedPostgres.Keep.FOREVER).start();
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    private static Map<String, String> environment(int databasePort, int smppPort, String... more) {
        Map<String, String> all = new HashMap<>();
        all.put(
                "QUARKUS_DATASOURCE_JDBC_URL",
                postgres.jdbcUrl().replaceFirst("127\\.0\\.0\\.1:\\d+|localhost:\\d+", "127.0.0.1:" + databasePort));
        all.put("QUARKUS_DATASOURCE_USERNAME", postgres.username());
        all.put("QUARKUS_DATASOURCE_PASSWORD", postgres.password());
        all.put("REPLAY_DATA_DIR", dir.resolve("data").toString());
        all.put("REPLAY_SMPP_HOST", "127.0.0.1");
        all.put("REPLAY_SMPP_PORT", Integer.toString(smppPort));
        all.put("REPLAY_SMPP_RATE", "400");
        for (int i = 0; i < more.length; i += 2) all.put(more[i], more[i + 1]);
        return all;
    }

    private static int postgresPort() {
        return Integer.parseInt(postgres.jdbcUrl().replaceFirst(".*?:(\\d+)/.*", "$1"));
    }

    private static void settledAndProven(BackendProcess backend, String campaign, int recipients) throws Exception {
        await().atMost(Duration.ofMinutes(2))
                .pollInterval(Duration.ofMillis(300))
                .untilAsserted(() -> {
                    JsonNode c = backend.get("/v1/campaigns/" + campaign);
                    assertThat(c.at("/counts/delivered").asInt())
                            .as(c.toString())
                            .isEqualTo(recipients);
                    assertThat(c.get("status").asText()).isEqualTo("submitted");
                });
        try (Connection c = DriverManager.getConnection(postgres.jdbcUrl(), postgres.username(), postgres.password())) {
            for (Audit.Result result : Audit.run(c))
                assertThat(result.findings()).as(result.name()).isEmpty();
        }
    }

    @Test
    void withoutPostgresRequestsAreAnsweredAndSendingGoesOnByItselfAfterwards() throws Exception {
        int recipients = 12_000;
        try (CuttableProxy proxy = new CuttableProxy(postgresPort());
                SimulatorProcess simulator = SimulatorProcess.start(
                        LOGS.resolve("simulator.log"), "fates=delivered", "latency=10", "receipt-retry=500");
                BackendProcess backend = BackendProcess.start(
                                LOGS.resolve("backend.log"), environment(proxy.port(), simulator.port()))
                        .awaitReady()
                        .signIn()
                        .withCredits()) {
            String campaign = backend.launchTo(recipients);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> simulator.counts().get("accepted").asInt() > 1_000);
            proxy.cut();
            long until = System.nanoTime() + AWAY.toNanos();
            int asked = 0;
            while (System.nanoTime() < until) {
                var answer = backend.send("GET", "/v1/campaigns/" + campaign, "");
                assertThat(answer.statusCode()).isEqualTo(503);
                assertThat(answer.headers().firstValue("content-type"))
                        .hasValueSatisfying(type -> assertThat(type).startsWith("application/problem+json"));
                assertThat(answer.headers().firstValue("retry-after")).isPresent();
                asked++;
            }
            assertThat(asked).isPositive();
            proxy.mend();
            settledAndProven(backend, campaign, recipients);
            assertThat(simulator.counts().get("copiesBeyondOne").asLong()).isZero();
            assertThat(simulator.counts().get("distinct").asLong()).isEqualTo(recipients);
        }
    }

    @Test
    void whileTheDatabaseIsAwayEachReceiptIsAnsweredInTimeAndNoFaster() throws Exception {
        int recipients = 8_000;
        try (CuttableProxy proxy = new CuttableProxy(postgresPort());
                SimulatorProcess simulator = SimulatorProcess.start(
                        LOGS.resolve("simulator-flood.log"),
                        "fates=delivered",
                        "receipt-delay=3600000",
                        "receipt-window=5000",
                        "receipt-retry=1");
                BackendProcess backend = BackendProcess.start(
                                LOGS.resolve("backend-flood.log"),
                                environment(proxy.port(), simulator.port(), "REPLAY_SMPP_RATE", "0"))
                        .awaitReady()
                        .signIn()
                        .withCreditsOf("flood")) {
            String campaign = backend.launchTo(recipients);
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> backend.get("/v1/campaigns/" + campaign)
                            .get("status")
                            .asText()
                            .equals("submitted"));
            proxy.cut();
            simulator.release();
            // Refused, each of them comes again at once.
            await().atMost(SMSC_PATIENCE).until(() -> sent(simulator) >= 2L * recipients);
            assertThat(sent(simulator)).isLessThan(3L * recipients);
            proxy.mend();
            settledAndProven(backend, campaign, recipients);
        }
    }

    @Test
    void aCampaignLaunchedWithoutTheSmscWaitsAndSaysSo() throws Exception {
        int port = freePort();
        try (BackendProcess backend = BackendProcess.start(
                        LOGS.resolve("backend-alone.log"), environment(postgresPort(), port))
                .awaitReady()
                .signIn()) {
            String campaign = backend.withCreditsOf("second").launchTo(200);
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> backend.get("/v1/campaigns/" + campaign)
                            .get("waitingFor")
                            .asText()
                            .equals("carrier"));
            try (SimulatorProcess simulator =
                    SimulatorProcess.start(LOGS.resolve("simulator-late.log"), "fates=delivered", "port=" + port)) {
                settledAndProven(backend, campaign, 200);
                assertThat(simulator.counts().get("copiesBeyondOne").asLong()).isZero();
                assertThat(backend.get("/v1/campaigns/" + campaign)
                                .get("waitingFor")
                                .isNull())
                        .isTrue();
            }
        }
    }

    private static long sent(SimulatorProcess simulator) throws Exception {
        return simulator.counts().get("receiptsSent").asLong();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
