package dev.replay.alert;

import static dev.replay.Given.asKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.replay.Given;
import dev.replay.campaign.GivenCampaign;
import dev.replay.carrier.CarriersTest;
import dev.replay.status.Catalogue;
import dev.replay.status.Status;
import dev.replay.store.Database;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** With an SMSC that does as it should, one that knows another password than we do, and one that nobody listens at. */
@QuarkusTest
@TestProfile(CarriersTest.Several.class)
class AlertsTest {
    private static final String DELIVERED = "status = 2, sub_status = 2, final_at = now()";

    @Inject
    Given given;

    @Inject
    Database database;

    @Inject
    Catalogue catalogue;

    @Inject
    Watch watch;

    private List<Map<String, Object>> alerts(Given.Tenant tenant) {
        return asKey(tenant.viewer())
                .get("/v1/alerts")
                .then()
                .statusCode(200)
                .extract()
                .path("items");
    }

    private Map<String, Object> alert(Given.Tenant tenant, String id) {
        return alerts(tenant).stream()
                .filter(a -> a.get("id").equals(id))
                .findFirst()
                .orElse(Map.of());
    }

    private void earlier(Duration by) {
        database.asEngine(
                c -> Database.update(c, "update alert set since = since - ?::interval", s -> s.setString(1, "" + by)));
    }

    @Test
    void aCarrierThatRefusesUsIsToldAtOnceWithItsWordsAndOneThatIsAwayWhenItStaysAway() {
        var tenant = given.account();
        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            watch.look();
            assertThat(alert(tenant, "carrier-refuses:refusing"))
                    .containsEntry("severity", "critical")
                    .containsEntry("title", "Carrier refusing refuses our bind")
                    .containsEntry("carrier", "refusing")
                    .containsEntry("campaignId", null)
                    .extracting("detail")
                    .asString()
                    .contains("ESME_RINVPASWD")
                    .doesNotContain("ours");
        });
        earlier(Duration.ofMinutes(5));
        watch.look();
        assertThat(alert(tenant, "carrier-away:gone")).containsEntry("title", "Carrier gone is away");
        assertThat(alerts(tenant)).noneMatch(a -> "simulator".equals(a.get("carrier")));
        RestAssured.given().get("/v1/alerts").then().statusCode(401);
    }

    @Test
    void whatAProcessSawThatIsGoneIsToldNoMore() {
        var tenant = given.account();
        database.asEngine(c -> Database.update(c, """
                insert into alert values ('of another process', 'carrier-fails', 'theirs', now() - interval '1 min', now(), 'x')
                """, s -> {}));
        assertThat(alert(tenant, "carrier-fails:theirs")).containsEntry("severity", "critical");
        database.asEngine(c -> Database.update(
                c, "update alert set seen_at = seen_at - interval '1 min' where subject = 'theirs'", s -> {}));
        assertThat(alert(tenant, "carrier-fails:theirs")).isEmpty();
    }

    private long accepted(Given.Tenant tenant, int messages, Duration ago) {
        return accepted("kaleyra", tenant, messages, ago);
    }

    /** @return the campaign */
    private long accepted(String carrier, Given.Tenant tenant, int messages, Duration ago) {
        long campaign = new GivenCampaign(database, catalogue, tenant.id())
                .submitted(Instant.now().minus(ago))
                .with(messages, Status.SENT, "SUBMITTED")
                .create();
        database.asEngine(c -> Database.update(c, """
                insert into carrier_ref (submitted_at, campaign_id, recipient, message_id, carrier_id, part, carrier_message_id)
                select now() - ?::interval, campaign_id, recipient, id,
                    (select id from carrier where name = ?), 0, 'silent-' || campaign_id || '-' || id
                from message where campaign_id = ?
                """, s -> {
            s.setString(1, "" + ago);
            s.setString(2, carrier);
            s.setLong(3, campaign);
        }));
        return campaign;
    }

    private void settled(long campaign, int upTo, String how) {
        database.asEngine(
                c -> Database.update(c, "update message set " + how + " where campaign_id = ? and id <= ?", s -> {
                    s.setLong(1, campaign);
                    s.setInt(2, upTo);
                }));
    }

    private Map<String, Object> receiptsLate(Given.Tenant tenant) {
        watch.lookForReceipts();
        watch.look();
        return alert(tenant, "receipts-late:kaleyra");
    }

    @Test
    void aCarrierThatDoesNotTellOfMostOfManyMessagesIsBehindUntilItDoes() {
        forgetIds();
        var tenant = given.account();
        // Twenty minutes old and told of: each of its receipts comes after twelve.
        settled(accepted(tenant, 300, Duration.ofMinutes(20)), 300, DELIVERED);
        long campaign = accepted(tenant, 150, Duration.ofMinutes(12));
        assertThat(receiptsLate(tenant))
                .containsEntry("title", "Receipts of carrier kaleyra are more than 10 minutes behind")
                .extracting("detail")
                .asString()
                .contains("150 of 150");
        settled(campaign, 1, DELIVERED);
        assertThat(receiptsLate(tenant)).extracting("detail").asString().contains("149 of 150");
        settled(campaign, 74, DELIVERED);
        assertThat(receiptsLate(tenant)).isNotEmpty();
        settled(campaign, 75, "parts_delivered = 1");
        assertThat(receiptsLate(tenant)).isEmpty();
    }

    @Test
    void thatSomeReceiptsNeverComeIsOrdinary() {
        forgetIds();
        var tenant = given.account();
        settled(accepted(tenant, 200, Duration.ofMinutes(15)), 180, DELIVERED);
        assertThat(receiptsLate(tenant)).isEmpty();
    }

    @Test
    void fewOfTheYoungestAreLookedAtWithThoseBefore() {
        forgetIds();
        var tenant = given.account();
        accepted(tenant, 90, Duration.ofSeconds(630));
        assertThat(receiptsLate(tenant)).isEmpty();
        long older = accepted(tenant, 90, Duration.ofMinutes(30));
        assertThat(receiptsLate(tenant)).extracting("detail").asString().contains("180 of 180");
        settled(older, 90, DELIVERED);
        assertThat(receiptsLate(tenant)).isEmpty();
    }

    @Test
    void whoHasToBeAskedIsBehindWhenItWasAskedAndSaidNothing() {
        forgetIds();
        var tenant = given.account();
        accepted("taciturn", tenant, 150, Duration.ofMinutes(12));
        receiptsLate(tenant);
        assertThat(alert(tenant, "receipts-late:taciturn")).isEmpty();
        accepted("taciturn", tenant, 150, Duration.ofMinutes(20));
        receiptsLate(tenant);
        assertThat(alert(tenant, "receipts-late:taciturn")).isNotEmpty();
    }

    private void forgetIds() {
        database.asEngine(c -> Database.update(
                c,
                "delete from carrier_ref where carrier_id in (select id from carrier where kind = 'kaleyra')",
                s -> {}));
    }

    @Test
    void messagesInDoubtAreToldToWhomTheyBelong() {
        var tenant = given.account();
        long campaign = new GivenCampaign(database, catalogue, tenant.id())
                .submitted(Instant.now().minus(Duration.ofMinutes(15)))
                .with(3, Status.SENT, "SUBMIT-UNCONFIRMED")
                .with(5, Status.DELIVERED, "DELIVRD")
                .create();
        assertThat(alert(tenant, "messages-in-doubt:" + campaign))
                .containsEntry("title", "3 messages of campaign " + campaign + " are in doubt")
                .containsEntry("severity", "warning");
        assertThat(alert(given.account(), "messages-in-doubt:" + campaign)).isEmpty();
    }
}
