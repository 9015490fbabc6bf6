package dev.replay.sms;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A body bound to the columns of its recipients; made once by {@link MessageBody#bind}, used for each row, by any number of
 * threads. A null or empty value counts as missing and falls back to the default.
 */
public final class Renderer {
    static final int NO_COLUMN = -1;
    private static final int USUAL_VALUE_LENGTH = 16;

    private final String[] literals;
    private final String[] variables;
    private final int[] columns;
    private final @Nullable String[] defaults;
    private final int capacity;

    Renderer(String[] literals, String[] variables, int[] columns, @Nullable String[] defaults) {
        this.literals = literals;
        this.variables = variables;
        this.columns = columns;
        this.defaults = defaults;
        int length = USUAL_VALUE_LENGTH * variables.length;
        for (String literal : literals) length += literal.length();
        this.capacity = length;
    }

    /** Whether every row renders to the same text: no variable takes a column's value. */
    public boolean constant() {
        for (int column : columns) if (column != NO_COLUMN) return false;
        return true;
    }

    /** Variables that can have no value: neither a column nor a default. In order, distinct. */
    public List<String> unknown() {
        Set<String> unknown = new LinkedHashSet<>();
        for (int i = 0; i < variables.length; i++) {
            if (columns[i] == NO_COLUMN && defaults[i] == null) unknown.add(variables[i]);
        }
        return List.copyOf(unknown);
    }

    /**
     * The text for one recipient, or null when a variable has neither value nor default ({@link #missing} says which).
     *
     * @param values in the order of the bound columns; a shorter array lacks the rest; null has none
     */
    public @Nullable String render(@Nullable String @Nullable [] values) {
        if (variables.length == 0) return literals[0];
        StringBuilder text = new StringBuilder(capacity).append(literals[0]);
        for (int i = 0; i < variables.length; i++) {
            String value = value(i, values);
            if (value == null) return null;
            text.append(value).append(literals[i + 1]);
        }
        return text.toString();
    }

    /** The variables for which the row has neither value nor default, in order, distinct; empty when it can be rendered. */
    public List<String> missing(@Nullable String @Nullable [] values) {
        Set<String> missing = new LinkedHashSet<>();
        for (int i = 0; i < variables.length; i++) {
            if (value(i, values) == null) missing.add(variables[i]);
        }
        return List.copyOf(missing);
    }

    private @Nullable String value(int variable, @Nullable String @Nullable [] values) {
        int column = columns[variable];
        if (column != NO_COLUMN && values != null && column < values.length) {
            String value = values[column];
            if (value != null && !value.isEmpty()) return value;
        }
        return defaults[variable];
    }
}
