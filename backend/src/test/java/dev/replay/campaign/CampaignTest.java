package dev.replay.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.nullValue;

import dev.replay.account.Role;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CampaignTest {
    @Inject
    Desk desk;

    private Desk.Account account;

    @BeforeEach
    void anAccount() {
        account = desk.account();
    }

    @Test
    void aDraftHasEveryFieldOfTheContractAndTheNameOfItsMoment() {
        JsonPath draft = account.sends()
                .body("{\"senderId\":%d,\"body\":\"Hi {name}\",\"variableDefaults\":{\"Name\":\"there\"}}"
                        .formatted(account.senderId()))
                .post("/v1/campaigns")
                .then()
                .statusCode(201)
                .header("Location", containsString("/v1/campaigns/"))
                .header("ETag", "\"1\"")
                .body("name", matchesPattern("\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d"))
                .body("status", equalTo("draft"))
                .body("route", equalTo("transactional"))
                .body("variableDefaults.name", equalTo("there"))
                .body("replay.reason", equalTo("not-submitted"))
                .body("cost.estimated", nullValue())
                .body("cost.charged.amount", equalTo("0.0000"))
                .extract()
                .jsonPath();
        assertThat(draft.getMap("").keySet().stream().map(Object::toString))
                .containsExactlyInAnyOrder(
                        "id",
                        "name",
                        "status",
                        "senderId",
                        "route",
                        "body",
                        "templateId",
                        "variableDefaults",
                        "variables",
                        "recipients",
                        "counts",
                        "pauseReason",
                        "waitingFor",
                        "rate",
                        "sendBefore",
                        "replayOf",
                        "rootId",
                        "replay",
                        "createdAt",
                        "scheduledAt",
                        "submittedAt",
                        "settledAt",
                        "cost");
        assertThat(draft.getLong("rootId")).isEqualTo(draft.getLong("id"));
        assertThat(draft.getMap("counts").keySet().stream().map(Object::toString))
                .containsExactlyInAnyOrder("queued", "sent", "delivered", "undelivered", "notSent");
    }

    @Test
    void aDraftKeepsATextThatCannotBeSentYet() {
        account.sends()
                .body("{\"senderId\":%d,\"body\":\"Hi {name\"}".formatted(account.senderId()))
                .post("/v1/campaigns")
                .then()
                .statusCode(201)
                .body("body", equalTo("Hi {name"));
    }

    @Test
    void refusedFieldsAreNamed() {
        refused("{\"body\":\"x\"}", "/senderId");
        refused("{\"senderId\":99999999,\"body\":\"x\"}", "/senderId");
        refused("{\"senderId\":%d}", "/body");
        refused("{\"senderId\":%d,\"body\":\"x\",\"route\":\"unknown\"}", "/route");
        refused("{\"senderId\":%d,\"body\":\"x\",\"templateId\":99999999}", "/templateId");
        refused("{\"senderId\":%d,\"body\":\"x\",\"name\":\"  \"}", "/name");
        refused("{\"senderId\":%d,\"body\":\"x\",\"name\":\"" + "n".repeat(201) + "\"}", "/name");
        refused("{\"senderId\":%d,\"body\":\"" + "b".repeat(20_001) + "\"}", "/body");
        refused("{\"senderId\":%d,\"body\":\"a\\u0000b\"}", "/body");
        refused("{\"senderId\":%d,\"body\":\"a\\ud800b\"}", "/body");
        refused("{\"senderId\":%d,\"body\":\"x\",\"variableDefaults\":{\"1st\":\"x\"}}", "/variableDefaults/1st");
        refused(
                "{\"senderId\":%d,\"body\":\"x\",\"variableDefaults\":{\"a b\":\"x\",\"A_B\":\"y\"}}",
                "/variableDefaults/A_B");
    }

    private void refused(String body, String pointer) {
        account.sends()
                .body(body.replace("%d", String.valueOf(account.senderId())))
                .post("/v1/campaigns")
                .then()
                .statusCode(422)
                .body("type", endsWith("/problems/invalid-request"))
                .body("errors[0].pointer", equalTo(pointer));
    }

    @Test
    void aPatchChangesWhatItNamesAndOnlyRealChangesMoveTheContent() {
        long id = account.draft();
        account.sends()
                .body("{\"name\":\"Renamed\"}")
                .patch("/v1/campaigns/" + id)
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("name", equalTo("Renamed"))
                .body("body", equalTo("Hello {name}"));
        account.sends()
                .body("{\"body\":\"Hello {name}\",\"senderId\":%d,\"name\":\"Renamed\"}".formatted(account.senderId()))
                .patch("/v1/campaigns/" + id)
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"");
        assertThat(content(id)).isEqualTo(1);
        account.sends()
                .body("{\"body\":\"Good day\",\"variableDefaults\":{\"name\":\"you\"}}")
                .patch("/v1/campaigns/" + id)
                .then()
                .statusCode(200)
                .header("ETag", "\"3\"")
                .body("variableDefaults.name", equalTo("you"));
        assertThat(content(id)).isEqualTo(2);
        account.sends()
                .body("{\"variableDefaults\":null}")
                .patch("/v1/campaigns/" + id)
                .then()
                .statusCode(200)
                .body("variableDefaults", equalTo(Map.of()))
                .body("body", equalTo("Good day"));
        assertThat(content(id)).isEqualTo(3);
        account.sends()
                .body("{\"body\":null}")
                .patch("/v1/campaigns/" + id)
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/body"));
    }

    private long content(long id) {
        return desk.number("select content_version from campaign where id = ?", id);
    }

    @Test
    void anUpdateOfAnOlderVersionIsLost() {
        long id = account.draft();
        account.sends()
                .header("If-Match", "\"1\"")
                .body("{\"name\":\"First\"}")
                .patch("/v1/campaigns/" + id)
                .then()
                .statusCode(200);
        account.sends()
                .header("If-Match", "\"1\"")
                .body("{\"name\":\"Second\"}")
                .patch("/v1/campaigns/" + id)
                .then()
                .statusCode(412)
                .body("type", endsWith("/problems/lost-update"));
        account.reads().get("/v1/campaigns/" + id).then().body("name", equalTo("First"));
    }

    @Test
    void aVersionWithoutItsQuotesIsNoVersionAndOneOfAListIsEnough() {
        long id = account.draft();
        for (String tag : List.of("1", "garbage", "\"1")) {
            account.sends()
                    .header("If-Match", tag)
                    .body("{\"name\":\"First\"}")
                    .patch("/v1/campaigns/" + id)
                    .then()
                    .statusCode(400)
                    .body("type", endsWith("/problems/invalid-parameter"))
                    .body("parameter", equalTo("If-Match"))
                    .body("detail", containsString("quotes"));
        }
        for (String tags : List.of("\"9\", \"1\"", "*")) {
            account.sends()
                    .header("If-Match", tags)
                    .body("{\"name\":\"First\"}")
                    .patch("/v1/campaigns/" + id)
                    .then()
                    .statusCode(200);
        }
        account.sends()
                .header("If-Match", "W/\"2\"")
                .body("{\"name\":\"Second\"}")
                .patch("/v1/campaigns/" + id)
                .then()
                .statusCode(412);
    }

    @Test
    void aScheduledCampaignTakesANewNameAndNothingElse() {
        long id = account.draft();
        desk.sql("update campaign set status = 'scheduled', scheduled_at = now() + interval '1 day' where id = ?", id);
        account.sends()
                .body("{\"name\":\"Later\"}")
                .patch("/v1/campaigns/" + id)
                .then()
                .statusCode(200)
                .body("name", equalTo("Later"));
        account.sends()
                .body("{\"name\":\"Later still\",\"body\":\"x\"}")
                .patch("/v1/campaigns/" + id)
                .then()
                .statusCode(409)
                .body("type", endsWith("/problems/state-conflict"));
        desk.sql("update campaign set status = 'processing' where id = ?", id);
        account.sends()
                .body("{\"name\":\"x\"}")
                .patch("/v1/campaigns/" + id)
                .then()
                .statusCode(409);
        account.sends().delete("/v1/campaigns/" + id).then().statusCode(409);
    }

    @Test
    void aReplayKeepsSenderAndRouteOfItsOriginal() {
        long original = account.draft();
        long id = account.draft();
        desk.sql("update campaign set replay_of = ?, root_id = ? where id = ?", original, original, id);
        long other = desk.sender(account.id(), "OTHER", "transactional");
        desk.sender(account.id(), "ACME", "promotional");
        for (String locked : List.of("{\"senderId\":" + other + "}", "{\"route\":\"promotional\"}"))
            account.sends()
                    .body(locked)
                    .patch("/v1/campaigns/" + id)
                    .then()
                    .statusCode(422)
                    .body("type", endsWith("/problems/locked-by-replay"));
        account.sends()
                .body("{\"senderId\":%d,\"route\":\"transactional\",\"body\":\"Again\"}".formatted(account.senderId()))
                .patch("/v1/campaigns/" + id)
                .then()
                .statusCode(200)
                .body("body", equalTo("Again"))
                .body("replayOf", equalTo((int) original))
                .body("rootId", equalTo((int) original));
    }

    @Test
    void theRouteFollowsTheSender() {
        long id = account.draft();
        long other = desk.sender(account.id(), "OTHER", "promotional");
        account.sends()
                .body("{\"senderId\":" + other + "}")
                .patch("/v1/campaigns/" + id)
                .then()
                .statusCode(200)
                .body("senderId", equalTo((int) other))
                .body("route", equalTo("promotional"));
        account.sends()
                .body("{\"route\":\"transactional\"}")
                .patch("/v1/campaigns/" + id)
                .then()
                .statusCode(422)
                .body("errors[0].pointer", equalTo("/route"));
    }

    @Test
    void aDraftIsDeletedWithItsRecipients() {
        long id = account.draft();
        account.asks(Role.SENDER)
                .contentType("text/csv")
                .body("recipient\n+919812345678\nnonsense\n")
                .put("/v1/campaigns/" + id + "/recipients")
                .then()
                .statusCode(200);
        account.sends().delete("/v1/campaigns/" + id).then().statusCode(204);
        account.reads().get("/v1/campaigns/" + id).then().statusCode(404);
        for (String table : List.of("message", "tally", "rejection"))
            assertThat(desk.number("select count(*) from " + table + " where campaign_id = ?", id))
                    .isZero();
    }

    @Test
    void anotherAccountsCampaignIsNotThere() {
        long id = account.draft();
        Desk.Account stranger = desk.account();
        stranger.reads().get("/v1/campaigns/" + id).then().statusCode(404);
        stranger.sends()
                .body("{\"name\":\"x\"}")
                .patch("/v1/campaigns/" + id)
                .then()
                .statusCode(404);
        stranger.sends().delete("/v1/campaigns/" + id).then().statusCode(404);
        stranger.sends()
                .body("{\"templateId\":1}")
                .post("/v1/campaigns/" + id + "/template-import")
                .then()
                .statusCode(404);
        stranger.reads().get("/v1/campaigns/" + id + "/events").then().statusCode(404);
        stranger.reads().get("/v1/campaigns/" + id + "/rejections.csv").then().statusCode(404);
        stranger.reads().get("/v1/campaigns").then().body("items", hasSize(0));
    }

    @Test
    void countsAndCostComeFromTallyAndFrozenPrices() {
        long id = account.draft();
        long estimate = desk.number(
                "insert into estimate (account_id, campaign_id, content_version, recipients, segments, total, created_at, valid_until)"
                        + " values (?, ?, 1, 15, 20, 0.5, now(), now()) returning id",
                account.id(),
                id);
        desk.sql(
                "insert into estimate_line (estimate_id, account_id, country, recipients, segments, unit_price)"
                        + " values (?, ?, 'IN', 10, 10, 0.0125), (?, ?, 'DE', 5, 10, 0.075001)",
                estimate,
                account.id(),
                estimate,
                account.id());
        desk.sql(
                "update campaign set estimate_id = ?, status = 'processing', submitted_at = now() where id = ?",
                estimate,
                id);
        desk.sql("""
                insert into tally (campaign_id, shard, status, sub_status, segments, country, count) values
                    (?1, 0, 0, 0, 0, 'IN', 5), (?1, 1, 0, 0, 0, 'IN', -2), (?1, 1, 1, 1, 1, 'IN', 2),
                    (?1, 2, 2, 2, 2, 'DE', 3), (?1, 3, 3, 9, 1, 'IN', 1), (?1, 3, 4, 12, 0, 'DE', 4)
                """.replace("?1", String.valueOf(id)));
        account.reads()
                .get("/v1/campaigns/" + id)
                .then()
                .statusCode(200)
                .body("counts", equalTo(Map.of("queued", 3, "sent", 2, "delivered", 3, "undelivered", 1, "notSent", 4)))
                .body("cost.estimated.amount", equalTo("0.5000"))
                .body("cost.charged.amount", equalTo("0.487506"))
                .body("cost.charged.currency", equalTo("EUR"));
        account.reads()
                .get("/v1/campaigns")
                .then()
                .body("items[0].counts.delivered", equalTo(3))
                .body("items[0].cost.charged.amount", equalTo("0.487506"));
    }

    @Test
    void theListIsPagedNewestFirstAndFiltered() {
        List<Integer> ids = new ArrayList<>();
        for (int i = 0; i < 5; i++) ids.add((int) account.draft());
        desk.sql("update campaign set name = '100 % off_now' where id = ?", (long) ids.get(1));
        desk.sql(
                "update campaign set status = 'submitted', submitted_at = now() - interval '3 days' where id = any (?)",
                (Object) new Long[] {(long) ids.get(0), (long) ids.get(2), (long) ids.get(4)});
        desk.sql("update campaign set submitted_at = now() - interval '1 hour' where id = ?", (long) ids.get(4));
        desk.sql("update campaign set created_at = '2020-01-01T00:00:00Z' where id = ?", (long) ids.get(3));

        List<Integer> walked = new ArrayList<>();
        String cursor = null;
        do {
            var request = account.reads().queryParam("limit", 2);
            if (cursor != null) request.queryParam("cursor", cursor);
            JsonPath page = request.get("/v1/campaigns")
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            walked.addAll(page.getList("items.id"));
            cursor = page.getString("nextCursor");
        } while (cursor != null);
        assertThat(walked).containsExactlyElementsOf(ids.reversed());

        found("replayable", "true").body("items.id", contains(ids.get(2), ids.get(0)));
        found("replayable", "false").body("items.id", contains(ids.get(4), ids.get(3), ids.get(1)));
        account.reads()
                .queryParam("replayable", "true")
                .queryParam("limit", 1)
                .get("/v1/campaigns")
                .then()
                .body("items.id", contains(ids.get(2)))
                .body("nextCursor", org.hamcrest.Matchers.notNullValue());
        found("status", "submitted").body("items.id", contains(ids.get(4), ids.get(2), ids.get(0)));
        found("q", "% OFF_n").body("items.id", contains(ids.get(1)));
        found("q", "0_%").body("items", hasSize(0));
        found("to", "2020-01-01T00:00:01Z").body("items.id", contains(ids.get(3)));
        found("from", "2020-01-01T00:00:01Z").body("items", hasSize(4));
    }

    private io.restassured.response.ValidatableResponse found(String parameter, String value) {
        return account.reads()
                .queryParam(parameter, value)
                .get("/v1/campaigns")
                .then()
                .statusCode(200);
    }

    @Test
    void unknownFiltersAreRefusedByName() {
        bad("status", "sent", "draft, awaiting-approval");
        bad("from", "yesterday", "from");
        bad("to", "2026-01-01T00:00:00", "to");
        bad("replayable", "maybe", "replayable");
        bad("limit", "0", "limit");
        bad("limit", "201", "limit");
        bad("limit", "many", "limit");
        bad("cursor", "?", "cursor");
    }

    private void bad(String parameter, String value, String named) {
        account.reads()
                .queryParam(parameter, value)
                .get("/v1/campaigns")
                .then()
                .statusCode(400)
                .body("type", endsWith("/problems/invalid-parameter"))
                .body("detail", containsString(named));
    }

    @Test
    void rolesAndKeysAreAskedFor() {
        account.asks(Role.VIEWER)
                .contentType("application/json")
                .body("{\"senderId\":1,\"body\":\"x\"}")
                .post("/v1/campaigns")
                .then()
                .statusCode(403);
        io.restassured.RestAssured.get("/v1/campaigns").then().statusCode(401);
    }
}
