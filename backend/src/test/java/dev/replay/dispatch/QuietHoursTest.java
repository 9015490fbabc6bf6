package dev.replay.dispatch;

import static dev.replay.launch.Fixture.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.replay.TestClock;
import dev.replay.boot.Audit;
import dev.replay.carrier.Carriers;
import dev.replay.launch.Fixture;
import dev.replay.launch.Fixture.Account;
import dev.replay.launch.Fixture.Person;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** It is half past six in London and midnight in India, where nobody is written to from nine to nine. */
@QuarkusTest
class QuietHoursTest {
    private static final String NIGHTS =
            "{\"items\":[{\"country\":null,\"from\":\"22:00\",\"to\":\"08:00\"},{\"country\":\"IN\",\"from\":\"21:00\",\"to\":\"09:00\"}]}";

    private static final Instant MIDNIGHT_IN_INDIA =
            LocalDate.now(ZoneOffset.UTC).atTime(18, 30).toInstant(ZoneOffset.UTC);
    private static final Instant NINE_IN_INDIA = LocalDate.now(ZoneOffset.UTC)
            .plusDays(1)
            .atTime(LocalTime.of(9, 0))
            .atZone(ZoneId.of("Asia/Kolkata"))
            .toInstant();
    private static final AtomicLong NUMBERS = new AtomicLong(10_000);

    @Inject
    Fixture given;

    @Inject
    TestClock clock;

    @Inject
    Carriers carriers;

    @Inject
    DataSource source;

    private Account account;

    @BeforeEach
    void night() {
        given.carrier();
        clock.set(MIDNIGHT_IN_INDIA);
        account = given.account("1000");
        given.price(account, "GB", "0.0300");
        given.price(account, "US", "0.0100");
        as(account.admin())
                .contentType("application/json")
                .body(NIGHTS)
                .put("/v1/quiet-hours")
                .then()
                .statusCode(200);
    }

    @AfterEach
    void now() {
        clock.reset();
    }

    private static long number() {
        // The simulator lets the last two digits choose a fate; all of these are delivered.
        return NUMBERS.getAndIncrement() * 100;
    }

    private static Person inIndia() {
        return new Person(919_100_000_000L + number(), "IN");
    }

    private static Person inBritain() {
        return new Person(447_400_000_000L + number(), "GB");
    }

    /** British and Indian people by turns. */
    private long mixed(int ofEach) {
        List<Person> people = new ArrayList<>();
        for (int i = 0; i < ofEach; i++) {
            people.add(inIndia());
            people.add(inBritain());
        }
        return given.draft(account, "Hello", List.of(), people);
    }

    private JsonPath campaign(long id) {
        return as(account.viewer())
                .get("/v1/campaigns/" + id)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private void awaitDelivered(long campaign, int count) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(campaign(campaign).getInt("counts.delivered"))
                        .isEqualTo(count));
    }

    private void awaitAsleep(long campaign) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() ->
                        assertThat(campaign(campaign).getString("waitingFor")).isEqualTo("quiet-hours"));
    }

    private void proven(long campaign) throws Exception {
        try (Connection c = source.getConnection()) {
            for (Audit.Result result : Audit.run(c))
                assertThat(result.findings())
                        .as(result.name())
                        .noneMatch(finding -> finding.matches("campaign " + campaign + "\\b.*"));
        }
    }

    private String leases(long campaign) {
        return given.text("select count(*) from lease where campaign_id = " + campaign);
    }

    @Test
    void whoeverSleepsWaitsAndIsWrittenToOnceInTheMorning() throws Exception {
        long before = carriers.simulator().orElseThrow().counts().copiesBeyondOne();
        long campaign = mixed(1_500);
        given.launch(account, campaign).statusCode(202);
        awaitDelivered(campaign, 1_500);
        awaitAsleep(campaign);
        assertThat(campaign(campaign).getInt("counts.queued")).isEqualTo(1_500);
        assertThat(campaign(campaign).getString("status")).isEqualTo("processing");
        assertThat(given.text(
                        "select string_agg(distinct country, ' ') from message where status = 2 and campaign_id = "
                                + campaign))
                .isEqualTo("GB");
        // A mixed audience makes one range that waits, not one a person.
        assertThat(leases(campaign)).isEqualTo("1");
        proven(campaign);

        clock.set(NINE_IN_INDIA.plusSeconds(1));
        awaitDelivered(campaign, 3_000);
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(
                        () -> assertThat(campaign(campaign).getString("status")).isEqualTo("submitted"));
        assertThat(campaign(campaign).getString("waitingFor")).isNull();
        assertThat(carriers.simulator().orElseThrow().counts().copiesBeyondOne())
                .isEqualTo(before);
        proven(campaign);
    }

    @Test
    void theEstimateSaysBeforeWhoWouldWaitAndUntilWhen() {
        given.post(account, mixed(20), "cost-estimate")
                .statusCode(200)
                .body("recipients", equalTo(40))
                .body("quietHours.recipients", equalTo(20))
                .body("quietHours.from", equalTo(NINE_IN_INDIA.toString()))
                .body("quietHours.allFrom", equalTo(NINE_IN_INDIA.toString()));
        // London has risen as well.
        clock.set(NINE_IN_INDIA.plus(Duration.ofHours(6)));
        given.post(account, mixed(20), "cost-estimate").statusCode(200).body("quietHours", nullValue());
    }

    @Test
    void theEstimateOfALaterTimeTellsWhoSleepsThen() {
        long draft = mixed(20);
        Instant awake = NINE_IN_INDIA.plus(Duration.ofHours(6));
        given.post(account, draft, "cost-estimate?sendAt=" + awake)
                .statusCode(200)
                .body("quietHours", nullValue());
        clock.set(awake);
        Instant tomorrow = MIDNIGHT_IN_INDIA.plus(Duration.ofDays(1));
        given.post(account, draft, "cost-estimate").statusCode(200).body("quietHours", nullValue());
        given.post(account, draft, "cost-estimate?sendAt=" + tomorrow)
                .statusCode(200)
                .body("quietHours.recipients", equalTo(20))
                .body(
                        "quietHours.from",
                        equalTo(NINE_IN_INDIA.plus(Duration.ofDays(1)).toString()));
        given.post(account, draft, "cost-estimate?sendAt=tomorrow")
                .statusCode(422)
                .body("type", equalTo("/problems/invalid-send-at"));
    }

    @Test
    void inACountryOfSeveralTimeZonesTheNumberDecides() {
        // Half past four in Los Angeles, half past seven in New York: both awake; at half past eleven in New York it
        // sleeps.
        clock.set(MIDNIGHT_IN_INDIA.plus(Duration.ofHours(10)));
        long toThem = given.draft(
                account,
                "Hello",
                List.of(),
                List.of(
                        new Person(12_125_550_100L, "US"),
                        new Person(12_125_550_101L, "US"),
                        new Person(13_105_550_100L, "US")));
        given.post(account, toThem, "cost-estimate").statusCode(200).body("quietHours.recipients", equalTo(2));
    }

    @Test
    void whoSleepsWhenACampaignIsCancelledIsNotSentTo() throws Exception {
        long campaign = mixed(600);
        given.launch(account, campaign).statusCode(202);
        awaitAsleep(campaign);
        given.post(account, campaign, "cancel").statusCode(200);
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(campaign(campaign).getInt("counts.queued")).isZero();
            assertThat(campaign(campaign).getInt("counts.notSent")).isEqualTo(600);
        });
        assertThat(given.text(
                        "select string_agg(distinct s.code, ' ') from message m join sub_status s on s.id = m.sub_status"
                                + " where m.status = 4 and campaign_id = " + campaign))
                .isEqualTo("CANCELLED");
        proven(campaign);
    }

    @Test
    void aPausedCampaignStaysAsleepInTheMorningUntilItIsResumed() {
        long campaign = mixed(50);
        given.launch(account, campaign).statusCode(202);
        awaitAsleep(campaign);
        given.post(account, campaign, "pause").statusCode(200);
        clock.set(NINE_IN_INDIA.plusSeconds(1));
        awaitDelivered(campaign, 50);
        assertThat(campaign(campaign).getInt("counts.queued")).isEqualTo(50);
        given.post(account, campaign, "resume").statusCode(200);
        awaitDelivered(campaign, 100);
    }

    @Test
    void whoSleptBeforeTheCampaignsTimeWasOverExpires() throws Exception {
        long campaign = mixed(50);
        given.post(
                        account,
                        campaign,
                        "launch",
                        Map.of(
                                "estimateId",
                                given.estimate(account, campaign),
                                "sendBefore",
                                NINE_IN_INDIA.minusSeconds(3_600).toString()))
                .statusCode(202);
        awaitAsleep(campaign);
        awaitDelivered(campaign, 50);
        clock.set(NINE_IN_INDIA.minusSeconds(3_000));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(campaign(campaign).getString("status")).isEqualTo("submitted"));
        assertThat(campaign(campaign).getInt("counts.notSent")).isEqualTo(50);
        assertThat(given.text(
                        "select string_agg(distinct s.code, ' ') from message m join sub_status s on s.id = m.sub_status"
                                + " where m.status = 4 and campaign_id = " + campaign))
                .isEqualTo("EXPIRED-BEFORE-SEND");
        proven(campaign);
    }

    @Test
    void aProcessThatDiesLeavesNobodyWhoSleptInDoubt() throws Exception {
        long campaign = mixed(50);
        given.launch(account, campaign).statusCode(202);
        awaitAsleep(campaign);
        awaitDelivered(campaign, 50);
        // As if it had died after the rows were deferred and before the lease was put aside.
        given.sql("""
                update lease set owner = 'gone', intent = hi, not_before = null,
                    expires_at = clock_timestamp() - interval '1 minute' where campaign_id = """ + campaign);
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(given.text(
                                "select count(*) from lease where owner is null and not_before is not null and campaign_id = "
                                        + campaign))
                        .isEqualTo("1"));
        assertThat(campaign(campaign).getInt("counts.queued")).isEqualTo(50);
        assertThat(campaign(campaign).getInt("counts.sent")).isZero();
        clock.set(NINE_IN_INDIA.plusSeconds(1));
        awaitDelivered(campaign, 100);
        proven(campaign);
    }

    @Test
    void whatIsSentAgainDoesNotWaitForThoseWhoSleepAroundIt() throws Exception {
        long campaign = mixed(50);
        given.launch(account, campaign).statusCode(202);
        awaitAsleep(campaign);
        awaitDelivered(campaign, 50);
        // Of the second, who is British, nothing was heard.
        given.sql("""
                with doubted as (
                    update message m set status = 1, sub_status = 55, final_at = null, parts_delivered = 0,
                        submitted_at = clock_timestamp() - interval '1 hour'
                    from message b where m.campaign_id = %1$d and m.id = 2 and b.campaign_id = m.campaign_id and b.id = m.id
                    returning b.sub_status)
                insert into tally (campaign_id, shard, status, sub_status, country, segments, count)
                select %1$d, 0, v.status, coalesce(v.sub_status, d.sub_status), 'GB', 1, v.count
                from doubted d, (values (2::smallint, null::smallint, -1), (1, 55, 1)) v(status, sub_status, count)
                on conflict on constraint tally_pk do update set count = tally.count + excluded.count
                """.formatted(campaign));
        as(account.admin())
                .contentType("application/json")
                .body("{\"as\":\"send-again\",\"ids\":[2],\"reason\":\"the carrier has none\"}")
                .post("/v1/campaigns/" + campaign + "/unconfirmed/resolve")
                .then()
                .statusCode(200)
                .body("resolved", equalTo(1));
        awaitDelivered(campaign, 50);
        awaitAsleep(campaign);
        assertThat(campaign(campaign).getInt("counts.queued")).isEqualTo(50);
        proven(campaign);
    }

    @Test
    void whenTheQuietHoursAreTakenBackTheyGoAtOnce() {
        long campaign = mixed(50);
        given.launch(account, campaign).statusCode(202);
        awaitAsleep(campaign);
        as(account.admin())
                .contentType("application/json")
                .body("{\"items\":[]}")
                .put("/v1/quiet-hours")
                .then()
                .statusCode(200);
        awaitDelivered(campaign, 100);
    }

    @Test
    void quietHoursAreTheAdministratorsAndAreChecked() {
        as(account.viewer())
                .get("/v1/quiet-hours")
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(2))
                .body("items.find { it.country == 'IN' }.from", equalTo("21:00"))
                .body("items.find { it.country == null }.to", equalTo("08:00"));
        as(account.sender())
                .contentType("application/json")
                .body(NIGHTS)
                .put("/v1/quiet-hours")
                .then()
                .statusCode(403);
        Map<String, String> refused = Map.of(
                "{\"items\":[{\"country\":\"XX\",\"from\":\"21:00\",\"to\":\"09:00\"}]}", "/items/0/country",
                "{\"items\":[{\"country\":\"IN\",\"from\":\"9pm\",\"to\":\"09:00\"}]}", "/items/0/from",
                "{\"items\":[{\"country\":\"IN\",\"from\":\"21:00\",\"to\":null}]}", "/items/0/to",
                "{\"items\":[{\"country\":\"IN\",\"from\":\"21:00\",\"to\":\"21:00\"}]}", "/items/0/to",
                "{\"items\":[{\"from\":\"21:00\",\"to\":\"09:00\"},{\"from\":\"21:00\",\"to\":\"09:00\"}]}",
                        "/items/1/country");
        refused.forEach((body, pointer) -> as(account.admin())
                .contentType("application/json")
                .body(body)
                .put("/v1/quiet-hours")
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo(pointer)));
    }
}
