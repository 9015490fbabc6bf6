package dev.replay.dispatch;

import static dev.replay.launch.Fixture.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;

import dev.replay.account.Accounts;
import dev.replay.account.Role;
import dev.replay.boot.Audit;
import dev.replay.carrier.Carriers;
import dev.replay.credit.Poster;
import dev.replay.launch.Fixture;
import dev.replay.launch.Fixture.Account;
import dev.replay.launch.Fixture.Person;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ten recipients at 0.0450, launched and paid for; no answer came for the first six, the rest was delivered. */
@QuarkusTest
class UnconfirmedTest {
    private static final AtomicLong NUMBERS = new AtomicLong(919_020_000_000L);

    @Inject
    Fixture given;

    @Inject
    Accounts accounts;

    @Inject
    Poster poster;

    @Inject
    DataSource source;

    @Inject
    Carriers carriers;

    private Account account;
    private String approver;
    private long series;

    @BeforeEach
    void anAccountWithCredits() {
        given.carrier();
        account = given.account("1");
        approver = accounts.createKey(account.id(), "approver", Role.APPROVER, false);
        series = NUMBERS.addAndGet(1_000);
    }

    /** @param minutes since when it is in doubt */
    private long doubtful(int minutes) {
        return doubtful(minutes, 1, "submitted");
    }

    private long doubtful(int minutes, int segments, String status) {
        List<Person> people = IntStream.range(0, 10)
                .mapToObj(i -> new Person(series + i, "IN"))
                .toList();
        long campaign = given.draft(account, "Hello", List.of(), people);
        String at = java.time.Instant.now().plusSeconds(3_600).toString();
        given.post(
                        account,
                        campaign,
                        "launch",
                        java.util.Map.of("estimateId", given.estimate(account, campaign), "sendAt", at))
                .statusCode(202);
        // As sending leaves it, without anybody who sends.
        given.sql("""
                update message set status = 1, sub_status = 55, segments = %2$d, submitted_at = now() - interval '%3$d minutes'
                where campaign_id = %1$d and id <= 6;
                update message set status = 2, sub_status = 1, segments = 1, parts_delivered = 1, submitted_at = now(), final_at = now()
                where campaign_id = %1$d and id > 6;
                insert into tally (campaign_id, shard, status, sub_status, country, segments, count)
                values (%1$d, 3, 0, 0, 'IN', 0, -10), (%1$d, 3, 1, 55, 'IN', %2$d, 6), (%1$d, 3, 2, 1, 'IN', 1, 4);
                update campaign set status = '%4$s', scheduled_at = null, submitted_at = now() - interval '1 hour',
                    finished_at = case '%4$s' when 'processing' then null else now() - interval '%3$d minutes' end
                where id = %1$d""".formatted(campaign, segments, minutes, status));
        poster.postNow(campaign);
        return campaign;
    }

    private ValidatableResponse resolve(String key, long campaign, String body) {
        return as(key).contentType("application/json")
                .body(body)
                .post("/v1/campaigns/" + campaign + "/unconfirmed/resolve")
                .then();
    }

    private String standing(long campaign) {
        return given.text("""
                select string_agg(code || ' ' || n, ', ' order by code) from (
                    select coalesce(s.code, 'queued') as code, count(*) as n from message m
                    left join sub_status s on s.id = m.sub_status where m.campaign_id = %d group by 1) x""".formatted(campaign));
    }

    private void proven(long campaign) throws Exception {
        given.balance(account);
        try (Connection c = source.getConnection()) {
            for (Audit.Result result : Audit.run(c))
                assertThat(result.findings())
                        .as(result.name())
                        .noneMatch(finding ->
                                finding.matches("(campaign " + campaign + "|account " + account.id() + ")\\b.*"));
        }
    }

    @Test
    void theyAreListedInPagesWithWhenTheyMayBeSentAgain() {
        long campaign = doubtful(5);
        String path = "/v1/campaigns/" + campaign + "/unconfirmed";
        String next = as(account.viewer())
                .queryParam("limit", 4)
                .get(path)
                .then()
                .statusCode(200)
                .body("items.id", contains(1, 2, 3, 4))
                .body("items[0].recipient", equalTo("+" + series))
                .body("items[0].price.amount", equalTo("0.0450"))
                .extract()
                .path("nextCursor");
        as(account.viewer())
                .queryParam("cursor", next)
                .get(path)
                .then()
                .body("items.id", contains(5, 6))
                .body("nextCursor", nullValue());
        as(account.viewer()).queryParam("limit", 0).get(path).then().statusCode(400);
        assertThat(Duration.between(
                        java.time.Instant.parse(as(account.viewer()).get(path).path("items[0].since")),
                        java.time.Instant.parse(as(account.viewer()).get(path).path("items[0].sendAgainFrom"))))
                .isEqualTo(Duration.ofMinutes(10));
    }

    @Test
    void anotherAccountFindsNothing() {
        long campaign = doubtful(20);
        Account stranger = given.account("1");
        as(stranger.admin())
                .get("/v1/campaigns/" + campaign + "/unconfirmed")
                .then()
                .statusCode(404);
        resolve(stranger.admin(), campaign, "{\"as\":\"not-sent\"}").statusCode(404);
        assertThat(standing(campaign)).isEqualTo("DELIVRD 4, SUBMIT-UNCONFIRMED 6");
    }

    @Test
    void asSentTheyStayChargedAndMayBeReplayed() throws Exception {
        long campaign = doubtful(1);
        resolve(account.sender(), campaign, "{\"as\":\"sent\"}")
                .statusCode(200)
                .body("resolved", equalTo(6))
                .body("passedOver", equalTo(0))
                .body("status", equalTo("submitted"));
        assertThat(standing(campaign)).isEqualTo("DELIVRD 4, SENT - NO DLR 6");
        poster.postNow(campaign);
        assertThat(given.balance(account)).isEqualTo("0.55 0");
        await().until(() -> given.text("select settled_at is not null from campaign where id = " + campaign)
                .equals("t"));
        proven(campaign);
    }

    @Test
    void asNotSentTheyAreRefundedAndOthersStay() throws Exception {
        long campaign = doubtful(1);
        resolve(
                        account.sender(),
                        campaign,
                        "{\"as\":\"not-sent\",\"ids\":[1,2,2,7,99],\"reason\":\"The carrier says so\"}")
                .statusCode(200)
                .body("resolved", equalTo(2))
                .body("passedOver", equalTo(2));
        assertThat(standing(campaign)).isEqualTo("DELIVRD 4, RESOLVED-NOT-SENT 2, SUBMIT-UNCONFIRMED 4");
        assertThat(given.entries(campaign)).last().isEqualTo("refund 0.09 0");
        assertThat(given.balance(account)).isEqualTo("0.64 0");
        assertThat(given.text(
                        "select detail->>'reason' || ' ' || (detail->>'ids') from audit_log where subject = 'campaign:"
                                + campaign + "' and action = 'campaign.unconfirmed-resolved'"))
                .isEqualTo("The carrier says so [1, 2]");
        as(account.viewer())
                .get("/v1/campaigns/" + campaign + "/messages?subStatus=RESOLVED-NOT-SENT")
                .then()
                .body("items.price.amount", contains("0.0000", "0.0000"));
        proven(campaign);
    }

    @Test
    void whoDecidesWhatAndHow() {
        long campaign = doubtful(20);
        resolve(account.viewer(), campaign, "{\"as\":\"sent\"}").statusCode(403);
        resolve(account.sender(), campaign, "{\"as\":\"send-again\",\"reason\":\"why not\"}")
                .statusCode(403);
        resolve(approver, campaign, "{\"as\":\"send-again\",\"reason\":\" \"}")
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/reason"));
        resolve(approver, campaign, "{}").statusCode(422).body("errors[0].pointer", equalTo("/as"));
        resolve(approver, campaign, "{\"as\":\"perhaps\"}").statusCode(422);
        resolve(approver, campaign, "{\"as\":\"sent\",\"ids\":[]}").statusCode(422);
        resolve(approver, campaign, "{\"as\":\"sent\",\"ids\":[1,null]}").statusCode(422);
        assertThat(standing(campaign)).isEqualTo("DELIVRD 4, SUBMIT-UNCONFIRMED 6");
    }

    @Test
    void sendingAgainWaitsUntilWhoeverWroteThemIsSilent() {
        long fresh = doubtful(9);
        resolve(approver, fresh, "{\"as\":\"send-again\",\"reason\":\"in a hurry\"}")
                .statusCode(409)
                .body("type", equalTo("/problems/too-early-to-send-again"))
                .body("from", containsString("T"));
        given.sql("update message set submitted_at = now() - interval '20 minutes' where campaign_id = " + fresh);
        given.sql("insert into lease (campaign_id, lo, hi, intent, owner, expires_at) values (" + fresh
                + ", 1, 10, 8, 'somebody', now() + interval '1 hour')");
        resolve(approver, fresh, "{\"as\":\"send-again\",\"reason\":\"in a hurry\"}")
                .statusCode(409)
                .body("type", equalTo("/problems/too-early-to-send-again"));
        given.sql("delete from lease where campaign_id = %1$d; update campaign set status = 'cancelled' where id = %1$d"
                .formatted(fresh));
        resolve(approver, fresh, "{\"as\":\"send-again\",\"reason\":\"in a hurry\"}")
                .statusCode(409)
                .body("type", equalTo("/problems/state-conflict"));
        assertThat(standing(fresh)).isEqualTo("DELIVRD 4, SUBMIT-UNCONFIRMED 6");
    }

    @Test
    void sentAgainTheyGoOutOnceMoreAndTheCampaignEndsAnew() throws Exception {
        long campaign = doubtful(20);
        var before = carriers.simulator().orElseThrow().counts();
        resolve(approver, campaign, "{\"as\":\"send-again\",\"ids\":[1,2,4],\"reason\":\"The carrier lost them\"}")
                .statusCode(200)
                .body("resolved", equalTo(3))
                .body("status", equalTo("processing"));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(standing(campaign)).isEqualTo("DELIVRD 7, SUBMIT-UNCONFIRMED 3"));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> given.text("select status from campaign where id = " + campaign)
                        .equals("submitted"));
        assertThat(carriers.simulator().orElseThrow().counts().accepted() - before.accepted())
                .isGreaterThanOrEqualTo(3);
        poster.postNow(campaign);
        assertThat(given.balance(account)).isEqualTo("0.55 0");
        assertThat(given.text(
                        "select actor <> '' and detail->>'as' = 'send-again' from audit_log where subject = 'campaign:"
                                + campaign + "' and action = 'campaign.unconfirmed-resolved'"))
                .isEqualTo("t");
        proven(campaign);
    }

    @Test
    void whatIsSentAgainHasLeasesOfItsOwnUnderAHigherFence() throws Exception {
        long campaign = doubtful(20, 1, "paused");
        given.sql("insert into lease (campaign_id, lo, hi, intent, fence) values (" + campaign + ", 3, 3, 2, 41)");
        resolve(approver, campaign, "{\"as\":\"send-again\",\"ids\":[1,2,4,6],\"reason\":\"The carrier lost them\"}")
                .statusCode(200)
                .body("status", equalTo("paused"));
        assertThat(given.text("select string_agg(lo || '-' || hi || ' from ' || intent, ', ' order by lo) from lease"
                        + " where fence > 41 and owner is null and campaign_id = " + campaign))
                .isEqualTo("1-2 from 0, 4-6 from 3");
        assertThat(standing(campaign)).isEqualTo("DELIVRD 4, SUBMIT-UNCONFIRMED 2, queued 4");
        proven(campaign);
    }

    @Test
    void sendingAgainIsRefusedWhereALeaseThatSleptIsTakenMeanwhileOrPutTogetherWithItsNeighbours() throws Exception {
        long campaign = doubtful(20, 1, "paused");
        for (String meanwhile : List.of(
                "update lease set owner = 'somebody', not_before = null, expires_at = now() + interval '1 hour' where campaign_id = %d",
                """
                delete from lease where campaign_id = %1$d;
                insert into lease (campaign_id, lo, hi, intent, not_before) values (%1$d, 1, 10, 0, now() + interval '1 hour')""")) {
            given.sql("""
                    delete from lease where campaign_id = %1$d;
                    insert into lease (campaign_id, lo, hi, intent, not_before) values (%1$d, 2, 9, 1, now() + interval '1 hour')""".formatted(campaign));
            try (var somebody = source.getConnection();
                    var statement = somebody.createStatement();
                    var threads = Executors.newSingleThreadExecutor()) {
                somebody.setAutoCommit(false);
                statement.execute(meanwhile.formatted(campaign));
                var status = threads.submit(
                        () -> resolve(approver, campaign, "{\"as\":\"send-again\",\"ids\":[1,4],\"reason\":\"race\"}")
                                .extract()
                                .statusCode());
                await().atMost(Duration.ofSeconds(10))
                        .until(() -> given.text(
                                        "select count(*) > 0 from pg_stat_activity where wait_event_type = 'Lock'"
                                                + " and query like '%lease%'")
                                .equals("t"));
                somebody.commit();
                assertThat(status.get()).isEqualTo(409);
            }
            assertThat(given.text("select count(*) from lease where campaign_id = " + campaign))
                    .isEqualTo("1");
        }
        assertThat(standing(campaign)).isEqualTo("DELIVRD 4, SUBMIT-UNCONFIRMED 6");
    }

    @Test
    void theMoneyForWhatIsSentAgainIsHeldAnew() throws Exception {
        // Two segments were accepted where one was estimated: 0.27 of them are still due, and nothing is there to pay
        // with.
        account = given.account("0.45");
        approver = accounts.createKey(account.id(), "approver", Role.APPROVER, false);
        long campaign = doubtful(20, 2, "submitted");
        assertThat(given.balance(account)).isEqualTo("0 0");
        resolve(approver, campaign, "{\"as\":\"send-again\",\"reason\":\"The carrier lost them\"}")
                .statusCode(402)
                .body("shortfall.amount", equalTo("0.2700"));
        assertThat(standing(campaign)).isEqualTo("DELIVRD 4, SUBMIT-UNCONFIRMED 6");
        assertThat(given.text("select status from campaign where id = " + campaign))
                .isEqualTo("submitted");
        given.sql("""
                insert into ledger_entry (account_id, kind, available, reserved, at) values (%1$d, 'top-up', 1, 0, now());
                update balance set available = 1 where account_id = %1$d""".formatted(account.id()));
        resolve(approver, campaign, "{\"as\":\"send-again\",\"reason\":\"The carrier lost them\"}")
                .statusCode(200);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(standing(campaign)).isEqualTo("DELIVRD 10"));
        await().atMost(Duration.ofSeconds(10))
                .until(() -> given.text("select finished_at is not null from campaign where id = " + campaign)
                        .equals("t"));
        poster.postNow(campaign);
        assertThat(given.balance(account)).isEqualTo("1 0");
        proven(campaign);
    }

    @Test
    void ofManyDecisionsAtOnceEachMessageTakesOne() throws Exception {
        long campaign = doubtful(20);
        List<Integer> moved = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(12)) {
            List<Callable<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                String as = i % 3 == 0 ? "sent" : i % 3 == 1 ? "not-sent" : "send-again";
                calls.add(() -> resolve(approver, campaign, "{\"as\":\"" + as + "\",\"reason\":\"race\"}")
                        .statusCode(200)
                        .extract()
                        .<Integer>path("resolved"));
            }
            for (var call : threads.invokeAll(calls)) moved.add(call.get());
        }
        assertThat(moved.stream().mapToInt(i -> i).sum()).isEqualTo(6);
        assertThat(moved).filteredOn(n -> n > 0).hasSize(1);
        proven(campaign);
    }

    @Test
    void theSameRequestTwiceIsOneDecision() {
        long campaign = doubtful(20);
        for (int i = 0; i < 2; i++)
            as(account.sender())
                    .header("Idempotency-Key", "resolve-" + campaign)
                    .contentType("application/json")
                    .body("{\"as\":\"sent\"}")
                    .post("/v1/campaigns/" + campaign + "/unconfirmed/resolve")
                    .then()
                    .statusCode(200)
                    .body("resolved", equalTo(6));
        as(account.viewer())
                .get("/v1/campaigns/" + campaign + "/unconfirmed")
                .then()
                .body("items", hasSize(0));
    }
}
