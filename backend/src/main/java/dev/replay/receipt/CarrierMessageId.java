package dev.replay.receipt;

import java.math.BigInteger;
import java.util.LinkedHashSet;
import java.util.Set;

/** How SMSCs spell a message id: some answer a submission in hexadecimal and write the receipt in decimal, or pad it. */
final class CarrierMessageId {
    private static final int LONGEST_NUMBER = 20;

    private CarrierMessageId() {}

    /** The id as it came, and as the other side may have written it. */
    static Set<String> spellings(String id) {
        Set<String> all = new LinkedHashSet<>();
        all.add(id);
        all.add(id.toLowerCase(java.util.Locale.ROOT));
        all.add(id.toUpperCase(java.util.Locale.ROOT));
        if (id.isEmpty() || id.length() > LONGEST_NUMBER) return all;
        if (id.chars().allMatch(c -> c >= '0' && c <= '9')) {
            var number = new BigInteger(id);
            all.add(number.toString());
            hex(all, number);
        }
        if (id.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128)) {
            var number = new BigInteger(id, 16);
            all.add(number.toString());
            hex(all, number);
        }
        return all;
    }

    private static void hex(Set<String> all, BigInteger number) {
        String lower = number.toString(16);
        String upper = lower.toUpperCase(java.util.Locale.ROOT);
        all.add(lower);
        all.add(upper);
        // As eight digits, the commonest width.
        if (lower.length() < 8) {
            String zeros = "0".repeat(8 - lower.length());
            all.add(zeros + lower);
            all.add(zeros + upper);
        }
    }
}
