package dev.replay.receipt;

import static dev.replay.Given.asKey;
import static org.assertj.core.api.Assertions.assertThat;

import dev.replay.Given;
import dev.replay.carrier.Delivery.Receipt;
import dev.replay.http.Cursor;
import dev.replay.store.Database;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of a carrier that answers with other ids than its receipts have. */
@QuarkusTest
class UnmatchedReceiptsTest {
    private static final short STRANGE = 901;
    private static final String LIST = "/v1/unmatched-receipts";

    @Inject
    Database database;

    @Inject
    Settlement settlement;

    @Inject
    Given given;

    @Inject
    MeterRegistry registry;

    private String operator;

    @BeforeEach
    void aStrangeCarrier() {
        operator = given.operatorKey(given.account());
        database.asEngine(c -> Database.update(c, """
                insert into carrier (id, name, kind, active) values (901, 'strange', 'smpp', false) on conflict do nothing
                """, s -> {}));
        database.asEngine(c -> Database.update(c, "delete from receipt_inbox where carrier_id = 901", s -> {}));
    }

    private void came(Instant at, int first, int howMany) {
        settlement.settle(
                IntStream.range(first, first + howMany)
                        .mapToObj(n -> new Receipt(
                                STRANGE,
                                "9F\u001f-" + n,
                                n % 2 == 0 ? 0 : 917_000_000_000L + n,
                                "ACME",
                                "DELIVRD",
                                "000",
                                null,
                                "id:9F-" + n))
                        .toList(),
                at);
    }

    private Response page(String query) {
        return asKey(operator).get(LIST + "?carrier=strange" + query);
    }

    @Test
    void whatNobodyKnowsIsListedNewestFirstPageByPageAlsoWhereManyCameAtOnce() {
        Instant before = Instant.now().truncatedTo(ChronoUnit.MICROS);
        double counted = registry.get("replay.receipts.unmatched").counter().count();
        came(before.minusSeconds(2), 1, 3);
        came(before, 4, 7);
        assertThat(registry.get("replay.receipts.unmatched").counter().count()).isGreaterThanOrEqualTo(counted + 10);

        List<Map<String, Object>> items = new ArrayList<>();
        String cursor = null;
        do {
            Response page = page("&limit=3" + (cursor == null ? "" : "&cursor=" + cursor));
            assertThat(page.statusCode()).as(page.asString()).isEqualTo(200);
            items.addAll(page.path("items"));
            cursor = page.path("nextCursor");
        } while (cursor != null);

        assertThat(items).hasSize(10).doesNotHaveDuplicates();
        assertThat(items.stream().map(i -> Instant.parse((String) i.get("receivedAt"))))
                .startsWith(before)
                .isSortedAccordingTo((a, b) -> b.compareTo(a))
                .endsWith(before.minusSeconds(2));
        assertThat(items)
                .filteredOn(i -> i.get("carrierMessageId").equals("9F\u001f-5"))
                .singleElement()
                .satisfies(i -> assertThat(i)
                        .containsEntry("carrier", "strange")
                        .containsEntry("recipient", "917000000005")
                        .containsEntry("stat", "DELIVRD")
                        .containsEntry("err", "000"));
        assertThat(items)
                .filteredOn(i -> i.get("carrierMessageId").equals("9F\u001f-4"))
                .singleElement()
                .satisfies(i -> assertThat(i).containsEntry("recipient", null));
    }

    @Test
    void oneWhoseMessageAppearsLeavesTheList() {
        came(Instant.now(), 1, 2);
        database.asEngine(c -> Database.update(
                c,
                "update receipt_inbox set campaign_id = 1 where carrier_id = 901 and carrier_message_id like '%-1'",
                s -> {}));
        assertThat(page("").<List<String>>path("items.carrierMessageId")).containsExactly("9F\u001f-2");
        assertThat(asKey(operator).get(LIST + "?carrier=nobody").<List<Object>>path("items"))
                .isEmpty();
    }

    @Test
    void onlyTheOperatorSeesThem() {
        asKey(given.account()).get(LIST).then().statusCode(403);
        asKey(operator).get(LIST).then().statusCode(200);
    }

    @Test
    void oddFiltersAndCursorsAreRefused() {
        for (String odd : List.of("carrier=%00", "carrier=A%20B", "limit=0", "limit=201", "cursor=abc"))
            assertThat(asKey(operator)
                            .urlEncodingEnabled(false)
                            .get(LIST + "?" + odd)
                            .statusCode())
                    .as(odd)
                    .isEqualTo(400);
        for (long micros : List.of(Long.MIN_VALUE, Long.MAX_VALUE))
            page("&cursor=" + Cursor.of(micros, 0L)).then().statusCode(200);
    }
}
