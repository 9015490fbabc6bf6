package dev.replay.carrier.smpp;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The text of a delivery receipt, which SMPP 3.4 leaves to the vendor and appendix B only suggests:
 * {@code id:… sub:… dlvrd:… submit date:… done date:… stat:… err:… text:…}. Keys in any case, order and spacing, any of them
 * missing; a value ends at a blank, a comma or a semicolon. What cannot be read is "".
 *
 * @param id as it came
 * @param stat upper case; the long spellings of some vendors brought to the usual seven letters
 * @param doneDate as it came
 */
record ReceiptText(String id, String stat, String err, String doneDate) {

    private static final String[] KEYS = {
        "id",
        "sub",
        "dlvrd",
        "submit date",
        "done date",
        "stat",
        "err",
        "text",
        "submitdate",
        "donedate",
        "submit_date",
        "done_date",
        "status",
        "state",
        "error"
    };

    static ReceiptText parse(String text) {
        String id = "", stat = "", err = "", doneDate = "";
        int from = 0;
        for (int colon = text.indexOf(':'); colon >= 0; colon = text.indexOf(':', from)) {
            String key = keyBefore(text, from, colon);
            from = colon + 1;
            if (key == null) continue;
            if (key.equals("text")) break;
            int start = from;
            while (start < text.length() && isBlank(text.charAt(start))) start++;
            if (keyStartsAt(text, start)) continue;
            int end = start;
            while (end < text.length() && !isEnd(text.charAt(end))) end++;
            String value = text.substring(start, end);
            from = end;
            switch (key) {
                case "id" -> id = value;
                case "stat", "status", "state" -> stat = normalise(value);
                case "err", "error" -> err = value;
                case "done date", "donedate", "done_date" -> doneDate = value;
                default -> {}
            }
        }
        return new ReceiptText(id, stat, err, doneDate);
    }

    /** Whether it reads like a receipt at all, for SMSCs that do not say so in esm_class. */
    boolean isReceipt() {
        return !id.isEmpty() && !stat.isEmpty();
    }

    /**
     * yyMMddHHmm, with seconds too, with a four-digit year too, and SMPP's own sixteen characters; taken as UTC, since
     * receipts do not name their zone.
     */
    @Nullable
    Instant doneAt() {
        int digits = 0;
        while (digits < doneDate.length() && Character.digit(doneDate.charAt(digits), 10) >= 0) digits++;
        if (digits == 15 || digits == 16) digits = 12;
        boolean fourDigitYear = digits == 14 || digits == 12 && doneDate.startsWith("20");
        if (digits != 10 && digits != 12 && digits != 14) return null;
        int at = fourDigitYear ? 4 : 2;
        int year = fourDigitYear ? number(0, 4) : 2000 + number(0, 2);
        int second = digits == at + 10 ? number(at + 8, 2) : 0;
        try {
            return LocalDateTime.of(
                            year, number(at, 2), number(at + 2, 2), number(at + 4, 2), number(at + 6, 2), second)
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private int number(int from, int length) {
        int number = 0;
        for (int i = from; i < from + length; i++) number = number * 10 + Character.digit(doneDate.charAt(i), 10);
        return number;
    }

    static String normalise(String stat) {
        String upper = stat.toUpperCase(Locale.ROOT);
        return switch (upper) {
            case "DELIVERED", "DELIVERD" -> "DELIVRD";
            case "UNDELIVERED", "UNDELIVERABLE", "UNDELIVRD" -> "UNDELIV";
            case "REJECTED" -> "REJECTD";
            case "ACCEPTED" -> "ACCEPTD";
            default -> upper;
        };
    }

    private static @Nullable String keyBefore(String text, int from, int colon) {
        int end = colon;
        while (end > from && isBlank(text.charAt(end - 1))) end--;
        String found = null;
        for (String key : KEYS) {
            int start = end - key.length();
            if (start >= from
                    && text.regionMatches(true, start, key, 0, key.length())
                    && (start == from || !Character.isLetterOrDigit(text.charAt(start - 1)))
                    && (found == null || key.length() > found.length())) found = key;
        }
        return found;
    }

    private static boolean keyStartsAt(String text, int start) {
        for (String key : KEYS) {
            if (!text.regionMatches(true, start, key, 0, key.length())) continue;
            int colon = start + key.length();
            while (colon < text.length() && isBlank(text.charAt(colon))) colon++;
            if (colon < text.length() && text.charAt(colon) == ':') return true;
        }
        return false;
    }

    private static boolean isBlank(char c) {
        return c <= ' ';
    }

    private static boolean isEnd(char c) {
        return c <= ' ' || c == ',' || c == ';';
    }
}
