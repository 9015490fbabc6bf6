package dev.replay;

import static dev.replay.Given.asKey;
import static dev.replay.status.Status.UNDELIVERED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.replay.Given.Tenant;
import dev.replay.campaign.GivenCampaign;
import dev.replay.status.Catalogue;
import dev.replay.store.Database;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is refused, as the one who asked reads it, and that a refusal leaves everything as it was. */
@QuarkusTest
class BadInputTest {
    private static final String ALL_UNDELIVERED = "{\"select\":[{\"status\":\"UnDelivered\"}]}";

    @Inject
    Given given;

    @Inject
    Database database;

    @Inject
    Catalogue catalogue;

    @TestHTTPResource
    URL server;

    @ConfigProperty(name = "replay.data-dir", defaultValue = ".data")
    Path dataDir;

    private Tenant account;

    @BeforeEach
    void an_account() {
        account = given.account();
    }

    private GivenCampaign campaign(int daysAgo) {
        return new GivenCampaign(database, catalogue, account.id())
                .submitted(Instant.now().minus(daysAgo, ChronoUnit.DAYS))
                .with(2, UNDELIVERED, "ABSENT-SUB");
    }

    private ValidatableResponse post(String path, String body) {
        return asKey(account.sender())
                .contentType("application/json")
                .body(body)
                .post(path)
                .then();
    }

    private ValidatableResponse replay(long id, String body) {
        return post("/v1/campaigns/" + id + "/replays", body);
    }

    private long draft() {
        return post("/v1/campaigns", """
                        {"senderId":%d,"route":"transactional","body":"Your order is on its way."}
                        """.formatted(account.senderId()))
                .statusCode(201)
                .extract()
                .jsonPath()
                .getLong("id");
    }

    private long number(String query) {
        return database.asEngine(
                c -> Database.first(c, query, s -> {}, row -> row.getLong(1)).orElseThrow());
    }

    private long campaigns() {
        return number("select count(*) from campaign where account_id = " + account.id());
    }

    private void isProblem(ValidatableResponse answer, int status, String slug, String... says) {
        answer.statusCode(status)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/" + slug))
                .body("title", notNullValue())
                .body("status", equalTo(status))
                .body("instance", notNullValue());
        for (String part : says) answer.body("detail", containsString(part));
    }

    @Test
    void what_was_never_submitted_cannot_be_replayed_and_the_answer_says_what_it_is() {
        for (String status : List.of("draft", "scheduled", "processing", "paused", "cancelled")) {
            long id = campaign(3).status(status).create();
            long before = campaigns();
            ValidatableResponse answer = replay(id, ALL_UNDELIVERED);
            isProblem(answer, 409, "replay-not-eligible", String.valueOf(id), status, "submitted");
            answer.body("reason", equalTo("not-submitted"));
            assertThat(campaigns()).as(status).isEqualTo(before);
        }
    }

    @Test
    void a_campaign_too_recent_to_be_replayed_is_told_from_when_on_it_can_be() {
        long id = campaign(0).create();
        ValidatableResponse answer = replay(id, ALL_UNDELIVERED);
        isProblem(answer, 409, "replay-not-eligible", "from");
        answer.body("reason", equalTo("too-recent"))
                .body("from", notNullValue())
                .body("detail", containsString(answer.extract().path("from")));
        assertThat(campaigns()).isEqualTo(1);
    }

    @Test
    void a_campaign_whose_window_has_closed_is_told_until_when_it_could_be_replayed() {
        long id = campaign(40).create();
        ValidatableResponse answer = replay(id, ALL_UNDELIVERED);
        isProblem(answer, 409, "replay-not-eligible", "until");
        answer.body("reason", equalTo("window-closed"))
                .body("detail", containsString(answer.extract().path("until")));
        assertThat(campaigns()).isEqualTo(1);
    }

    @Test
    void a_select_of_an_unknown_status_is_refused_at_its_place_with_what_is_allowed() {
        long id = campaign(3).create();
        for (String operation : List.of("replays", "replay-preview")) {
            ValidatableResponse answer = post(
                    "/v1/campaigns/" + id + "/" + operation,
                    "{\"select\":[{\"status\":\"UnDelivered\"},{\"status\":\"Lost\"}]}");
            isProblem(answer, 422, "unknown-status", "Lost", "Delivered, UnDelivered, NotSent, Sent");
            answer.body("errors[0].pointer", equalTo("/select/1/status"));
            answer = post(
                    "/v1/campaigns/" + id + "/" + operation,
                    "{\"select\":[{\"status\":\"UnDelivered\",\"subStatuses\":[\"ABSENT-SUB\",\"NO-CREDITS\"]}]}");
            isProblem(answer, 422, "unknown-status", "UnDelivered", "NO-CREDITS");
            answer.body("errors[0].pointer", equalTo("/select/0/subStatuses/1"));
        }
        assertThat(campaigns()).isEqualTo(1);
    }

    @Test
    void a_select_of_nothing_is_refused() {
        long id = campaign(3).create();
        for (String none : List.of(
                "{}",
                "{\"select\":null}",
                "{\"select\":[]}",
                "{\"select\":[{\"status\":\"UnDelivered\",\"subStatuses\":[]}]}")) {
            isProblem(replay(id, none), 422, "nothing-selected", "elect");
            isProblem(post("/v1/campaigns/" + id + "/replay-preview", none), 422, "nothing-selected", "elect");
        }
        isProblem(replay(id, "{\"select\":[null]}"), 422, "unknown-status", "missing");
        assertThat(campaigns()).isEqualTo(1);
    }

    @Test
    void a_select_that_no_message_has_previews_nobody_and_makes_no_replay() {
        long id = campaign(3).create();
        String delivered = "{\"select\":[{\"status\":\"Delivered\"}]}";
        post("/v1/campaigns/" + id + "/replay-preview", delivered)
                .statusCode(200)
                .body("targets", equalTo(0));
        isProblem(replay(id, delivered), 422, "no-targets");
        assertThat(campaigns()).isEqualTo(1);
    }

    @Test
    void sender_route_and_recipients_of_a_replay_stay_those_of_its_original() {
        long id = campaign(3).create();
        long draft =
                replay(id, ALL_UNDELIVERED).statusCode(201).extract().jsonPath().getLong("id");
        int other = asKey(account)
                .contentType("application/json")
                .body("{\"sender\":\"OTHER\",\"route\":\"promotional\"}")
                .post("/v1/sender-ids")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        for (String change : List.of(
                "{\"senderId\":" + other + "}",
                "{\"route\":\"promotional\"}",
                "{\"name\":\"Again\",\"senderId\":" + other + ",\"route\":\"promotional\"}")) {
            isProblem(
                    asKey(account)
                            .contentType("application/json")
                            .body(change)
                            .patch("/v1/campaigns/" + draft)
                            .then(),
                    422,
                    "locked-by-replay",
                    "replay");
        }
        isProblem(
                asKey(account)
                        .contentType("text/csv")
                        .body("to\n+919812345678\n")
                        .put("/v1/campaigns/" + draft + "/recipients")
                        .then(),
                422,
                "locked-by-replay",
                "recipients");
        isProblem(
                asKey(account)
                        .contentType("application/json")
                        .body("{\"recipients\":[{\"recipient\":\"+919812345678\"}]}")
                        .put("/v1/campaigns/" + draft + "/recipients")
                        .then(),
                422,
                "locked-by-replay",
                "recipients");
        asKey(account)
                .get("/v1/campaigns/" + draft)
                .then()
                .body("route", equalTo("transactional"))
                .body("name", not("Again"))
                .body("recipients", equalTo(2))
                .body("replayOf", equalTo((int) id));
        asKey(account).get("/v1/campaigns/" + draft + "/messages").then().body("items", hasSize(2));
    }

    @Test
    void a_send_at_in_the_past_is_refused_and_holds_nothing() {
        long id = draft();
        asKey(account)
                .contentType("text/csv")
                .body("to\n+919812345678\n")
                .put("/v1/campaigns/" + id + "/recipients")
                .then()
                .statusCode(200);
        long estimate = asKey(account)
                .post("/v1/campaigns/" + id + "/cost-estimate")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getLong("estimateId");
        ValidatableResponse answer = post(
                "/v1/campaigns/" + id + "/launch",
                "{\"estimateId\":%d,\"sendAt\":\"2020-02-29T09:00:00+05:30\"}".formatted(estimate));
        isProblem(answer, 422, "invalid-send-at", "past");
        answer.body("errors[0].pointer", equalTo("/sendAt")).body("earliest", notNullValue());
        asKey(account).get("/v1/campaigns/" + id).then().body("status", equalTo("draft"));
        asKey(account).get("/v1/credits").then().body("reserved", equalTo("0.0000"));
    }

    @Test
    void an_upload_in_chunks_that_breaks_off_changes_nothing() throws Exception {
        long id = draft();
        asKey(account)
                .contentType("text/csv")
                .body("to\n+919812345678\n")
                .put("/v1/campaigns/" + id + "/recipients")
                .then()
                .statusCode(200);
        byte[] half = ("to\n" + "+919812345679\n".repeat(20_000)).getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("PUT /v1/campaigns/" + id + "/recipients HTTP/1.1\r\nHost: x\r\napi-key: " + account.sender()
                            + "\r\nContent-Type: text/csv\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + Integer.toHexString(half.length) + "\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(half);
            out.flush();
            await().atMost(Duration.ofSeconds(10)).until(() -> spooled() > 0);
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> spooled() == 0);
        asKey(account)
                .get("/v1/campaigns/" + id + "/messages")
                .then()
                .statusCode(200)
                .body("items.recipient", equalTo(List.of("+919812345678")));
    }

    @Test
    void a_file_that_does_not_say_what_it_is_is_refused_with_what_to_say() throws IOException {
        long id = draft();
        for (List<String> headers : List.of(List.<String>of(), List.of("Content-Type: "))) {
            List<String> all = new ArrayList<>(headers);
            all.add("api-key: " + account.sender());
            ContractFilter.Answer answer = RawHttp.ask(
                    server,
                    new RawHttp.Request("PUT", "/v1/campaigns/" + id + "/recipients", all, "to\n+919812345678\n"));
            assertThat(answer.status()).isEqualTo(415);
            assertThat(answer.text()).contains("/problems/unsupported-media-type", "no Content-Type", "text/csv");
        }
        assertThat(number("select count(*) from message where campaign_id = " + id))
                .isZero();
    }

    private long spooled() throws IOException {
        Path folder = dataDir.resolve("uploads");
        if (!Files.isDirectory(folder)) return 0;
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    private record Operation(String method, String path) {}

    /** Those of the contract that read JSON, with ids that exist; what carriers push is theirs to word. */
    private List<Operation> readingJson(long campaign) {
        List<Operation> found = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : Contract.served().paths().properties()) {
            if (path.getKey().startsWith("/v1/receipts/")) continue;
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
                JsonNode content = Contract.served()
                        .resolve(operation.getValue().path("requestBody"))
                        .path("content");
                if (!content.has("application/json")) continue;
                found.add(new Operation(
                        operation.getKey().toUpperCase(Locale.ROOT),
                        path.getKey().replace("{id}", String.valueOf(campaign)).replaceAll("\\{[^}]+}", "1")));
            }
        }
        return found;
    }

    private static ValidatableResponse send(String key, Operation operation, String type, String body) {
        return asKey(key)
                .config(RestAssured.config()
                        .encoderConfig(io.restassured.config.EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)))
                .contentType(type)
                .body(body.getBytes(StandardCharsets.UTF_8))
                .request(operation.method, operation.path)
                .then();
    }

    @Test
    void every_operation_that_reads_json_refuses_what_is_none_what_it_does_not_know_and_what_is_too_much() {
        String operator = given.operatorKey(account);
        long id = draft();
        List<Operation> operations = readingJson(id);
        assertThat(operations).hasSizeGreaterThan(12);
        String before = state(id);
        for (Operation operation : operations) {
            isProblem(send(operator, operation, "application/json", "{\"name\":"), 400, "malformed-request", "line 1");
            ValidatableResponse unknown = send(operator, operation, "application/json", "{\"colour\":\"red\"}");
            isProblem(unknown, 422, "unknown-field", "colour");
            unknown.body("errors.pointer", hasItem("/colour"));
            isProblem(
                    send(operator, operation, "application/xml", "<colour/>"),
                    415,
                    "unsupported-media-type",
                    "application/json");
            // Recipients are a file, with a limit of their own.
            if (operation.path.endsWith("/recipients")) continue;
            isProblem(
                    send(operator, operation, "application/json", "{\"name\":\"" + "x".repeat(1_100_000) + "\"}"),
                    413,
                    "too-large",
                    "1,000,000 bytes");
        }
        assertThat(state(id)).isEqualTo(before);
    }

    private String state(long id) {
        String campaign = asKey(account)
                .get("/v1/campaigns/" + id)
                .then()
                .statusCode(200)
                .extract()
                .asString();
        return campaign
                + campaigns()
                + number("select count(*) from api_key where account_id = " + account.id())
                + number("select count(*) from template where account_id = " + account.id())
                + number("select count(*) from suppression where account_id = " + account.id())
                + number("select count(*) from ledger_entry where account_id = " + account.id());
    }
}
