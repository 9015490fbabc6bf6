package dev.replay.campaign;

/** What somebody searches for, as a pattern of SQL's LIKE in which % and _ mean themselves. */
final class Like {
    private Like() {}

    static String containing(String text) {
        // PostgreSQL keeps no NUL in a text, so none is found; the parameter itself must not carry one.
        String sought = text.replace("\u0000", "\uFFFD");
        return "%" + sought.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }
}
