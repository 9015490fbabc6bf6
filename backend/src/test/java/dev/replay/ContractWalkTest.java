package dev.replay;

import static dev.replay.Given.asKey;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Walks every operation of the contract, also those that later rooms add: nobody gets in without a key, and nobody
 * reaches what belongs to another account. An operation with a path parameter of no known value fails here until
 * {@link Walked#belongings} has one.
 */
@QuarkusTest
class ContractWalkTest {
    private static final ObjectMapper json = new ObjectMapper();

    /** Open to everybody, each for a reason. */
    private static final Set<String> OPEN = Set.of(
            "signIn", // where a session comes from
            "explainProblem", // where the type of a problem leads to
            "listSmsStatuses", // a catalogue that is the same for all
            "receiveReceipts", // authenticated by the carrier's secret
            "receiveReceiptByQuery"); // the same

    /** Operations whose path names nothing of an account: a stranger with a key of their own may call them. */
    private static final Set<String> OF_NO_ID = Set.of("setPrice", "deletePrice");

    @Inject
    Given given;

    private Given.Tenant owner;
    private Given.Tenant stranger;

    @BeforeEach
    void twoAccounts() {
        owner = given.account();
        stranger = given.account();
    }

    @Test
    void everyOperationIsNamedTaggedAndExplained() {
        Set<String> ids = new HashSet<>();
        for (Walked o : Walked.operations()) {
            assertThat(o.id()).as(o.verb() + " " + o.path()).matches("[a-z]+([A-Z][a-z0-9]*)+");
            assertThat(ids.add(o.id())).as(o.id() + " is unique").isTrue();
            assertThat(o.operation().path("tags").size())
                    .as("tags of " + o.id())
                    .isEqualTo(1);
            assertThat(o.operation().path("summary").asText())
                    .as("summary of " + o.id())
                    .isNotBlank();
            o.operation()
                    .path("responses")
                    .properties()
                    .forEach(r -> assertThat(Contract.served()
                                    .resolve(r.getValue())
                                    .path("description")
                                    .asText())
                            .as("description of " + r.getKey() + " of " + o.id())
                            .isNotBlank());
        }
    }

    @Test
    void everyBodyAnswerAndFilterHasAnExampleThatIsTrueToItsSchema() throws Exception {
        List<String> faults = new ArrayList<>();
        for (Walked o : Walked.operations()) {
            String at = "/paths/" + Contract.escape(o.path()) + "/" + o.verb();
            examples(at + "/requestBody", o.operation().path("requestBody"), o.id(), faults);
            for (Map.Entry<String, JsonNode> answer :
                    o.operation().path("responses").properties())
                examples(
                        at + "/responses/" + answer.getKey(),
                        answer.getValue(),
                        o.id() + " " + answer.getKey(),
                        faults);
            for (JsonNode parameter : o.operation().path("parameters")) {
                boolean told = parameter.path("in").asText().equals("path") || parameter.has("example");
                if (!told) faults.add(o.id() + " " + parameter.path("name").asText() + " has no example");
            }
        }
        assertThat(faults).isEmpty();
    }

    private static void examples(String pointer, JsonNode documented, String what, List<String> faults)
            throws JsonProcessingException {
        String ref = documented.path("$ref").asText("");
        String at = ref.isEmpty() ? pointer : ref.substring(1);
        for (Map.Entry<String, JsonNode> content :
                Contract.served().resolve(documented).path("content").properties()) {
            JsonNode examples = content.getValue().path("examples");
            if (examples.isEmpty()) faults.add(what + " " + content.getKey() + " has no example");
            if (!content.getKey().endsWith("json")) continue;
            for (JsonNode example : examples) {
                JsonNode value = example.path("value");
                Contract.served()
                        .schemaAt(at + "/content/" + Contract.escape(content.getKey()) + "/schema")
                        .validate(value.isTextual() ? json.readTree(value.asText()) : value)
                        .forEach(error -> faults.add(what + " " + error));
            }
        }
    }

    @Test
    void withoutAKeyNothingAnswersButWhatIsOpenToEverybody() {
        Map<String, String> values = Walked.belongings(owner);
        Set<String> letIn = new TreeSet<>();
        for (Walked o : Walked.operations()) {
            Response answer = o.call(RestAssured.given(), o.filled(values));
            if (answer.statusCode() != 401) letIn.add(o.id());
        }
        // Signing in with an example's password is refused as well.
        assertThat(OPEN).containsAll(letIn);
    }

    @Test
    void aStrangerFindsNothingOfAnotherAccount() {
        Map<String, String> values = Walked.belongings(owner);
        List<String> seen = new ArrayList<>();
        for (Walked o : Walked.operations()) {
            boolean ofAnAccount = !OPEN.contains(o.id()) && !OF_NO_ID.contains(o.id());
            if (!ofAnAccount || o.parameters().isEmpty()) continue;
            Response answer = o.call(asKey(stranger), o.filled(values));
            if (answer.statusCode() != 404) seen.add(o.id() + " " + answer.statusCode() + " " + answer.asString());
        }
        assertThat(seen).isEmpty();
    }

    @Test
    void aStrangersListsHoldNothingOfAnotherAccount() {
        Walked.belongings(owner);
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
