package dev.replay.bench;

import dev.replay.boot.EmbeddedPostgres;
import dev.replay.store.Database;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import org.postgresql.PGConnection;

/**
 * The database under measurement, spoken to directly: rows for the limits, and the bare statements themselves. A limit's
 * rows are of a campaign that does not exist, in a partition of their own: the very table, its two indexes and fill factor.
 */
final class BenchDatabase {
    private static final int CAMPAIGNS_A_PARTITION = 1_000;

    private final EmbeddedPostgres postgres;
    private final Path directory;
    private long nextLimit = 1_000 * CAMPAIGNS_A_PARTITION;

    BenchDatabase(EmbeddedPostgres postgres, Path directory) {
        this.postgres = postgres;
        this.directory = directory;
    }

    /** As the backend connects: stock settings, but without JIT and parallel workers. */
    Connection connect() throws SQLException {
        var properties = new Properties();
        properties.put("user", postgres.username());
        properties.put("password", postgres.password());
        properties.put("options", "-c jit=off -c max_parallel_workers_per_gather=0");
        return DriverManager.getConnection(postgres.jdbcUrl(), properties);
    }

    long postmaster() throws IOException {
        return Long.parseLong(Files.readAllLines(directory.resolve("db").resolve("postmaster.pid"))
                .getFirst()
                .strip());
    }

    /** As nobody does but who looks after the server: its settings, checkpoints and all of its statistics. */
    Connection connectAsSuperuser() throws IOException, SQLException {
        var credentials = new Properties();
        try (var reader = Files.newBufferedReader(directory.resolve("db-credentials"))) {
            credentials.load(reader);
        }
        return DriverManager.getConnection(postgres.jdbcUrl(), "postgres", credentials.getProperty("postgres"));
    }

    /** So that ours and the limit begin with equally little to write. */
    void checkpoint() throws IOException, SQLException {
        try (Connection c = connectAsSuperuser()) {
            execute(c, "checkpoint");
        }
    }

    /** Settings that only a start of the server takes in. */
    void restartWith(String... settings) throws IOException, SQLException {
        try (Connection c = connectAsSuperuser()) {
            for (String setting : settings) execute(c, "alter system set " + setting);
        }
        postgres.close();
        postgres.start();
    }

    /** What autovacuum would do in its own time, so that it does not fall into what is measured. */
    void tidy(Connection c) throws SQLException {
        execute(c, "vacuum (analyze) message, tally, carrier_ref, receipt_inbox");
    }

    static void execute(Connection c, String sql) throws SQLException {
        try (var s = c.createStatement()) {
            s.execute(sql);
        }
    }

    static long number(Connection c, String sql, long... parameters) throws SQLException {
        return Database.first(
                        c,
                        sql,
                        s -> {
                            for (int i = 0; i < parameters.length; i++) s.setLong(i + 1, parameters[i]);
                        },
                        r -> r.getLong(1))
                .orElseThrow();
    }

    static short subStatus(Connection c, String code) throws SQLException {
        return Database.first(
                        c, "select id from sub_status where code = ?", s -> s.setString(1, code), r -> r.getShort(1))
                .orElseThrow();
    }

    /** The next campaign begins an empty partition, as a limit's rows do. */
    void freshPartition(Connection c) throws SQLException {
        long last = number(c, "select coalesce(max(id), 0) from campaign");
        long next = (last / CAMPAIGNS_A_PARTITION + 1) * CAMPAIGNS_A_PARTITION;
        execute(c, "alter table campaign alter column id restart with " + next);
        makePartition(c, next);
    }

    /** @return the id of a campaign that has no row in campaign, with an empty partition */
    long limitCampaign(Connection c) throws SQLException {
        long campaign = nextLimit;
        nextLimit += CAMPAIGNS_A_PARTITION;
        makePartition(c, campaign);
        return campaign;
    }

    private static void makePartition(Connection c, long campaign) throws SQLException {
        Database.first(c, "select make_message_partition(?)", s -> s.setLong(1, campaign), r -> true);
    }

    /** Rows whose figures are taken already are in the way of what comes. */
    void drop(Connection c, long campaign) throws SQLException {
        execute(c, "drop table message_" + campaign / CAMPAIGNS_A_PARTITION * CAMPAIGNS_A_PARTITION);
        for (String table : new String[] {"tally", "lease"})
            Database.update(c, "delete from " + table + " where campaign_id = ?", s -> s.setLong(1, campaign));
    }

    private static final String IMPORTED = "campaign_id, account_id, recipient, id, country, variables";

    /** The rows of a campaign as an import makes them, in a file. */
    void copyOut(Connection c, long from, long as, Path file) throws SQLException, IOException {
        try (OutputStream out = Files.newOutputStream(file)) {
            c.unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut(
                            "copy (select %d::bigint, %s from message where campaign_id = %d order by id) to stdout (format binary)"
                                    .formatted(as, IMPORTED.substring(IMPORTED.indexOf(',') + 1), from),
                            out);
        }
    }

    /** The limit of an import: bare COPY, committed. @return seconds */
    double copyIn(Connection c, Path file) throws SQLException, IOException {
        long start = System.nanoTime();
        try (InputStream in = Files.newInputStream(file)) {
            c.unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy message (" + IMPORTED + ") from stdin (format binary)", in, 1 << 16);
        }
        return seconds(start);
    }

    /** The limit of a freeze: bare INSERT … SELECT of the messages of one status, committed. @return seconds */
    double insertSelect(Connection c, long from, long into, int status) throws SQLException {
        long start = System.nanoTime();
        Database.update(c, """
                insert into message (campaign_id, account_id, recipient, id, source_id, root_seq,
                    source_status, source_sub_status, country, variables)
                select ?, account_id, recipient, id, id, id, status, sub_status, country, variables
                from message where campaign_id = ? and status = ?
                """, s -> {
            s.setLong(1, into);
            s.setLong(2, from);
            s.setInt(3, status);
        });
        return seconds(start);
    }

    /** People who have opted out, of a campaign's recipients, evenly spread. */
    static void suppress(Connection c, long campaign, long howMany) throws SQLException {
        Database.update(c, """
                insert into suppression (account_id, recipient, reason, created_at)
                select account_id, recipient, 'opt-out', now() from message
                where campaign_id = ? order by recipient % 1009, recipient limit ?
                """, s -> {
            s.setLong(1, campaign);
            s.setLong(2, howMany);
        });
        execute(c, "analyze suppression");
    }

    static double seconds(long startNanos) {
        return (System.nanoTime() - startNanos) / 1e9;
    }
}
