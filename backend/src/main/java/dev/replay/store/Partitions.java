package dev.replay.store;

import java.sql.Date;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Tables partitioned by day: made some days ahead, dropped whole when their time is over. */
public final class Partitions {
    private static final int AHEAD = 3;
    private static final Duration A_MOMENT = Duration.ofSeconds(10);

    private Partitions() {}

    /**
     * Brings the block ranges of the day, and of one that ended a moment ago, up to their last rows: what was added since
     * the last time is read whenever somebody looks for any row of the day. One process is enough, and one that meets a
     * vacuum leaves before the vacuum would have to go for it.
     */
    public static void summarize(Database database, String table, Instant now) {
        try {
            database.asEngine(c -> {
                Database.update(c, "set local lock_timeout = '100ms'", s -> {});
                return Database.list(
                        c,
                        """
                        select brin_summarize_new_values(i.indexrelid)
                        from (select pg_try_advisory_xact_lock(hashtext(?)) as ours offset 0) one
                        join pg_index i on one.ours
                        join pg_class k on k.oid = i.indexrelid
                        where i.indrelid in (to_regclass(?), to_regclass(?))
                            and k.relam = (select oid from pg_am where amname = 'brin')
                        """,
                        s -> {
                            s.setString(1, "summarize " + table);
                            s.setString(2, table + "_" + day(now));
                            s.setString(3, table + "_" + day(now.minus(A_MOMENT)));
                        },
                        r -> r.getInt(1));
            });
        } catch (StoreException e) {
            if (!e.lockTimedOut()) throw e;
        }
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
