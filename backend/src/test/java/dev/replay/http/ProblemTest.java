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
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

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
