package dev.replay.campaign;

/** What PostgreSQL can keep as a text: no NUL, no half of a surrogate pair. JSON can bring both. */
public final class Storable {
    private Storable() {}

    public static boolean is(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isLowSurrogate(c)) return false;
            if (Character.isHighSurrogate(c)) {
                if (++i == text.length() || !Character.isLowSurrogate(text.charAt(i))) return false;
            }
        }
        return true;
    }
}
