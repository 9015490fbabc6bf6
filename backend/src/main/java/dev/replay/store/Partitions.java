package dev.replay.store;

import java.sql.Date;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/** Tables partitioned by day: made some days ahead, dropped whole when their time is over. */
public final class Partitions {
    private static final int AHEAD = 3;

    private Partitions() {}

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
        String oldest = table + "_" + today.minusDays(keepDays).toString().replace("-", "");
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
