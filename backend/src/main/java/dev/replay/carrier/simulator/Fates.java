package dev.replay.carrier.simulator;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** How fates are given out. */
public enum Fates {
    /** By the last digits of the number. */
    DIGITS,
    /** By a hash of the number, in shares like those of a real operator. */
    LIFELIKE,
    DELIVERED,
    /** Everything is delivered, and each receipt comes before the response. */
    RECEIPT_FIRST,
    /** Everything is delivered, and each response comes twice. */
    RESPONSE_TWICE,
    /** Everything is accepted and no receipt ever comes. */
    NONE;

    private static final Fate[] BY_DIGITS = new Fate[10_000];

    static {
        Arrays.fill(BY_DIGITS, Fate.DELIVERED);
        for (var fate : Fate.values())
            for (int digits = fate.digits(), step = digits < 100 ? 100 : 10_000; digits < 10_000; digits += step)
                if (fate != Fate.DELIVERED) BY_DIGITS[digits] = fate;
    }

    private record Share(Fate fate, int perMille, boolean permanent) {}

    /** The rest, 87 %, is delivered. */
    private static final Share[] SHARES = {
        new Share(Fate.INVALID_SUBSCRIBER, 15, true),
        new Share(Fate.BARRED, 10, true),
        new Share(Fate.BAD_DESTINATION, 5, true),
        new Share(Fate.ABSENT_SUBSCRIBER, 35, false),
        new Share(Fate.EXPIRED, 20, false),
        new Share(Fate.HANDSET_BUSY, 8, false),
        new Share(Fate.HANDSET_ERROR, 7, false),
        new Share(Fate.NETWORK_ERROR, 6, false),
        new Share(Fate.UNDELIVERABLE, 5, false),
        new Share(Fate.FAILED, 4, false),
        new Share(Fate.REJECTED, 3, false),
        new Share(Fate.UNKNOWN, 2, false),
        new Share(Fate.NO_RECEIPT, 10, false),
    };

    /**
     * @param earlier copies of this message that were taken before: lifelike, a number that could not be reached may be
     *     reached the next time, one that does not exist never
     */
    public Fate of(long recipient, int earlier) {
        return switch (this) {
            case DIGITS -> BY_DIGITS[(int) (recipient % 10_000)];
            case DELIVERED -> Fate.DELIVERED;
            case RECEIPT_FIRST -> Fate.RECEIPT_FIRST;
            case RESPONSE_TWICE -> Fate.RESPONSE_TWICE;
            case NONE -> Fate.NO_RECEIPT;
            case LIFELIKE -> {
                var first = drawn(recipient);
                if (earlier == 0 || first != null && first.permanent) yield first == null ? Fate.DELIVERED : first.fate;
                var again = drawn(recipient + earlier * 0x9E3779B97F4A7C15L);
                yield again == null || again.permanent ? Fate.DELIVERED : again.fate;
            }
        };
    }

    private static @Nullable Share drawn(long seed) {
        int draw = (int) Long.remainderUnsigned(Copies.mix(seed), 1_000);
        for (var share : SHARES) {
            draw -= share.perMille;
            if (draw < 0) return share;
        }
        return null;
    }

    /** The table of fates as the README shows it. */
    public static String markdown() {
        var table = new StringBuilder("| last digits | what happens | becomes |\n|---|---|---|\n");
        for (var fate : Fate.values()) {
            table.append("| ")
                    .append(fate == Fate.DELIVERED ? "all others" : "%02d".formatted(fate.digits()))
                    .append(" | ")
                    .append(fate.happens())
                    .append(" | ")
                    .append(fate.becomes())
                    .append(" |\n");
        }
        return table.toString();
    }
}
