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

    @Test
    void aCarrierThatTellsOfNoneOfManyMessagesIsBehindUntilAReceiptComes() {
        var tenant = given.account();
        long campaign = new GivenCampaign(database, catalogue, tenant.id())
                .submitted(Instant.now().minus(Duration.ofMinutes(15)))
                .with(150, Status.SENT, "SUBMITTED")
                .create();
        database.asEngine(c -> Database.update(c, """
                insert into carrier_ref (submitted_at, campaign_id, recipient, message_id, carrier_id, part, carrier_message_id)
                select now() - interval '15 min', campaign_id, recipient, id,
                    (select id from carrier where name = 'kaleyra'), 0, 'silent-' || campaign_id || '-' || id
                from message where campaign_id = ?
                """, s -> s.setLong(1, campaign)));
        watch.lookForReceipts();
        watch.look();
        assertThat(alert(tenant, "receipts-late:kaleyra"))
                .containsEntry("title", "Receipts of carrier kaleyra are more than 10 minutes behind");
        database.asEngine(c -> Database.update(
                c,
                "update message set status = 2, sub_status = 2, final_at = now() where id = 1 and campaign_id = ?",
                s -> s.setLong(1, campaign)));
        watch.lookForReceipts();
        watch.look();
        assertThat(alert(tenant, "receipts-late:kaleyra")).isEmpty();
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
