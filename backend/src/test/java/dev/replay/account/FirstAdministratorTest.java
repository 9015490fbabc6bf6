package dev.replay.account;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.replay.store.Database;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class FirstAdministratorTest {
    @Inject
    FirstAdministrator first;

    @Inject
    Database database;

    @BeforeEach
    void aNewInstallation() {
        database.asEngine(c -> Database.update(c, "delete from app_user", s -> {}));
    }

    private long users() {
        return database.asEngine(c -> Database.first(c, "select count(*) from app_user", s -> {}, row -> row.getLong(1))
                .orElseThrow());
    }

    @Test
    void theFirstStartMakesAnOperatorWhoCanSignIn() {
        first.create("Root@Example.org", "short");
        first.create("Root@Example.org", "short");
        first.create("another@example.org", "short");
        assertThat(users()).isEqualTo(1);
        given().contentType("application/json")
                .body(Map.of("email", "root@example.org", "password", "short"))
                .post("/v1/session")
                .then()
                .statusCode(201)
                .body("user.operator", equalTo(true))
                .body("user.role", equalTo("admin"))
                .body("account.name", equalTo("Default"));
    }

    @Test
    void processesThatStartTogetherMakeOne() throws Exception {
        try (ExecutorService processes = Executors.newFixedThreadPool(4)) {
            List<Future<?>> starts = IntStream.range(0, 4)
                    .<Future<?>>mapToObj(i -> processes.submit(() -> first.create("root@example.org", "short")))
                    .toList();
            for (Future<?> start : starts) start.get();
        }
        assertThat(users()).isEqualTo(1);
    }
}
