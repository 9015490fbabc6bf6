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
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Holds every answer that any test sees to the contract that the same server serves. */
public final class ContractFilter implements Filter {
    private static final ObjectMapper json = new ObjectMapper();
    private static final Set<String> undocumented = Set.of("HEAD", "OPTIONS", "TRACE");

    @Override
    public Response filter(
            FilterableRequestSpecification request, FilterableResponseSpecification asked, FilterContext context) {
        Response response = context.next(request, asked);
        check(request.getMethod(), URI.create(request.getURI()).getRawPath(), response);
        return response;
    }

    private static void check(String method, String path, Response response) {
        if (undocumented.contains(method)) return;
        Contract contract = Contract.served();
        Map.Entry<String, JsonNode> template = contract.template(path).orElse(null);
        if (template == null) {
            if (path.startsWith("/v1"))
                require(response.statusCode() == 404, method, path, response, "an unknown path");
            return;
        }
        JsonNode operation = template.getValue().path(method.toLowerCase(java.util.Locale.ROOT));
        if (operation.isMissingNode()) {
            require(response.statusCode() == 405, method, path, response, "a method that is not in the contract");
            return;
        }
        String status = String.valueOf(response.statusCode());
        JsonNode documented = operation.path("responses").path(status);
        require(!documented.isMissingNode(), method, path, response, "an undocumented status");
        JsonNode content = contract.resolve(documented).path("content");
        if (response.contentType() == null || response.contentType().isEmpty()) {
            require(content.isEmpty(), method, path, response, "no content where some is documented");
            return;
        }
        String type = response.contentType().split(";")[0].strip();
        require(content.has(type), method, path, response, "an undocumented media type " + type);
        if (!type.endsWith("json")) return;
        try {
            List<Error> errors = contract.schemaOf(template.getKey(), method, status, type)
                    .validate(json.readTree(response.asByteArray()));
            require(errors.isEmpty(), method, path, response, errors.toString());
        } catch (IOException e) {
            throw new AssertionError(method + " " + path + " answered no JSON", e);
        }
    }

    private static void require(boolean holds, String method, String path, Response response, String what) {
        if (holds) return;
        throw new AssertionError("%s %s answered %d against the contract: %s%n%s"
                .formatted(method, path, response.statusCode(), what, response.asString()));
    }
}
