package dev.replay.launch;

import static dev.replay.launch.Fixture.as;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.replay.launch.Fixture.Person;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TextPreviewTest {
    @Inject
    Fixture given;

    private Fixture.Account account;
    private long draft;

    private void draft() {
        account = given.account("1");
        draft = given.draft(
                account,
                "Hello {name}",
                List.of("name"),
                List.of(
                        new Person(919800000001L, "IN", "Asha"),
                        new Person(919800000002L, "IN", "आशा"),
                        new Person(919800000003L, "IN", "")));
    }

    private ValidatableResponse preview(String query, Map<String, ?> text) {
        return as(account.viewer())
                .contentType("application/json")
                .body(text)
                .post("/v1/campaigns/" + draft + "/text-preview" + query)
                .then();
    }

    @Test
    void the_campaigns_own_text_is_shown_as_each_recipient_would_read_it() {
        draft();
        preview("", Map.of())
                .statusCode(200)
                .body("items.recipient", equalTo(List.of("+919800000001", "+919800000002", "+919800000003")))
                .body("items[0].text", equalTo("Hello Asha"))
                .body("items[0].encoding", equalTo("GSM-7"))
                .body("items[1].encoding", equalTo("UCS-2"))
                .body("items[1].segments", equalTo(1))
                .body("items[2].text", nullValue())
                .body("items[2].missing", equalTo(List.of("name")))
                .body("nextCursor", nullValue());
    }

    @Test
    void a_text_that_is_still_being_written_is_shown_without_being_kept() {
        draft();
        preview("", Map.of("body", "Bye {name}", "variableDefaults", Map.of("name", "friend")))
                .statusCode(200)
                .body("items.text", equalTo(List.of("Bye Asha", "Bye आशा", "Bye friend")));
        as(account.viewer())
                .get("/v1/campaigns/" + draft)
                .then()
                .body("body", equalTo("Hello {name}"))
                .body("variables", hasItem("name"));
    }

    @Test
    void pages_follow_the_import() {
        draft();
        String next = preview("?limit=2", Map.of())
                .body("items", hasSize(2))
                .body("nextCursor", notNullValue())
                .extract()
                .path("nextCursor");
        preview("?limit=2&cursor=" + next, Map.of())
                .body("items.recipient", equalTo(List.of("+919800000003")))
                .body("nextCursor", nullValue());
    }

    @Test
    void a_brace_that_begins_nothing_is_told_with_its_place() {
        draft();
        preview("", Map.of("body", "Hello {name"))
                .statusCode(422)
                .body("type", equalTo("/problems/invalid-body"))
                .body("offset", equalTo(6))
                .body("errors[0].pointer", equalTo("/body"));
    }
}
