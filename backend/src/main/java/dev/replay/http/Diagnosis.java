package dev.replay.http;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import dev.replay.store.StoreException;
import io.vertx.core.http.HttpClosedException;
import jakarta.validation.ConstraintViolation;
import jakarta.validation.ConstraintViolationException;
import jakarta.validation.Path;
import jakarta.ws.rs.WebApplicationException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * What an exception means to the one who asked: the whole policy from exceptions to problems, in one place. Only typed
 * refusals and faults of the request are 4xx, a database that is away is 503, anything else is our fault and is logged
 * whole under an id that the answer names.
 *
 * @param headers beside the content type
 */
record Diagnosis(Problem problem, String detail, Map<String, Object> members, Map<String, String> headers) {
    static final String MEDIA_TYPE = "application/problem+json";
    private static final String RETRY_AFTER = "Retry-After";
    private static final String RETRY_SECONDS = "5";
    private static final Logger log = Logger.getLogger(Diagnosis.class);

    private static final Diagnosis brokenOff =
            new Diagnosis(Problem.MALFORMED_REQUEST, "The connection was closed before the request was complete.");
    private static final Pattern twice = Pattern.compile("(?s)Duplicate [^'\"]*['\"](.*)['\"].*");
    /** A value that the schema refused; where in the request it stood, PostgreSQL does not know. */
    static final Diagnosis UNKEEPABLE = refusedContent(
            Problem.INVALID_REQUEST,
            List.of(new Refusal.FieldError("", "holds a value that is outside of what can be kept")));

    Diagnosis(Problem problem, String detail) {
        this(problem, detail, Map.of(), Map.of());
    }

    static Diagnosis of(Throwable thrown) {
        List<Throwable> causes = causes(thrown);
        // The domain's own word goes first, however deep a transaction or a deserialiser has wrapped it.
        for (Throwable t : causes) if (t instanceof Refusal r) return refused(r);
        // Nobody is left to read the answer; that the client went away is no incident of ours.
        for (Throwable t : causes) if (t instanceof HttpClosedException) return brokenOff;
        for (Throwable t : causes) if (t instanceof ConstraintViolationException e) return violated(e, thrown);
        for (Throwable t : causes) if (t instanceof JacksonException e) return unreadable(e, thrown);
        boolean committing = causes.stream().anyMatch(t -> t instanceof jakarta.transaction.RollbackException);
        for (Throwable t : causes)
            if (t instanceof SQLException e && !(committing && StoreException.unavailable(e)))
                return ofDatabase(e, thrown);
        // Narayana says of any commit that failed that it was rolled back, which a lost connection does not tell.
        if (committing) return inDoubt(thrown);
        for (Throwable t : causes) if (t instanceof StoreException) return unavailable(thrown);
        for (Throwable t : causes) if (t instanceof WebApplicationException e) return ofFramework(e, thrown);
        return unexpected(thrown);
    }

    /** The same in other words. */
    Diagnosis saying(String sentence) {
        return new Diagnosis(problem, sentence, members, headers);
    }

    /** The members in the order in which people read them. */
    Map<String, Object> body(String instance) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "/problems/" + problem.slug());
        body.put("title", problem.title());
        body.put("status", problem.status());
        body.put("detail", detail);
        body.put("instance", instance);
        body.putAll(members);
        return body;
    }

    private static Diagnosis refused(Refusal r) {
        Map<String, String> headers =
                switch (r.problem()) {
                    case UNAUTHENTICATED -> Map.of("WWW-Authenticate", "Bearer realm=\"replay\"");
                    case REQUEST_IN_PROGRESS, UNAVAILABLE -> Map.of(RETRY_AFTER, RETRY_SECONDS);
                    case TOO_MANY_REQUESTS ->
                        Map.of(
                                RETRY_AFTER,
                                String.valueOf(r.members().getOrDefault("retryAfterSeconds", RETRY_SECONDS)));
                    default -> Map.of();
                };
        return new Diagnosis(r.problem(), String.valueOf(r.getMessage()), r.members(), headers);
    }

    private static Diagnosis violated(ConstraintViolationException e, Throwable thrown) {
        List<Refusal.FieldError> errors = new ArrayList<>();
        boolean parameter = false;
        for (ConstraintViolation<?> v : e.getConstraintViolations()) {
            List<Path.Node> nodes = new ArrayList<>();
            for (Path.Node node : v.getPropertyPath()) nodes.add(node);
            // A broken promise about what a method returns is never the fault of the one who asked.
            if (nodes.stream().anyMatch(n -> n.getKind() == jakarta.validation.ElementKind.RETURN_VALUE)) {
                return unexpected(thrown);
            }
            boolean inMethod = !nodes.isEmpty() && nodes.getFirst().getKind() == jakarta.validation.ElementKind.METHOD;
            // A scalar parameter is [method, parameter]; a place in the body is [method, parameter, property, …].
            if (inMethod && nodes.size() == 2 && isScalar(v.getInvalidValue())) {
                parameter = true;
                errors.add(new Refusal.FieldError(nodes.get(1).getName(), sentence(v.getMessage())));
            } else {
                errors.add(new Refusal.FieldError(
                        pointer(nodes.subList(inMethod ? 2 : 0, nodes.size())), sentence(v.getMessage())));
            }
        }
        errors.sort((a, b) -> a.pointer().compareTo(b.pointer()));
        if (parameter) {
            Refusal.FieldError first = errors.getFirst();
            return new Diagnosis(
                    Problem.INVALID_PARAMETER,
                    "The parameter " + first.pointer() + " " + first.detail() + ".",
                    Map.of("parameter", first.pointer()),
                    Map.of());
        }
        return refusedContent(Problem.INVALID_REQUEST, errors);
    }

    private static boolean isScalar(@Nullable Object value) {
        return value == null
                || value instanceof String
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Enum<?>;
    }

    private static String pointer(List<Path.Node> nodes) {
        StringBuilder pointer = new StringBuilder();
        for (Path.Node node : nodes) {
            if (node.getIndex() != null) pointer.append('/').append(node.getIndex());
            if (node.getKey() != null) pointer.append('/').append(escape(String.valueOf(node.getKey())));
            if (node.getName() != null && !node.getName().startsWith("<")) {
                pointer.append('/').append(escape(node.getName()));
            }
        }
        return pointer.toString();
    }

    private static Diagnosis unreadable(JacksonException e, Throwable thrown) {
        // What cannot be read inside of a list or an object comes wrapped in its place there.
        for (Throwable t : causes(e)) {
            boolean ofNumber = t instanceof InputCoercionException;
            if (!ofNumber && (t instanceof StreamReadException || t instanceof StreamConstraintsException))
                return malformed((JacksonException) t);
        }
        if (e instanceof UnrecognizedPropertyException u) {
            return refusedContent(
                    Problem.UNKNOWN_FIELD,
                    List.of(new Refusal.FieldError(
                            pointerOf(u), "is no field of this request; known are " + known(u))));
        }
        if (e instanceof JsonMappingException m) {
            // Of an answer that could not be written there is no processor any more, or it is a generator.
            if (m.getProcessor() instanceof com.fasterxml.jackson.core.JsonGenerator) return unexpected(thrown);
            // Jackson's own words name classes; ours tell what stands there and what should.
            return refusedContent(
                    Problem.INVALID_REQUEST, List.of(new Refusal.FieldError(pointerOf(m), Expectation.of(m))));
        }
        return unexpected(thrown);
    }

    private static Diagnosis malformed(JacksonException e) {
        JsonLocation at = e.getLocation();
        int line = at == null ? 1 : Math.max(1, at.getLineNr());
        int column = at == null ? 1 : Math.max(1, at.getColumnNr());
        return new Diagnosis(
                Problem.MALFORMED_REQUEST,
                "The body is not readable as JSON at line " + line + ", column " + column
                        + because(String.valueOf(e.getOriginalMessage())) + ".",
                Map.of("line", line, "column", column),
                Map.of());
    }

    /** The parser's own words tell of bytes and tokens; these two faults are easily made and hardly seen. */
    private static String because(String parsers) {
        Matcher name = twice.matcher(parsers);
        if (name.matches()) return ": the field " + escape(name.group(1)) + " is there twice";
        return parsers.startsWith("Invalid UTF-8") ? ": it is not in UTF-8" : "";
    }

    private static String known(UnrecognizedPropertyException e) {
        if (e.getKnownPropertyIds() == null || e.getKnownPropertyIds().isEmpty()) return "none";
        return String.join(
                ", ",
                e.getKnownPropertyIds().stream().map(String::valueOf).sorted().toList());
    }

    private static String pointerOf(JsonMappingException e) {
        StringBuilder pointer = new StringBuilder();
        for (JsonMappingException.Reference step : e.getPath()) {
            pointer.append('/');
            pointer.append(step.getFieldName() == null ? String.valueOf(step.getIndex()) : escape(step.getFieldName()));
        }
        return pointer.toString();
    }

    /** RFC 6901; lone surrogates, which no answer could carry, become the replacement character. */
    private static String escape(String step) {
        String sound = new String(
                step.getBytes(java.nio.charset.StandardCharsets.UTF_8), java.nio.charset.StandardCharsets.UTF_8);
        String brief = sound.length() > 100 ? sound.substring(0, 100) + "…" : sound;
        return brief.replace("~", "~0").replace("/", "~1");
    }

    private static Diagnosis refusedContent(Problem problem, List<Refusal.FieldError> errors) {
        Refusal.FieldError first = errors.getFirst();
        String where = first.pointer().isEmpty() ? "The body" : first.pointer();
        String more = errors.size() > 1 ? " (and " + (errors.size() - 1) + " more)" : "";
        return new Diagnosis(
                problem, where + " " + first.detail() + "." + more, Map.of("errors", List.copyOf(errors)), Map.of());
    }

    private static Diagnosis ofDatabase(SQLException e, Throwable thrown) {
        String state = e.getSQLState();
        if (StoreException.COMMIT_IN_DOUBT.equals(state)) return inDoubt(thrown);
        if (StoreException.unavailable(e)) return unavailable(thrown);
        // 40: serialization failure or deadlock; 55P03: a lock not to be had; 57014: cancelled. Asking again may help.
        if (state.startsWith("40") || state.equals("55P03") || state.equals("57014")) return unavailable(thrown);
        // 22: a value that a column cannot hold (out of range, a character PostgreSQL has not). The schema is the last
        // check; that it had to be is worth a line in the log.
        if (state.startsWith("22")) {
            log.warnf("refused by the schema (%s): %s", state, e.getMessage());
            return UNKEEPABLE;
        }
        if (state.equals("23505")) {
            log.infof("a concurrent twin was first: %s", e.getMessage());
            return new Diagnosis(Problem.ALREADY_EXISTS, "Something with the same name or number is there already.");
        }
        return unexpected(thrown);
    }

    private static Diagnosis unavailable(Throwable thrown) {
        return unavailable(thrown, "The database does not answer; nothing of the request was kept.");
    }

    private static Diagnosis inDoubt(Throwable thrown) {
        return unavailable(
                thrown,
                "The database did not say whether the request was kept. Look before you send it again; one that had an"
                        + " Idempotency-Key can be repeated with the same.");
    }

    private static Diagnosis unavailable(Throwable thrown, String detail) {
        log.warnf("answered 503: %s", lastMessage(thrown));
        return new Diagnosis(Problem.UNAVAILABLE, detail, Map.of(), Map.of(RETRY_AFTER, RETRY_SECONDS));
    }

    private static Diagnosis ofFramework(WebApplicationException e, Throwable thrown) {
        return switch (e.getResponse().getStatus()) {
            case 400 -> new Diagnosis(Problem.MALFORMED_REQUEST, "The request could not be read.");
            case 401 -> refused(new Refusal(Problem.UNAUTHENTICATED, "The credential is missing."));
            case 403 -> new Diagnosis(Problem.FORBIDDEN, "This is not allowed.");
            case 404 -> new Diagnosis(Problem.NOT_FOUND, "Nothing answers at this address.");
            case 405 -> new Diagnosis(Problem.METHOD_NOT_ALLOWED, "This address does not take the method.");
            case 406 -> new Diagnosis(Problem.NOT_ACCEPTABLE, "This operation cannot answer with an accepted type.");
            case 413 -> new Diagnosis(Problem.TOO_LARGE, "The body is too large for this operation.");
            case 415 -> new Diagnosis(Problem.UNSUPPORTED_MEDIA_TYPE, "This operation does not read that media type.");
            case 503 -> unavailable(thrown);
            default -> unexpected(thrown);
        };
    }

    static Diagnosis unexpected(Throwable thrown) {
        String incident = UUID.randomUUID().toString();
        log.errorf(thrown, "incident %s", incident);
        return new Diagnosis(
                Problem.INTERNAL_ERROR,
                "The server's log has the whole of it under the incident's id.",
                Map.of("incident", incident),
                Map.of());
    }

    private static String sentence(String message) {
        return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
    }

    private static @Nullable String lastMessage(Throwable thrown) {
        return causes(thrown).getLast().toString();
    }

    /** The exception, its causes, and what was suppressed or chained beside them: each once, nearest first. */
    private static List<Throwable> causes(Throwable thrown) {
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        List<Throwable> found = new ArrayList<>();
        List<Throwable> level = List.of(thrown);
        while (!level.isEmpty()) {
            List<Throwable> next = new ArrayList<>();
            for (Throwable t : level) {
                if (!seen.add(t)) continue;
                found.add(t);
                if (t.getCause() != null) next.add(t.getCause());
                next.addAll(List.of(t.getSuppressed()));
                if (t instanceof SQLException e && e.getNextException() != null) next.add(e.getNextException());
            }
            level = next;
        }
        return found;
    }
}
