package dev.replay.campaign;

import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import org.jspecify.annotations.Nullable;

/** Segments per second, shared by everything that sends; null is unlimited. */
final class Rate {
    static final int MOST = 100_000;
    static final String DESCRIPTION = "Segments per second, 1 to 100,000; null is unlimited";

    private Rate() {}

    /** @throws Refusal invalid-request, naming the field */
    static @Nullable Integer checked(@Nullable Integer rate) {
        if (rate != null && (rate < 1 || rate > MOST))
            throw Refusal.at(
                    Problem.INVALID_REQUEST,
                    "/rate",
                    "A rate is 1 to 100,000 segments per second; null or none is unlimited.");
        return rate;
    }
}
