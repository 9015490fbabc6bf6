package dev.replay.carrier;

import static dev.replay.Given.asKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItems;

import dev.replay.Given;
import dev.replay.carrier.kaleyra.KaleyraStub;
import dev.replay.carrier.simulator.Simulator;
import dev.replay.carrier.simulator.SimulatorSettings;
import dev.replay.store.Database;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Several carriers in one installation: an SMSC, one that nobody listens at, and an HTTP provider. */
@QuarkusTest
@TestProfile(CarriersTest.Several.class)
public class CarriersTest {
    public static class Several implements QuarkusTestProfile {
        private static final KaleyraStub STUB = stub();

        /** Knows another password than we do. */
        private static final Simulator REFUSING = simulator("of-somebody-else");

        private static final Simulator QUESTIONED = simulator("ours");

        private static final String PORT = freePort();

        private static String freePort() {
            try (var socket = new ServerSocket(0)) {
                return Integer.toString(socket.getLocalPort());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static Simulator simulator(String password) {
            try {
                return Simulator.start(
                        SimulatorSettings.defaults().with(Map.of("password", password, "queries", "100")));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static KaleyraStub stub() {
            try {
                return KaleyraStub.start(0, "HX1IN", "the-key", Duration.ofMillis(100));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.ofEntries(
                    Map.entry("replay.carriers.gone.kind", "smpp"),
                    Map.entry("replay.carriers.gone.host", "127.0.0.1"),
                    Map.entry("replay.carriers.gone.port", "1"),
                    Map.entry("replay.carriers.gone.password", "hidden-password"),
                    Map.entry("replay.carriers.kaleyra.kind", "kaleyra"),
                    Map.entry("replay.carriers.kaleyra.url", STUB.url().toString()),
                    Map.entry("replay.carriers.kaleyra.sid", "HX1IN"),
                    Map.entry("replay.carriers.kaleyra.api-key", "the-key"),
                    Map.entry("replay.carriers.kaleyra.callback-secret", "the-secret"),
                    Map.entry("replay.carriers.questioned.kind", "smpp"),
                    Map.entry("replay.carriers.questioned.host", "127.0.0.1"),
                    Map.entry("replay.carriers.questioned.port", Integer.toString(QUESTIONED.port())),
                    Map.entry("replay.carriers.questioned.password", "ours"),
                    Map.entry("replay.carriers.questioned.query", "true"),
                    Map.entry("replay.carriers.refusing.kind", "smpp"),
                    Map.entry("replay.carriers.refusing.host", "127.0.0.1"),
                    Map.entry("replay.carriers.refusing.port", Integer.toString(REFUSING.port())),
                    Map.entry("replay.carriers.refusing.password", "ours"),
                    Map.entry("replay.carriers.later.kind", "smpp"),
                    Map.entry("replay.carriers.later.host", "127.0.0.1"),
                    Map.entry("replay.carriers.later.port", freePort()),
                    Map.entry("replay.carriers.later.password", "secret"),
                    Map.entry("replay.carriers.taciturn.kind", "kaleyra"),
                    Map.entry("replay.carriers.taciturn.url", STUB.url().toString()),
                    Map.entry("replay.carriers.taciturn.sid", "HX1IN"),
                    Map.entry("replay.carriers.taciturn.api-key", "the-key"),
                    Map.entry("replay.dispatch.lease-size", "500"),
                    Map.entry("quarkus.http.test-port", PORT),
                    Map.entry(
                            "replay.carriers.kaleyra.callback-url",
                            "http://127.0.0.1:" + PORT + "/v1/receipts/kaleyra"),
                    Map.entry("replay.routes.transactional", "gone,kaleyra"),
                    Map.entry("replay.routes.transactional-de", "simulator"),
                    Map.entry("replay.routes.transactional-fr", "gone"),
                    Map.entry("replay.routes.transactional-es", "later"),
                    Map.entry("replay.routes.transactional-it", "questioned"),
                    Map.entry("replay.routes.nowhere", "gone"));
        }
    }

    @Inject
    Given given;

    @Inject
    Released released;

    @Inject
    Database database;

    @ConfigProperty(name = "replay.carriers.kaleyra.url")
    String stub;

    /** Nobody listens there yet. */
    @ConfigProperty(name = "replay.carriers.later.port")
    int later;

    @Test
    void aCarrierThatIsAwayIsPassedOverAndACountryHasAListOfItsOwn() {
        long campaign = released.to("transactional", Map.of("IN", 40, "DE", 30), 0);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(released.standing(campaign))
                        .isEqualTo(Map.of("kaleyra DELIVRD 2", 40, "simulator DELIVRD 2", 30)));
    }

    /** That were answered with 2xx. */
    private int callbacks() {
        return RestAssured.get(stub + "/counts").path("callbacks");
    }

    @Test
    void aMessageThatIsCalledBackTwiceCountsOnce() {
        int before = callbacks();
        long campaign = released.to("transactional", Map.of("IN", 3), 83);
        await().atMost(Duration.ofSeconds(30)).until(() -> callbacks() - before >= 6);
        assertThat(released.standing(campaign)).isEqualTo(Map.of("kaleyra DELIVRD 2", 3));
        List<String> tallied = database.asEngine(c -> Database.list(
                c,
                "select status, sum(count) from tally where campaign_id = ? group by 1 having sum(count) <> 0",
                s -> s.setLong(1, campaign),
                r -> r.getInt(1) + ": " + r.getInt(2)));
        assertThat(tallied).containsExactly("2: 3");
    }

    @Test
    void callbacksSettleWhatTheyAreOfUnknownCodesAreLearntAndNotSentIsFree() {
        long odd = released.to("transactional", Map.of("IN", 2), 67);
        long notSent = released.to("transactional", Map.of("IN", 2), 75);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(released.standing(odd)).isEqualTo(Map.of("kaleyra STUB-ODD-CODE 2", 2)));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(
                        () -> assertThat(released.standing(notSent)).isEqualTo(Map.of("kaleyra KLR-INV-NUMBER 0", 2)));
        RestAssured.given()
                .get("/v1/sms-statuses")
                .then()
                .body("items.find { it.status == 'UnDelivered' }.subStatuses.code", hasItems("STUB-ODD-CODE"));
    }

    @ParameterizedTest
    @CsvSource({"nowhere, IN", "transactional, FR"})
    void aCampaignWhoseCarriersAreAllAwayWaitsForOne(String route, String country) {
        long campaign = released.to(route, Map.of(country, 5), 0);
        awaitWaitsForACarrier(campaign);
        assertThat(released.standing(campaign)).isEqualTo(Map.of("- queued 0", 5));
        // Else it would leave by whatever carriers the tests after this one have.
        database.asEngine(
                c -> Database.update(c, "update campaign set status = 'cancelled' where id = " + campaign, s -> {}));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(released.standing(campaign)).isEqualTo(Map.of("- CANCELLED 0", 5)));
    }

    private void awaitWaitsForACarrier(long campaign) {
        await().atMost(Duration.ofSeconds(20))
                .until(() -> database.asEngine(c -> Database.first(
                                c,
                                "select 'carrier' is not distinct from waiting_for from campaign where id = "
                                        + campaign,
                                s -> {},
                                r -> r.getBoolean(1))
                        .orElseThrow()));
    }

    /** More of them than a worker may have claimed, and before all others. */
    @Test
    void aCountryWhoseCarriersAreAwayHoldsNobodyElseUpAndGoesWhenOneIsBack() throws Exception {
        long campaign = released.to("transactional", Map.of("ES", 2_500, "IN", 40), 0);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(released.standing(campaign))
                        .isEqualTo(Map.of("kaleyra DELIVRD 2", 40, "- queued 0", 2_500)));
        awaitWaitsForACarrier(campaign);
        // All of them are looked at again, and wait anew.
        Instant waited = untilWhen("max", campaign);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> untilWhen("min", campaign).isAfter(waited));
        try (var back = Simulator.start(atLater())) {
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(released.standing(campaign))
                            .isEqualTo(Map.of("kaleyra DELIVRD 2", 40, "later DELIVRD 2", 2_500)));
            assertThat(back.counts().copiesBeyondOne()).isZero();
        }
    }

    private Instant untilWhen(String of, long campaign) {
        return database.asEngine(c -> Database.first(
                        c,
                        "select " + of + "(coalesce(not_before, 'epoch')) from lease where campaign_id = " + campaign,
                        s -> {},
                        r -> r.getTimestamp(1).toInstant())
                .orElseThrow());
    }

    private SimulatorSettings atLater() {
        return SimulatorSettings.defaults().with("port", later).with("password", "secret");
    }

    /** With many that it has throttled and nobody has: they wait for it, and the window is free for others. */
    @Test
    void aCarrierThatGoesAwayMidwayIsWaitedForAndNobodyIsWrittenToTwice() throws Exception {
        long campaign;
        long before;
        try (var slow = Simulator.start(atLater().with("rate", 400))) {
            campaign = released.to("transactional", Map.of("ES", 3_000, "IN", 40), 0);
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> released.standing(campaign).getOrDefault("later DELIVRD 2", 0) >= 100);
            slow.change(Map.of("throttle-share", "1"));
            before = slow.counts().accepted();
        }
        await().atMost(Duration.ofSeconds(30))
                .until(() -> released.standing(campaign).getOrDefault("kaleyra DELIVRD 2", 0) == 40);
        awaitWaitsForACarrier(campaign);
        try (var back = Simulator.start(atLater())) {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> !released.standing(campaign).containsKey("- queued 0"));
            assertThat(before + back.counts().accepted()).isLessThanOrEqualTo(2 * 3_000);
        }
    }

    @Test
    void anAccountSeesHowItStandsWithEachCarrierAndNoSecret() {
        var tenant = given.account();
        String body = asKey(tenant.viewer())
                .get("/v1/carriers")
                .then()
                .statusCode(200)
                .body("items.name.take(3)", contains("simulator", "gone", "kaleyra"))
                .body("items.kind.take(3)", contains("smpp", "smpp", "kaleyra"))
                .body("items.state.take(3)", contains("up", "away", "up"))
                .body("items[0].id", equalTo(2))
                .body("items[1].id", greaterThan(2))
                .body("items[0].window", equalTo(200))
                .body("items[1].binds[0].state", equalTo("waiting"))
                .body("items[2].binds.kind", contains("http"))
                .body("items[2].circuit", equalTo("closed"))
                .extract()
                .asString();
        assertThat(body).contains("no connection").doesNotContain("hidden-password", "the-key", "the-secret");
        RestAssured.given().get("/v1/carriers").then().statusCode(401);
    }

    @Test
    void aCallbackNeedsTheCarriersSecretAndMaySpeakJsonFormOrQuery() {
        String receipt = "{\"id\":\"nobodys:1\",\"recipient\":\"919812345678\",\"status\":\"DELIVERED\"}";
        RestAssured.given()
                .contentType("application/json")
                .body(receipt)
                .post("/v1/receipts/kaleyra")
                .then()
                .statusCode(401);
        var wrong = RestAssured.given()
                .header("x-api-key", "other")
                .contentType("application/json")
                .body(receipt);
        wrong.post("/v1/receipts/kaleyra").then().statusCode(403);
        wrong.post("/v1/receipts/simulator").then().statusCode(404);
        for (String body :
                List.of(receipt, receipt, "[" + receipt + "," + receipt + "]", "{\"data\":[" + receipt + "]}"))
            RestAssured.given()
                    .header("x-api-key", "the-secret")
                    .contentType("application/json")
                    .body(body)
                    .post("/v1/receipts/kaleyra")
                    .then()
                    .statusCode(200)
                    .body("received", equalTo(body.startsWith("[") ? 2 : 1));
        RestAssured.given()
                .header("x-api-key", "the-secret")
                .contentType("application/x-www-form-urlencoded")
                .body("message_id=form%3A1&mobile=919812345678&status=NOT-SENT&status_trace=NO-CREDITS")
                .post("/v1/receipts/kaleyra")
                .then()
                .statusCode(200);
        RestAssured.given()
                .header("x-api-key", "the-secret")
                .get("/v1/receipts/kaleyra?id=query:1&status=Sent&status_details=ENROUTE")
                .then()
                .statusCode(200);
        assertThat(kept("nobodys:1"))
                .containsExactly("DELIVERED/", "DELIVERED/", "DELIVERED/", "DELIVERED/", "DELIVERED/");
        assertThat(kept("form:1")).containsExactly("NOT-SENT/NO-CREDITS");
        assertThat(kept("query:1")).containsExactly("SENT/ENROUTE");
        RestAssured.given()
                .header("x-api-key", "the-secret")
                .contentType("application/json")
                .body("[{\"id\":\"beside:1\",\"status\":\"DELIVERED\"},{\"status\":\"DELIVERED\"},7]")
                .post("/v1/receipts/kaleyra")
                .then()
                .statusCode(200)
                .body("received", equalTo(1));
        assertThat(kept("beside:1")).containsExactly("DELIVERED/");
        for (var bad : Map.of("{\"status\":\"SENT\"}", 422, "{", 400, "[]", 422, "[{},7]", 422)
                .entrySet())
            RestAssured.given()
                    .header("x-api-key", "the-secret")
                    .contentType("application/json")
                    .body(bad.getKey())
                    .post("/v1/receipts/kaleyra")
                    .then()
                    .statusCode(bad.getValue());
    }

    private List<String> kept(String id) {
        return database.asEngine(c -> Database.list(
                c,
                "select stat || '/' || err from receipt_inbox where carrier_message_id = ? order by received_at",
                s -> s.setString(1, id),
                r -> r.getString(1)));
    }
}
