package dev.replay.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.replay.BackendProcess;
import dev.replay.SimulatorProcess;
import dev.replay.boot.EmbeddedPostgres;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two processes on one PostgreSQL keep one pace, share it fairly, and heed whoever pauses or cancels. */
@Timeout(360)
class PaceIT {
    private static final Path LOGS = Path.of("target", "pace-it");
    private static final int RATE = 600;
    private static final double TOLERANCE = 0.02;
    private static final int A_WHILE = 15;
    private static final int A_MINUTE = 60;
    private static final String ONE_SEGMENT = "Your order is on its way.";

    @TempDir
    static Path dir;

    private static EmbeddedPostgres postgres;
    private static int numbers = 10_000;

    private SimulatorProcess simulator;
    private BackendProcess one;
    private BackendProcess two;

    @BeforeAll
    static void database() {
        postgres = new EmbeddedPostgres(dir.resolve("pg"), EmbeddedPostgres.Keep.FOREVER).start();
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @BeforeEach
    void start(TestInfo test) throws Exception {
        String name = test.getTestMethod().orElseThrow().getName();
        simulator = SimulatorProcess.start(
                LOGS.resolve(name + "-simulator.log"), "latency=10", "fates=delivered", "receipts=false");
        Map<String, String> environment = new HashMap<>(Map.of(
                "QUARKUS_DATASOURCE_JDBC_URL", postgres.jdbcUrl(),
                "QUARKUS_DATASOURCE_USERNAME", postgres.username(),
                "QUARKUS_DATASOURCE_PASSWORD", postgres.password(),
                "REPLAY_DATA_DIR", dir.resolve("data").toString(),
                "REPLAY_SMPP_HOST", "127.0.0.1",
                "REPLAY_SMPP_PORT", Integer.toString(simulator.port()),
                "REPLAY_SMPP_RATE", Integer.toString(RATE)));
        // The first one prepares the tables.
        one = BackendProcess.start(LOGS.resolve(name + "-one.log"), environment)
                .awaitReady()
                .signIn()
                .withCreditsOf("ACME" + numbers / 10_000);
        two = BackendProcess.start(LOGS.resolve(name + "-two.log"), environment)
                .awaitReady()
                .signIn();
    }

    @AfterEach
    void end() throws Exception {
        for (JsonNode campaign :
                one.get("/v1/campaigns?status=processing&limit=200").get("items"))
            one.send("POST", "/v1/campaigns/" + campaign.get("id").asText() + "/cancel", "");
        one.close();
        two.close();
        simulator.close();
    }

    /** @param more members of the campaign, each behind a comma */
    private String launch(int recipients, String body, String more) throws Exception {
        String campaign = one.call(
                        "POST",
                        "/v1/campaigns",
                        "{\"senderId\":%d,\"body\":\"%s\"%s}".formatted(one.senderId(), body, more))
                .get("id")
                .asText();
        int first = numbers;
        numbers += recipients;
        one.putCsv(
                "/v1/campaigns/" + campaign + "/recipients",
                IntStream.range(first, first + recipients)
                        .mapToObj(i -> "+91981" + "%07d".formatted(i))
                        .collect(Collectors.joining("\n", "recipient\n", "\n")));
        String estimate = one.call("POST", "/v1/campaigns/" + campaign + "/cost-estimate", "")
                .get("estimateId")
                .asText();
        one.call("POST", "/v1/campaigns/" + campaign + "/launch", "{\"estimateId\":" + estimate + "}");
        return campaign;
    }

    private long accepted() throws Exception {
        return simulator.counts().get("accepted").asLong();
    }

    /** Segments a second that the SMSC took, over so many seconds. */
    private double measured(int seconds) throws Exception {
        accepted();
        long from = System.nanoTime();
        long before = accepted();
        LockSupport.parkNanos(Duration.ofSeconds(seconds).toNanos());
        long until = System.nanoTime();
        long after = accepted();
        double rate = (after - before) / ((until - from) / 1e9);
        System.out.printf("PaceIT: %.1f segments a second over %d s%n", rate, seconds);
        return rate;
    }

    /** Never above the rate; below it only while the machine was held up, which is given three tries. */
    private void assertKept(String what, int rate, int seconds) throws Exception {
        double best = 0;
        for (int tries = 0; tries < 3 && best < rate * (1 - TOLERANCE); tries++) {
            best = Math.max(best, measured(seconds));
            assertThat(best).as(what).isLessThanOrEqualTo(rate * (1 + TOLERANCE));
        }
        assertThat(best).as(what).isGreaterThanOrEqualTo(rate * (1 - TOLERANCE));
    }

    private long sent(String campaign) throws Exception {
        return one.get("/v1/campaigns/" + campaign).at("/counts/sent").asLong();
    }

    private void awaitBegun(String campaign) {
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(50))
                .until(() -> sent(campaign) > 0);
    }

    @Test
    void theCarriersPaceIsKeptByTwoProcessesTogetherAndByOneAlone() throws Exception {
        String campaign = launch(150_000, ONE_SEGMENT, "");
        awaitBegun(campaign);
        assertKept("both", RATE, A_MINUTE);
        two.close();
        assertKept("one", RATE, A_WHILE);
    }

    @Test
    void longTextsCountTheirSegments() throws Exception {
        String campaign = launch(12_000, "x".repeat(400), "");
        awaitBegun(campaign);
        long segments = accepted();
        long messages = sent(campaign);
        assertKept("long texts", RATE, A_WHILE);
        assertThat((double) (accepted() - segments) / (sent(campaign) - messages))
                .isCloseTo(3, within(0.1));
    }

    @Test
    void eachCampaignAndSenderKeepsItsOwnPace() throws Exception {
        one.call("PATCH", "/v1/sender-ids/" + one.senderId(), "{\"rate\":300}");
        String slow = launch(20_000, ONE_SEGMENT, ",\"rate\":100");
        String other = launch(40_000, ONE_SEGMENT, "");
        awaitBegun(slow);
        awaitBegun(other);
        long slowBefore = sent(slow);
        long otherBefore = sent(other);
        assertKept("sender", 300, A_MINUTE);
        double slowly = sent(slow) - slowBefore;
        double otherwise = sent(other) - otherBefore;
        assertThat(slowly / (slowly + otherwise)).as("campaign").isCloseTo(100 / 300.0, within(0.02));
        one.call("PATCH", "/v1/sender-ids/" + one.senderId(), "{\"rate\":null}");
    }

    @Test
    void aSmallCampaignBesideABigOneStartsAtOnceAndGetsItsShare() throws Exception {
        String big = launch(60_000, ONE_SEGMENT, "");
        awaitBegun(big);
        String small = launch(900, ONE_SEGMENT, "");
        long launched = System.nanoTime();
        await().atMost(Duration.ofSeconds(3))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> sent(small) > 0);
        double started = (System.nanoTime() - launched) / 1e9;
        await().atMost(Duration.ofSeconds(12))
                .pollInterval(Duration.ofMillis(50))
                .until(() ->
                        one.get("/v1/campaigns/" + small).get("status").asText().equals("submitted"));
        double ended = (System.nanoTime() - launched) / 1e9;
        System.out.printf("PaceIT: the small campaign began after %.2f s and ended after %.2f s%n", started, ended);
        assertThat(started).isLessThan(1.5);
        // Alone it would have taken 1.5 s, with half of the pace 3 s, behind the big one 100 s.
        assertThat(ended).isLessThan(8);
        assertThat(one.get("/v1/campaigns/" + big).get("status").asText()).isEqualTo("processing");
    }

    @Test
    void pauseResumeAndCancelTakeEffectWithinASecondInBothProcesses() throws Exception {
        String campaign = launch(40_000, ONE_SEGMENT, "");
        awaitBegun(campaign);
        measured(1);
        two.call("POST", "/v1/campaigns/" + campaign + "/pause", "");
        LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
        assertThat(measured(2)).as("paused").isZero();
        // What was on the wire is settled, the rest waits.
        JsonNode paused = one.get("/v1/campaigns/" + campaign).get("counts");
        assertThat(paused.get("queued").asLong() + paused.get("sent").asLong()).isEqualTo(40_000);
        assertThat(paused.get("sent").asLong()).isEqualTo(accepted());
        one.call("POST", "/v1/campaigns/" + campaign + "/resume", "");
        long resumedAt = System.nanoTime();
        long before = accepted();
        await().atMost(Duration.ofSeconds(1))
                .pollInterval(Duration.ofMillis(20))
                .until(() -> accepted() > before);
        System.out.printf("PaceIT: resumed after %.2f s%n", (System.nanoTime() - resumedAt) / 1e9);
        measured(1);
        two.call("POST", "/v1/campaigns/" + campaign + "/cancel", "");
        LockSupport.parkNanos(Duration.ofSeconds(1).toNanos());
        assertThat(measured(2)).as("cancelled").isZero();
        await().atMost(Duration.ofSeconds(20))
                .until(() -> one.get("/v1/campaigns/" + campaign)
                                .at("/counts/queued")
                                .asLong()
                        == 0);
        JsonNode cancelled = one.get("/v1/campaigns/" + campaign).get("counts");
        assertThat(cancelled.get("sent").asLong()).isEqualTo(accepted());
        assertThat(cancelled.get("notSent").asLong()).isEqualTo(40_000 - accepted());
        assertThat(simulator.counts().get("copiesBeyondOne").asLong()).isZero();
    }
}
