package dev.replay;

import static dev.replay.Given.asKey;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Walks every operation of the contract, also those that later rooms add: nobody gets in without a key, and nobody
 * reaches what belongs to another account. An operation with a path parameter of no known value fails here until
 * {@link #belongings()} has one.
 */
@QuarkusTest
class ContractWalkTest {
    /** Open to everybody, each for a reason. */
    private static final Set<String> OPEN = Set.of(
            "signIn", // where a session comes from
            "explainProblem", // where the type of a problem leads to
            "listSmsStatuses", // a catalogue that is the same for all
            "receiveReceipts", // authenticated by the carrier's secret
            "receiveReceiptByQuery"); // the same

    /** Operations whose path names nothing of an account: a stranger with a key of their own may call them. */
    private static final Set<String> OF_NOBODY = Set.of("setPrice", "deletePrice");

    private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)}");

    private record Walked(String id, String verb, String path, JsonNode operation) {
        /** `campaigns/{id}`: what a parameter is called where it stands. */
        List<String> parameters() {
            List<String> found = new ArrayList<>();
            Matcher m = PARAMETER.matcher(path);
            while (m.find()) {
                String before = path.substring(0, m.start() - 1);
                found.add(before.substring(before.lastIndexOf('/') + 1) + "/" + m.group());
            }
            return found;
        }
    }

    @Inject
    Given given;

    private Given.Tenant owner;
    private Given.Tenant stranger;

    @BeforeEach
    void twoAccounts() {
        owner = given.account();
        stranger = given.account();
    }

    private static List<Walked> operations() {
        List<Walked> found = new ArrayList<>();
        Contract.served()
                .paths()
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(e -> e.getValue().has("responses"))
                        .forEach(e -> found.add(new Walked(
                                e.getValue().path("operationId").asText(), e.getKey(), path.getKey(), e.getValue()))));
        return found;
    }

    /** A campaign, a template, a suppression, … of the owner, by the parameter that names it. */
    private Map<String, String> belongings() {
        Response campaign = asKey(owner)
                .contentType("application/json")
                .body(Map.of("senderId", owner.senderId(), "route", "transactional", "body", "Hello"))
                .post("/v1/campaigns");
        Response template = asKey(owner)
                .contentType("application/json")
                .body(Map.of("name", "Greeting", "body", "Hello", "senderId", owner.senderId()))
                .post("/v1/templates");
        Response suppression = asKey(owner)
                .contentType("application/json")
                .body(Map.of("recipient", "+919812345678", "reason", "opt-out"))
                .post("/v1/suppressions");
        Response key = asKey(owner)
                .contentType("application/json")
                .body(Map.of("name", "walked", "role", "viewer"))
                .post("/v1/api-keys");
        for (Response made : List.of(campaign, template, suppression, key)) {
            assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
        }
        Map<String, String> of = new HashMap<>();
        of.put("campaigns/{id}", String.valueOf(campaign.<Object>path("id")));
        of.put("templates/{id}", String.valueOf(template.<Object>path("id")));
        of.put("suppressions/{recipient}", "+919812345678");
        of.put("api-keys/{id}", String.valueOf(key.<Object>path("id")));
        of.put("prices/{route}", "transactional");
        of.put("{route}/{country}", "IN");
        of.put("problems/{slug}", "forbidden");
        of.put("receipts/{carrier}", "nobody");
        return of;
    }

    private static String filled(Walked operation, Map<String, String> values) {
        String path = operation.path;
        for (String parameter : operation.parameters()) {
            assertThat(values)
                    .as("a value for " + parameter + " of " + operation.id)
                    .containsKey(parameter);
            String named = parameter.substring(parameter.indexOf('/') + 1);
            path = path.replace(named, values.get(parameter));
        }
        return path;
    }

    private static Response call(RequestSpecification as, Walked operation, String path) {
        JsonNode content = Contract.served()
                .resolve(operation.operation.path("requestBody"))
                .path("content");
        RequestSpecification request = as;
        if (!content.isEmpty()) {
            Map.Entry<String, JsonNode> body = content.properties().iterator().next();
            request = request.contentType(body.getKey()).body(example(body.getValue()));
        }
        return request.request(operation.verb.toUpperCase(java.util.Locale.ROOT), path);
    }

    private static String example(JsonNode content) {
        JsonNode single = content.path("example");
        JsonNode first = content.path("examples").isEmpty()
                ? single
                : content.path("examples").iterator().next().path("value");
        return first.isTextual() ? first.asText() : first.isMissingNode() ? "{}" : first.toString();
    }

    @Test
    void everyOperationIsNamedTaggedAndExplained() {
        Set<String> ids = new HashSet<>();
        for (Walked o : operations()) {
            assertThat(o.id).as(o.verb + " " + o.path).matches("[a-z]+([A-Z][a-z0-9]*)+");
            assertThat(ids.add(o.id)).as(o.id + " is unique").isTrue();
            assertThat(o.operation.path("tags").size()).as("tags of " + o.id).isEqualTo(1);
            assertThat(o.operation.path("summary").asText())
                    .as("summary of " + o.id)
                    .isNotBlank();
            o.operation
                    .path("responses")
                    .properties()
                    .forEach(r -> assertThat(Contract.served()
                                    .resolve(r.getValue())
                                    .path("description")
                                    .asText())
                            .as("description of " + r.getKey() + " of " + o.id)
                            .isNotBlank());
        }
    }

    @Test
    void withoutAKeyNothingAnswersButWhatIsOpenToEverybody() {
        Map<String, String> values = belongings();
        Set<String> letIn = new TreeSet<>();
        for (Walked o : operations()) {
            Response answer = call(RestAssured.given(), o, filled(o, values));
            if (answer.statusCode() != 401) letIn.add(o.id);
        }
        // Signing in with an example's password is refused as well.
        assertThat(OPEN).containsAll(letIn);
    }

    @Test
    void aStrangerFindsNothingOfAnotherAccount() {
        Map<String, String> values = belongings();
        List<String> seen = new ArrayList<>();
        for (Walked o : operations()) {
            boolean ofAnAccount = !OPEN.contains(o.id) && !OF_NOBODY.contains(o.id);
            if (!ofAnAccount || o.parameters().isEmpty()) continue;
            Response answer = call(asKey(stranger), o, filled(o, values));
            if (answer.statusCode() != 404) seen.add(o.id + " " + answer.statusCode() + " " + answer.asString());
        }
        assertThat(seen).isEmpty();
    }

    @Test
    void aStrangersListsHoldNothingOfAnotherAccount() {
        belongings();
        for (String list : List.of("campaigns", "templates", "suppressions")) {
            assertThat(asKey(stranger).get("/v1/" + list).<List<Object>>path("items"))
                    .as(list)
                    .isEmpty();
            assertThat(asKey(owner).get("/v1/" + list).<List<Object>>path("items"))
                    .as(list)
                    .isNotEmpty();
        }
        List<Integer> own = asKey(stranger).get("/v1/api-keys").path("items.id");
        assertThat(asKey(owner).get("/v1/api-keys").<List<Integer>>path("items.id"))
                .doesNotContainAnyElementsOf(own);
        List<Integer> senders = asKey(stranger).get("/v1/sender-ids").path("items.id");
        assertThat(senders).doesNotContain((int) owner.senderId()).contains((int) stranger.senderId());
    }
}
