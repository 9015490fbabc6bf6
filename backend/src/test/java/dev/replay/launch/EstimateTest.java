package dev.replay.launch;

import static dev.replay.launch.Fixture.as;
import static dev.replay.launch.Fixture.indians;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import dev.replay.launch.Fixture.Person;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EstimateTest {
    @Inject
    Fixture given;

    @Test
    void a_text_without_variables_is_priced_by_country() {
        var account = given.account("100");
        given.price(account, "FR", "0.070001");
        var people = new ArrayList<>(indians(3));
        people.add(new Person(33_612_345_678L, "FR"));
        long draft = given.draft(account, "x".repeat(161), List.of(), people);

        var estimate = given.post(account, draft, "cost-estimate")
                .statusCode(200)
                .body("recipients", equalTo(4))
                .body("skipped", empty())
                .body("segments", equalTo(8))
                .body("encoding", equalTo("GSM-7"))
                .body("lines.country", equalTo(List.of("IN", "FR")))
                .body("lines.recipients", equalTo(List.of(3, 1)))
                .body("lines.segments", equalTo(List.of(6, 2)))
                .body("lines[1].unitPrice.amount", equalTo("0.070001"))
                .body("lines[1].subtotal.amount", equalTo("0.140002"))
                .body("total.amount", equalTo("0.410002"))
                .body("total.currency", equalTo("EUR"))
                .body("credits.available.amount", equalTo("100.0000"))
                .body("credits.after.amount", equalTo("99.589998"))
                .body("credits.sufficient", equalTo(true))
                .body("credits.shortfall.amount", equalTo("0.0000"))
                .extract()
                .jsonPath();
        assertThat(Instant.parse(estimate.getString("validUntil"))).isAfter(Instant.EPOCH);
        assertThat(given.text(
                        "select count(*) from estimate_line where estimate_id = " + estimate.getLong("estimateId")))
                .isEqualTo("2");
    }

    @Test
    void an_empty_object_as_body_is_tolerated() {
        var account = given.account("100");
        long draft = given.draft(account, 1);
        as(account.sender())
                .contentType("application/json")
                .body("{}")
                .post("/v1/campaigns/" + draft + "/cost-estimate")
                .then()
                .statusCode(200);
    }

    @Test
    void a_text_with_variables_is_counted_as_rendered_for_each_recipient() {
        var account = given.account("100");
        long draft = given.draft(
                account,
                "Hi {name}" + "x".repeat(155),
                List.of("city", "name"),
                List.of(
                        new Person(919800000001L, "IN", "Pune", "A"),
                        new Person(919800000002L, "IN", "Pune", "Asha"),
                        new Person(919800000003L, "IN", "Pune", "आशा")));
        given.post(account, draft, "cost-estimate")
                .statusCode(200)
                // 159 septets are one segment, 162 two, 161 UCS-2 units three.
                .body("segments", equalTo(6))
                .body("encoding", equalTo("mixed"))
                .body("total.amount", equalTo("0.2700"));
    }

    @Test
    void a_default_stands_in_for_an_empty_value() {
        var account = given.account("100");
        long draft = given.draft(
                account,
                "Hi {name}",
                List.of("name"),
                List.of(new Person(919800000001L, "IN", ""), new Person(919800000002L, "IN")));
        given.sql("update campaign set variable_defaults = '{\"name\":\"friend\"}' where id = " + draft);
        given.post(account, draft, "cost-estimate").statusCode(200).body("segments", equalTo(2));
    }

    @Test
    void suppressed_recipients_are_skipped_and_free_with_and_without_variables() {
        var account = given.account("100");
        var people = List.of(
                new Person(919800000001L, "IN", "A"),
                new Person(919800000002L, "IN", "B"),
                new Person(33612345678L, "FR", "C"));
        given.suppress(account, 919800000002L, "opt-out");
        // Nobody in France is left, so that its missing price does not matter.
        given.suppress(account, 33612345678L, "blocked");
        for (String body : List.of("Hi", "Hi {name}"))
            given.post(account, given.draft(account, body, List.of("name"), people), "cost-estimate")
                    .statusCode(200)
                    .body("recipients", equalTo(1))
                    .body("segments", equalTo(1))
                    .body("skipped.reason", equalTo(List.of("blocked", "opt-out")))
                    .body("skipped.count", equalTo(List.of(1, 1)))
                    .body("lines.country", equalTo(List.of("IN")));
    }

    @Test
    void credits_that_do_not_suffice_are_told_by_how_much() {
        var account = given.account("0.1");
        given.post(account, given.draft(account, 4), "cost-estimate")
                .statusCode(200)
                .body("credits.sufficient", equalTo(false))
                .body("credits.after.amount", equalTo("-0.0800"))
                .body("credits.shortfall.amount", equalTo("0.0800"));
    }

    @Test
    void a_blank_body_and_a_malformed_one_are_refused_with_the_offset() {
        var account = given.account("100");
        given.post(account, given.draft(account, " \n", List.of(), indians(1)), "cost-estimate")
                .statusCode(422)
                .body("type", equalTo("/problems/invalid-body"))
                .body("offset", equalTo(0));
        given.post(account, given.draft(account, "Hello {", List.of(), indians(1)), "cost-estimate")
                .statusCode(422)
                .body("type", equalTo("/problems/invalid-body"))
                .body("offset", equalTo(6));
    }

    @Test
    void a_variable_that_nobody_has_is_named() {
        var account = given.account("100");
        long draft =
                given.draft(account, "{nam} {name}", List.of("name"), List.of(new Person(919800000001L, "IN", "A")));
        given.post(account, draft, "cost-estimate")
                .statusCode(422)
                .body("type", equalTo("/problems/unknown-variable"))
                .body("variables", equalTo(List.of("nam")))
                .body("detail", containsString("{nam}"));
    }

    @Test
    void recipients_without_a_value_are_counted_and_the_first_hundred_named() {
        var account = given.account("100");
        List<Person> people = new ArrayList<>();
        people.add(new Person(919800000000L, "IN", "A"));
        IntStream.rangeClosed(1, 150).forEach(i -> people.add(new Person(919800000000L + i, "IN", "")));
        // The suppressed need no value.
        given.suppress(account, 919800000001L, "opt-out");
        given.post(account, given.draft(account, "Hi {name}", List.of("name"), people), "cost-estimate")
                .statusCode(422)
                .body("type", equalTo("/problems/missing-variable"))
                .body("count", equalTo(149))
                .body("recipients", hasSize(100))
                .body("recipients[0].id", equalTo(3))
                .body("recipients[0].recipient", equalTo("+919800000002"))
                .body("recipients[0].variables", equalTo(List.of("name")))
                .body(
                        "detail",
                        equalTo(
                                "149 recipients have no value for {name}, and the campaign no default; the first 100 are"
                                        + " listed."));
    }

    @Test
    void one_recipient_is_told_of_in_the_singular() {
        var account = given.account("100");
        var people = List.of(new Person(919800000001L, "IN", "A"), new Person(919800000002L, "IN", ""));
        given.post(account, given.draft(account, "Hi {name}", List.of("name"), people), "cost-estimate")
                .statusCode(422)
                .body("detail", equalTo("1 recipient has no value for {name}, and the campaign no default."));
        people = List.of(new Person(919800000001L, "IN", "A"), new Person(919800000002L, "IN", "AB"));
        given.post(account, given.draft(account, "{name}" + "x".repeat(1529), List.of("name"), people), "cost-estimate")
                .statusCode(422)
                .body("detail", equalTo("The text is longer than 10 segments for 1 recipient."));
    }

    @Test
    void a_text_over_ten_segments_is_refused_with_and_without_variables() {
        var account = given.account("100");
        given.post(account, given.draft(account, "x".repeat(1531), List.of(), indians(2)), "cost-estimate")
                .statusCode(422)
                .body("type", equalTo("/problems/text-too-long"))
                .body("count", equalTo(2));
        var people = List.of(new Person(919800000001L, "IN", "A"), new Person(919800000002L, "IN", "AB"));
        given.post(account, given.draft(account, "{name}" + "x".repeat(1529), List.of("name"), people), "cost-estimate")
                .statusCode(422)
                .body("type", equalTo("/problems/text-too-long"))
                .body("count", equalTo(1))
                .body("recipients[0].recipient", equalTo("+919800000002"))
                .body("recipients[0].segments", equalTo(11));
    }

    @Test
    void countries_without_a_price_or_outside_of_the_sender_ids_are_named_with_counts() {
        var account = given.account("100");
        given.sql("update sender set countries = '{FR,DE}' where id = " + account.senderId());
        given.price(account, "FR", "0.07");
        var people = List.of(
                new Person(919800000001L, "IN"),
                new Person(33612345678L, "FR"),
                new Person(4915112345678L, "DE"),
                new Person(4915112345679L, "DE"));
        given.post(account, given.draft(account, "Hi", List.of(), people), "cost-estimate")
                .statusCode(422)
                .body("type", equalTo("/problems/unpriced-country"))
                .body("countries.country", equalTo(List.of("DE", "IN")))
                .body("countries.recipients", equalTo(List.of(2, 1)))
                .body("countries.reason", equalTo(List.of("no-price", "not-a-country-of-the-sender-id")));
    }

    @Test
    void without_recipients_or_with_suppressed_ones_alone_there_is_nothing_to_estimate() {
        var account = given.account("100");
        given.post(account, given.draft(account, 0), "cost-estimate")
                .statusCode(422)
                .body("type", equalTo("/problems/no-recipients"));
        given.suppress(account, 919800000000L, "opt-out");
        given.post(account, given.draft(account, 1), "cost-estimate")
                .statusCode(422)
                .body("type", equalTo("/problems/no-recipients"))
                .body("skipped[0].count", equalTo(1));
    }

    @Test
    void only_a_draft_of_ones_own_is_estimated() {
        var account = given.account("100");
        long draft = given.draft(account, 1);
        given.post(given.account("100"), draft, "cost-estimate").statusCode(404);
        given.sql("update campaign set status = 'cancelled', finished_at = now(), settled_at = now() where id = "
                + draft);
        given.post(account, draft, "cost-estimate")
                .statusCode(409)
                .body("type", equalTo("/problems/state-conflict"))
                .body("campaignStatus", equalTo("cancelled"));
        as(account.viewer())
                .post("/v1/campaigns/" + draft + "/cost-estimate")
                .then()
                .statusCode(403);
    }
}
