package dev.replay.launch;

import static dev.replay.launch.Fixture.as;
import static dev.replay.launch.Fixture.indians;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.replay.launch.Fixture.Account;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class LaunchTest {
    @Inject
    Fixture given;

    @BeforeEach
    void a_carrier() {
        given.carrier();
    }

    private static String in(int amount, ChronoUnit unit) {
        return Instant.now().plus(amount, unit).truncatedTo(ChronoUnit.SECONDS).toString();
    }

    private long scheduled(Account account, int recipients) {
        long draft = given.draft(account, recipients);
        given.post(
                        account,
                        draft,
                        "launch",
                        Map.of("estimateId", given.estimate(account, draft), "sendAt", in(1, ChronoUnit.HOURS)))
                .statusCode(202);
        return draft;
    }

    @Test
    void a_launch_holds_the_total_and_starts_the_campaign() {
        var account = given.account("100");
        long draft = given.draft(account, 10);
        given.launch(account, draft)
                .statusCode(202)
                .body("campaignId", equalTo((int) draft))
                .body("status", equalTo("processing"))
                .body("message", equalTo("Campaign Submitted Successfully! campaignid: " + draft));
        assertThat(given.entries(draft)).first().isEqualTo("hold -0.45 0.45");
        assertThat(given.text("select submitted_at is not null from campaign where id = " + draft))
                .isEqualTo("t");
        assertThat(given.text("select estimate_id is not null from campaign where id = " + draft))
                .isEqualTo("t");
        assertThat(given.text(
                        "select count(*) from audit_log where action = 'campaign.launched' and actor <> '' and subject = 'campaign:"
                                + draft + "'"))
                .isEqualTo("1");
    }

    @Test
    void a_launched_campaign_is_put_up_to_dispatch_as_one_lease_over_all_of_it() {
        var account = given.account("100");
        long draft = scheduled(account, 10);
        // Missed, so that no dispatcher is about when it is looked at.
        given.sql("update campaign set status = 'paused', pause_reason = 'missed-schedule' where id = " + draft);
        assertThat(given.text("select count(*) from lease where campaign_id = " + draft))
                .isEqualTo("0");
        given.post(account, draft, "resume").statusCode(200).body("submittedAt", notNullValue());
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(given.text("""
                        select exists (select from lease where campaign_id = %1$d and lo = 1 and hi = 10)
                            or exists (select from campaign where id = %1$d and status = 'submitted')""".formatted(draft))).isEqualTo("t"));
    }

    @Test
    void a_second_launch_is_refused() {
        var account = given.account("100");
        long draft = given.draft(account, 10);
        long estimate = given.estimate(account, draft);
        given.post(account, draft, "launch", Map.of("estimateId", estimate)).statusCode(202);
        given.post(account, draft, "launch", Map.of("estimateId", estimate))
                .statusCode(409)
                .body("type", equalTo("/problems/state-conflict"));
    }

    @Test
    void fifty_at_once_make_one_run_and_one_hold() throws Exception {
        var account = given.account("100");
        long draft = given.draft(account, 10);
        long estimate = given.estimate(account, draft);
        List<Integer> statuses = atOnce(
                50,
                i -> as(account.sender())
                        .contentType("application/json")
                        .body(Map.of("estimateId", estimate))
                        .post("/v1/campaigns/" + draft + "/launch"));
        assertThat(statuses).filteredOn(s -> s == 202).hasSize(1);
        assertThat(statuses).filteredOn(s -> s == 409).hasSize(49);
        assertThat(given.entries(draft)).filteredOn(e -> e.startsWith("hold")).containsExactly("hold -0.45 0.45");
    }

    @Test
    void fifty_at_once_with_one_idempotency_key_get_the_one_answer() throws Exception {
        var account = given.account("100");
        long draft = given.draft(account, 10);
        long estimate = given.estimate(account, draft);
        List<Integer> statuses = atOnce(
                50,
                i -> as(account.sender())
                        .header("Idempotency-Key", "launch-" + draft)
                        .contentType("application/json")
                        .body(Map.of("estimateId", estimate))
                        .post("/v1/campaigns/" + draft + "/launch"));
        assertThat(statuses).containsOnly(202);
        assertThat(given.entries(draft)).filteredOn(e -> e.startsWith("hold")).containsExactly("hold -0.45 0.45");
    }

    @Test
    void fifty_campaigns_at_once_never_spend_more_than_there_is() throws Exception {
        var account = given.account("0.9");
        List<long[]> drafts = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            long draft = given.draft(account, 1);
            drafts.add(new long[] {draft, given.estimate(account, draft)});
        }
        List<Integer> statuses = atOnce(
                50,
                i -> as(account.sender())
                        .contentType("application/json")
                        .body(Map.of("estimateId", drafts.get(i)[1], "sendAt", in(1, ChronoUnit.HOURS)))
                        .post("/v1/campaigns/" + drafts.get(i)[0] + "/launch"));
        assertThat(statuses).filteredOn(s -> s == 202).hasSize(20);
        assertThat(statuses).filteredOn(s -> s == 402).hasSize(30);
        assertThat(given.balance(account)).isEqualTo("0 0.9");
    }

    private interface Request {
        Response send(int i);
    }

    private static List<Integer> atOnce(int count, Request request) throws Exception {
        CountDownLatch go = new CountDownLatch(1);
        try (var threads = Executors.newFixedThreadPool(count)) {
            List<Future<Integer>> answers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                int number = i;
                answers.add(threads.submit(() -> {
                    go.await();
                    return request.send(number).statusCode();
                }));
            }
            go.countDown();
            List<Integer> statuses = new ArrayList<>();
            for (var answer : answers) statuses.add(answer.get(60, TimeUnit.SECONDS));
            return statuses;
        }
    }

    @Test
    void credits_that_do_not_suffice_hold_nothing() {
        var account = given.account("0.40");
        long draft = given.draft(account, 10);
        given.launch(account, draft)
                .statusCode(402)
                .body("type", equalTo("/problems/insufficient-credits"))
                .body("shortfall.amount", equalTo("0.0500"))
                .body("shortfall.currency", equalTo("EUR"))
                .body("available.amount", equalTo("0.4000"));
        assertThat(given.balance(account)).isEqualTo("0.4 0");
        assertThat(given.text("select status from campaign where id = " + draft))
                .isEqualTo("draft");
    }

    @Test
    void an_account_that_never_had_credits_is_refused_too() {
        var account = given.account("0");
        given.launch(account, given.draft(account, 1))
                .statusCode(402)
                .body("shortfall.amount", equalTo("0.0450"))
                .body("available.amount", equalTo("0.0000"));
    }

    @Test
    void an_estimate_is_stale_when_it_is_another_campaigns_or_unknown() {
        var account = given.account("100");
        long draft = given.draft(account, 1);
        long other = given.estimate(account, given.draft(account, 1));
        stale(account, draft, other);
        stale(account, draft, Long.MAX_VALUE);
    }

    @Test
    void an_estimate_is_stale_when_price_audience_or_time_moved() {
        var account = given.account("100");
        long draft = given.draft(account, 1);
        long estimate = given.estimate(account, draft);
        given.price(account, "IN", "0.05");
        stale(account, draft, estimate);
        given.sql("delete from price where account_id = " + account.id());
        stale(account, draft, estimate);
        given.price(account, "IN", "0.045000");
        given.sql("update campaign set content_version = content_version + 1 where id = " + draft);
        stale(account, draft, estimate);
        long another = given.estimate(account, draft);
        given.sql("update estimate set valid_until = valid_until - interval '15 minutes' where id = " + another);
        stale(account, draft, another);
        assertThat(given.balance(account)).isEqualTo("100 0");
    }

    private void stale(Account account, long draft, long estimate) {
        given.post(account, draft, "launch", Map.of("estimateId", estimate))
                .statusCode(409)
                .body("type", equalTo("/problems/estimate-stale"));
    }

    @Test
    void without_a_carrier_nothing_is_launched() {
        var account = given.account("100");
        long draft = given.draft(account, 1);
        given.noCarrier();
        try {
            given.launch(account, draft).statusCode(409).body("type", equalTo("/problems/no-carrier"));
        } finally {
            given.carrier();
        }
        assertThat(given.balance(account)).isEqualTo("100 0");
    }

    @Test
    void a_replay_is_launched_only_within_the_window_of_its_original() {
        var account = given.account("100");
        long original = given.draft(account, 1);
        long replay = given.draft(account, 1);
        given.sql(
                "update campaign set replay_of = %d, root_id = %d where id = %d".formatted(original, original, replay));
        notEligible(account, replay, "not-submitted");
        given.sql(
                "update campaign set status = 'submitted', finished_at = now(), settled_at = now(), submitted_at = now() where id = "
                        + original);
        notEligible(account, replay, "too-recent");
        given.sql("update campaign set submitted_at = now() - interval '40 days' where id = " + original);
        notEligible(account, replay, "window-closed");
        given.sql("update campaign set submitted_at = now() - interval '3 days' where id = " + original);
        given.launch(account, replay).statusCode(202);
    }

    private void notEligible(Account account, long replay, String reason) {
        given.launch(account, replay)
                .statusCode(409)
                .body("type", equalTo("/problems/replay-not-eligible"))
                .body("reason", equalTo(reason));
    }

    @Test
    void a_schedule_holds_the_credits_and_says_when() {
        var account = given.account("100");
        long campaign = scheduled(account, 10);
        assertThat(given.balance(account)).isEqualTo("99.55 0.45");
        given.post(account, campaign, "reschedule", Map.of("sendAt", "2026-01-01T00:00:00Z"))
                .statusCode(422)
                .body("type", equalTo("/problems/invalid-send-at"));
        String at = in(2, ChronoUnit.DAYS);
        given.post(account, campaign, "reschedule", Map.of("sendAt", at))
                .statusCode(200)
                .body("status", equalTo("scheduled"))
                .body("scheduledAt", equalTo(at));
    }

    @Test
    void a_send_at_that_is_refused_says_why_and_what_is_allowed() {
        var account = given.account("100");
        long draft = given.draft(account, 1);
        long estimate = given.estimate(account, draft);
        given.post(account, draft, "launch", Map.of("estimateId", estimate, "sendAt", "2026-11-24T09:00:00"))
                .statusCode(422)
                .body("type", equalTo("/problems/invalid-send-at"))
                .body("detail", containsString("no zone"))
                .body("errors[0].pointer", equalTo("/sendAt"))
                .body("earliest", notNullValue())
                .body("latest", notNullValue());
        given.post(account, draft, "launch", Map.of("estimateId", estimate, "sendAt", in(14, ChronoUnit.MINUTES)))
                .statusCode(422)
                .body("detail", containsString("too near"));
        given.post(account, draft, "launch", Map.of("estimateId", estimate, "sendAt", in(100, ChronoUnit.DAYS)))
                .statusCode(422)
                .body("detail", containsString("too far"));
        given.post(account, draft, "launch", Map.of())
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/estimateId"));
    }

    @Test
    void unscheduling_gives_the_hold_back_and_the_draft_can_be_launched_again() {
        var account = given.account("100");
        long campaign = scheduled(account, 10);
        given.post(account, campaign, "unschedule")
                .statusCode(200)
                .body("status", equalTo("draft"))
                .body("scheduledAt", nullValue());
        assertThat(given.balance(account)).isEqualTo("100 0");
        given.post(account, campaign, "unschedule").statusCode(409);
        given.post(
                        account,
                        campaign,
                        "launch",
                        Map.of("estimateId", given.estimate(account, campaign), "sendAt", in(1, ChronoUnit.HOURS)))
                .statusCode(202);
        assertThat(given.entries(campaign)).containsExactly("hold -0.45 0.45", "release 0.45 -0.45", "hold -0.45 0.45");
        assertThat(given.balance(account)).isEqualTo("99.55 0.45");
    }

    @Test
    void cancelling_a_scheduled_campaign_gives_the_hold_back_once() throws Exception {
        var account = given.account("100");
        long campaign = scheduled(account, 10);
        List<Integer> statuses = atOnce(10, i -> as(account.sender()).post("/v1/campaigns/" + campaign + "/cancel"));
        assertThat(statuses).filteredOn(s -> s == 200).hasSize(1);
        assertThat(statuses).filteredOn(s -> s == 409).hasSize(9);
        assertThat(given.entries(campaign)).containsExactly("hold -0.45 0.45", "release 0.45 -0.45");
        assertThat(given.balance(account)).isEqualTo("100 0");
    }

    @Test
    void pause_and_resume_go_back_and_forth_and_are_refused_elsewhere() {
        var account = given.account("100");
        long campaign = scheduled(account, 10);
        given.post(account, campaign, "pause").statusCode(409).body("campaignStatus", equalTo("scheduled"));
        given.post(account, campaign, "resume").statusCode(409);
        // Under way, with nothing that a dispatcher could take.
        given.sql("""
                update campaign set status = 'processing', submitted_at = now() where id = %1$d;
                insert into lease (campaign_id, lo, hi, intent, owner, expires_at) values (%1$d, 1, 10, 0, 'test', now() + interval '1 hour')""".formatted(campaign));
        given.post(account, campaign, "reschedule", Map.of("sendAt", in(1, ChronoUnit.HOURS)))
                .statusCode(409);
        given.post(account, campaign, "pause")
                .statusCode(200)
                .body("status", equalTo("paused"))
                .body("pauseReason", equalTo("by-hand"));
        given.post(account, campaign, "pause").statusCode(409);
        given.post(account, campaign, "resume")
                .statusCode(200)
                .body("status", equalTo("processing"))
                .body("pauseReason", nullValue());
        assertThat(given.balance(account)).isEqualTo("99.55 0.45");
        given.post(account, campaign, "cancel").statusCode(200).body("status", equalTo("cancelled"));
        // Some of it may be on the wire: what is left is the poster's to give back, at the end.
        assertThat(given.balance(account)).isEqualTo("99.55 0.45");
        given.post(account, campaign, "cancel").statusCode(409);
        given.sql("delete from lease where campaign_id = " + campaign);
    }

    @Test
    void strangers_and_viewers_launch_nothing() {
        var account = given.account("100");
        long draft = given.draft(account, 1);
        long estimate = given.estimate(account, draft);
        given.post(given.account("100"), draft, "launch", Map.of("estimateId", estimate))
                .statusCode(404);
        as(account.viewer())
                .contentType("application/json")
                .body(Map.of("estimateId", estimate))
                .post("/v1/campaigns/" + draft + "/launch")
                .then()
                .statusCode(403);
    }

    @Test
    void a_launch_of_twenty_thousand_touches_no_message() {
        var account = given.account("10000");
        long draft = given.draft(account, "Hello", List.of(), indians(20_000));
        long estimate = given.estimate(account, draft);
        String before = given.text("select max(xmin::text::bigint) from message where campaign_id = " + draft);
        given.post(account, draft, "launch", Map.of("estimateId", estimate, "sendAt", in(1, ChronoUnit.HOURS)))
                .statusCode(202);
        assertThat(given.text("select max(xmin::text::bigint) from message where campaign_id = " + draft))
                .isEqualTo(before);
    }
}
