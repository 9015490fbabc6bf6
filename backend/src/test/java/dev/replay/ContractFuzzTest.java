package dev.replay;

import static dev.replay.Given.asKey;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.Error;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every operation meets values that nobody wants: the answer is never a 5xx, and each refusal is a problem. */
@QuarkusTest
class ContractFuzzTest {
    private static final ObjectMapper json = new ObjectMapper();
    /** A stream that ends only with its campaign. */
    private static final Set<String> ENDLESS = Set.of("watchCampaign");

    private static final List<String> PATH_VALUES = List.of(
            "0",
            "-1",
            "abc",
            "1.5",
            "9223372036854775807",
            "9223372036854775808",
            "%00",
            "%20",
            "%2F",
            "%F0%9F%98%80",
            "%25",
            "%C0%80",
            "x".repeat(2000));
    private static final List<String> QUERY_VALUES = List.of(
            "",
            "0",
            "-1",
            "abc",
            "%00",
            "%F0%9F%98%80",
            "9223372036854775808",
            "%27",
            "%25",
            "%5C",
            "true",
            "Sent",
            "-999999999-01-01T00:00:00Z",
            "%2B999999999-12-31T23:59:59Z",
            "x".repeat(3000));
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "-1",
            "0",
            "1.5",
            "1e400",
            "9223372036854775808",
            "\"\"",
            "\" \"",
            "\"abc\"",
            "\"\\u0000\"",
            "\"\\ud83d\"",
            "\"😀\"",
            "\"" + "x".repeat(5000) + "\"",
            "[]",
            "[null]",
            "[[]]",
            "{}",
            "{\"a\":null}",
            "{\"\":\"\"}",
            "\"+999999999-12-31T23:59:59Z\"",
            "\"-999999999-01-01T00:00:00Z\"");
    private static final List<String> BODIES = List.of(
            "",
            "null",
            "[]",
            "{}",
            "0",
            "\"x\"",
            "{",
            "{}{}",
            "\u0000",
            "{\"nobody\":\"knows\"}",
            "[".repeat(2000),
            "{\"a\":".repeat(1500) + "1" + "}".repeat(1500));

    @Inject
    Given given;

    private Given.Tenant account;
    private final List<String> faults = new ArrayList<>();

    @BeforeEach
    void account() {
        account = given.account();
    }

    private RequestSpecification as() {
        return asKey(account).urlEncodingEnabled(false).redirects().follow(false);
    }

    private void send(RequestSpecification request, Walked o, String path, String with) {
        Response answer;
        try {
            answer = request.request(o.verb().toUpperCase(Locale.ROOT), path);
        } catch (AssertionError e) {
            faults.add(with + ": " + e.getMessage());
            return;
        }
        boolean sound = answer.statusCode() < 400
                || (answer.statusCode() < 500 && answer.contentType().startsWith("application/problem+json"));
        if (!sound) faults.add(with + ": " + o.id() + " " + answer.statusCode() + " " + answer.asString());
    }

    @Test
    void oddPaths() {
        Map<String, String> values = Walked.belongings(account);
        for (Walked o : Walked.operations()) {
            for (String parameter : o.parameters()) {
                for (String value : PATH_VALUES) {
                    var odd = new java.util.HashMap<>(values);
                    odd.put(parameter, value);
                    send(withExample(o), o, o.filled(odd), parameter + "=" + brief(value));
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    private RequestSpecification withExample(Walked o) {
        for (Map.Entry<String, JsonNode> body : o.content().entrySet())
            return with(body.getKey(), Walked.example(body.getValue()));
        return as();
    }

    /** As octets, for that is what anybody may send; a form cannot be given so, and is ASCII anyway. */
    private RequestSpecification with(String type, String body) {
        RequestSpecification request = as().contentType(type);
        return type.equals("application/x-www-form-urlencoded")
                ? request.body(body)
                : request.body(body.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void oddQueries() {
        Map<String, String> values = Walked.belongings(account);
        for (Walked o : Walked.operations()) {
            if (ENDLESS.contains(o.id())) continue;
            for (JsonNode parameter : o.operation().path("parameters")) {
                if (!parameter.path("in").asText().equals("query")) continue;
                String name = parameter.path("name").asText();
                for (String value : QUERY_VALUES) {
                    send(withExample(o), o, o.filled(values) + "?" + name + "=" + value, name + "=" + brief(value));
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void oddBodies() {
        Map<String, String> values = Walked.belongings(account);
        for (Walked o : Walked.operations()) {
            for (String type : o.content().keySet()) {
                for (String body : BODIES) {
                    String path = o.filled(values);
                    send(with(type, body), o, path, type + " " + brief(body));
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    @Test
    void oddFields() throws Exception {
        Map<String, String> values = Walked.belongings(account);
        for (Walked o : Walked.operations()) {
            JsonNode content = o.content().get("application/json");
            if (content == null) continue;
            JsonNode example = json.readTree(Walked.example(content));
            if (!example.isObject()) continue;
            for (String field : fields(content, example)) {
                for (String value : VALUES) {
                    String body = ((ObjectNode) example.deepCopy())
                            .put(field, "\u0001here\u0001")
                            .toString()
                            .replace("\"\\u0001here\\u0001\"", value);
                    String path = o.filled(values);
                    send(
                            as().contentType("application/json").body(body.getBytes(StandardCharsets.UTF_8)),
                            o,
                            path,
                            field + "=" + brief(value));
                }
            }
        }
        assertThat(faults).isEmpty();
    }

    private static List<String> fields(JsonNode content, JsonNode example) {
        List<String> names = new ArrayList<>();
        Contract.served()
                .resolve(content.path("schema"))
                .path("properties")
                .fieldNames()
                .forEachRemaining(names::add);
        example.fieldNames().forEachRemaining(name -> {
            if (!names.contains(name)) names.add(name);
        });
        return names;
    }

    private static String brief(String value) {
        return value.length() > 40 ? value.substring(0, 40) + "…" : value;
    }

    @Test
    void everyExampleOfTheContractFitsItsSchema() {
        List<String> misfits = new ArrayList<>();
        for (Walked o : Walked.operations()) {
            String at = "/paths/" + Contract.escape(o.path()) + "/" + o.verb();
            collect(
                    misfits,
                    o.id() + " request",
                    at + "/requestBody/content",
                    o.operation().at("/requestBody/content"));
            o.operation().path("responses").properties().forEach(r -> {
                String ref = r.getValue().path("$ref").asText("");
                String response = ref.isEmpty() ? at + "/responses/" + r.getKey() : ref.substring(1);
                JsonNode content = Contract.served().resolve(r.getValue()).path("content");
                collect(misfits, o.id() + " " + r.getKey(), response + "/content", content);
            });
        }
        assertThat(misfits).isEmpty();
    }

    private static void collect(List<String> misfits, String where, String pointer, JsonNode content) {
        content.properties().forEach(type -> {
            if (!type.getKey().endsWith("json") || !type.getValue().has("schema")) return;
            String schema = pointer + "/" + Contract.escape(type.getKey()) + "/schema";
            type.getValue().path("examples").properties().forEach(example -> {
                List<Error> errors = Contract.served()
                        .schemaAt(schema)
                        .validate(example.getValue().path("value"));
                if (!errors.isEmpty()) misfits.add(where + " " + example.getKey() + ": " + errors);
            });
        });
    }
}
