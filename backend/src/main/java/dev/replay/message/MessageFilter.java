package dev.replay.message;

import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import dev.replay.status.Catalogue;
import dev.replay.status.Status;
import dev.replay.status.SubStatus;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Which messages of a campaign are asked for.
 *
 * @param status 0 queued, else a status's own number; null any
 * @param subStatuses ids of the catalogue, empty any: a code such as INV-NUMBER stands under two statuses
 * @param digits of the number searched for, null any; with prefix they are its beginning, country code first
 */
record MessageFilter(
        @Nullable Integer status,
        List<Integer> subStatuses,
        @Nullable String digits,
        boolean prefix) {
    private static final int FEWEST_DIGITS = 3;
    private static final Pattern NUMBER = Pattern.compile("\\+?[0-9]{" + FEWEST_DIGITS + ",15}");

    /** @throws Refusal invalid-parameter, with what is allowed */
    static MessageFilter of(
            Catalogue catalogue, @Nullable String status, @Nullable String subStatus, @Nullable String q) {
        Integer wanted = blank(status) ? null : status(status.strip());
        List<Integer> codes = blank(subStatus) ? List.of() : codes(catalogue, wanted, subStatus.strip());
        if (blank(q)) return new MessageFilter(wanted, codes, null, false);
        String number = q.replaceAll("[\\s().-]", "");
        if (!NUMBER.matcher(number).matches()) {
            throw new Refusal(
                            Problem.INVALID_PARAMETER,
                            "q searches numbers: %d to 15 digits, a + before them where they are the beginning."
                                    .formatted(FEWEST_DIGITS))
                    .with("parameter", "q");
        }
        boolean prefix = number.startsWith("+");
        return new MessageFilter(wanted, codes, prefix ? number.substring(1) : number, prefix);
    }

    private static boolean blank(@Nullable String value) {
        return value == null || value.isBlank();
    }

    private static Integer status(String spelled) {
        return Status.parse(spelled)
                .map(known -> (int) known.id())
                .orElseThrow(() -> unknown(
                        "status", spelled, Arrays.stream(Status.values()).map(Status::label)));
    }

    private static List<Integer> codes(Catalogue catalogue, @Nullable Integer status, String spelled) {
        List<Integer> found = Status.replayOrder().stream()
                .filter(s -> status == null || s.id() == status)
                .flatMap(s -> catalogue.find(s, spelled).stream())
                .map(sub -> (int) sub.id())
                .toList();
        if (!found.isEmpty()) return found;
        throw unknown(
                "subStatus",
                spelled,
                catalogue.all().stream()
                        .filter(s -> status == null || s.status().id() == status)
                        .map(SubStatus::code)
                        .distinct());
    }

    private static Refusal unknown(String parameter, String spelled, Stream<String> allowed) {
        List<String> words = allowed.toList();
        return new Refusal(
                        Problem.INVALID_PARAMETER,
                        "%s `%s` is not known; allowed: %s."
                                .formatted(parameter, spelled, words.stream().collect(Collectors.joining(", "))))
                .with("parameter", parameter)
                .with("allowed", words);
    }

    /** Whether the campaign's tally has any message that could match: an empty answer then costs no walk. */
    boolean anyIn(List<TallyRow> tally) {
        return tally.stream()
                .anyMatch(row -> (status == null || row.status() == status)
                        && (subStatuses.isEmpty() || subStatuses.contains(row.subStatus())));
    }
}
