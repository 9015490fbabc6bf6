package dev.replay.http;

import org.jspecify.annotations.Nullable;

/** How many items a page has: 1 to {@value #MOST}, {@value #USUAL} where nobody says. */
public final class Limit {
    public static final int MOST = 200;
    public static final int USUAL = 50;

    private Limit() {}

    /** @throws Refusal invalid-parameter for a number out of bounds */
    public static int of(@Nullable Integer asked) {
        if (asked == null) return USUAL;
        if (asked < 1 || asked > MOST) {
            throw new Refusal(Problem.INVALID_PARAMETER, "The limit must be between 1 and " + MOST + ".")
                    .with("parameter", "limit");
        }
        return asked;
    }

    /** Of the parameter as it came. @throws Refusal invalid-parameter, also for what is no number */
    public static int of(@Nullable String asked) {
        try {
            return of(asked == null || asked.isEmpty() ? null : Integer.valueOf(asked));
        } catch (NumberFormatException e) {
            return of(Integer.valueOf(0));
        }
    }
}
