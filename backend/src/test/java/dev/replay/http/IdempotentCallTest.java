package dev.replay.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.replay.TestClock;
import dev.replay.store.Database;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class IdempotentCallTest {
    @Inject
    TestClock clock;

    @Inject
    Database database;

    @Inject
    KeptAnswers kept;

    private final String key = UUID.randomUUID().toString();

    @AfterEach
    void now() {
        clock.reset();
    }

    private static Response wish(String key, String body) {
        return given().header("Idempotency-Key", key)
                .contentType("application/json")
                .body(body)
                .post("/demanding.test/wishes");
    }

    @Test
    void theSameKeyAndBodyGetTheFirstAnswerAgain() {
        Response first = wish(key, "{\"name\":\"a\"}");
        first.then().statusCode(201).header("Idempotent-Replayed", nullValue()).body("secret", equalTo("s3cret"));
        int number = first.path("number");
        wish(key, " { \"name\" : \"a\" } ")
                .then()
                .statusCode(201)
                .header("Idempotent-Replayed", "true")
                .header("Location", first.header("Location"))
                .contentType("application/json")
                .body("number", equalTo(number))
                // Nothing secret is kept.
                .body("$", not(hasKey("secret")));
    }

    @Test
    void anotherBodyWithTheSameKeyIsRefused() {
        wish(key, "{\"name\":\"a\"}").then().statusCode(201);
        wish(key, "{\"name\":\"b\"}").then().statusCode(422).body("type", equalTo("/problems/idempotency-key-reused"));
    }

    @Test
    void withoutAKeyEachRequestHasItsEffect() {
        int before = DemandingResource.effects.get();
        for (int i = 0; i < 2; i++) {
            given().contentType("application/json")
                    .body("{\"name\":\"a\"}")
                    .post("/demanding.test/wishes")
                    .then()
                    .statusCode(201);
        }
        assertThat(DemandingResource.effects.get()).isEqualTo(before + 2);
    }

    @Test
    void aRefusalIsNotKeptSoThatTheKeyWorksAfterATopUp() {
        wish(key, "{\"name\":\"a\",\"fate\":\"refused\"}").then().statusCode(402);
        wish(key, "{\"name\":\"a\"}").then().statusCode(201).header("Idempotent-Replayed", nullValue());
    }

    @Test
    void fiftyTwinsHaveOneEffect() throws Exception {
        int before = DemandingResource.effects.get();
        try (ExecutorService many = Executors.newFixedThreadPool(50)) {
            List<Future<Response>> twins = IntStream.range(0, 50)
                    .mapToObj(i -> many.submit(() -> wish(key, "{\"name\":\"a\",\"millis\":300}")))
                    .toList();
            int replayed = 0;
            for (Future<Response> twin : twins) {
                Response answer = twin.get();
                assertThat(answer.statusCode()).isEqualTo(201);
                assertThat(answer.<Integer>path("number")).isEqualTo(before + 1);
                if ("true".equals(answer.header("Idempotent-Replayed"))) replayed++;
            }
            assertThat(replayed).isEqualTo(49);
        }
        assertThat(DemandingResource.effects.get()).isEqualTo(before + 1);
    }

    @Test
    void aTwinOfSomethingSlowIsToldToComeBack() throws Exception {
        try (ExecutorService one = Executors.newSingleThreadExecutor()) {
            Future<Response> first = one.submit(() -> wish(key, "{\"name\":\"a\",\"millis\":13000}"));
            await().until(this::locked);
            wish(key, "{\"name\":\"a\",\"millis\":13000}")
                    .then()
                    .statusCode(409)
                    .header("Retry-After", notNullValue())
                    .body("type", equalTo("/problems/request-in-progress"));
            assertThat(first.get().statusCode()).isEqualTo(201);
        }
        wish(key, "{\"name\":\"a\",\"millis\":13000}").then().statusCode(201).header("Idempotent-Replayed", "true");
    }

    private boolean locked() {
        long lock = new KeptAnswers.Key(0, "POST", "/demanding.test/wishes", key).lock();
        return database.asEngine(c -> Database.first(
                        c,
                        "select exists(select from pg_locks where locktype = 'advisory'"
                                + " and (classid::bigint << 32) | objid::bigint = ?)",
                        s -> s.setLong(1, lock),
                        row -> row.getBoolean(1))
                .orElseThrow());
    }

    @Test
    void aDayLaterTheKeyIsFreshAndTheOldAnswersAreGone() {
        int first = wish(key, "{\"name\":\"a\"}").path("number");
        clock.advance(Duration.ofHours(24).plusMinutes(1));
        int second =
                wish(key, "{\"name\":\"b\"}").then().statusCode(201).extract().path("number");
        assertThat(second).isGreaterThan(first);
        clock.advance(Duration.ofHours(25));
        kept.forgetOld();
        assertThat(kept.find(new KeptAnswers.Key(0, "POST", "/demanding.test/wishes", key)))
                .isEmpty();
        int left = database.asEngine(c -> Database.first(
                        c,
                        "select count(*) from idempotency_key where key = ?",
                        s -> s.setString(1, key),
                        row -> row.getInt(1))
                .orElseThrow());
        assertThat(left).isZero();
    }

    @Test
    void aMethodWithoutBodyAndWithATransactionOfItsOwnIsKeptToo() {
        int number = given().header("Idempotency-Key", key)
                .post("/demanding.test/transactions")
                .path("number");
        given().header("Idempotency-Key", key)
                .post("/demanding.test/transactions")
                .then()
                .statusCode(200)
                .header("Idempotent-Replayed", "true")
                .body("number", equalTo(number));
    }

    @Test
    void aKeyHasVisibleCharactersAndAnEnd() {
        wish(key + "x".repeat(255 - key.length()), "{\"name\":\"a\"}").then().statusCode(201);
        wish("x".repeat(256), "{\"name\":\"a\"}").then().statusCode(400).body("parameter", equalTo("Idempotency-Key"));
        wish("with blank", "{\"name\":\"a\"}").then().statusCode(400);
        wish("", "{\"name\":\"a\"}").then().statusCode(400);
    }
}
