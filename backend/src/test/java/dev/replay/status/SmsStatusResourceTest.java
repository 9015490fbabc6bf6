package dev.replay.status;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SmsStatusResourceTest {
    @Test
    void the_catalogue_lists_the_four_statuses_in_the_order_of_a_replay() {
        given().get("/v1/sms-statuses")
                .then()
                .statusCode(200)
                .body("items.status", contains("Delivered", "UnDelivered", "NotSent", "Sent"))
                .body("items[0].subStatuses", hasSize(2))
                .body("items[1].subStatuses.find { it.code == 'ABSENT-SUB' }.label", equalTo("Subscriber Absent"))
                .body("items[1].subStatuses.find { it.code == 'ABSENT-SUB' }.retry", equalTo("wait"));
    }
}
