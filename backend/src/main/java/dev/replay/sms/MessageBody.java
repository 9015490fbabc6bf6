package dev.replay.sms;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The body of a campaign or template, read: literal text and variables in turn. A name in braces is a variable, a doubled
 * brace is a brace, any other brace is a mistake.
 */
public final class MessageBody {
    private static final String DLT_VARIABLE = "{#var#}";

    private final String source;
    // literals[0] variables[0] literals[1] … variables[n-1] literals[n]
    private final String[] literals;
    private final String[] variables;

    private MessageBody(String source, List<String> literals, List<String> variables) {
        this.source = source;
        this.literals = literals.toArray(String[]::new);
        this.variables = variables.toArray(String[]::new);
    }

    /** A brace that begins or ends nothing. */
    public static final class Malformed extends RuntimeException {
        private final int offset;

        Malformed(int offset, String detail) {
            super(detail, null, false, false);
            this.offset = offset;
        }

        /** UTF-16 index of the brace in the body. */
        public int offset() {
            return offset;
        }

        /** A sentence for the person who wrote the body. */
        public String detail() {
            return getMessage();
        }
    }

    /** @throws Malformed at the first brace that is neither a variable's nor doubled */
    public static MessageBody parse(String body) {
        List<String> literals = new ArrayList<>();
        List<String> variables = new ArrayList<>();
        StringBuilder literal = new StringBuilder(body.length());
        for (int i = 0; i < body.length(); i++) {
            char c = body.charAt(i);
            if (c != '{' && c != '}') {
                literal.append(c);
            } else if (i + 1 < body.length() && body.charAt(i + 1) == c) {
                literal.append(c);
                i++;
            } else if (c == '}') {
                throw new Malformed(i, "A } without its {; write }} for a brace.");
            } else {
                int end = body.indexOf('}', i);
                if (end < 0) throw new Malformed(i, "A { without its }; write {{ for a brace.");
                String name = body.substring(i + 1, end);
                if (!VariableName.isValid(name)) throw new Malformed(i, complaint(name));
                literals.add(literal.toString());
                variables.add(name.toLowerCase(Locale.ROOT));
                literal.setLength(0);
                i = end;
            }
        }
        literals.add(literal.toString());
        return new MessageBody(body, literals, variables);
    }

    private static String complaint(String name) {
        if (name.isEmpty()) return "The braces are empty; write {{ and }} for braces.";
        String shown = name.length() > 40 ? name.substring(0, 40) + "…" : name;
        return "{" + shown + "} is not a variable: a name has at most " + VariableName.MAX_LENGTH
                + " letters, digits and underscores and begins with no digit. Write {{ and }} for braces.";
    }

    /**
     * A body as Indian operators register it (DLT), with its nameless {@code #var#} named var1, var2, … in turn, leaving out
     * names the body has already. The rest stays as it is, and need not be well formed.
     */
    public static String fromDlt(String body) {
        String lower = body.toLowerCase(Locale.ROOT);
        // A character that changes its length in lower case would move the offsets: then only the exact spelling
        // counts.
        String searched = lower.length() == body.length() ? lower : body;
        StringBuilder named = new StringBuilder(body.length());
        int from = 0;
        int number = 0;
        for (int at; (at = searched.indexOf(DLT_VARIABLE, from)) >= 0; from = at + DLT_VARIABLE.length()) {
            do number++;
            while (lower.contains("{var" + number + "}"));
            named.append(body, from, at).append("{var").append(number).append('}');
        }
        return named.append(body, from, body.length()).toString();
    }

    /** As it was written. */
    public String source() {
        return source;
    }

    /** The distinct variables in order of appearance, in lower case. */
    public List<String> variables() {
        return List.copyOf(new LinkedHashSet<>(List.of(variables)));
    }

    /**
     * Binds the variables to columns once, so that a row costs no look-up.
     *
     * @param columns names of the values each row will bring, in their order
     * @param defaults by name, for rows whose value is missing; an empty default is none
     */
    public Renderer bind(List<String> columns, Map<String, String> defaults) {
        Map<String, Integer> positions = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 0; i < columns.size(); i++) positions.putIfAbsent(columns.get(i), i);
        Map<String, String> fallbacks = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        fallbacks.putAll(defaults);
        int[] bound = new int[variables.length];
        @Nullable String[] otherwise = new @Nullable String[variables.length];
        for (int i = 0; i < variables.length; i++) {
            bound[i] = positions.getOrDefault(variables[i], Renderer.NO_COLUMN);
            String fallback = fallbacks.get(variables[i]);
            otherwise[i] = fallback == null || fallback.isEmpty() ? null : fallback;
        }
        return new Renderer(literals, variables, bound, otherwise);
    }
}
