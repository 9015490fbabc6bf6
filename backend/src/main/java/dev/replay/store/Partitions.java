package dev.replay.store;

import java.sql.Connection;
import java.sql.Date;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.stream.Stream;

/** Tables partitioned by day: made some days ahead, dropped whole when their time is over. */
public final class Partitions {
    private static final int AHEAD = 3;
    /** Bytes that are read whole in no time. */
    private static final int SMALL = 1 << 20;

    private static final Duration A_MOMENT = Duration.ofSeconds(10);

    private Partitions() {}

    /**
     * Makes the day, and one that ended a moment ago, as quick to read as those before. Block ranges are brought up to the
     * last rows: what was added since the last time is read whenever somebody looks for any row of the day. And a day that
     * is no longer small gets its first statistics, without which each of its ids is looked up as if it stood for hundreds.
     * One process is enough, and one that meets a vacuum leaves before the vacuum would have to go for it.
     */
    public static void tend(Database database, String table, Instant now) {
        String today = table + "_" + day(now);
        String before = table + "_" + day(now.minus(A_MOMENT));
        try {
            database.asEngine(c -> {
                Database.update(c, "set local lock_timeout = '100ms'", s -> {});
                if (!inTurn(c, table)) return null;
                summarize(c, today, before);
                if (isUnknown(c, today)) Database.update(c, "analyze " + today, s -> {});
                return null;
            });
        } catch (StoreException e) {
            if (!e.lockTimedOut()) throw e;
        }
    }

    private static boolean inTurn(Connection c, String table) throws SQLException {
        return Database.first(
                        c,
                        "select pg_try_advisory_xact_lock(hashtext(?))",
                        s -> s.setString(1, "tend " + table),
                        r -> r.getBoolean(1))
                .orElseThrow();
    }

    private static void summarize(Connection c, String... partitions) throws SQLException {
        Database.list(
                c,
                """
                select brin_summarize_new_values(i.indexrelid)
                from unnest(?::text[]) as part (name)
                join pg_index i on i.indrelid = to_regclass(part.name)
                join pg_class k on k.oid = i.indexrelid
                where k.relam = (select oid from pg_am where amname = 'brin')
                """,
                s -> s.setArray(
                        1,
                        c.createArrayOf("text", Stream.of(partitions).distinct().toArray())),
                r -> r.getInt(1));
    }

    private static boolean isUnknown(Connection c, String partition) throws SQLException {
        return Database.first(
                        c,
                        """
                        select pg_relation_size(to_regclass(?)) > ?
                            and not exists (select from pg_stats where schemaname = current_schema and tablename = ?)
                        """,
                        s -> {
                            s.setString(1, partition);
                            s.setInt(2, SMALL);
                            s.setString(3, partition);
                        },
                        r -> r.getBoolean(1))
                .orElseThrow();
    }

    private static String day(Instant at) {
        return at.atZone(ZoneOffset.UTC).toLocalDate().toString().replace("-", "");
    }

    /** @param keepDays days after which a partition is dropped */
    public static void days(Database database, String table, Instant now, int keepDays) {
        LocalDate today = now.atZone(ZoneOffset.UTC).toLocalDate();
        for (int day = 0; day <= AHEAD; day++) {
            Date date = Date.valueOf(today.plusDays(day));
            database.asEngine(c -> Database.list(
                    c,
                    "select make_day_partition(?, ?)",
                    s -> {
                        s.setString(1, table);
                        s.setDate(2, date);
                    },
                    r -> 0));
        }
        String oldest = table + "_" + day(now.minus(Duration.ofDays(keepDays)));
        database.asEngine(c -> Database.list(
                        c,
                        """
                        select inhrelid::regclass::text from pg_inherits
                        where inhparent = to_regclass(?) and inhrelid::regclass::text ~ '_[0-9]{8}$'
                            and inhrelid::regclass::text < ?
                        """,
                        s -> {
                            s.setString(1, table);
                            s.setString(2, oldest);
                        },
                        r -> r.getString(1)))
                .forEach(old -> database.asEngine(c -> Database.update(c, "drop table " + old, s -> {})));
    }
}
