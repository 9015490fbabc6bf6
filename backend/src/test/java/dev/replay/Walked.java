package dev.replay;

import static dev.replay.Given.asKey;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One operation of the contract, and how to call it with what an account owns. */
record Walked(String id, String verb, String path, JsonNode operation) {
    private static final Pattern PARAMETER = Pattern.compile("\\{([^}]+)}");

    static List<Walked> operations() {
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

    /** A campaign, a template, a suppression, … of the owner, by the parameter that names it. */
    static Map<String, String> belongings(Given.Tenant owner) {
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
        of.put("sender-ids/{id}", String.valueOf(owner.senderId()));
        of.put("prices/{route}", "transactional");
        of.put("{route}/{country}", "IN");
        of.put("problems/{slug}", "forbidden");
        of.put("receipts/{carrier}", "nobody");
        return of;
    }

    String filled(Map<String, String> values) {
        String path = this.path;
        for (String parameter : parameters()) {
            assertThat(values).as("a value for " + parameter + " of " + id).containsKey(parameter);
            path = path.replace(parameter.substring(parameter.indexOf('/') + 1), values.get(parameter));
        }
        return path;
    }

    /** The media type of its body, and the schema and examples of that; empty where it takes none. */
    Map<String, JsonNode> content() {
        Map<String, JsonNode> content = new HashMap<>();
        Contract.served()
                .resolve(operation.path("requestBody"))
                .path("content")
                .properties()
                .forEach(e -> content.put(e.getKey(), e.getValue()));
        return content;
    }

    /** With the contract's own example for a body. */
    Response call(RequestSpecification as, String path) {
        RequestSpecification request = as;
        for (Map.Entry<String, JsonNode> body : content().entrySet()) {
            request = request.contentType(body.getKey()).body(example(body.getValue()));
            break;
        }
        return request.request(verb.toUpperCase(Locale.ROOT), path);
    }

    static String example(JsonNode content) {
        JsonNode first = content.path("examples").isEmpty()
                ? content.path("example")
                : content.path("examples").iterator().next().path("value");
        return first.isTextual() ? first.asText() : first.isMissingNode() ? "{}" : first.toString();
    }
}
