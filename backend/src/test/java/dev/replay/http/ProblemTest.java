package dev.replay.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class ProblemTest {
    @TestHTTPResource
    URL server;

    private static ValidatableResponse order(String body) {
        return given().contentType("application/json")
                .body(body.getBytes(StandardCharsets.UTF_8))
                .post("/demanding.test/orders")
                .then();
    }

    private static void isProblem(ValidatableResponse response, int status, String slug) {
        response.statusCode(status)
                .contentType("application/problem+json")
                .header("X-Content-Type-Options", "nosniff")
                .body("type", equalTo("/problems/" + slug))
                .body("title", notNullValue())
                .body("status", equalTo(status))
                .body("detail", notNullValue())
                .body("instance", notNullValue());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
                    {                                                | 400 | malformed-request
                    {"name":"a","count":1}}                          | 400 | malformed-request
                    {"name":"a","name":"b","count":1}                | 400 | malformed-request
                    nonsense                                         | 400 | malformed-request
                    null                                             | 400 | malformed-request
                    `                                                ` | 400 | malformed-request
                    """)
    void aBodyThatIsNoJsonIsMalformed(String body, int status, String slug) {
        isProblem(order(body), status, slug);
    }

    @Test
    void aMalformedBodyIsToldWithLineAndColumn() {
        order("{\n  \"name\": oops}").body("line", equalTo(2)).body("column", notNullValue());
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
                    {"name":"a","name":"b","count":1}                        | the field name is there twice
                    {"count":1,"parts":[{"label":"a","label":"b"}]}          | the field label is there twice
                    {"count":1,"parts":[{"label":]}                          | line 1, column 30
                    {"count":1,"parts":[{"label":"a"                         | line 1
                    """)
    void whatCannotBeReadIsMalformedAlsoInsideOfAListAndSaysWhy(String body, String says) {
        ValidatableResponse answer = order(body);
        isProblem(answer, 400, "malformed-request");
        answer.body("line", equalTo(1)).body("detail", containsString(says));
    }

    @Test
    void aBodyThatIsNotInUtf8IsToldSo() {
        ValidatableResponse answer = given().contentType("application/json")
                .body("{\"name\":\"é\",\"count\":1}".getBytes(StandardCharsets.ISO_8859_1))
                .post("/demanding.test/orders")
                .then();
        isProblem(answer, 400, "malformed-request");
        answer.body("detail", containsString("not in UTF-8"));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
                    {"name":"a","count":99999999999999999999}                | must be an integer number within its bounds
                    {"name":"a","count":1,"variables":{"\\u0000":"x"}} | holds the character U+0000
                    """)
    void aValueThatIsRefusedIsToldWhatItMustBe(String body, String says) {
        ValidatableResponse answer = order(body);
        isProblem(answer, 422, "invalid-request");
        answer.body("detail", containsString(says));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = '|', textBlock = """
                    {"name":"a","count":"1"}                          | invalid-request | /count
                    {"name":"a","count":1.5}                          | invalid-request | /count
                    {"name":"a","count":99999999999}                  | invalid-request | /count
                    {"name":"a","count":null}                         | invalid-request | /count
                    {"name":5,"count":1}                              | invalid-request | /name
                    {"name":true,"count":1}                           | invalid-request | /name
                    {"name":["a"],"count":1}                          | invalid-request | /name
                    {"count":1}                                       | invalid-request | /name
                    {"name":"too long","count":1}                     | invalid-request | /name
                    {"name":"a","count":1,"colour":"GREEN"}           | invalid-request | /colour
                    {"name":"a","count":1,"colour":0}                 | invalid-request | /colour
                    {"name":"a","count":1,"colour":""}                | invalid-request | /colour
                    {"name":"a","count":1,"at":"yesterday"}           | invalid-request | /at
                    {"name":"a","count":1,"urgent":"yes"}             | invalid-request | /urgent
                    {"name":"a","count":1,"urgent":1}                 | invalid-request | /urgent
                    {"name":"a","count":1,"variables":[]}             | invalid-request | /variables
                    {"name":"a","count":1,"variables":{"x":1}}        | invalid-request | /variables/x
                    {"name":"a","count":1,"parts":[{"label":"long label"}]} | invalid-request | /parts/0/label
                    {"name":"a","count":1,"parts":[{"label":"a"},{}]} | invalid-request | /parts/1/label
                    {"name":"a","count":1,"color":"RED"}              | unknown-field   | /color
                    {"name":"a","count":1,"parts":[{"lable":"x"}]}    | unknown-field   | /parts/0/lable
                    {"name":"a\\u0000","count":1}                     | invalid-request | /name
                    {"name":"\\ud800","count":1}                      | invalid-request | /name
                    {"name":"a","count":1,"variables":{"\\u0000":"x"}} | invalid-request | /variables
                    []                                                | invalid-request | ``
                    "text"                                            | invalid-request | ``
                    """)
    void contentThatIsRefusedIsNamedByItsPlace(String body, String slug, String pointer) {
        ValidatableResponse answer = order(body);
        isProblem(answer, 422, slug);
        answer.body("errors.pointer", hasItems(pointer)).body("detail", not(containsString("dev.replay")));
    }

    @Test
    void soundContentPassesUnchanged() {
        order("{\"name\":\"😀é\",\"count\":1,\"at\":\"2026-11-23T09:05:12Z\",\"variables\":{\"x\":\"\"}}")
                .statusCode(200)
                .body("name", equalTo("😀é"))
                .body("at", equalTo("2026-11-23T09:05:12Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "/demanding.test/orders/abc, 404, not-found",
        "/demanding.test/orders/99999999999999999999, 404, not-found",
        "/demanding.test/orders/1?limit=abc, 400, invalid-parameter",
        "/demanding.test/orders/1?limit=0, 400, invalid-parameter",
        "/demanding.test/orders/1?q=%00, 400, invalid-parameter",
        "/v1/nothing/here, 404, not-found",
        "/demanding.test/failures/refusal, 402, insufficient-credits",
        "/demanding.test/failures/wrapped-refusal, 409, no-carrier",
        "/demanding.test/failures/lost-connection, 503, unavailable",
        "/demanding.test/failures/pool-exhausted, 503, unavailable",
        "/demanding.test/failures/deadlock, 503, unavailable",
        "/demanding.test/failures/lost-commit, 503, unavailable",
        "/demanding.test/failures/twin, 409, already-exists",
        "/demanding.test/nul, 400, invalid-parameter",
        "/demanding.test/failures/bug, 500, internal-error",
    })
    void everyFailureIsAProblem(String path, int status, String slug) {
        ValidatableResponse answer = given().urlEncodingEnabled(false).get(path).then();
        isProblem(answer, status, slug);
        answer.body(not(containsString("secret of the server"))).body(not(containsString("Exception")));
        if (status == 503) answer.header("Retry-After", "5");
    }

    @Test
    void ofACommitThatIsInDoubtItIsNotSaidThatNothingWasKept() {
        for (String commit : List.of("lost-commit", "lost-commit-of-the-caller"))
            given().get("/demanding.test/failures/" + commit)
                    .then()
                    .statusCode(503)
                    .body("detail", containsString("Idempotency-Key"))
                    .body("detail", not(containsString("nothing of the request was kept")));
        given().get("/demanding.test/failures/lost-connection")
                .then()
                .body("detail", containsString("nothing of the request was kept"));
    }

    @Test
    void aHeaderThatDoesNotParseIsAnInvalidParameter() {
        isProblem(
                given().header("X-Count", "many")
                        .get("/demanding.test/orders/1")
                        .then(),
                400,
                "malformed-request");
    }

    @Test
    void theFrameworksOwnRefusalsAreProblems() {
        isProblem(given().delete("/demanding.test/orders").then(), 405, "method-not-allowed");
        isProblem(given().accept("image/png").get("/demanding.test/orders/1").then(), 406, "not-acceptable");
        isProblem(
                given().contentType("text/csv")
                        .body("a")
                        .post("/demanding.test/orders")
                        .then(),
                415,
                "unsupported-media-type");
        isProblem(
                given().contentType("application/json")
                        .post("/demanding.test/orders")
                        .then(),
                400,
                "malformed-request");
        // Whatever is accepted, a problem is told.
        isProblem(given().accept("text/csv").get("/v1/nothing").then(), 404, "not-found");
    }

    @Test
    void aBodyOfMoreThanAMegabyteIsTooLarge() {
        String name = "x".repeat(1_100_000);
        isProblem(order("{\"name\":\"" + name + "\"}"), 413, "too-large");
    }

    @Test
    void aBodyWhoseLengthNobodyToldIsCountedAsItComes() throws IOException {
        StringBuilder request = new StringBuilder("POST /demanding.test/orders HTTP/1.1\r\nHost: x\r\n"
                + "Content-Type: application/json\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n");
        String chunk = "x".repeat(100_000);
        request.append("f\r\n{\"count\":1,\"n\":\"\r\n".replace("f", "10"));
        for (int i = 0; i < 12; i++) request.append("186a0\r\n").append(chunk).append("\r\n");
        request.append("2\r\n\"}\r\n0\r\n\r\n");
        assertThat(raw(request.toString())).contains("413").contains("/problems/too-large");
    }

    @Test
    void anAnnouncedBodyBeyondAnyLimitIsRefusedUnread() throws IOException {
        String answer = raw("PUT /v1/campaigns/1/recipients HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\n"
                + "Content-Length: 500000000\r\n\r\n");
        assertThat(answer)
                .startsWith("HTTP/1.1 413")
                .contains("/problems/too-large")
                .containsIgnoringCase("connection: close");
    }

    @Test
    void anAddressThatIsNotWellFormedIsAProblem() throws IOException {
        for (String path :
                new String[] {"/v1/campaigns/%zz", "/v1/campaigns/%", "/v1/%zz?x=%zz", "/demanding.test/orders/1?q=%zz"
                }) {
            String answer = raw("GET " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertThat(answer).as(path).startsWith("HTTP/1.1 4").contains("application/problem+json");
        }
    }

    @Test
    void anUnannouncedBodyBeyondAnyLimitIsRefusedInWords() throws IOException {
        String head = "PUT /demanding.test/files HTTP/1.1\r\nHost: x\r\nContent-Type: text/csv\r\nConnection: close\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n";
        byte[] chunk = ("100000\r\n" + "x".repeat(0x100000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(10_000);
            OutputStream out = socket.getOutputStream();
            out.write(head.getBytes(StandardCharsets.US_ASCII));
            for (int megabytes = 0; megabytes <= 100; megabytes++) out.write(chunk);
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 413")
                    .contains("/problems/too-large", "104,857,600 bytes");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1/campaigns", "*", "?a=b", "x:443"})
    void aTargetThatIsNoPathIsAProblem(String target) throws IOException {
        assertThat(raw("GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json", "/problems/malformed-request", "begins with /", "nosniff");
    }

    @Test
    void aRequestWithoutAHostIsAProblem() throws IOException {
        assertThat(raw("GET /v1/campaigns HTTP/1.1\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 400")
                .contains("application/problem+json", "/problems/malformed-request", "Host header");
    }

    /** Java's client offers one by itself, and loses answers that come together with it. */
    @Test
    void anOfferedUpgradeIsNotTaken() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(server + "openapi.yaml"))
                    .version(HttpClient.Version.HTTP_2)
                    .build();
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
            assertThat(answer.statusCode()).isEqualTo(200);
        }
    }

    @Test
    void anAddressOrHeadersThatAreTooLongAreProblems() throws IOException {
        String end = " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
        assertThat(raw("GET /v1/campaigns?q=" + "x".repeat(130_000) + end + "\r\n"))
                .startsWith("HTTP/1.1 414")
                .contains("application/problem+json", "/problems/address-too-long", "8,000 characters");
        assertThat(raw("GET /v1/campaigns" + end + "X-Much: " + "x".repeat(120_000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431")
                .contains("application/problem+json", "/problems/headers-too-large", "20,000 bytes");
        assertThat(raw("GET /v1/sms-statuses?q=" + "x".repeat(7_900) + end + "X-Much: " + "x".repeat(19_000)
                        + "\r\n\r\n"))
                .startsWith("HTTP/1.1 200");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DELETE | /v1/campaigns              | GET, HEAD, OPTIONS, POST
            POST   | /v1/campaigns/1            | DELETE, GET, HEAD, OPTIONS, PATCH
            GET    | /v1/campaigns/1/recipients | OPTIONS, PUT
            GET    | /v1/campaigns/1/launch     | OPTIONS, POST
            PATCH  | /v1/prices/transactional/IN | DELETE, OPTIONS, PUT
            """)
    void anotherMethodIsToldWhichOnesThereAre(String method, String path, String allowed) {
        ValidatableResponse answer = given().request(method, path).then();
        isProblem(answer, 405, "method-not-allowed");
        answer.header("Allow", equalTo(allowed))
                .body("detail", equalTo("This address does not take " + method + "; it takes " + allowed + "."));
        given().options(path).then().statusCode(200).header("Allow", equalTo(allowed));
    }

    @Test
    void aCompressedBodyIsRefusedForItsCoding() {
        ValidatableResponse answer = given().contentType("application/json")
                .header("Content-Encoding", "gzip")
                .body(new byte[] {31, -117, 8, 0})
                .post("/demanding.test/orders")
                .then();
        isProblem(answer, 415, "unsupported-media-type");
        answer.body("detail", containsString("Content-Encoding"));
    }

    @Test
    void whatIsReadOnceMayNotBeThereTwice() {
        ValidatableResponse answer =
                given().get("/demanding.test/orders/1?limit=1&limit=2").then();
        isProblem(answer, 400, "invalid-parameter");
        answer.body("parameter", equalTo("limit")).body("detail", containsString("2 times"));
        answer = given().header("Idempotency-Key", "a", "b")
                .get("/demanding.test/orders/1")
                .then();
        isProblem(answer, 400, "invalid-parameter");
        answer.body("parameter", equalTo("Idempotency-Key"));
    }

    private String raw(String request) throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void headAndOptionsAreAnswered() {
        given().head("/demanding.test/orders/1").then().statusCode(200).body(equalTo(""));
        given().options("/demanding.test/orders").then().statusCode(200).header("Allow", containsString("POST"));
    }

    @Test
    void everyAnswerCarriesTheSecurityHeaders() {
        given().get("/v1/nothing")
                .then()
                .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
                .header("Referrer-Policy", "same-origin")
                .header("Cache-Control", "no-store");
        given().get("/problems/forbidden")
                .then()
                .header("Content-Security-Policy", containsString("default-src 'self'"));
    }

    @ParameterizedTest
    @EnumSource(Problem.class)
    void everyProblemHasAPage(Problem problem) {
        given().accept("text/html")
                .get("/problems/" + problem.slug())
                .then()
                .statusCode(200)
                .contentType("text/html")
                .body(containsString(problem.meaning()))
                .body(containsString(problem.remedy()));
        given().accept("application/json")
                .get("/problems/" + problem.slug())
                .then()
                .statusCode(200)
                .body("slug", equalTo(problem.slug()))
                .body("status", equalTo(problem.status()));
    }

    @Test
    void slugsAreUniqueAndUnknownOnesHaveNoPage() {
        assertThat(Arrays.stream(Problem.values()).map(Problem::slug)).doesNotHaveDuplicates();
        isProblem(given().get("/problems/none").then(), 404, "not-found");
    }
}
