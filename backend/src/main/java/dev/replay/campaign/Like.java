package dev.replay.campaign;

/** What somebody searches for, as a pattern of SQL's LIKE in which % and _ mean themselves. */
final class Like {
    private Like() {}

    static String containing(String text) {
        return "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
    }
}
