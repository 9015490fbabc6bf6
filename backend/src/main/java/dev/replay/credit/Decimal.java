package dev.replay.credit;

import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import java.math.BigDecimal;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An amount as a request writes it: a plain decimal string with at most six places, the finest that is kept. */
final class Decimal {
    private static final Pattern PLAIN = Pattern.compile("\\d{1,20}(\\.\\d{1,6})?");

    private Decimal() {}

    /**
     * @param pointer of the field, for the refusal
     * @param most the largest amount allowed
     * @throws Refusal invalid-request
     */
    static BigDecimal parse(@Nullable String text, String pointer, BigDecimal most) {
        if (text == null) throw Refusal.at(Problem.INVALID_REQUEST, pointer, "The amount is missing.");
        if (!PLAIN.matcher(text).matches())
            throw Refusal.at(
                    Problem.INVALID_REQUEST,
                    pointer,
                    "An amount is a decimal string such as \"12.50\", not negative and with at most six places.");
        BigDecimal amount = new BigDecimal(text);
        if (amount.compareTo(most) > 0)
            throw Refusal.at(
                    Problem.INVALID_REQUEST, pointer, "The amount may be at most " + most.toPlainString() + ".");
        return amount;
    }
}
