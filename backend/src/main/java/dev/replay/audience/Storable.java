package dev.replay.audience;

/** What PostgreSQL can keep as a text: no NUL, no half of a surrogate pair. JSON can bring both. */
final class Storable {
    private Storable() {}

    static boolean is(String text) {
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            if (!keeps(text.codePointAt(i))) return false;
        }
        return true;
    }

    /** With a replacement character for each that cannot be kept: for what is only shown. */
    static String repaired(String text) {
        if (is(text)) return text;
        StringBuilder kept = new StringBuilder(text.length());
        text.codePoints().forEach(c -> kept.appendCodePoint(keeps(c) ? c : 0xFFFD));
        return kept.toString();
    }

    private static boolean keeps(int character) {
        return character != 0 && (character < Character.MIN_SURROGATE || character > Character.MAX_SURROGATE);
    }
}
