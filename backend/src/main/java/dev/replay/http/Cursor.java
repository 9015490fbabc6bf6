package dev.replay.http;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/**
 * Where a page ended: the last row's key, opaque to clients (base64url). A key has one part a column of the order;
 * what was not made here is refused as `invalid-parameter`.
 */
public final class Cursor {
    private static final String SEPARATOR = "\u001f";
    private final List<String> parts;

    private Cursor(List<String> parts) {
        this.parts = parts;
    }

    /** @param parts of the key: Long, Integer, Instant or String without control characters */
    public static String of(Object... parts) {
        StringBuilder key = new StringBuilder();
        for (Object part : parts) key.append(part).append(SEPARATOR);
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(key.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** @throws Refusal invalid-parameter where it has not this many parts */
    public static Cursor read(String opaque, int parts) {
        try {
            String key = new String(Base64.getUrlDecoder().decode(opaque), StandardCharsets.UTF_8);
            List<String> found = List.of(key.split(SEPARATOR, -1));
            // The last separator ends the key, so that splitting yields one empty part more.
            boolean sound = found.size() == parts + 1 && found.getLast().isEmpty();
            if (!sound || UnsoundText.faultOf(key) != null) throw tampered();
            return new Cursor(found.subList(0, parts));
        } catch (IllegalArgumentException e) {
            throw tampered();
        }
    }

    /** Of a list in the order of its ids. @throws Refusal invalid-parameter */
    public static long id(String opaque) {
        return read(opaque, 1).number(0);
    }

    /** @throws Refusal invalid-parameter where the part is no number */
    public long number(int part) {
        try {
            return Long.parseLong(parts.get(part));
        } catch (NumberFormatException e) {
            throw tampered();
        }
    }

    /** @throws Refusal invalid-parameter where the part is no instant */
    public Instant instant(int part) {
        try {
            return Instant.parse(parts.get(part));
        } catch (java.time.format.DateTimeParseException e) {
            throw tampered();
        }
    }

    public String text(int part) {
        return parts.get(part);
    }

    private static Refusal tampered() {
        return new Refusal(Problem.INVALID_PARAMETER, "The cursor is none that a list has answered with.")
                .with("parameter", "cursor");
    }
}
