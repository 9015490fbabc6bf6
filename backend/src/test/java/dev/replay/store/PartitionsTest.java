package dev.replay.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PartitionsTest {
    /** Some thirty blocks. */
    private static final int ROWS = 6_000;

    private static final Instant NOON = Instant.parse("2026-11-28T12:00:00Z");
    private static final Instant MIDNIGHT = Instant.parse("2026-11-29T00:00:00Z");

    @Inject
    Database database;

    @Inject
    DataSource source;

    @BeforeEach
    void aTableOfDays() {
        run("create table trial (at timestamptz not null, id integer not null) partition by range (at)");
        run("create index trial_range_ix on trial using brin (id) with (pages_per_range = 4)");
        run("create table trial_other partition of trial default");
        Partitions.days(database, "trial", NOON, 1);
    }

    @AfterEach
    void gone() {
        run("drop table trial");
    }

    private void run(String sql) {
        database.asEngine(c -> Database.update(c, sql, s -> {}));
    }

    private void add(Instant at) {
        run("insert into trial select '%s', id from generate_series(1, %d) id".formatted(at, ROWS));
    }

    /** Ranges that a look at the day would read whole; asking brings them up to date. */
    private int behind(String day) {
        return database.asEngine(c -> Database.first(
                        c,
                        "select brin_summarize_new_values('trial_%s_id_idx')".formatted(day),
                        s -> {},
                        r -> r.getInt(1)))
                .orElseThrow();
    }

    @Test
    void theDayIsUpToDateToItsLastRow() {
        add(NOON);
        assertThat(behind("20261128")).isPositive();
        add(NOON);
        Partitions.tend(database, "trial", NOON);
        assertThat(behind("20261128")).isZero();
    }

    @Test
    void theEndOfADayIsNotForgotten() {
        add(MIDNIGHT.minusMillis(1));
        Partitions.tend(database, "trial", MIDNIGHT.plusSeconds(1));
        assertThat(behind("20261128")).isZero();
    }

    @Test
    void aDayThatIsNoLongerSmallHasStatistics() {
        add(NOON);
        Partitions.tend(database, "trial", NOON);
        assertThat(distinctIds()).as("of a small day").isEmpty();
        for (int i = 0; i < 10; i++) add(NOON);
        Partitions.tend(database, "trial", NOON);
        assertThat(distinctIds()).hasValueSatisfying(n -> assertThat(n).isCloseTo((float) ROWS, withinPercentage(5)));
    }

    private Optional<Float> distinctIds() {
        return database.asEngine(c -> Database.first(
                c,
                "select n_distinct from pg_stats where tablename = 'trial_20261128' and attname = 'id'",
                s -> {},
                r -> r.getFloat(1)));
    }

    @Test
    void whoeverHoldsTheTableIsNotWaitedFor() throws SQLException {
        add(NOON);
        try (Connection vacuum = source.getConnection()) {
            vacuum.setAutoCommit(false);
            Database.update(vacuum, "lock table trial_20261128 in share update exclusive mode", s -> {});
            Partitions.tend(database, "trial", NOON);
            vacuum.rollback();
        }
        assertThat(behind("20261128")).isPositive();
    }
}
