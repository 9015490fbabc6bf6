package dev.replay.http;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The domain says no, with a reason of the catalogue, a sentence for the person who asked, and the problem's own members.
 * Schedulers and dispatchers refuse with it too; only the problem mapper turns it into HTTP.
 */
public final class Refusal extends RuntimeException {
    /** What is wrong at one place of the request; pointer is an RFC 6901 JSON pointer into its body. */
    public record FieldError(String pointer, String detail) {}

    private final Problem problem;
    private final transient Map<String, Object> members = new LinkedHashMap<>();

    public Refusal(Problem problem, String detail) {
        super(detail, null, false, false);
        this.problem = problem;
    }

    /** A refusal that names the field which caused it. */
    public static Refusal at(Problem problem, String pointer, String detail) {
        return new Refusal(problem, detail).with("errors", List.of(new FieldError(pointer, detail)));
    }

    public Refusal with(String member, Object value) {
        members.put(member, value);
        return this;
    }

    public Problem problem() {
        return problem;
    }

    public Map<String, Object> members() {
        return members;
    }
}
