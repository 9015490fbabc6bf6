package dev.replay;

import static dev.replay.status.Status.UNDELIVERED;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.replay.Given.Tenant;
import dev.replay.RawHttp.Request;
import dev.replay.campaign.GivenCampaign;
import dev.replay.http.Cursor;
import dev.replay.status.Catalogue;
import dev.replay.store.Database;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Random requests to every operation of the contract: whatever comes, the answer is one of those that the contract has for it,
 * a refusal is a problem, and none is the server's fault. The property `fuzz.seed` chooses other requests.
 */
@QuarkusTest
class FuzzTest {
    private static final ObjectMapper json = new ObjectMapper();
    private static final long NANOS = 45_000_000_000L;
    private static final int ROUNDS = 60;

    /** As they stand in JSON text. */
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1.5",
            "1e400",
            "-1e-400",
            "2147483648",
            "9223372036854775807",
            "9223372036854775808",
            "99999999999999999999999999999999999999999",
            "NaN",
            "\"\"",
            "\" \"",
            "\"\\u0000\"",
            "\"a\\u0000b\"",
            "\"\\ud800\"",
            "\"\\udc00\\ud800\"",
            "\"😀👨‍👩‍👧\"",
            "\"\u202e{name}\"",
            "\"{\"",
            "\"+919812345678\"",
            "\"1e9\"",
            "\"-0.00001\"",
            "\"1E+400000000\"",
            "\"2026-02-30T25:00:00Z\"",
            "\"+999999999-12-31T23:59:59Z\"",
            "\"-999999999-01-01T00:00:00+18:00\"",
            "\"0000-01-01T00:00:00Z\"",
            "\"' or 1=1 --\"",
            "\"\\",
            "[]",
            "[null]",
            "[[[]]]",
            "{}",
            "{\"a\":{\"b\":null}}",
            "{\"\":\"\"}",
            "\"" + "x".repeat(70_000) + "\"",
            "\"" + "é".repeat(2_000) + "\"",
            "[".repeat(3_000),
            "{\"a\":".repeat(1_500) + "1" + "}".repeat(1_500));

    private static final List<String> WORDS = List.of(
            "",
            "0",
            "-1",
            "1",
            "201",
            "999999999999999999999",
            "abc",
            "%00",
            "%F0%9F%98%80",
            "%ED%A0%80",
            "%FF",
            "%C0%AF",
            "a%2Fb",
            "+1",
            "1.5",
            "1e3",
            "null",
            "true",
            "IN",
            "ZZ",
            "draft",
            "Sent",
            "DELIVRD",
            "%25",
            "%5C",
            "%27",
            "%7B%7D",
            "transactional",
            "%2B919812345678",
            "919812345678",
            "2026-11-23",
            "2026-11-23T09:05:12Z",
            "%2B999999999-12-31T23:59:59Z",
            "-999999999-01-01T00:00:00Z",
            "%20",
            "%E2%80%AE",
            "1;a=b",
            "x".repeat(3_000));

    private static final List<String> ADDRESSES = List.of(
            "/v1/campaigns/%zz",
            "/v1/%",
            "//",
            "//v1//campaigns",
            "/v1/campaigns//",
            "/v1/../v1/campaigns",
            "/..",
            "/v1/campaigns/%2e%2e",
            "/v1/campaigns/..;/",
            "/v1/campaigns?%zz",
            "/v1/campaigns?limit",
            "/v1/campaigns?=&&=",
            "/v1/campaigns#x",
            "/v1/camp\\aigns",
            "/v1/campaigns/%00",
            "/v1/campaigns/{id}",
            "http://x/v1/campaigns",
            "http://",
            "/v1/" + "a/".repeat(500),
            "/v1/campaigns?q=" + "x".repeat(9_000),
            "/v1/<script>",
            "/v1/\"",
            "/v1/campaigns/\u00e9",
            "/problems/%00",
            "/problems/..%2f");

    private static final List<String> METHODS =
            List.of("FOO", "PROPFIND", "get", "TRACE", "PUT", "PATCH", "DELETE", "POST", "OPTIONS", "HEAD");

    private static final List<String> HEADERS = List.of(
            "Idempotency-Key: ",
            "Idempotency-Key: " + "k".repeat(300),
            "Idempotency-Key: a b",
            "Idempotency-Key: \u00e9",
            "Idempotency-Key: 1\r\nIdempotency-Key: 2",
            "If-Match: *",
            "If-Match: \"",
            "If-Match: W/\"1\"",
            "If-Match: \"99999999999999999999\"",
            "If-Match: \"1\", \"2\"",
            "If-Match: ",
            "Accept: image/png",
            "Accept: ",
            "Accept: garbage",
            "Accept: application/json;q=abc",
            "Accept: ;;;,,,/",
            "Accept: */*;q=0",
            "Accept: text/csv",
            "Accept-Language: \u00ff",
            "Authorization: Bearer",
            "Authorization: Basic !!!",
            "Authorization: Bearer \u00ff\u00fe",
            "api-key: ",
            "api-key: " + "k".repeat(5_000),
            "Cookie: session=%00; =;;",
            "Cookie: replay-session=" + "x".repeat(200),
            "Origin: null",
            "Origin: http://elsewhere.example",
            "Host: ",
            "X-Forwarded-For: '",
            "Content-Encoding: gzip",
            "Content-Language: !!",
            "Range: bytes=0-1",
            "If-None-Match: *",
            "Last-Event-ID: \u00ff");

    private static final List<String> TYPES = List.of(
            "application/json",
            "application/json; charset=utf-16",
            "application/json;charset=nope",
            "application/json; charset=\"",
            "text/csv",
            "text/csv; charset=iso-8859-1",
            "text/plain",
            "application/pdf",
            "json",
            "/",
            "",
            "multipart/form-data",
            "multipart/form-data; boundary=x",
            "application/x-www-form-urlencoded",
            "application/*",
            "*/*",
            "application/json, text/csv");

    @Inject
    Given given;

    @Inject
    Database database;

    @Inject
    Catalogue catalogue;

    @TestHTTPResource
    URL server;

    private final long seed = Long.getLong("fuzz.seed", 20261123L);
    private final Random random = new Random(seed);
    private List<String> ids = List.of();
    private List<String> cursors = List.of();

    private record Operation(String method, String path, JsonNode contract) {}

    @Test
    void whateverComesIsAnsweredAsTheContractSays() throws IOException {
        Tenant account = given.account();
        String key = given.operatorKey(account);
        long submitted = new GivenCampaign(database, catalogue, account.id())
                .submitted(Instant.now().minusSeconds(3 * 86_400))
                .with(3, UNDELIVERED, "ABSENT-SUB")
                .create();
        long draft = new GivenCampaign(database, catalogue, account.id())
                .status("draft")
                .queued(2)
                .create();
        ids = List.of(String.valueOf(submitted), String.valueOf(draft));
        cursors = cursors(draft);
        List<Operation> operations = operations();
        Set<String> faults = new LinkedHashSet<>();
        long until = System.nanoTime() + NANOS;
        int asked = 0;
        for (int round = 0; round < ROUNDS && System.nanoTime() < until; round++) {
            for (Operation operation : operations) {
                Request request = request(operation, key);
                asked++;
                fault(operation.method, request, faults);
            }
        }
        for (String address : ADDRESSES) {
            for (String method : List.of("GET", "POST", "FOO")) {
                asked++;
                fault(null, new Request(method, address, List.of("api-key: " + key), null), faults);
            }
        }
        System.out.println("fuzz.seed=" + seed + ": " + asked + " requests to " + operations.size() + " operations");
        assertThat(faults).as("fuzz.seed=" + seed).isEmpty();
        assertThat(asked).isGreaterThan(10 * operations.size());
    }

    private static List<Operation> operations() {
        List<Operation> found = new ArrayList<>();
        for (Map.Entry<String, JsonNode> path : Contract.served().paths().properties())
            for (Map.Entry<String, JsonNode> operation : path.getValue().properties())
                if (operation.getValue().has("operationId"))
                    found.add(new Operation(
                            operation.getKey().toUpperCase(Locale.ROOT), path.getKey(), operation.getValue()));
        return found;
    }

    /** @param known the operation's method, or null where the address is none of the contract's */
    private void fault(String known, Request request, Set<String> faults) throws IOException {
        ContractFilter.Answer answer = RawHttp.ask(server, request);
        String what = null;
        if (answer.status() >= 500 || answer.status() < 100) what = "is the server's fault";
        else if (request.method().equals("HEAD") || request.method().equals("OPTIONS")) return;
        else if (answer.status() >= 300) what = shape(answer);
        if (what == null && known != null && request.method().equals(known)) {
            try {
                ContractFilter.check(request.method(), request.path(), answer);
            } catch (AssertionError e) {
                what = e.getMessage();
            }
        }
        if (what != null)
            faults.add("%s%n  answered %d %s: %s".formatted(request, answer.status(), what, brief(answer.text())));
    }

    private static String shape(ContractFilter.Answer answer) throws IOException {
        if (answer.type() == null || !answer.type().startsWith("application/problem+json")) return "is no problem+json";
        JsonNode problem = json.readTree(answer.body());
        for (String member : List.of("type", "title", "detail", "instance"))
            if (!problem.path(member).isTextual()) return "has no " + member;
        return problem.path("status").asInt() == answer.status() ? null : "has another status inside";
    }

    private static String brief(String text) {
        return text.length() > 400 ? text.substring(0, 400) + "…" : text;
    }

    private Request request(Operation operation, String key) {
        StringBuilder target = new StringBuilder(path(operation.path));
        query(operation.contract, target);
        List<String> headers = new ArrayList<>();
        if (random.nextInt(20) > 0) headers.add("api-key: " + key);
        while (random.nextInt(3) == 0) headers.add(any(HEADERS));
        String method = random.nextInt(25) == 0 ? any(METHODS) : operation.method;
        JsonNode content = Contract.served()
                .resolve(operation.contract.path("requestBody"))
                .path("content");
        String body = null;
        if (content.isObject() && random.nextInt(15) > 0) {
            List<Map.Entry<String, JsonNode>> kinds = List.copyOf(content.properties());
            Map.Entry<String, JsonNode> kind = kinds.get(random.nextInt(kinds.size()));
            body = body(kind.getKey(), kind.getValue());
            headers.add("Content-Type: " + (random.nextInt(12) == 0 ? any(TYPES) : kind.getKey()));
        } else if (random.nextInt(4) == 0) {
            body = any(VALUES);
            headers.add("Content-Type: " + any(TYPES));
        }
        return new Request(method, target.toString(), headers, body);
    }

    private String path(String template) {
        StringBuilder path = new StringBuilder();
        for (String step : template.substring(1).split("/")) {
            path.append('/');
            if (!step.startsWith("{")) path.append(step);
            else if (step.equals("{id}") && random.nextInt(4) > 0) path.append(any(ids));
            else {
                // An empty step is another address.
                String word = any(WORDS);
                path.append(word.isEmpty() ? "0" : word);
            }
        }
        return path.toString();
    }

    private void query(JsonNode contract, StringBuilder target) {
        char separator = '?';
        for (JsonNode parameter : contract.path("parameters")) {
            JsonNode resolved = Contract.served().resolve(parameter);
            if (!resolved.path("in").asText().equals("query")) continue;
            String name = resolved.path("name").asText();
            while (random.nextInt(3) == 0) {
                String value = name.equals("cursor") && random.nextInt(4) > 0 ? any(cursors) : any(WORDS);
                target.append(separator).append(name).append('=').append(value);
                separator = '&';
            }
        }
        if (random.nextInt(10) == 0) target.append(separator).append("colour=red&&=&%20");
    }

    private List<String> cursors(long id) {
        List<String> found = new ArrayList<>();
        for (Object part : List.of(
                id, 0, -1, Long.MAX_VALUE, "9223372036854775808", "", "a", Instant.MAX, Instant.MIN, Instant.EPOCH)) {
            found.add(Cursor.of(part));
            found.add(Cursor.of(part, id));
            found.add(Cursor.of(id, part));
            found.add(Cursor.of(part, part, part));
        }
        for (String text : List.of("", "\u001f", "\0\u001f", "a".repeat(3_000)))
            found.add(Base64.getUrlEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8)));
        found.add(URLEncoder.encode("!=+/", StandardCharsets.UTF_8));
        return found;
    }

    private String body(String type, JsonNode content) {
        List<JsonNode> examples = new ArrayList<>();
        content.path("examples")
                .forEach(e -> examples.add(Contract.served().resolve(e).path("value")));
        JsonNode example = examples.isEmpty() ? json.createObjectNode() : examples.get(random.nextInt(examples.size()));
        if (!type.equals("application/json")) return broken(example.asText());
        if (random.nextInt(12) == 0) return any(VALUES);
        StringBuilder text = new StringBuilder();
        spoil(example, text, 1 + random.nextInt(6));
        return random.nextInt(20) == 0 ? broken(text.toString()) : text.toString();
    }

    /** Each value of it gives way to another with a chance of one in so many. */
    private void spoil(JsonNode node, StringBuilder text, int chance) {
        if (node.isObject()) {
            String comma = "{";
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                if (random.nextInt(10) == 0) continue;
                text.append(comma)
                        .append(json.getNodeFactory().textNode(field.getKey()))
                        .append(':');
                value(field.getValue(), text, chance);
                comma = ",";
            }
            if (random.nextInt(15) == 0)
                text.append(comma)
                        .append(any(List.of("\"colour\"", "\"\\u0000\"", "\"\\ud800\"", "\"\"")))
                        .append(":1");
            else if (comma.equals("{")) text.append('{');
            text.append('}');
        } else if (node.isArray()) {
            String comma = "[";
            for (JsonNode element : node) {
                text.append(comma);
                value(element, text, chance);
                comma = ",";
            }
            text.append(comma.equals("[") ? "[]" : "]");
        } else text.append(node);
    }

    private void value(JsonNode node, StringBuilder text, int chance) {
        if (random.nextInt(chance + 1) == 0) text.append(any(VALUES));
        else spoil(node, text, chance);
    }

    private String broken(String text) {
        int at = text.isEmpty() ? 0 : random.nextInt(text.length());
        return switch (random.nextInt(6)) {
            case 0 -> text.substring(0, at);
            case 1 ->
                text.substring(0, at)
                        + any(List.of("\0", "\"", "\r", "\uFEFF", "\t;,", "😀", "9.19E+11"))
                        + text.substring(at);
            case 2 -> "";
            case 3 -> text + text;
            default -> text;
        };
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }
}
