package dev.replay.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import io.quarkus.hibernate.validator.runtime.jaxrs.ResteasyReactiveViolationException;
import jakarta.inject.Singleton;
import jakarta.validation.ValidationException;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Request;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;
import org.jspecify.annotations.Nullable;

/** Answers every exception of a resource as `application/problem+json`, whatever the client accepts. */
@Singleton
final class ProblemMapper {
    private static final Set<String> bodiless = Set.of("GET", "HEAD", "DELETE");

    private static final int LONGEST_SHOWN = 100;

    private final ObjectMapper json;
    private final AllowedMethods allowed;

    ProblemMapper(ObjectMapper json, AllowedMethods allowed) {
        this.json = json;
        this.allowed = allowed;
    }

    // The framework maps some types by itself; naming them here puts our policy before its own.
    @ServerExceptionMapper({
        Throwable.class,
        WebApplicationException.class,
        MismatchedInputException.class,
        ValidationException.class,
        ResteasyReactiveViolationException.class
    })
    Response answer(Throwable thrown, UriInfo uri, ResourceInfo resource, Request request, HttpHeaders sent) {
        if (thrown instanceof NotAllowedException || thrown instanceof NotFoundException) {
            Collection<String> methods = allowed.at(uri.getPath());
            if (!methods.isEmpty() && !methods.contains(request.getMethod()))
                return answer(notAllowed(request.getMethod(), methods), uri.getPath());
        }
        Diagnosis diagnosis = Diagnosis.of(thrown);
        String told = told(thrown, sent);
        if (told != null) diagnosis = diagnosis.saying(told);
        if (thrown instanceof NotFoundException && thrown.getCause() != null && !ofPath(uri, resource)) {
            // The framework answers 404 for any parameter that does not parse; only an id in the path deserves it.
            diagnosis = new Diagnosis(Problem.INVALID_PARAMETER, "A parameter has a value that cannot be read.");
        }
        if (diagnosis == Diagnosis.UNKEEPABLE && bodiless.contains(request.getMethod())) {
            diagnosis = new Diagnosis(
                    Problem.INVALID_PARAMETER, "A parameter holds a value that is outside of what can be kept.");
        }
        return answer(diagnosis, uri.getPath());
    }

    Response answer(Diagnosis diagnosis, String path) {
        Response.ResponseBuilder response = Response.status(diagnosis.problem().status())
                .type(Diagnosis.MEDIA_TYPE)
                .entity(render(diagnosis, path));
        diagnosis.headers().forEach(response::header);
        return response.build();
    }

    /** As bytes, so that no writer has a say in it. */
    byte[] render(Diagnosis diagnosis, String path) {
        try {
            return json.writeValueAsBytes(diagnosis.body(path));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a problem's members must be plain JSON values", e);
        }
    }

    /** The framework's refusals in the words of the request that met them; null where it is not one of these. */
    private static @Nullable String told(Throwable thrown, HttpHeaders sent) {
        return switch (thrown) {
            case NotSupportedException e -> {
                String type = sent.getHeaderString(HttpHeaders.CONTENT_TYPE);
                yield (type == null || type.isBlank()
                                ? "The request has no Content-Type"
                                : "This operation does not read " + shown(type))
                        + "; send application/json, or text/csv where the contract names it.";
            }
            case NotAcceptableException e ->
                "This operation cannot answer with what Accept asks for, "
                        + shown(String.valueOf(sent.getHeaderString(HttpHeaders.ACCEPT)))
                        + "; the contract names what it answers with.";
            default -> null;
        };
    }

    static Diagnosis notAllowed(String method, Collection<String> allowed) {
        String all = String.join(", ", allowed);
        return new Diagnosis(
                Problem.METHOD_NOT_ALLOWED,
                "This address does not take " + shown(method) + "; it takes " + all + ".",
                Map.of(),
                Map.of(HttpHeaders.ALLOW, all));
    }

    /** A header, which may hold anything, as a sentence can carry it. */
    private static String shown(String header) {
        String visible = header.replaceAll("[^\\x20-\\x7e]", "?");
        return visible.length() > LONGEST_SHOWN ? visible.substring(0, LONGEST_SHOWN) + "…" : visible;
    }

    private static boolean ofPath(UriInfo uri, ResourceInfo resource) {
        Method method = resource.getResourceMethod();
        if (method == null) return true;
        for (Parameter parameter : method.getParameters()) {
            PathParam named = parameter.getAnnotation(PathParam.class);
            String name = named == null ? parameter.getName() : named.value();
            Class<?> type = parameter.getType();
            if (!List.of(long.class, Long.class, int.class, Integer.class).contains(type)) continue;
            for (String value : uri.getPathParameters().getOrDefault(name, List.of())) {
                if (!parses(value, type)) return true;
            }
        }
        return false;
    }

    private static boolean parses(String value, Class<?> type) {
        try {
            if (type == int.class || type == Integer.class) Integer.parseInt(value);
            else Long.parseLong(value);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
