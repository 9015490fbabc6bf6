package dev.replay.audience;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.replay.account.Role;
import dev.replay.campaign.Desk;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RecipientImportTest {
    @Inject
    Desk desk;

    @Inject
    UploadSettings settings;

    @TestHTTPResource
    URL server;

    private Desk.Account account;
    private long id;

    @BeforeEach
    void aDraft() {
        account = desk.account();
        id = account.draft();
    }

    private ValidatableResponse put(String type, byte[] body, String query) {
        return account.asks(Role.SENDER)
                .header("Content-Type", type)
                .body(body)
                .put("/v1/campaigns/" + id + "/recipients" + query)
                .then();
    }

    private ValidatableResponse csv(String text) {
        return put("text/csv", text.getBytes(StandardCharsets.UTF_8), "");
    }

    private ValidatableResponse json(String text) {
        return put("application/json", text.getBytes(StandardCharsets.UTF_8), "");
    }

    private void counts(ValidatableResponse answer, int received, int accepted, int duplicates, int rejected) {
        answer.statusCode(200)
                .body("received", equalTo(received))
                .body("accepted", equalTo(accepted))
                .body("duplicates", equalTo(duplicates))
                .body("rejected", equalTo(rejected));
        assertThat(rows()).isEqualTo(accepted);
        assertThat(desk.number("select coalesce(sum(count), 0) from tally where campaign_id = ?", id))
                .isEqualTo(accepted);
        assertThat(desk.number("select recipients from campaign where id = ?", id))
                .isEqualTo(accepted);
        assertThat(desk.number("select count(*) from rejection where campaign_id = ?", id))
                .isEqualTo(rejected);
    }

    private void refused(ValidatableResponse answer, String problem, String says) {
        long version = desk.number("select content_version from campaign where id = ?", id);
        answer.statusCode(422).body("type", endsWith("/problems/" + problem)).body("detail", containsString(says));
        assertThat(rows()).isZero();
        assertThat(version).isEqualTo(1);
    }

    private long rows() {
        return desk.number("select count(*) from message where campaign_id = ?", id);
    }

    private String variables(String recipient) {
        return desk.text(
                "select array_to_string(variables, '|') from message where campaign_id = ? and recipient = ?",
                id,
                Long.parseLong(recipient));
    }

    private String names() {
        return desk.text("select array_to_string(variable_names, ',') from campaign where id = ?", id);
    }

    @Test
    void aFileWithHeaderBecomesRowsTallyAndRejections() {
        counts(
                csv("First Name,MSISDN,city\n"
                        + "Asha,+919812345678,\"Pune, \"\"Camp\"\"\"\n"
                        + "\n"
                        + "Ravi,+49 1512 3456789,\n"
                        + "Asha again,919812345678,Delhi\n"
                        + "Nobody,12345,x\n"
                        + "Short,+919812345679\n"),
                5,
                3,
                1,
                1);
        assertThat(names()).isEqualTo("first_name,city");
        assertThat(variables("919812345678")).isEqualTo("Asha|Pune, \"Camp\"");
        assertThat(variables("4915123456789")).isEqualTo("Ravi|");
        assertThat(variables("919812345679")).isEqualTo("Short|");
        assertThat(desk.text(
                        "select string_agg(country || count, ',' order by country) from tally where campaign_id = ?",
                        id))
                .isEqualTo("DE1,IN2");
        assertThat(desk.number("select max(id) from message where campaign_id = ?", id))
                .isEqualTo(3);
        assertThat(desk.number("select line from rejection where campaign_id = ?", id))
                .isEqualTo(6);
        account.reads()
                .get("/v1/campaigns/" + id)
                .then()
                .body("recipients", equalTo(3))
                .body("counts.queued", equalTo(3));
    }

    @Test
    void semicolonsTabsByteOrderMarkCrLfAndQuotedHeadersAreRead() {
        counts(csv("\uFEFF\"phone\";\"name\"\r\n+919812345678;\"A;\r\nB\"\r\n\r\n+919812345679;C\r\n"), 2, 2, 0, 0);
        assertThat(variables("919812345678")).isEqualTo("A;\r\nB");
        counts(csv("name\tTO\nAsha, of Pune\t+919812345678\n"), 1, 1, 0, 0);
        assertThat(variables("919812345678")).isEqualTo("Asha, of Pune");
    }

    @Test
    void oneBareColumnNeedsNoHeader() {
        counts(csv("+919812345678\n  \n9812345678\n+919812345679"), 3, 2, 0, 1);
        counts(
                put("text/plain", "9812345678\n098123 45679\n".getBytes(StandardCharsets.UTF_8), "?defaultRegion=in"),
                2,
                2,
                0,
                0);
        assertThat(names()).isEmpty();
    }

    @Test
    void theNumberIsTheFirstNameOfTheListNotOfTheFile() {
        counts(csv("number,recipient\nA-1,+919812345678\n"), 1, 1, 0, 0);
        assertThat(variables("919812345678")).isEqualTo("A-1");
    }

    @Test
    void aListReplacesTheOneBefore() {
        counts(csv("to,name\n+919812345678,Asha\n+919812345679,Ravi\n12,x\n"), 3, 2, 0, 1);
        counts(csv("to\n+919812345678\n"), 1, 1, 0, 0);
        assertThat(names()).isEmpty();
        assertThat(desk.number("select content_version from campaign where id = ?", id))
                .isEqualTo(3);
    }

    @Test
    void aRefusedListLeavesTheOneBefore() {
        csv("to\n+919812345678\n").statusCode(200);
        csv("to\n+919812345679\n\"+919812345670\n").statusCode(422);
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void suppressedRecipientsAreAcceptedAndCounted() {
        account.sends()
                .body("{\"recipient\":\"+919812345678\",\"reason\":\"opt-out\"}")
                .post("/v1/suppressions")
                .then()
                .statusCode(201);
        csv("to\n+919812345678\n+919812345679\n")
                .statusCode(200)
                .body("accepted", equalTo(2))
                .body("suppressed", equalTo(1));
    }

    @Test
    void aNumberInScientificNotationIsRejectedWithAdvice() {
        csv("to\n9.19E+11\n\"9,19E+11\"\n+919812345678\n")
                .statusCode(200)
                .body("rejected", equalTo(2))
                .body("rejections[0].line", equalTo(2))
                .body("rejections[0].value", equalTo("9.19E+11"))
                .body("rejections[0].reason", containsString("format the column as text"));
    }

    @Test
    void listsThatHoldNobodyAreRefused() {
        refused(csv("recipient,name\n"), "no-recipients", "no recipients below it");
        refused(csv("\n\n  \n"), "no-recipients", "empty");
        refused(json("{\"recipients\":[]}"), "no-recipients", "empty");
        account.asks(Role.SENDER)
                .header("Content-Type", "text/csv")
                .put("/v1/campaigns/" + id + "/recipients")
                .then()
                .statusCode(422)
                .body("type", endsWith("/problems/no-recipients"));
    }

    @Test
    void headersThatCannotBeUsedAreRefusedByName() {
        refused(csv("name,city\nAsha,Pune\n"), "invalid-recipients", "recipient, msisdn, phone");
        refused(csv("+919812345678,Asha\n"), "invalid-recipients", "No column holds the numbers");
        refused(csv("to,Name,name \n+919812345678,a,b\n"), "invalid-recipients", "columns 2 and 3");
        refused(csv("to,1st\n+919812345678,a\n"), "invalid-recipients", "1st");
        refused(csv("to,name,\n+919812345678,a,b\n"), "invalid-recipients", "Column 3");
        String wide = IntStream.range(0, 51).mapToObj(i -> "v" + i).collect(Collectors.joining(","));
        refused(csv("to," + wide + "\n+919812345678\n"), "invalid-recipients", "51");
    }

    @Test
    void whatIsNotTextInUtf8IsRefusedClearly() {
        byte[] latin = "to,name\n+919812345678,Asha\n+919812345679,Ren\u00E9\n".getBytes(StandardCharsets.ISO_8859_1);
        put("text/csv", latin, "")
                .statusCode(422)
                .body("type", endsWith("/problems/invalid-recipients"))
                .body("detail", containsString("not in UTF-8"))
                .body("line", equalTo(3))
                .body("offset", equalTo(latin.length - 2));
        for (Charset utf16 : List.of(StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE))
            refused(put("text/csv", "\uFEFFto\n+919812345678\n".getBytes(utf16), ""), "invalid-recipients", "UTF-16");
        refused(
                put("text/csv", "to\n+919812345678\n".getBytes(StandardCharsets.UTF_16LE), ""),
                "invalid-recipients",
                "not text");
        refused(put("text/csv", new byte[] {'P', 'K', 3, 4, 0, 0}, ""), "invalid-recipients", "spreadsheet");
        refused(
                csv("to,name\n+919812345678,\"Asha\n+919812345679,Ravi\n"),
                "invalid-recipients",
                "line 2 is never closed");
    }

    @Test
    void aLineOfAMegabyteIsRejectedByItself() {
        counts(
                csv("to,name\n+919812345678," + "x".repeat(1 << 20) + "\n+919812345679,Ravi\n+919812345670,\"a\n"
                        + "y".repeat(70_000) + "\nb\"\n+919812345671,Last\n"),
                4,
                2,
                0,
                2);
        assertThat(desk.text(
                        "select string_agg(line || ':' || reason, ' ' order by line) from rejection where campaign_id = ?",
                        id))
                .isEqualTo("2:The line is longer than 64 KB. 4:The line is longer than 64 KB.");
    }

    @Test
    void cellsThatAreTooLongOrTooManyAreRejectedByTheirLine() {
        csv("to,name\n+919812345678," + "x".repeat(1_001) + "\n+919812345679,a,b\n+919812345670," + "é".repeat(1_000)
                        + "\n" + "9".repeat(300) + ",x\n")
                .statusCode(200)
                .body("accepted", equalTo(1))
                .body("rejections.line", equalTo(List.of(2, 3, 5)))
                .body("rejections[0].reason", containsString("1,001 characters"))
                .body("rejections[1].reason", containsString("3 cells"))
                .body("rejections[2].value", equalTo("9".repeat(100) + "…"));
    }

    @Test
    void aMillionAndOneLinesAreTooMany() {
        byte[] list = Stream.concat(
                        Stream.of("to"), IntStream.rangeClosed(0, 1_000_000).mapToObj(i -> "1"))
                .collect(Collectors.joining("\n"))
                .getBytes(StandardCharsets.US_ASCII);
        refused(put("text/csv", list, ""), "invalid-recipients", "1,000,000");
    }

    @Test
    void jsonIsReadLikeCsv() {
        counts(json("""
                        {"recipients":[
                         {"recipient":"+919812345678","variables":{"Name":"Asha"}},
                         {"recipient":"+919812345679","variables":{"city":"Pune","count":3}},
                         {"recipient":"+919812345670"},
                         {"recipient":"12"},
                         {"variables":{"name":"x"}},
                         {"recipient":"+919812345671","variables":{"name":"a\\u0000b"}},
                         {"recipient":"+919812345672","variables":{"name":"a\\ud800b"}},
                         {"recipient":"+919812345678"}]}
                        """), 8, 3, 1, 4);
        assertThat(names()).isEqualTo("name,city,count");
        assertThat(variables("919812345679")).isEqualTo("|Pune|3");
        assertThat(desk.text(
                        "select string_agg(line::text, ',' order by line) from rejection where campaign_id = ?", id))
                .isEqualTo("4,5,6,7");
    }

    @Test
    void jsonOfAnotherShapeIsRefusedAtItsPlace() {
        refusedAt(
                "{\"recipients\":[{\"recipient\":\"+919812345678\",\"nmae\":\"x\"}]}",
                "unknown-field",
                "/recipients/0/nmae");
        refusedAt("{\"people\":[]}", "unknown-field", "/people");
        refusedAt("{}", "invalid-request", "/recipients");
        refusedAt("{\"recipients\":[\"+919812345678\"]}", "invalid-request", "/recipients/0");
        refusedAt(
                "{\"recipients\":[{\"recipient\":\"+919812345678\",\"variables\":{\"1st\":\"x\"}}]}",
                "invalid-recipients",
                "/recipients/0/variables/1st");
        json("{\"recipients\":[{\"recipient\":").statusCode(400).body("type", endsWith("/problems/malformed-request"));
        assertThat(rows()).isZero();
    }

    private void refusedAt(String body, String problem, String pointer) {
        json(body)
                .statusCode(422)
                .body("type", endsWith("/problems/" + problem))
                .body("errors[0].pointer", equalTo(pointer));
        assertThat(rows()).isZero();
    }

    @Test
    void anUnknownRegionAndAnotherMediaTypeAreRefused() {
        put("text/csv", "to\n1\n".getBytes(StandardCharsets.UTF_8), "?defaultRegion=XX")
                .statusCode(400)
                .body("type", endsWith("/problems/invalid-parameter"));
        put("application/pdf", new byte[] {1}, "").statusCode(415);
    }

    @Test
    void onlyADraftOfOnesOwnTakesRecipients() {
        csv("to\n+919812345678\n").statusCode(200);
        account.asks(Role.VIEWER)
                .contentType("text/csv")
                .body("to\n1\n")
                .put("/v1/campaigns/" + id + "/recipients")
                .then()
                .statusCode(403);
        desk.account()
                .asks(Role.SENDER)
                .contentType("text/csv")
                .body("to\n1\n")
                .put("/v1/campaigns/" + id + "/recipients")
                .then()
                .statusCode(404);
        long original = account.draft();
        desk.sql("update campaign set replay_of = ? where id = ?", original, id);
        csv("to\n+919812345679\n").statusCode(422).body("type", endsWith("/problems/locked-by-replay"));
        desk.sql("update campaign set replay_of = null, status = 'scheduled' where id = ?", id);
        csv("to\n+919812345679\n").statusCode(409).body("type", endsWith("/problems/state-conflict"));
        assertThat(rows()).isEqualTo(1);
    }

    @Test
    void importsOfOneDraftFollowEachOther() throws Exception {
        try (var people = Executors.newFixedThreadPool(4)) {
            List<Callable<Integer>> imports = IntStream.range(1, 9)
                    .<Callable<Integer>>mapToObj(n -> () -> csv("to\n"
                                    + IntStream.range(0, 200 * n)
                                            .mapToObj(i -> "+9198123" + (10_000 + i))
                                            .collect(Collectors.joining("\n")))
                            .statusCode(200)
                            .extract()
                            .path("accepted"))
                    .toList();
            for (Future<Integer> one : people.invokeAll(imports))
                assertThat(one.get()).isPositive();
        }
        assertThat(rows()).isEqualTo(desk.number("select recipients from campaign where id = ?", id));
        assertThat(rows()).isEqualTo(desk.number("select sum(count) from tally where campaign_id = ?", id));
    }

    @Test
    void anUploadThatBreaksOffChangesNothingAndLeavesNothing() throws Exception {
        csv("to\n+919812345678\n").statusCode(200);
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            OutputStream out = socket.getOutputStream();
            out.write(("PUT /v1/campaigns/" + id + "/recipients HTTP/1.1\r\nHost: x\r\napi-key: "
                            + account.key(Role.SENDER)
                            + "\r\nContent-Type: text/csv\r\nContent-Length: 1000000\r\n\r\n" + "to\n"
                            + "+919812345679\n".repeat(20_000))
                    .getBytes(StandardCharsets.US_ASCII));
            out.flush();
            await().atMost(Duration.ofSeconds(10)).until(() -> spooled() > 0);
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> spooled() == 0);
        assertThat(rows()).isEqualTo(1);
        assertThat(desk.number("select recipient from message where campaign_id = ?", id))
                .isEqualTo(919812345678L);
    }

    private long spooled() throws IOException {
        Path folder = settings.dataDir().resolve("uploads");
        if (!Files.isDirectory(folder)) return 0;
        try (Stream<Path> files = Files.list(folder)) {
            return files.count();
        }
    }

    @Test
    void leftoversOfADeadProcessAreRemovedAtTheStart() throws Exception {
        Path folder = Files.createDirectories(settings.dataDir().resolve("uploads"));
        Path dead = Files.writeString(folder.resolve("p999999999-1.upload"), "x");
        long parent = ProcessHandle.current().parent().orElseThrow().pid();
        Path living = Files.writeString(folder.resolve("p" + parent + "-1.upload"), "x");
        new Uploads(settings).removeLeftovers(new io.quarkus.runtime.StartupEvent());
        assertThat(dead).doesNotExist();
        assertThat(living).exists();
        Files.delete(living);
    }

    @Test
    void allRejectionsComeAsACsvThatNoSpreadsheetExecutes() {
        String lines = IntStream.range(0, 2_500).mapToObj(i -> "x" + i).collect(Collectors.joining("\n"));
        csv("to\n=cmd|'/c calc'!A1\n+1+1\n\"a,b\"\n+12\n" + lines + "\n")
                .statusCode(200)
                .body("rejections", hasSize(100));
        String csv = account.reads()
                .get("/v1/campaigns/" + id + "/rejections.csv")
                .then()
                .statusCode(200)
                .contentType("text/csv")
                .extract()
                .asString();
        assertThat(csv.lines()).hasSize(2_505);
        assertThat(csv.lines().toList().subList(0, 5))
                .satisfiesExactly(
                        line -> assertThat(line).isEqualTo("line,value,reason"),
                        line -> assertThat(line).startsWith("2,'=cmd|'/c calc'!A1,"),
                        line -> assertThat(line).startsWith("3,'+1+1,"),
                        line -> assertThat(line).startsWith("4,\"a,b\","),
                        line -> assertThat(line).startsWith("5,+12,"));
    }
}
