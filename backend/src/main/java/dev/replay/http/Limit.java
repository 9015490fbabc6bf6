package dev.replay.http;

import org.jspecify.annotations.Nullable;

/** How many items a page has: 1 to {@value #MOST}, {@value #USUAL} where nobody says. */
public final class Limit {
    public static final int MOST = 200;
    public static final int USUAL = 50;

    private Limit() {}

    /** @throws Refusal invalid-parameter for what is no number, or out of bounds */
    public static int of(@Nullable String asked) {
        try {
            return of(asked == null ? null : Integer.valueOf(asked));
        } catch (NumberFormatException e) {
            throw refused();
        }
    }

    /** @throws Refusal invalid-parameter for a number out of bounds */
    public static int of(@Nullable Integer asked) {
        if (asked == null) return USUAL;
        if (asked < 1 || asked > MOST) throw refused();
        return asked;
    }

    private static Refusal refused() {
        return new Refusal(Problem.INVALID_PARAMETER, "The limit must be a number between 1 and " + MOST + ".")
                .with("parameter", "limit");
    }
}
