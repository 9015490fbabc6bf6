package dev.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The contract as the server under test serves it, read once. */
final class Contract {
    private static final String ID = "https://contract.test/openapi.json";
    private static Contract served;

    private final JsonNode root;
    private final SchemaRegistry registry;
    private final Map<String, Schema> schemas = new HashMap<>();

    private Contract(JsonNode root) throws IOException {
        this.root = root;
        JsonNode strict = root.deepCopy();
        close(strict);
        String text = new ObjectMapper().writeValueAsString(strict);
        this.registry =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12, b -> b.schemas(Map.of(ID, text)));
    }

    static synchronized Contract served() {
        if (served == null) served = fetch(RestAssured.baseURI + ":" + RestAssured.port);
        return served;
    }

    /** Of a server in a process of its own. @param address as in `http://127.0.0.1:8080` */
    static Contract servedAt(String address) {
        return fetch(address);
    }

    private static Contract fetch(String address) {
        URI at = URI.create(address + "/openapi.yaml");
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(at).build();
            return new Contract(new ObjectMapper(new YAMLFactory())
                    .readTree(client.send(request, HttpResponse.BodyHandlers.ofByteArray())
                            .body()));
        } catch (IOException e) {
            throw new IllegalStateException("the contract cannot be read at " + at, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    JsonNode paths() {
        return root.path("paths");
    }

    /** The path of the contract that answers here; one without parameters goes first. */
    Optional<Map.Entry<String, JsonNode>> template(String path) {
        return paths().properties().stream()
                .filter(e -> path.matches(e.getKey().replaceAll("[.]", "\\\\.").replaceAll("\\{[^/}]+}", "[^/]+")))
                .min(java.util.Comparator.comparing(
                        e -> e.getKey().chars().filter(c -> c == '{').count()));
    }

    JsonNode resolve(JsonNode maybeRef) {
        String ref = maybeRef.path("$ref").asText("");
        return ref.isEmpty() ? maybeRef : root.at(ref.substring(1));
    }

    synchronized Schema schemaOf(String path, String method, String status, String type) {
        String pointer =
                "/paths/" + escape(path) + "/" + method.toLowerCase(java.util.Locale.ROOT) + "/responses/" + status;
        String ref = root.at(pointer).path("$ref").asText("");
        return schemaAt((ref.isEmpty() ? pointer : ref.substring(1)) + "/content/" + escape(type) + "/schema");
    }

    /** @param pointer RFC 6901, into the contract */
    synchronized Schema schemaAt(String pointer) {
        return schemas.computeIfAbsent(pointer, p -> registry.getSchema(SchemaLocation.of(ID + "#" + percent(p))));
    }

    static String escape(String step) {
        return step.replace("~", "~0").replace("/", "~1");
    }

    private static String percent(String pointer) {
        return pointer.replace("{", "%7B").replace("}", "%7D");
    }

    /** What a schema does not name may not be there, unless it says so. */
    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object
                && object.path("properties").isObject()
                && !object.has("additionalProperties")
                && !object.has("unevaluatedProperties")) {
            object.put("unevaluatedProperties", false);
        }
        node.forEach(Contract::close);
    }
}
