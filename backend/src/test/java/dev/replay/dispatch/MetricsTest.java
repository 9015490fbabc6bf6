package dev.replay.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.replay.Given;
import dev.replay.campaign.GivenCampaign;
import dev.replay.carrier.Delivery.Receipt;
import dev.replay.carrier.ReceiptSink;
import dev.replay.carrier.Released;
import dev.replay.status.Catalogue;
import dev.replay.store.Database;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.Assertions;
import org.assertj.core.data.TemporalUnitOffset;
import org.junit.jupiter.api.Test;

/** What monitoring reads, under the names that the README tells. */
@QuarkusTest
class MetricsTest {
    private static final int SENT = 40;

    @Inject
    Given given;

    @Inject
    Released released;

    @Inject
    Database database;

    @Inject
    Catalogue catalogue;

    @Inject
    ReceiptSink sink;

    private static Map<String, Double> meters() {
        Map<String, Double> meters = new HashMap<>();
        RestAssured.get("/q/metrics")
                .then()
                .statusCode(200)
                .extract()
                .asString()
                .lines()
                .filter(line -> line.startsWith("replay_"))
                .forEach(line -> {
                    int end = line.lastIndexOf(' ');
                    meters.put(line.substring(0, end), Double.valueOf(line.substring(end + 1)));
                });
        return meters;
    }

    @Test
    void aCampaignShowsInEachOfThem() throws IOException {
        Map<String, Double> before = meters();
        long campaign = released.to("transactional", Map.of("IN", SENT), 0);
        await().atMost(Duration.ofSeconds(30)).until(() -> finished(campaign));
        long waiting = waiting(Instant.now().minus(Duration.ofMinutes(5)), 1);

        String ofTheSimulator = "{carrier=\"simulator\"";
        String accepted = "replay_carrier_parts_total" + ofTheSimulator + ",outcome=\"accepted\"}";
        String throttled = "replay_carrier_parts_total" + ofTheSimulator + ",outcome=\"throttled\"}";
        String delivered = "replay_messages_settled_total{status=\"delivered\"}";
        String undelivered = "replay_messages_settled_total{status=\"undelivered\"}";
        String window = "replay_carrier_window" + ofTheSimulator + "}";
        String inFlight = "replay_carrier_in_flight" + ofTheSimulator + "}";
        await().atMost(Duration.ofSeconds(10))
                .until(() -> meters().get("replay_queue_oldest_seconds")
                        >= Duration.ofMinutes(5).toSeconds());
        Map<String, Double> meters = meters();
        assertThat(meters)
                .containsKeys(accepted, throttled, delivered, undelivered, window, inFlight)
                .containsKeys(
                        "replay_carrier_up" + ofTheSimulator + "}",
                        "replay_receipts_stored_total",
                        "replay_receipts_waiting",
                        "replay_receipts_lag_seconds",
                        "replay_receipts_unmatched_total",
                        "replay_leases_lost_total",
                        "replay_queue_oldest_seconds");
        assertThat(meters.get(accepted) - before.getOrDefault(accepted, 0.0)).isGreaterThanOrEqualTo(SENT);
        assertThat(meters.get(delivered) - before.getOrDefault(delivered, 0.0)).isGreaterThanOrEqualTo(SENT);
        assertThat(meters.get(window)).isPositive();
        assertThat(meters.get(inFlight)).isBetween(0.0, meters.get(window));
        assertThat(meters.get("replay_receipts_lag_seconds")).isBetween(0.0, 60.0);
        assertThat(meters.values()).allMatch(value -> value >= 0);

        String readme = Files.readString(Path.of("..", "README.md"));
        assertThat(meters.keySet().stream().map(name -> name.replaceFirst("\\{.*", "")))
                .allMatch(name -> readme.contains("`" + name + "`"));
        over(waiting);
    }

    @Test
    void whatCannotBeStoredWaitsAndIsTold() throws Exception {
        var acknowledged = new CompletableFuture<Boolean>();
        database.asEngine(c -> {
            Database.update(c, "lock table receipt_inbox in exclusive mode", s -> {});
            sink.receive(
                    new Receipt((short) 1, "lag-1", 919_812_000_001L, "ACME", "DELIVRD", "000", null, ""),
                    acknowledged::complete);
            await().until(() -> meters().get("replay_receipts_lag_seconds") > 0.2);
            assertThat(meters().get("replay_receipts_waiting")).isPositive();
            return null;
        });
        assertThat(acknowledged.get(30, TimeUnit.SECONDS)).isTrue();
        await().until(() -> {
            Map<String, Double> meters = meters();
            return meters.get("replay_receipts_waiting") == 0 && meters.get("replay_receipts_lag_seconds") == 0;
        });
    }

    @Test
    void aMessageThatIsSentAgainWaitsSinceThen() {
        Instant longAgo = Instant.now().minus(Duration.ofDays(3));
        Instant again = Instant.now().minusSeconds(30);
        long first = waiting(longAgo, 7);
        assertThat(oldestQueued(first)).isCloseTo(longAgo, within());
        over(first);
        long second = waiting(longAgo, again.toEpochMilli() + 2);
        assertThat(oldestQueued(second)).isCloseTo(again, within());
        database.asEngine(c -> Database.update(
                c, "delete from tally where campaign_id = ? and status = 0", s -> s.setLong(1, second)));
        Optional<Instant> none = database.asEngine(c -> Sweep.oldestQueued(c, second));
        assertThat(none).isEmpty();
        over(second);
    }

    private static TemporalUnitOffset within() {
        return Assertions.within(1, ChronoUnit.SECONDS);
    }

    private Instant oldestQueued(long campaign) {
        return database.asEngine(c -> Sweep.oldestQueued(c, campaign)).orElseThrow();
    }

    private boolean finished(long campaign) {
        return database.asEngine(c -> Database.first(
                        c,
                        "select settled_at is not null from campaign where id = ?",
                        s -> s.setLong(1, campaign),
                        r -> r.getBoolean(1))
                .orElseThrow());
    }

    /** Held by somebody who does nothing. @return its campaign */
    private long waiting(Instant submitted, long fence) {
        long campaign = new GivenCampaign(database, catalogue, given.account().id())
                .submitted(submitted)
                .status("paused")
                .queued(3)
                .create();
        database.asEngine(c -> Database.update(c, """
                insert into lease (campaign_id, lo, hi, intent, owner, fence, expires_at)
                values (?, 1, 3, 0, 'nobody', ?, clock_timestamp() + interval '10 minutes')
                """, s -> {
            s.setLong(1, campaign);
            s.setLong(2, fence);
        }));
        database.asEngine(c -> Database.update(
                c, "update campaign set status = 'processing' where id = ?", s -> s.setLong(1, campaign)));
        return campaign;
    }

    private void over(long campaign) {
        for (String end : List.of(
                "update campaign set status = 'paused' where id = ?", "delete from lease where campaign_id = ?"))
            database.asEngine(c -> Database.update(c, end, s -> s.setLong(1, campaign)));
    }
}
