package dev.replay.launch;

import static dev.replay.launch.Fixture.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.replay.TestClock;
import dev.replay.launch.Fixture.Account;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A campaign's own deadline: what has not been sent by then is left out, free of charge. */
@QuarkusTest
class SendBeforeTest {
    @Inject
    Fixture given;

    @Inject
    TestClock clock;

    private Account account;
    private Instant now;

    @BeforeEach
    void anAccount() {
        given.carrier();
        account = given.account("100");
        now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    }

    @AfterEach
    void backToNow() {
        clock.reset();
    }

    private ValidatableResponse patch(long draft, String body) {
        return as(account.sender())
                .contentType("application/json")
                .body(body)
                .patch("/v1/campaigns/" + draft)
                .then();
    }

    private JsonPath campaign(long id) {
        return as(account.viewer()).get("/v1/campaigns/" + id).jsonPath();
    }

    @Test
    void it_is_set_and_cleared_on_a_draft_and_lies_in_the_future() {
        long draft = given.draft(account, 2);
        String later = now.plusSeconds(3_600).toString();
        patch(draft, "{\"sendBefore\":\"" + later + "\",\"rate\":50}")
                .statusCode(200)
                .body("sendBefore", equalTo(later))
                .body("rate", equalTo(50));
        for (String wrong : new String[] {
            now.minusSeconds(60).toString(),
            "tomorrow",
            "2026-11-24T09:00:00",
            now.plusSeconds(400L * 86_400).toString()
        })
            patch(draft, "{\"sendBefore\":\"" + wrong + "\"}")
                    .statusCode(422)
                    .body("type", equalTo("/problems/invalid-send-before"))
                    .body("errors[0].pointer", equalTo("/sendBefore"));
        patch(draft, "{\"rate\":0}").statusCode(422).body("errors[0].pointer", equalTo("/rate"));
        patch(draft, "{\"sendBefore\":null,\"rate\":null}")
                .statusCode(200)
                .body("sendBefore", nullValue())
                .body("rate", nullValue());
    }

    @Test
    void it_is_later_than_the_start() {
        long draft = given.draft(account, 2);
        Map<String, Object> launch = Map.of(
                "estimateId",
                given.estimate(account, draft),
                "sendAt",
                now.plusSeconds(7_200).toString(),
                "sendBefore",
                now.plusSeconds(3_600).toString());
        given.post(account, draft, "launch", launch)
                .statusCode(422)
                .body("type", equalTo("/problems/invalid-send-before"));
        given.post(
                        account,
                        draft,
                        "launch",
                        Map.of(
                                "estimateId",
                                launch.get("estimateId"),
                                "sendAt",
                                now.plusSeconds(7_200).toString(),
                                "sendBefore",
                                now.plusSeconds(9_000).toString()))
                .statusCode(202);
        given.post(
                        account,
                        draft,
                        "reschedule",
                        Map.of("sendAt", now.plusSeconds(10_000).toString()))
                .statusCode(422)
                .body("type", equalTo("/problems/invalid-send-before"));
        given.post(account, draft, "cancel").statusCode(200);
    }

    @Test
    void what_was_not_sent_in_time_is_left_out_for_nothing_and_the_campaign_ends() {
        long draft = given.draft(account, 400);
        // Some 20 go out at once, the others would take minutes.
        patch(draft, "{\"rate\":1}").statusCode(200);
        given.post(
                        account,
                        draft,
                        "launch",
                        Map.of(
                                "estimateId",
                                given.estimate(account, draft),
                                "sendBefore",
                                now.plusSeconds(600).toString()))
                .statusCode(202);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() ->
                        assertThat(campaign(draft).getInt("counts.queued")).isLessThan(400));
        clock.advance(Duration.ofSeconds(601));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(campaign(draft).getString("status")).isEqualTo("submitted"));
        JsonPath ended = campaign(draft);
        assertThat(ended.getInt("counts.queued")).isZero();
        assertThat(ended.getInt("counts.notSent")).isGreaterThan(350);
        assertThat(given.text(
                        "select string_agg(distinct s.code, ' ') from message m join sub_status s on s.id = m.sub_status"
                                + " where m.status = 4 and campaign_id = " + draft))
                .isEqualTo("EXPIRED-BEFORE-SEND");
        int accepted = 400 - ended.getInt("counts.notSent");
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(given.text("select posted = 0.0450 * %d from hold where campaign_id = %d"
                                        .formatted(accepted, draft)))
                                .isEqualTo("t"));
    }

    @Test
    void a_paused_campaign_ends_too_when_its_time_is_over() {
        long draft = given.draft(account, 400);
        patch(draft, "{\"rate\":1,\"sendBefore\":\"" + now.plusSeconds(600) + "\"}")
                .statusCode(200);
        given.launch(account, draft).statusCode(202);
        given.post(account, draft, "pause").statusCode(200);
        clock.advance(Duration.ofSeconds(601));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(campaign(draft).getString("status")).isEqualTo("submitted"));
        assertThat(campaign(draft).getInt("counts.notSent")).isGreaterThan(350);
    }
}
