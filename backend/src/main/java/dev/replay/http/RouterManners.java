package dev.replay.http;

import io.quarkus.runtime.configuration.MemorySize;
import io.quarkus.vertx.http.runtime.RouteConstants;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.SortedSet;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** What holds for every answer before any resource is chosen: security headers, and problems for what no resource sees. */
@Singleton
final class RouterManners {
    /** Mantine sets style attributes, hence 'unsafe-inline' for styles alone. */
    private static final String PAGE_POLICY =
            "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
                    + " object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

    private static final String DATA_POLICY = "default-src 'none'; frame-ancestors 'none'";
    private static final Diagnosis noPath =
            new Diagnosis(Problem.MALFORMED_REQUEST, "The target of the request is no path: a path begins with /.");
    private static final Diagnosis noHost =
            new Diagnosis(Problem.MALFORMED_REQUEST, "The request has no Host header, which HTTP/1.1 asks for.");
    private static final Diagnosis addressTooLong =
            new Diagnosis(Problem.ADDRESS_TOO_LONG, Problem.ADDRESS_TOO_LONG.meaning());
    private static final Diagnosis headersTooLarge =
            new Diagnosis(Problem.HEADERS_TOO_LARGE, Problem.HEADERS_TOO_LARGE.meaning());
    private static final Map<Integer, Diagnosis> of = Map.of(
            400, new Diagnosis(Problem.MALFORMED_REQUEST, "The address or the request is not well formed."),
            404, new Diagnosis(Problem.NOT_FOUND, "Nothing answers at this address."),
            405, new Diagnosis(Problem.METHOD_NOT_ALLOWED, "This address does not take the method."),
            406, new Diagnosis(Problem.NOT_ACCEPTABLE, "This address cannot answer with an accepted type."),
            415, new Diagnosis(Problem.UNSUPPORTED_MEDIA_TYPE, "This address does not read that media type."));

    /**
     * What RFC 9110 asks everybody to take, and what was always taken here. The parser reads up to 128 KB of each, so
     * that whatever a command line can hold is refused in words; beyond, it ends the connection without any.
     */
    private static final int MAX_ADDRESS = 8_000;

    private static final int MAX_HEADERS = 20_000;
    private static final int AROUND_A_HEADER = ": \r\n".length();

    private final ProblemMapper problems;
    private final AllowedMethods allowed;
    private final long maxBody;

    RouterManners(
            ProblemMapper problems,
            AllowedMethods allowed,
            @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize maxBody) {
        this.problems = problems;
        this.allowed = allowed;
        this.maxBody = maxBody.asLongValue();
    }

    void onto(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).handler(this::before).failureHandler(this::failed);
        // A body of no announced length is counted where it is read, and the refusal is ours to write.
        router.route().order(RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT + 1).handler(context -> {
            context.remove(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY);
            context.next();
        });
        of.forEach((status, diagnosis) -> router.errorHandler(status, context -> answer(context, diagnosis)));
        router.errorHandler(500, context -> {
            Throwable failure = context.failure();
            answer(
                    context,
                    failure == null
                            ? Diagnosis.unexpected(new IllegalStateException("no cause was given"))
                            : Diagnosis.of(failure));
        });
    }

    /** What fails before any route, as a request without a Host or whose target is no path, and what fails in one. */
    private void failed(RoutingContext context) {
        dress(context);
        int status = context.statusCode();
        HttpServerRequest request = context.request();
        String path = request.path();
        if (context.response().ended()) return;
        if (path == null || !path.startsWith("/")) {
            answer(context, noPath);
        } else if (request.version() == HttpVersion.HTTP_1_1 && request.getHeader("Host") == null) {
            answer(context, noHost);
        } else if (of.containsKey(status)) {
            answer(context, of.get(status));
        } else {
            Throwable failure = context.failure();
            answer(context, Diagnosis.of(failure == null ? new IllegalStateException("status " + status) : failure));
        }
    }

    private void before(RoutingContext context) {
        dress(context);
        HttpServerRequest request = context.request();
        if (request.uri().length() > MAX_ADDRESS) {
            answer(context, addressTooLong);
        } else if (bytes(request.headers()) > MAX_HEADERS) {
            answer(context, headersTooLarge);
        } else if (!isWellFormed(request.uri())) {
            answer(context, of.get(400));
        } else if (announced(context) > maxBody) {
            // The rest of the body is never read, so that nothing else can come over this connection.
            context.response().putHeader("Connection", "close");
            answer(context, Diagnosis.of(BodyCheck.tooLarge(maxBody)));
            request.connection().close();
        } else if (request.method() == HttpMethod.OPTIONS && !methods(context).isEmpty()) {
            context.response()
                    .putHeader("Allow", String.join(", ", methods(context)))
                    .end();
        } else {
            context.next();
        }
    }

    private SortedSet<String> methods(RoutingContext context) {
        return allowed.at(context.request().path());
    }

    private static long bytes(MultiMap headers) {
        long bytes = 0;
        for (Map.Entry<String, String> one : headers)
            bytes += one.getKey().length() + one.getValue().length() + AROUND_A_HEADER;
        return bytes;
    }

    private static void dress(RoutingContext context) {
        HttpServerResponse response = context.response();
        boolean data = isData(context.request().path());
        response.putHeader("X-Content-Type-Options", "nosniff");
        response.putHeader("Referrer-Policy", "same-origin");
        response.putHeader("X-Frame-Options", "DENY");
        response.putHeader("Content-Security-Policy", data ? DATA_POLICY : PAGE_POLICY);
        if (data) response.putHeader("Cache-Control", "no-store");
    }

    private static boolean isData(String path) {
        return path != null && (path.equals("/v1") || path.startsWith("/v1/"));
    }

    private static boolean isWellFormed(@Nullable String uri) {
        try {
            return uri != null && new URI(uri).getPath() != null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    private static long announced(RoutingContext context) {
        String length = context.request().getHeader("Content-Length");
        try {
            return length == null ? 0 : Long.parseLong(length);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private void answer(RoutingContext context, Diagnosis diagnosis) {
        HttpServerResponse response = context.response();
        if (response.headWritten()) {
            response.reset();
            return;
        }
        diagnosis.headers().forEach(response::putHeader);
        String path = context.request().path();
        response.setStatusCode(diagnosis.problem().status())
                .putHeader("Content-Type", Diagnosis.MEDIA_TYPE)
                .end(Buffer.buffer(problems.render(diagnosis, path == null ? "" : path)));
    }
}
