package dev.replay.status;

import static dev.replay.status.Status.DELIVERED;
import static dev.replay.status.Status.NOT_SENT;
import static dev.replay.status.Status.QUEUED;
import static dev.replay.status.Status.SENT;
import static dev.replay.status.Status.UNDELIVERED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.replay.store.Database;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class CatalogueTest {
    private static final short CARRIER = 77;

    @Inject
    Catalogue catalogue;

    @Inject
    Database database;

    @AfterEach
    void takeBackWhatCarriersBrought() {
        database.asEngine(c -> Database.update(c, "delete from sub_status where carrier_id >= 77", s -> {}));
        catalogue.all();
    }

    @Test
    void it_begins_with_the_known_codes_and_ours() {
        assertThat(catalogue.all())
                .filteredOn(s -> s.id() < Catalogue.FIRST_OF_CARRIERS)
                .hasSize(60);
        assertThat(catalogue.all()).allSatisfy(s -> {
            assertThat(s.label()).isNotBlank();
            assertThat(s.description()).endsWith(".");
            assertThat(catalogue.byId(s.id())).isEqualTo(s);
            assertThat(catalogue.find(s.status(), s.code())).contains(s);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "NOT_SENT,notallowed,NOT-ALLOWED", "NOT_SENT,DND NUMB,DND-NUMB", "UNDELIVERED,MEMEXEC,MEM-EXEC",
        "UNDELIVERED,undeliv,UN-DELIV", "SENT,Sent - No DLR,SENT - NO DLR", "SENT,SENT_NO_DLR,SENT - NO DLR",
        "DELIVERED,Delivrd,DELIVRD"
    })
    void codes_are_found_in_any_spelling(Status status, String spelled, String code) {
        assertThat(catalogue.find(status, spelled)).map(SubStatus::code).contains(code);
    }

    @Test
    void a_code_means_something_only_under_its_status() {
        assertThat(catalogue.find(NOT_SENT, "INV-NUMBER")).isNotEqualTo(catalogue.find(UNDELIVERED, "INV-NUMBER"));
        assertThat(catalogue.find(DELIVERED, "ABSENT-SUB")).isEmpty();
        assertThat(catalogue.find(QUEUED, "QUEUED")).isEmpty();
    }

    @Test
    void nothing_has_an_id_that_is_not_there() {
        assertThatThrownBy(() -> catalogue.byId(SubStatuses.NONE)).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(() -> catalogue.byId(32_000)).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void an_unknown_code_is_added_under_its_status_once() {
        SubStatus added = catalogue.intern(UNDELIVERED, " Roaming-Fail ", CARRIER);
        assertThat(added.code()).isEqualTo("ROAMING-FAIL");
        assertThat(added.status()).isEqualTo(UNDELIVERED);
        assertThat(added.id()).isGreaterThanOrEqualTo(Catalogue.FIRST_OF_CARRIERS);
        assertThat(added.retry()).isEqualTo(Retry.UNCLEAR);
        assertThat(catalogue.intern(UNDELIVERED, "ROAMING FAIL", (short) 78)).isEqualTo(added);
        assertThat(catalogue.intern(NOT_SENT, "ROAMING-FAIL", CARRIER)).isNotEqualTo(added);
        assertThat(catalogue.intern(DELIVERED, "HANDED-OVER", CARRIER).retry()).isEqualTo(Retry.REACHED);
    }

    @Test
    void a_known_code_is_not_added_again() {
        int before = catalogue.all().size();
        assertThat(catalogue.intern(UNDELIVERED, "absent sub", CARRIER).code()).isEqualTo("ABSENT-SUB");
        assertThat(catalogue.all()).hasSize(before);
    }

    @Test
    void what_cannot_be_a_code_is_the_status_as_such() {
        int before = catalogue.all().size();
        for (String code : List.of("", " - ", "x".repeat(65), "A\u0000B")) {
            assertThat(catalogue.intern(SENT, code, CARRIER).code()).isEqualTo("SENT");
        }
        assertThat(catalogue.all()).hasSize(before);
        assertThatThrownBy(() -> catalogue.intern(QUEUED, "X", CARRIER)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_code_that_another_process_added_is_found() {
        catalogue.all();
        database.asEngine(c -> Database.update(
                c,
                "insert into sub_status values (1999, 3, 'ELSEWHERE', null, 'Elsewhere', 'soon', 'Elsewhere.', 77)",
                s -> {}));
        assertThat(catalogue.byId(1999).code()).isEqualTo("ELSEWHERE");
        assertThat(catalogue.find(UNDELIVERED, "elsewhere")).isPresent();
    }

    @Test
    void an_added_code_stays_although_its_finder_rolls_back() {
        QuarkusTransaction.begin();
        SubStatus added = catalogue.intern(SENT, "STAYS", CARRIER);
        QuarkusTransaction.rollback();
        assertThat(catalogue.all()).contains(added);
    }

    @Test
    void many_at_once_add_each_code_once() throws Exception {
        Set<Short> ids = new HashSet<>();
        try (var threads = Executors.newFixedThreadPool(8)) {
            List<Callable<SubStatus>> calls = new ArrayList<>();
            for (int i = 0; i < 80; i++) {
                String code = (i % 2 == 0 ? "AT-ONCE-" : "at_once ") + i / 2 % 4;
                calls.add(() -> catalogue.intern(UNDELIVERED, code, CARRIER));
            }
            for (Future<SubStatus> found : threads.invokeAll(calls, 60, TimeUnit.SECONDS))
                ids.add(found.get().id());
        }
        assertThat(ids).hasSize(4);
    }

    @Test
    void a_carrier_may_bring_500_codes_and_others_still_theirs() {
        short flood = 79;
        database.asEngine(c -> Database.update(c, """
                insert into sub_status (id, status, code, label, description, retry, carrier_id)
                select 2000 + n, 3, 'FLOOD-' || n, 'x', 'x.', 'unclear', 79 from generate_series(1, 499) n
                """, s -> {}));
        assertThat(catalogue.intern(UNDELIVERED, "THE-500TH", flood).code()).isEqualTo("THE-500TH");
        assertThat(catalogue.intern(UNDELIVERED, "THE-501ST", flood).code()).isEqualTo("UN-DELIV");
        assertThat(catalogue.intern(NOT_SENT, "THE-502ND", flood).code()).isEqualTo("SUBMIT-FAIL");
        assertThat(catalogue.intern(UNDELIVERED, "ANOTHERS", CARRIER).code()).isEqualTo("ANOTHERS");
    }
}
