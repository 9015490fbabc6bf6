package dev.replay.bench;

import static dev.replay.bench.Stage.RECIPIENTS;

import dev.replay.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * What a message costs PostgreSQL, by its own counters: sending it, and settling its receipt. Statements are all that a client
 * sends, BEGIN and COMMIT among them. Autovacuum, which would come at any time, is off; what the backend does while nothing
 * goes on is among the figures, except for the pauses in which the counters catch up.
 */
final class Cost {
    private static final int MESSAGES = RECIPIENTS / 2;
    /** A connection that falls idle hands in its counts within ten seconds. */
    private static final long COUNTED = TimeUnit.SECONDS.toMillis(12);

    private static final int DEAREST = 8;

    private Cost() {}

    static void run(Stage stage) throws Exception {
        stage.warmUp();
        long campaign = stage.campaign(MESSAGES);
        try (Connection c = stage.database.connectAsSuperuser()) {
            BenchDatabase.execute(c, "create extension if not exists pg_stat_statements");
            stage.database.checkpoint();
            Thread.sleep(COUNTED);
            Counters before = Counters.read(c);
            Thread.sleep(COUNTED);
            Counters idle = Counters.read(c).minus(before);
            Report.note("idle, in %d s: %s", COUNTED / 1_000, idle);
            // What is written behind it holds the first image of every page, as after any checkpoint.
            stage.database.checkpoint();

            BenchDatabase.execute(c, "select pg_stat_statements_reset()");
            before = Counters.read(c);
            stage.simulator.change(Stage.HELD);
            stage.launch(campaign);
            Advance.rate(c, campaign, Advance.QUEUED, MESSAGES);
            stage.awaitSubmitted(campaign);
            Counters sending = counted(c, idle).minus(before);
            report("sending", sending, c);

            BenchDatabase.execute(c, "select pg_stat_statements_reset()");
            before = Counters.read(c);
            stage.simulator.release();
            Advance.rate(c, campaign, Advance.SENT, MESSAGES);
            stage.simulator.change(Stage.OFF);
            Counters receipts = counted(c, idle).minus(before);
            report("receipts", receipts, c);

            Rows message = sending.plus(receipts).rows.get("message");
            Report.plain("cost-hot-share", 100.0 * message.hot / message.updated, "%");
        }
    }

    /** Statements and WAL are known at once, commits and rows when all connections have handed in theirs. */
    private static Counters counted(Connection c, Counters idle) throws SQLException, InterruptedException {
        Counters now = Counters.read(c);
        Thread.sleep(COUNTED);
        Counters later = Counters.read(c);
        return new Counters(later.commits - idle.commits, now.statements, now.wal, later.rows);
    }

    private static void report(String step, Counters cost, Connection c) throws SQLException {
        Report.plain("cost-" + step + "-commits", cost.commits * 1_000.0 / MESSAGES, "/1000");
        Report.plain("cost-" + step + "-statements", cost.statements * 1_000.0 / MESSAGES, "/1000");
        Report.plain("cost-" + step + "-wal", (double) cost.wal / MESSAGES, "bytes");
        Report.plain(
                "cost-" + step + "-row-versions",
                (double) cost.rows.values().stream()
                                .mapToLong(r -> r.inserted + r.updated)
                                .sum()
                        / MESSAGES,
                "/message");
        Report.note("%s: %s", step, cost);
        Report.note("called most often, the pause behind it included:");
        for (String statement : Counters.dearest(c)) Report.note("  %s", statement);
    }

    private record Rows(long inserted, long updated, long hot) {
        Rows plus(Rows other, int sign) {
            return new Rows(inserted + sign * other.inserted, updated + sign * other.updated, hot + sign * other.hot);
        }
    }

    /** The backend's own, as far as PostgreSQL tells them apart; the superuser's looks are one transaction each step. */
    private record Counters(long commits, long statements, long wal, Map<String, Rows> rows) {
        private static final Rows NO_ROWS = new Rows(0, 0, 0);

        static Counters read(Connection c) throws SQLException {
            long commits = BenchDatabase.number(
                    c, "select xact_commit from pg_stat_database where datname = current_database()");
            long statements = BenchDatabase.number(
                    c,
                    "select coalesce(sum(calls), 0) from pg_stat_statements s join pg_roles r on r.oid = s.userid where r.rolname = 'replay'");
            long wal = BenchDatabase.number(c, "select (pg_current_wal_insert_lsn() - '0/0'::pg_lsn)::bigint");
            Map<String, Rows> rows = new TreeMap<>();
            Database.list(
                            c,
                            """
                            select coalesce(i.inhparent::regclass::text, t.relname), sum(t.n_tup_ins), sum(t.n_tup_upd), sum(t.n_tup_hot_upd)
                            from pg_stat_user_tables t left join pg_inherits i on i.inhrelid = t.relid
                            group by 1
                            """,
                            s -> {},
                            r -> Map.entry(r.getString(1), new Rows(r.getLong(2), r.getLong(3), r.getLong(4))))
                    .forEach(table -> rows.put(table.getKey(), table.getValue()));
            return new Counters(commits, statements, wal, rows);
        }

        Counters plus(Counters other) {
            return with(other, 1);
        }

        Counters minus(Counters other) {
            return with(other, -1);
        }

        private Counters with(Counters other, int sign) {
            Map<String, Rows> all = new TreeMap<>(rows);
            other.rows.forEach((table, r) ->
                    all.put(table, all.getOrDefault(table, NO_ROWS).plus(r, sign)));
            all.values().removeIf(NO_ROWS::equals);
            return new Counters(
                    commits + sign * other.commits, statements + sign * other.statements, wal + sign * other.wal, all);
        }

        /** Since the last reset, the most often called first. */
        static List<String> dearest(Connection c) throws SQLException {
            return Database.list(
                    c,
                    """
                    select calls, round(total_exec_time), left(regexp_replace(query, '\\s+', ' ', 'g'), 90)
                    from pg_stat_statements s join pg_roles r on r.oid = s.userid where r.rolname = 'replay'
                    order by calls desc limit ?
                    """,
                    s -> s.setInt(1, DEAREST),
                    r -> "%,d calls, %,d ms: %s".formatted(r.getLong(1), r.getLong(2), r.getString(3)));
        }

        @Override
        public String toString() {
            return "%,d commits, %,d statements, %,d bytes of WAL; rows inserted, updated, of those HOT: %s"
                    .formatted(
                            commits,
                            statements,
                            wal,
                            rows.entrySet().stream()
                                    .map(e -> "%s %,d %,d %,d"
                                            .formatted(
                                                    e.getKey(),
                                                    e.getValue().inserted,
                                                    e.getValue().updated,
                                                    e.getValue().hot))
                                    .collect(Collectors.joining(", ")));
        }
    }
}
