package dev.replay;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import io.restassured.filter.Filter;
import io.restassured.filter.FilterContext;
import io.restassured.response.Response;
import io.restassured.specification.FilterableRequestSpecification;
import io.restassured.specification.FilterableResponseSpecification;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Holds every answer that any test sees to the contract that the same server serves. */
public final class ContractFilter implements Filter {
    private static final ObjectMapper json = new ObjectMapper();
    private static final Set<String> undocumented = Set.of("HEAD", "OPTIONS", "TRACE");

    @Override
    public Response filter(
            FilterableRequestSpecification request, FilterableResponseSpecification asked, FilterContext context) {
        Response response = context.next(request, asked);
        check(
                request.getMethod(),
                URI.create(request.getURI()).getRawPath(),
                new Answer(response.statusCode(), response.contentType(), response.asByteArray()));
        return response;
    }

    /** What came back, by whatever client. @param type null or empty where there is no content */
    record Answer(int status, @Nullable String type, byte[] body) {
        String text() {
            return new String(body, StandardCharsets.UTF_8);
        }
    }

    /** @throws AssertionError where the contract does not foresee it */
    static void check(String method, String path, Answer response) {
        check(Contract.served(), method, path, response);
    }

    /** @throws AssertionError where the contract does not foresee it */
    static void check(Contract contract, String method, String path, Answer response) {
        if (undocumented.contains(method)) return;
        Map.Entry<String, JsonNode> template = contract.template(path).orElse(null);
        if (template == null) {
            if (path.startsWith("/v1")) require(response.status == 404, method, path, response, "an unknown path");
            return;
        }
        JsonNode operation = template.getValue().path(method.toLowerCase(java.util.Locale.ROOT));
        if (operation.isMissingNode()) {
            require(response.status == 405, method, path, response, "a method that is not in the contract");
            return;
        }
        String status = String.valueOf(response.status);
        JsonNode documented = operation.path("responses").path(status);
        require(!documented.isMissingNode(), method, path, response, "an undocumented status");
        JsonNode content = contract.resolve(documented).path("content");
        if (response.type == null || response.type.isEmpty()) {
            require(content.isEmpty(), method, path, response, "no content where some is documented");
            return;
        }
        String type = response.type.split(";")[0].strip();
        require(content.has(type), method, path, response, "an undocumented media type " + type);
        if (!type.endsWith("json")) return;
        try {
            List<Error> errors =
                    contract.schemaOf(template.getKey(), method, status, type).validate(json.readTree(response.body));
            require(errors.isEmpty(), method, path, response, errors.toString());
        } catch (IOException e) {
            throw new AssertionError(method + " " + path + " answered no JSON", e);
        }
    }

    private static void require(boolean holds, String method, String path, Answer response, String what) {
        if (holds) return;
        throw new AssertionError("%s %s answered %d against the contract: %s%n%s"
                .formatted(method, path, response.status, what, response.text()));
    }
}
