package dev.replay.status;

/** Carriers spell one status in many ways: case, blanks, dashes and underscores mean nothing. */
final class Spelling {
    private Spelling() {}

    /** The same for all spellings: upper case, without blanks, dashes and underscores. */
    static String of(String spelled) {
        StringBuilder plain = new StringBuilder(spelled.length());
        for (int i = 0; i < spelled.length(); i++) {
            char c = spelled.charAt(i);
            if (c != '-' && c != '_' && !Character.isWhitespace(c)) plain.append(Character.toUpperCase(c));
        }
        return plain.toString();
    }
}
