package dev.replay.audience;

import java.util.regex.Pattern;

/** A cell of a CSV that goes out: quoted where RFC 4180 asks for it, and never a formula. */
public final class CsvCell {
    /** A number keeps its plus: to a spreadsheet it is a number at worst, while +1+cmd|… is a formula. */
    private static final Pattern PHONE_NUMBER = Pattern.compile("\\+[0-9 ]*");

    private CsvCell() {}

    public static String of(String value) {
        String harmless = isFormula(value) ? "'" + value : value;
        boolean quoted = harmless.chars().anyMatch(c -> c == ',' || c == ';' || c == '"' || c == '\n' || c == '\r');
        return quoted ? '"' + harmless.replace("\"", "\"\"") + '"' : harmless;
    }

    private static boolean isFormula(String value) {
        if (value.isEmpty()) return false;
        return switch (value.charAt(0)) {
            case '=', '-', '@', '\t', '\r', '\n' -> true;
            case '+' -> !PHONE_NUMBER.matcher(value).matches();
            default -> false;
        };
    }
}
