package dev.replay.credit;

import static dev.replay.launch.Fixture.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.replay.launch.Fixture;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CreditTest {
    @Inject
    Fixture given;

    private static ValidatableResponse topUp(String key, Object amount) {
        return as(key).contentType("application/json")
                .body(Map.of("amount", amount, "note", "invoice 7"))
                .post("/v1/credits/top-ups")
                .then();
    }

    private static ValidatableResponse put(String key, String place, String unitPrice) {
        return as(key).contentType("application/json")
                .body(Map.of("unitPrice", unitPrice))
                .put("/v1/prices/" + place)
                .then();
    }

    @Test
    void a_top_up_is_an_entry_and_credits() {
        var account = given.account("0");
        as(account.viewer())
                .get("/v1/credits")
                .then()
                .statusCode(200)
                .body("available", equalTo("0.0000"))
                .body("reserved", equalTo("0.0000"))
                .body("currency", equalTo("EUR"));
        topUp(account.admin(), "100.00")
                .statusCode(201)
                .body("kind", equalTo("top-up"))
                .body("available", equalTo("100.0000"))
                .body("campaign", nullValue())
                .body("note", equalTo("invoice 7"));
        topUp(account.admin(), "0.000001").statusCode(201);
        as(account.viewer()).get("/v1/credits").then().body("available", equalTo("100.000001"));
        assertThat(given.balance(account)).isEqualTo("100.000001 0");
    }

    @Test
    void amounts_that_are_none_are_refused_at_their_place() {
        var account = given.account("0");
        for (String amount : new String[] {"0", "-1", "1.0000001", "1e3", "", "ten", "1000000000.01"})
            topUp(account.admin(), amount)
                    .statusCode(422)
                    .body("type", equalTo("/problems/invalid-request"))
                    .body("errors[0].pointer", equalTo("/amount"));
        topUp(account.sender(), "1").statusCode(403);
        as(account.viewer()).get("/v1/credits").then().body("available", equalTo("0.0000"));
    }

    @Test
    void a_top_up_repeated_under_its_key_counts_once() {
        var account = given.account("0");
        for (int i = 0; i < 2; i++)
            as(account.admin())
                    .header("Idempotency-Key", "top-up-1")
                    .contentType("application/json")
                    .body(Map.of("amount", "5"))
                    .post("/v1/credits/top-ups")
                    .then()
                    .statusCode(201);
        assertThat(given.balance(account)).isEqualTo("5 0");
    }

    @Test
    void the_ledger_is_paged_newest_first_and_names_the_campaign() {
        given.carrier();
        var account = given.account("100");
        topUp(account.admin(), "5").statusCode(201);
        long campaign = given.draft(account, 2);
        String at = Instant.now().plus(1, ChronoUnit.HOURS).toString();
        given.post(account, campaign, "launch", Map.of("estimateId", given.estimate(account, campaign), "sendAt", at))
                .statusCode(202);
        String cursor = as(account.viewer())
                .get("/v1/credits/entries?limit=2")
                .then()
                .statusCode(200)
                .body("items", hasSize(2))
                .body("items[0].kind", equalTo("hold"))
                .body("items[0].available", equalTo("-0.0900"))
                .body("items[0].reserved", equalTo("0.0900"))
                .body("items[0].campaign.id", equalTo((int) campaign))
                .body("items[0].campaign.name", equalTo("Spring sale"))
                .body("items[1].available", equalTo("5.0000"))
                .body("nextCursor", notNullValue())
                .extract()
                .path("nextCursor");
        as(account.viewer())
                .queryParam("cursor", cursor)
                .get("/v1/credits/entries?limit=2")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].available", equalTo("100.0000"))
                .body("nextCursor", nullValue());
        as(account.viewer())
                .get("/v1/credits/entries?campaignId=" + campaign)
                .then()
                .statusCode(200)
                .body("items", hasSize(1));
        as(given.account("0").viewer())
                .get("/v1/credits/entries?campaignId=" + campaign)
                .then()
                .statusCode(200)
                .body("items", hasSize(0));
        as(account.viewer()).get("/v1/credits/entries?campaignId=x").then().statusCode(400);
    }

    @Test
    void prices_are_set_listed_and_deleted() {
        var account = given.account("0");
        put(account.admin(), "promotional/FR", "0.07")
                .statusCode(200)
                .body("route", equalTo("promotional"))
                .body("country", equalTo("FR"))
                .body("unitPrice.amount", equalTo("0.0700"));
        put(account.admin(), "transactional/IN", "0").statusCode(200);
        String cursor = as(account.viewer())
                .get("/v1/prices?limit=1")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].country", equalTo("FR"))
                .extract()
                .path("nextCursor");
        as(account.viewer())
                .queryParam("cursor", cursor)
                .get("/v1/prices")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].unitPrice.amount", equalTo("0.0000"))
                .body("nextCursor", nullValue());
        as(account.admin()).delete("/v1/prices/promotional/FR").then().statusCode(204);
        as(account.admin()).delete("/v1/prices/promotional/FR").then().statusCode(404);
        as(account.viewer()).get("/v1/prices?cursor=!!").then().statusCode(400);
    }

    /** Kosovo has numbers and no code in ISO 3166-1. */
    @Test
    void every_country_that_a_number_can_be_of_can_have_a_price() {
        put(given.account("0").admin(), "promotional/XK", "0.07").statusCode(200);
    }

    @Test
    void prices_that_are_none_and_those_who_may_not_set_them_are_refused() {
        var account = given.account("0");
        put(account.admin(), "promotional/FR", "-0.07")
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/unitPrice"));
        put(account.admin(), "promotional/FR", "0.0000001").statusCode(422);
        put(account.admin(), "promotional/XX", "0.07").statusCode(422);
        put(account.admin(), "promotional/fr", "0.07").statusCode(422);
        put(account.sender(), "promotional/FR", "0.07").statusCode(403);
        as(account.sender()).delete("/v1/prices/transactional/IN").then().statusCode(403);
    }
}
