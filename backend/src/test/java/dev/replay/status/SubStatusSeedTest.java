package dev.replay.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rows that the migration brings, read as they are written. */
class SubStatusSeedTest {
    private static final Pattern ROW = Pattern.compile(
            "\\((\\d+), (\\d), '([^']+)', (?:null|'([^']+)'), '([^']+)', '([^']+)',\\s+'((?:[^']|'')+)'\\)");

    private record Row(int id, Status status, String code, String alias, Retry retry, String description) {}

    private final List<Row> rows = rows();

    private static List<Row> rows() {
        return Stream.of("010-sub-status", "021-resolve")
                .flatMap(change -> rows(change).stream())
                .toList();
    }

    private static List<Row> rows(String change) {
        try (var file = SubStatusSeedTest.class.getResourceAsStream("/db/changes/" + change + ".sql")) {
            return ROW.matcher(new String(file.readAllBytes(), StandardCharsets.UTF_8))
                    .results()
                    .map(m -> new Row(
                            Integer.parseInt(m.group(1)),
                            Status.of(Integer.parseInt(m.group(2))),
                            m.group(3),
                            m.group(4),
                            Retry.ofSlug(m.group(6)),
                            m.group(7)))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void all_54_known_codes_and_our_six_are_there_numbered_from_one() {
        assertThat(rows)
                .extracting(Row::id)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 60).boxed().toList());
        Map<Status, Integer> counts = new HashMap<>();
        for (Row row : rows) counts.merge(row.status(), 1, Integer::sum);
        assertThat(counts)
                .containsOnly(
                        entry(Status.DELIVERED, 2),
                        entry(Status.UNDELIVERED, 19),
                        entry(Status.NOT_SENT, 31),
                        entry(Status.SENT, 8));
    }

    @Test
    void no_two_codes_of_a_status_are_spellings_of_each_other() {
        Set<String> seen = new HashSet<>();
        for (Row row : rows)
            assertThat(seen.add(row.status() + Spelling.of(row.code())))
                    .as(row.code())
                    .isTrue();
    }

    @Test
    void every_description_is_a_sentence() {
        assertThat(rows)
                .allSatisfy(row -> assertThat(row.description()).endsWith(".").hasSizeGreaterThan(20));
    }

    @Test
    void what_was_delivered_is_reached_and_nothing_else_but_what_another_message_reached() {
        assertThat(rows)
                .filteredOn(row -> row.retry() == Retry.REACHED)
                .extracting(Row::code)
                .containsExactly("DELIVRD", "DELIVERED", "REACHED-MEANWHILE");
    }

    @Test
    void constants_are_the_ids_of_their_codes() {
        assertHas(SubStatuses.DELIVERED, Status.DELIVERED, "DELIVERED");
        assertHas(SubStatuses.UNDELIVERED, Status.UNDELIVERED, "UN-DELIV");
        assertHas(SubStatuses.SUBMIT_FAIL, Status.NOT_SENT, "SUBMIT-FAIL");
        assertHas(SubStatuses.SENT, Status.SENT, "SENT");
        assertHas(SubStatuses.SUBMITTED, Status.SENT, "SUBMITTED");
        assertHas(SubStatuses.SUBMIT_UNCONFIRMED, Status.SENT, "SUBMIT-UNCONFIRMED");
        assertHas(SubStatuses.CANCELLED, Status.NOT_SENT, "CANCELLED");
        assertHas(SubStatuses.EXPIRED_BEFORE_SEND, Status.NOT_SENT, "EXPIRED-BEFORE-SEND");
        assertHas(SubStatuses.REACHED_MEANWHILE, Status.NOT_SENT, "REACHED-MEANWHILE");
        assertHas(SubStatuses.ENROUTE, Status.SENT, "ENROUTE");
        assertHas(SubStatuses.NO_RECEIPT, Status.SENT, "SENT - NO DLR");
        assertHas(SubStatuses.RESOLVED_NOT_SENT, Status.NOT_SENT, "RESOLVED-NOT-SENT");
        assertHas(SubStatuses.PARTIAL, Status.UNDELIVERED, "PARTIAL");
    }

    private void assertHas(short id, Status status, String code) {
        Row row = rows.get(id - 1);
        assertThat(row.status()).isEqualTo(status);
        assertThat(row.code()).isEqualTo(code);
    }
}
