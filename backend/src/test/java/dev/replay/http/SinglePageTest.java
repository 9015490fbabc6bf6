package dev.replay.http;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class SinglePageTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/index.html",
                "/sign-in?next=%2Fcampaigns%2Fsms%2F12",
                "/campaigns",
                "/campaigns/sms/12/launch",
                "/campaigns/sms?q=50%25&replay=12",
                "/status-codes",
                "/carriers",
                "/quiet-hours",
                "/alerts"
            })
    void anAddressOfThePageIsItsDocumentAskedForEachTime(String address) {
        given().urlEncodingEnabled(false)
                .get(address)
                .then()
                .statusCode(200)
                .contentType("text/html")
                .header("Cache-Control", "no-cache")
                .header("Content-Security-Policy", containsString("default-src 'self'"))
                .body(containsString("<div id=\"root\"></div>"));
        given().urlEncodingEnabled(false).head(address).then().statusCode(200).header("Cache-Control", "no-cache");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/versions", "/questions", "/campaignsx", "/nowhere/at/all/"})
    void anUnknownAddressIsAPageForABrowserAndAProblemForAProgram(String address) {
        given().accept("text/html,application/xhtml+xml,*/*;q=0.8")
                .get(address)
                .then()
                .statusCode(200)
                .body(containsString("<div id=\"root\"></div>"));
        given().get(address).then().statusCode(404).contentType("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1", "/v1/", "/v1/nothing", "/problems", "/problems/no-such", "/assets/none.js", "/none.html"})
    void whatTheServiceAnswersItselfStaysAProblem(String address) {
        given().get(address)
                .then()
                .statusCode(404)
                .contentType("application/problem+json")
                .body("type", equalTo("/problems/not-found"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/q/nothing", "/q"})
    void theOperatorsAddressesAreNoneOfThePages(String address) {
        given().redirects().follow(false).get(address).then().statusCode(404);
    }

    @Test
    void thePageTakesNothing() {
        given().body("{}")
                .contentType("application/json")
                .post("/campaigns")
                .then()
                .statusCode(404);
    }

    @Test
    void theContractIsNoneOfThePages() {
        given().get("/openapi.yaml").then().statusCode(200).body(containsString("openapi: 3.1"));
    }

    @Test
    void aScriptIsKeptForeverAndSentCompressed() {
        given().header("Accept-Encoding", "gzip")
                .get("/assets/script-in-test.js")
                .then()
                .statusCode(200)
                .header("Cache-Control", "public, max-age=31536000, immutable")
                .header("Content-Encoding", "gzip")
                .body(containsString("export const answer = 42;"));
    }
}
