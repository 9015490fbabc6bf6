package dev.replay.account;

import static dev.replay.Given.asKey;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.replay.Given;
import dev.replay.TestClock;
import dev.replay.store.Database;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SessionTest {
    @Inject
    Given given;

    @Inject
    Accounts accounts;

    @Inject
    TestClock clock;

    @Inject
    Database database;

    private Given.Tenant acme;
    private String email;

    @BeforeEach
    void asha() {
        acme = given.account();
        email = "asha." + UUID.randomUUID() + "@example.org";
        accounts.createUser(acme.id(), email, "correct horse", Role.SENDER, false);
    }

    @AfterEach
    void now() {
        clock.reset();
    }

    private Response signIn(String email, String password) {
        return given().contentType("application/json")
                .body(Map.of("email", email, "password", password))
                .post("/v1/session");
    }

    @Test
    void aUserSignsInAsksWhoTheyAreAndSignsOut() {
        Response in = signIn(email, "correct horse");
        in.then()
                .statusCode(201)
                .body("user.email", equalTo(email))
                .body("user.role", equalTo("sender"))
                .body("account.zone", equalTo("Asia/Kolkata"));
        assertThat(in.header("Set-Cookie"))
                .startsWith("replay-session=")
                .containsIgnoringCase("HttpOnly")
                .contains("SameSite=Strict")
                .doesNotContain("Secure");
        String session = in.cookie("replay-session");
        given().cookie("replay-session", session)
                .get("/v1/session")
                .then()
                .statusCode(200)
                .body("user.email", equalTo(email));
        given().cookie("replay-session", session).delete("/v1/session").then().statusCode(204);
        given().cookie("replay-session", session).get("/v1/session").then().statusCode(401);
    }

    @Test
    void aSessionEndsTwelveHoursAfterItsLastUse() {
        String session = signIn(email, "correct horse").cookie("replay-session");
        clock.advance(Duration.ofHours(11));
        given().cookie("replay-session", session).get("/v1/session").then().statusCode(200);
        clock.advance(Duration.ofHours(11));
        given().cookie("replay-session", session).get("/v1/session").then().statusCode(200);
        clock.advance(Duration.ofHours(12).plusMinutes(1));
        given().cookie("replay-session", session).get("/v1/session").then().statusCode(401);
    }

    @Test
    void theEndOfASessionMovesOnAtMostEachFiveMinutesAndNobodyElsesDoes() {
        String session = signIn(email, "correct horse").cookie("replay-session");
        String other = "ravi." + UUID.randomUUID() + "@example.org";
        accounts.createUser(acme.id(), other, "correct horse", Role.SENDER, false);
        signIn(other, "correct horse").then().statusCode(201);
        Written first = written(email);
        Written others = written(other);

        clock.advance(Duration.ofMinutes(4));
        given().cookie("replay-session", session).get("/v1/session").then().statusCode(200);
        assertThat(written(email)).isEqualTo(first);

        clock.advance(Duration.ofMinutes(2));
        given().cookie("replay-session", session).get("/v1/session").then().statusCode(200);
        assertThat(Duration.between(first.expiresAt, written(email).expiresAt))
                .isCloseTo(Duration.ofMinutes(6), Duration.ofMinutes(1));
        assertThat(written(other)).isEqualTo(others);
    }

    /** @param version of the row: it moves with each write, of the same values too */
    private record Written(Instant expiresAt, String version) {}

    private Written written(String email) {
        return database.asEngine(c -> Database.first(
                        c,
                        "select expires_at, s.xmin from session s join app_user u on u.id = s.user_id where u.email = ?",
                        s -> s.setString(1, email),
                        row -> new Written(row.getTimestamp(1).toInstant(), row.getString(2)))
                .orElseThrow());
    }

    @Test
    void aWrongPasswordAndAnUnknownEMailReadTheSame() {
        String wrong = signIn(email, "wrong").then().statusCode(401).extract().asString();
        String unknown = signIn("nobody@example.org", "wrong")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", notNullValue())
                .extract()
                .asString();
        assertThat(unknown).isEqualTo(wrong);
    }

    @Test
    void guessingEndsAfterTenFailuresUntilTimeHasPassed() {
        for (int i = 0; i < 10; i++) signIn(email, "guess " + i).then().statusCode(401);
        signIn(email, "correct horse")
                .then()
                .statusCode(429)
                .header("Retry-After", notNullValue())
                .body("type", equalTo("/problems/too-many-requests"));
        clock.advance(Duration.ofMinutes(16));
        signIn(email, "correct horse").then().statusCode(201);
    }

    @Test
    void aForeignPageCanNeitherSignInNorUseTheCookie() {
        String session = signIn(email, "correct horse").cookie("replay-session");
        given().cookie("replay-session", session)
                .header("Sec-Fetch-Site", "cross-site")
                .delete("/v1/session")
                .then()
                .statusCode(403);
        given().cookie("replay-session", session)
                .header("Origin", "https://evil.example")
                .delete("/v1/session")
                .then()
                .statusCode(403);
        given().header("Origin", "https://evil.example")
                .contentType("application/json")
                .body(Map.of("email", email, "password", "correct horse"))
                .post("/v1/session")
                .then()
                .statusCode(403);
        given().cookie("replay-session", session).get("/v1/session").then().statusCode(200);
        given().cookie("replay-session", session)
                .header("Sec-Fetch-Site", "same-origin")
                .delete("/v1/session")
                .then()
                .statusCode(204);
    }

    @Test
    void aKeyMayAskWhoItIs() {
        asKey(acme.viewer())
                .get("/v1/session")
                .then()
                .statusCode(200)
                .body("user", nullValue())
                .body("apiKey.role", equalTo("viewer"))
                .body("account.id", equalTo((int) acme.id()));
        given().header("Authorization", "bearer " + acme.viewer())
                .get("/v1/session")
                .then()
                .statusCode(200);
        given().header("api-key", "rk_unknown").get("/v1/session").then().statusCode(401);
        given().get("/v1/session").then().statusCode(401).body("type", equalTo("/problems/unauthenticated"));
    }

    @Test
    void aKeyIsMadeShownOnceListedAndRevokedAtOnce() {
        Response made = asKey(acme)
                .contentType("application/json")
                .body(Map.of("name", "import", "role", "sender"))
                .post("/v1/api-keys");
        made.then().statusCode(201).body("prefix", notNullValue());
        String secret = made.path("secret");
        assertThat(secret).startsWith("rk_").startsWith(made.<String>path("prefix"));
        int id = made.path("id");
        asKey(secret).get("/v1/session").then().statusCode(200);
        asKey(acme).get("/v1/api-keys").then().statusCode(200).body("items.id", hasItem(id));
        asKey(given.account()).delete("/v1/api-keys/" + id).then().statusCode(404);
        asKey(acme).delete("/v1/api-keys/" + id).then().statusCode(204);
        asKey(secret).get("/v1/session").then().statusCode(401);
        asKey(acme).delete("/v1/api-keys/" + id).then().statusCode(404);
    }

    @Test
    void aRoleBelowTheNeededOneIsForbidden() {
        asKey(acme.approver()).get("/v1/api-keys").then().statusCode(403).body("type", equalTo("/problems/forbidden"));
        asKey(acme.admin()).get("/v1/accounts").then().statusCode(403);
        asKey(given.operatorKey(acme)).get("/v1/accounts").then().statusCode(200);
    }

    @Test
    void theOperatorMakesAnAccountWhoseAdministratorSignsIn() {
        String admin = "Ravi." + UUID.randomUUID() + "@Example.org";
        var body = Map.of(
                "name",
                "Beta",
                "currency",
                "INR",
                "zone",
                "Asia/Kolkata",
                "adminEmail",
                admin,
                "adminPassword",
                "long enough");
        String operator = given.operatorKey(acme);
        asKey(operator)
                .contentType("application/json")
                .body(body)
                .post("/v1/accounts")
                .then()
                .statusCode(201)
                .body("currency", equalTo("INR"));
        signIn(admin, "long enough")
                .then()
                .statusCode(201)
                .body("user.role", equalTo("admin"))
                .body("user.operator", equalTo(false));
        asKey(operator)
                .contentType("application/json")
                .body(body)
                .post("/v1/accounts")
                .then()
                .statusCode(409)
                .body("errors[0].pointer", equalTo("/adminEmail"));
    }

    @Test
    void anAccountNeedsACurrencyAndAZoneThatExist() {
        String operator = given.operatorKey(acme);
        for (var wrong : Map.of(
                        "currency", "EURO", "zone", "Mars/Olympus", "adminEmail", "nobody", "adminPassword", "x")
                .entrySet()) {
            var body = new java.util.HashMap<>(Map.of(
                    "name",
                    "Beta",
                    "currency",
                    "EUR",
                    "zone",
                    "UTC",
                    "adminEmail",
                    UUID.randomUUID() + "@example.org",
                    "adminPassword",
                    "long enough"));
            body.put(wrong.getKey(), wrong.getValue());
            asKey(operator)
                    .contentType("application/json")
                    .body(body)
                    .post("/v1/accounts")
                    .then()
                    .statusCode(422)
                    .body("errors[0].pointer", equalTo("/" + wrong.getKey()));
        }
    }
}
