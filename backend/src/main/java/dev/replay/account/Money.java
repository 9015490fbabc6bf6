package dev.replay.account;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** An exact amount as it goes out: a decimal string of at least four places, never a float. Currency: ISO 4217. */
public record Money(String amount, String currency) {
    public static Money of(BigDecimal amount, String currency) {
        BigDecimal plain = amount.stripTrailingZeros();
        // Products of price and segments are never rounded: places are only added here.
        return new Money(
                plain.setScale(Math.max(4, plain.scale()), RoundingMode.UNNECESSARY)
                        .toPlainString(),
                currency);
    }
}
