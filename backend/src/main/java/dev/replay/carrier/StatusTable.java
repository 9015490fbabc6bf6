package dev.replay.carrier;

import dev.replay.status.Status;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** What the words of one carrier mean where they differ from everybody's: data, by stat and err. */
public final class StatusTable {
    public static final StatusTable EMPTY = new StatusTable(Map.of());

    private static final String ANY = "*";

    private record Words(String stat, String err) {}

    private final Map<Words, Meaning> meanings;

    private StatusTable(Map<Words, Meaning> meanings) {
        this.meanings = meanings;
    }

    /**
     * @param entries as in {@code UNDELIV/045=UnDelivered/ABSENT-SUB}, or {@code UNDELIV=UnDelivered/FAILED} whatever the err
     * @throws IllegalArgumentException when one is not of that form
     */
    public static StatusTable read(List<String> entries) {
        Map<Words, Meaning> meanings = new HashMap<>();
        for (String entry : entries) {
            if (entry.isBlank()) continue;
            String[] sides = entry.strip().split("=", 2);
            String[] meaning = sides.length == 2 ? sides[1].split("/", 2) : new String[0];
            if (meaning.length != 2 || meaning[1].isBlank())
                throw new IllegalArgumentException("not stat/err=status/sub-status: " + entry);
            String[] words = sides[0].split("/", 2);
            meanings.put(
                    new Words(upper(words[0]), words.length == 2 ? err(words[1]) : ANY),
                    new Meaning(status(meaning[0], entry), meaning[1].strip()));
        }
        return meanings.isEmpty() ? EMPTY : new StatusTable(Map.copyOf(meanings));
    }

    private static Status status(String word, String entry) {
        return switch (upper(word)) {
            case "SENT" -> Status.SENT;
            case "DELIVERED" -> Status.DELIVERED;
            case "UNDELIVERED" -> Status.UNDELIVERED;
            case "NOTSENT" -> Status.NOT_SENT;
            default ->
                throw new IllegalArgumentException("a status is Sent, Delivered, UnDelivered or NotSent: " + entry);
        };
    }

    public Optional<Meaning> of(String stat, String err) {
        if (meanings.isEmpty()) return Optional.empty();
        Meaning exact = meanings.get(new Words(upper(stat), err(err)));
        return Optional.ofNullable(exact != null ? exact : meanings.get(new Words(upper(stat), ANY)));
    }

    private static String upper(String word) {
        return word.strip().toUpperCase(Locale.ROOT);
    }

    /** 045 and 45 are the same error. */
    private static String err(String err) {
        String upper = upper(err);
        int start = 0;
        while (start < upper.length() - 1 && upper.charAt(start) == '0') start++;
        return upper.substring(start);
    }
}
