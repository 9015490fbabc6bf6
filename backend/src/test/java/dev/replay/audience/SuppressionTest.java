package dev.replay.audience;

import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.replay.campaign.Desk;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SuppressionTest {
    @Inject
    Desk desk;

    private Desk.Account account;

    @BeforeEach
    void anAccount() {
        account = desk.account();
    }

    private ValidatableResponse suppress(String recipient, String reason) {
        return account.sends()
                .body("{\"recipient\":\"%s\",\"reason\":\"%s\"}".formatted(recipient, reason))
                .post("/v1/suppressions")
                .then();
    }

    @Test
    void aNumberIsSuppressedOnceAndStaysAsItWas() {
        suppress("+91 98123 45678", "opt-out").statusCode(201).body("recipient", equalTo("+919812345678"));
        suppress("+919812345678", "blocked").statusCode(200).body("reason", equalTo("opt-out"));
        account.reads().get("/v1/suppressions").then().body("items", hasSize(1));
    }

    @Test
    void whatIsNoNumberOrNoReasonIsRefused() {
        suppress("9812345678", "opt-out").statusCode(422).body("errors[0].pointer", equalTo("/recipient"));
        suppress("+919812345678", "dislike").statusCode(422).body("errors[0].pointer", equalTo("/reason"));
    }

    @Test
    void theListIsOrderedByNumberPagedAndSearched() {
        suppress("+919812345679", "blocked").statusCode(201);
        suppress("+919812345678", "opt-out").statusCode(201);
        suppress("+4915123456789", "opt-out").statusCode(201);
        String next = account.reads()
                .queryParam("limit", 2)
                .get("/v1/suppressions")
                .then()
                .body("items.recipient", contains("+919812345678", "+919812345679"))
                .extract()
                .path("nextCursor");
        account.reads()
                .queryParam("cursor", next)
                .get("/v1/suppressions")
                .then()
                .body("items.recipient", contains("+4915123456789"))
                .body("nextCursor", nullValue());
        account.reads().queryParam("q", "+91 98").get("/v1/suppressions").then().body("items", hasSize(2));
        account.reads().queryParam("q", "abc").get("/v1/suppressions").then().statusCode(400);
        desk.account().reads().get("/v1/suppressions").then().body("items", hasSize(0));
    }

    @Test
    void aSuppressionIsLiftedByItsNumberWithOrWithoutPlus() {
        for (String path : new String[] {"+919812345678", "%2B919812345678", "919812345678"}) {
            suppress("+919812345678", "opt-out").statusCode(201);
            account.sends()
                    .urlEncodingEnabled(false)
                    .delete("/v1/suppressions/" + path)
                    .then()
                    .statusCode(204);
        }
        account.sends().delete("/v1/suppressions/919812345678").then().statusCode(404);
        account.sends().delete("/v1/suppressions/nonsense").then().statusCode(404);
    }
}
