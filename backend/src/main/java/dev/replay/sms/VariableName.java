package dev.replay.sms;

import java.util.Locale;

/** Names of variables, as CSV headers and bodies write them: compared without regard to case, kept in lower case. */
public final class VariableName {
    /** Characters of the longest name. */
    public static final int MAX_LENGTH = 32;

    private VariableName() {}

    /** A header or a name as it is kept: trimmed, each blank an underscore, lower case. It may still be invalid. */
    public static String canonical(String header) {
        String trimmed = header.strip();
        StringBuilder name = new StringBuilder(trimmed.length());
        for (int i = 0; i < trimmed.length(); i++) {
            char c = trimmed.charAt(i);
            name.append(Character.isWhitespace(c) || Character.isSpaceChar(c) ? '_' : c);
        }
        return name.toString().toLowerCase(Locale.ROOT);
    }

    /** A letter or underscore, then letters, digits and underscores: ASCII, at most 32 characters. */
    public static boolean isValid(String name) {
        if (name.isEmpty() || name.length() > MAX_LENGTH) return false;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
            if (!letter && (i == 0 || c < '0' || c > '9')) return false;
        }
        return true;
    }
}
