package dev.replay.http;

import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
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
    private static final Map<Integer, Diagnosis> of = Map.of(
            400, new Diagnosis(Problem.MALFORMED_REQUEST, "The address or the request is not well formed."),
            404, new Diagnosis(Problem.NOT_FOUND, "Nothing answers at this address."),
            405, new Diagnosis(Problem.METHOD_NOT_ALLOWED, "This address does not take the method."),
            406, new Diagnosis(Problem.NOT_ACCEPTABLE, "This address cannot answer with an accepted type."),
            413, new Diagnosis(Problem.TOO_LARGE, "The body is larger than any operation reads."),
            415, new Diagnosis(Problem.UNSUPPORTED_MEDIA_TYPE, "This address does not read that media type."));

    private final ProblemMapper problems;
    private final long maxBody;

    RouterManners(
            ProblemMapper problems, @ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize maxBody) {
        this.problems = problems;
        this.maxBody = maxBody.asLongValue();
    }

    void onto(@Observes Router router) {
        router.route().order(Integer.MIN_VALUE).handler(this::before);
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

    private void before(RoutingContext context) {
        HttpServerResponse response = context.response();
        boolean data = isData(context.request().path());
        response.putHeader("X-Content-Type-Options", "nosniff");
        response.putHeader("Referrer-Policy", "same-origin");
        response.putHeader("X-Frame-Options", "DENY");
        response.putHeader("Content-Security-Policy", data ? DATA_POLICY : PAGE_POLICY);
        if (data) response.putHeader("Cache-Control", "no-store");
        if (!isWellFormed(context.request().uri())) {
            answer(context, of.get(400));
            return;
        }
        if (announced(context) > maxBody) {
            // The rest of the body is never read, so that nothing else can come over this connection.
            response.putHeader("Connection", "close");
            answer(context, of.get(413));
            context.request().connection().close();
            return;
        }
        context.next();
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
