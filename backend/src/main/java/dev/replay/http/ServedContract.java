package dev.replay.http;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** Serves the contract byte for byte as the build wrote it; the framework would write it anew, in another order. */
@Singleton
final class ServedContract {
    private static final String BUILT = "META-INF/quarkus-generated-openapi-doc.YAML";
    private static final String PATH = "/openapi.yaml";

    void onto(@Observes Router router) {
        Buffer contract = built();
        router.get(PATH).order(Integer.MIN_VALUE + 1).handler(context -> answer(context, contract));
        router.head(PATH).order(Integer.MIN_VALUE + 1).handler(context -> answer(context, contract));
    }

    private static void answer(RoutingContext context, Buffer contract) {
        context.response().putHeader("Content-Type", "application/yaml;charset=UTF-8");
        context.end(contract);
    }

    private static Buffer built() {
        try (InputStream in = Thread.currentThread().getContextClassLoader().getResourceAsStream(BUILT)) {
            if (in == null) throw new IllegalStateException("the build wrote no " + BUILT);
            return Buffer.buffer(in.readAllBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
