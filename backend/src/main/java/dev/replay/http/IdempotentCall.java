package dev.replay.http;

import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.AnnotationIntrospectorPair;
import com.fasterxml.jackson.databind.introspect.NopAnnotationIntrospector;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.narayana.jta.TransactionRunnerOptions;
import jakarta.annotation.Priority;
import jakarta.interceptor.AroundInvoke;
import jakarta.interceptor.Interceptor;
import jakarta.interceptor.InvocationContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.lang.reflect.Parameter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import org.jboss.resteasy.reactive.server.core.CurrentRequestManager;
import org.jspecify.annotations.Nullable;

/**
 * Runs an {@link Idempotent} method in one transaction with the record of its answer. A concurrent twin finds the key's
 * advisory lock taken and asks again later, each time in a new short transaction: while it waits it has no connection,
 * so that fifty twins cannot starve the one that works. It holds over several processes.
 */
@Idempotent
@Interceptor
@Priority(Interceptor.Priority.PLATFORM_BEFORE + 100) // Outside of @Transactional, which then joins.
final class IdempotentCall {
    static final String KEY = "Idempotency-Key";
    static final String REPLAYED = "Idempotent-Replayed";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration LONGEST_EFFECT = Duration.ofMinutes(5);

    private final KeptAnswers kept;
    private final IdempotencyScope scope;
    private final HttpHeaders headers;
    private final UriInfo uri;
    private final ObjectMapper canonical;
    private final ObjectMapper withoutSecrets;

    IdempotentCall(KeptAnswers kept, IdempotencyScope scope, HttpHeaders headers, UriInfo uri, ObjectMapper json) {
        this.kept = kept;
        this.scope = scope;
        this.headers = headers;
        this.uri = uri;
        this.withoutSecrets = json.copy()
                .setAnnotationIntrospector(AnnotationIntrospectorPair.pair(
                        new SecretsLeftOut(), json.getSerializationConfig().getAnnotationIntrospector()));
        this.canonical = withoutSecrets
                .copy()
                .configure(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY, true)
                .configure(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS, true);
    }

    private static final class SecretsLeftOut extends NopAnnotationIntrospector {
        @Override
        public boolean hasIgnoreMarker(AnnotatedMember member) {
            return member.hasAnnotation(Secret.class);
        }
    }

    @AroundInvoke
    Object answer(InvocationContext call) throws Exception {
        String given = headers.getHeaderString(KEY);
        if (given == null) return inTransaction(call::proceed);
        KeptAnswers.Key key = key(given);
        byte[] request = KeptAnswers.sha256(canonical.writeValueAsBytes(content(call)));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (int tries = 0; ; tries++) {
            Optional<Object> answer = inTransaction(() -> once(key, request, call));
            if (answer.isPresent()) return answer.get();
            if (System.nanoTime() > deadline) {
                throw new Refusal(
                        Problem.REQUEST_IN_PROGRESS,
                        "The first request with this idempotency key has not been answered within "
                                + PATIENCE.toSeconds() + " seconds.");
            }
            Thread.sleep(Math.min(250, 10L << Math.min(tries, 5))
                    + ThreadLocalRandom.current().nextInt(20));
        }
    }

    /** @return empty while a twin is at work */
    private Optional<Object> once(KeptAnswers.Key key, byte[] request, InvocationContext call) throws Exception {
        if (!kept.claim(key)) return Optional.empty();
        Optional<KeptAnswers.Answer> first = kept.find(key);
        if (first.isPresent()) {
            if (first.get().isOf(request)) return Optional.of(again(first.get()));
            throw new Refusal(
                    Problem.IDEMPOTENCY_KEY_REUSED,
                    "This idempotency key came with another request within the last 24 hours.");
        }
        Response response = (Response) call.proceed();
        if (response.getStatusInfo().getFamily() == Response.Status.Family.SUCCESSFUL) {
            String body = response.getEntity() == null ? "" : withoutSecrets.writeValueAsString(response.getEntity());
            kept.keep(
                    key,
                    new KeptAnswers.Answer(
                            request,
                            response.getStatus(),
                            response.getLocation() == null
                                    ? null
                                    : response.getLocation().toString(),
                            body));
        }
        return Optional.of(response);
    }

    private static Response again(KeptAnswers.Answer first) {
        Response.ResponseBuilder response = Response.status(first.status()).header(REPLAYED, "true");
        if (first.location() != null) response.header(HttpHeaders.LOCATION, first.location());
        if (!first.body().isEmpty())
            response.type(MediaType.APPLICATION_JSON_TYPE).entity(first.body());
        return response.build();
    }

    private KeptAnswers.Key key(String given) {
        boolean sound =
                !given.isEmpty() && given.length() <= 255 && given.chars().allMatch(c -> c > 0x20 && c < 0x7f);
        if (!sound) {
            throw new Refusal(Problem.INVALID_PARAMETER, "An idempotency key has 1 to 255 visible characters of ASCII.")
                    .with("parameter", KEY);
        }
        String method = CurrentRequestManager.get().getMethod();
        return new KeptAnswers.Key(scope.owner(), method, uri.getPath(), given);
    }

    /** All that the method is called with, but for what JAX-RS hands it about the request itself. */
    private static List<@Nullable Object> content(InvocationContext call) {
        List<@Nullable Object> content = new ArrayList<>();
        Parameter[] declared = call.getMethod().getParameters();
        for (int i = 0; i < declared.length; i++) {
            if (!declared[i].getType().getName().startsWith("jakarta.ws.rs.")) content.add(call.getParameters()[i]);
        }
        return content;
    }

    private static <T> T inTransaction(Callable<T> work) throws Exception {
        TransactionRunnerOptions transaction =
                QuarkusTransaction.requiringNew().timeout((int) LONGEST_EFFECT.toSeconds());
        return transaction.call(work);
    }
}
