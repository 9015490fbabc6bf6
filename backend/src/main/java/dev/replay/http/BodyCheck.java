package dev.replay.http;

import io.quarkus.runtime.configuration.MemorySize;
import jakarta.annotation.Priority;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.ext.Provider;
import jakarta.ws.rs.ext.ReaderInterceptor;
import jakarta.ws.rs.ext.ReaderInterceptorContext;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * What every request is held to before a resource sees it: parameters are text, and a body is there where the method
 * takes one (a parameter marked {@link Nullable} may be absent), is not compressed, and has at most {@value #MAX_BYTES}
 * bytes; where the method reads the stream by itself, as many as the installation takes. What a method reads once is
 * sent once: of two values one would be dropped in silence.
 */
@Provider
@Priority(Priorities.ENTITY_CODER)
final class BodyCheck implements ContainerRequestFilter, ReaderInterceptor {
    static final int MAX_BYTES = 1_000_000;

    private record Body(boolean needed, boolean streamed) {}

    private final Map<Method, Optional<Body>> bodies = new ConcurrentHashMap<>();

    @Context
    ResourceInfo resource;

    @ConfigProperty(name = "quarkus.http.limits.max-body-size")
    MemorySize longest;

    @Override
    public void filter(ContainerRequestContext request) {
        request.getUriInfo().getPathParameters().forEach(BodyCheck::requireText);
        request.getUriInfo().getQueryParameters().forEach(BodyCheck::requireText);
        Method method = resource.getResourceMethod();
        if (method == null) return;
        requireOnce(method, request);
        Optional<Body> body = bodies.computeIfAbsent(method, BodyCheck::of);
        if (body.isEmpty()) return;
        requirePlain(request.getHeaderString(HttpHeaders.CONTENT_ENCODING));
        long most = body.get().streamed ? longest.asLongValue() : MAX_BYTES;
        if (request.getLength() > most) throw tooLarge(most);
        if (request.getLength() == 0 && body.get().needed && !body.get().streamed) throw missing();
        request.setEntityStream(new Limited(request.getEntityStream(), most));
    }

    private static void requireOnce(Method method, ContainerRequestContext request) {
        for (Parameter parameter : method.getParameters()) {
            QueryParam named = parameter.getAnnotation(QueryParam.class);
            if (named == null || Collection.class.isAssignableFrom(parameter.getType())) continue;
            requireOnce(named.value(), request.getUriInfo().getQueryParameters().get(named.value()));
        }
        requireOnce(IdempotentCall.KEY, request.getHeaders().get(IdempotentCall.KEY));
    }

    private static void requireOnce(String name, @Nullable List<String> values) {
        if (values == null || values.size() < 2) return;
        throw new Refusal(Problem.INVALID_PARAMETER, "The parameter " + name + " is there " + values.size() + " times.")
                .with("parameter", name);
    }

    private static void requirePlain(@Nullable String coding) {
        if (coding == null || coding.isBlank() || coding.strip().equalsIgnoreCase("identity")) return;
        throw new Refusal(
                Problem.UNSUPPORTED_MEDIA_TYPE, "The body has a Content-Encoding; send it as it is, without one.");
    }

    @Override
    public Object aroundReadFrom(ReaderInterceptorContext context) throws IOException {
        Object body = context.proceed();
        Method method = resource.getResourceMethod();
        if (body == null
                && method != null
                && bodies.computeIfAbsent(method, BodyCheck::of)
                        .filter(Body::needed)
                        .isPresent()) {
            throw missing();
        }
        return body;
    }

    private static void requireText(String name, List<String> values) {
        for (String value : values) {
            String fault = UnsoundText.faultOf(value);
            if (fault != null) {
                throw new Refusal(Problem.INVALID_PARAMETER, "The parameter " + name + " " + fault + ".")
                        .with("parameter", name);
            }
        }
    }

    private static Optional<Body> of(Method method) {
        for (Parameter parameter : method.getParameters()) {
            boolean named = Arrays.stream(parameter.getAnnotations())
                    .anyMatch(a -> a.annotationType().getName().startsWith("jakarta.ws.rs.")
                            || a.annotationType().getName().startsWith("org.jboss.resteasy."));
            if (named || parameter.getType().getName().startsWith("jakarta.ws.rs.")) continue;
            boolean streamed = InputStream.class.isAssignableFrom(parameter.getType());
            boolean optional = parameter.getAnnotatedType().isAnnotationPresent(Nullable.class);
            return Optional.of(new Body(!optional, streamed));
        }
        return Optional.empty();
    }

    private static Refusal missing() {
        return new Refusal(Problem.MALFORMED_REQUEST, "The request needs a body and has none.");
    }

    static Refusal tooLarge(long most) {
        return new Refusal(Problem.TOO_LARGE, String.format(Locale.ROOT, "The body has more than %,d bytes.", most));
    }

    /** A body whose length nobody announced is counted while it is read. */
    private static final class Limited extends FilterInputStream {
        private final long most;
        private long seen;

        Limited(InputStream in, long most) {
            super(in);
            this.most = most;
        }

        @Override
        public int read() throws IOException {
            int b = in.read();
            if (b >= 0) count(1);
            return b;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            int n = in.read(into, from, length);
            if (n > 0) count(n);
            return n;
        }

        private void count(int n) {
            seen += n;
            if (seen > most) throw tooLarge(most);
        }
    }
}
