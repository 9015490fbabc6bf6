package dev.replay.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.replay.boot.EmbeddedPostgres.Keep;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedPostgresTest {
    // Unpacked once for all tests, as an installation has them once.
    private static final Path BINARIES = Path.of("target");

    @TempDir
    Path directory;

    private final List<EmbeddedPostgres> started = new ArrayList<>();
    private final List<Process> owners = new ArrayList<>();

    @BeforeEach
    void theDirectoryIsEmpty() {
        assertThat(directory).isEmptyDirectory();
    }

    @AfterEach
    void nothingIsLeftRunning() throws Exception {
        started.forEach(EmbeddedPostgres::close);
        for (Process owner : owners) {
            owner.destroyForcibly().waitFor();
        }
        if (!serversOn(directory).isEmpty()) {
            new EmbeddedPostgres(directory, BINARIES, Keep.FOREVER).start().close();
        }
        assertThat(serversOn(directory)).isEmpty();
    }

    @Test
    void keepsItsDataOverARestart() throws Exception {
        EmbeddedPostgres first = start();
        sql(first, "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('नमस्ते')");
        first.close();

        assertThat(one(start(), "SELECT word FROM kept")).isEqualTo("नमस्ते");
    }

    @Test
    void givesTheApplicationARoleThatOwnsItsDatabaseAndIsNoSuperuser() throws Exception {
        EmbeddedPostgres postgres = start();

        assertThat(one(
                        postgres,
                        "SELECT rolname FROM pg_roles WHERE rolname = current_user AND NOT rolsuper"
                                + " AND NOT rolcreaterole AND NOT rolcreatedb AND NOT rolbypassrls"))
                .isEqualTo("replay");
        assertThat(one(postgres, "SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = current_database()"))
                .isEqualTo("replay");
    }

    @Test
    void isReachedByPasswordOnLoopbackAlone() throws Exception {
        EmbeddedPostgres postgres = start();

        assertThat(one(postgres, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
        // Line 5 is the socket's folder.
        assertThat(Files.readAllLines(directory.resolve("db/postmaster.pid")).get(4))
                .isEmpty();
        assertThatThrownBy(() -> new DatabaseAccess(postgres.access().jdbcUrl(), "replay", "guess").connect())
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("password authentication failed");
    }

    @Test
    void keepsItsSecretsFromOtherUsers() throws Exception {
        start();

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("db-credentials"))))
                .isEqualTo("rw-------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve("db"))))
                .isEqualTo("rwx------");
    }

    @Test
    void sortsAndEncodesTheSameOnEveryMachine() throws Exception {
        EmbeddedPostgres postgres = start();

        assertThat(one(
                        postgres,
                        "SELECT pg_encoding_to_char(encoding) || ' ' || datlocprovider::text || ' ' || datlocale"
                                + " FROM pg_database WHERE datname = 'replay'"))
                .isEqualTo("UTF8 b C.UTF-8");
    }

    @Test
    void writesThroughToTheDiskUnlessItIsForTests() throws Exception {
        EmbeddedPostgres kept = start();
        assertThat(one(kept, "SHOW fsync")).isEqualTo("on");
        kept.close();

        EmbeddedPostgres forTests = start(Keep.UNTIL_STOPPED);
        assertThat(one(forTests, "SHOW fsync")).isEqualTo("off");
    }

    @Test
    void forTestsBeginsEmptyEachTime() throws Exception {
        EmbeddedPostgres first = start(Keep.UNTIL_STOPPED);
        sql(first, "CREATE TABLE left_over ()");
        first.close();

        assertThat(one(start(Keep.UNTIL_STOPPED), "SELECT count(*) FROM pg_tables WHERE tablename = 'left_over'"))
                .isEqualTo("0");
    }

    @Test
    void theFolderOfTheProgramsNamesTheirVersion() throws Exception {
        // 18.6.0 of the package is 18.6 of the server.
        assertThat(PostgresBinaries.VERSION).isEqualTo(one(start(), "SHOW server_version") + ".0");
    }

    @Test
    void refusesASecondServerOnTheSameDirectory() {
        start();

        assertThatThrownBy(this::start)
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining(
                        "Process " + ProcessHandle.current().pid() + " already runs Replay on " + directory)
                .hasMessageContaining("REPLAY_DATA_DIR");
    }

    @Test
    void refusesASecondProcessOnTheSameDirectory() throws Exception {
        Process owner = startInAnotherProcess();

        assertThatThrownBy(this::start)
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("Process " + owner.pid() + " already runs Replay");
    }

    @Test
    void lendsTheRunningServerToAnotherProcess() throws Exception {
        assertThat(EmbeddedPostgres.toRunning(directory)).isEmpty();
        startInAnotherProcess();

        var access = EmbeddedPostgres.toRunning(directory).orElseThrow();
        try (Connection connection = access.connect()) {
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    @Test
    void refusesAClusterOfAnotherMajorVersionWithAdvice() throws Exception {
        start().close();
        Files.writeString(directory.resolve("db/PG_VERSION"), "17\n");

        assertThatThrownBy(this::start)
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("made by PostgreSQL 17 and this is PostgreSQL 18")
                .hasMessageContaining("pg_dump")
                .hasMessageContaining("move " + directory + " away");
    }

    @Test
    void refusesAClusterWhosePasswordsAreGone() throws Exception {
        start().close();
        Files.delete(directory.resolve("db-credentials"));

        assertThatThrownBy(this::start)
                .isInstanceOf(LaunchException.class)
                .hasMessageContaining("db-credentials is missing");
    }

    @Test
    void stopsTheServerThatAKilledProcessLeftBehind() throws Exception {
        Process owner = startInAnotherProcess();
        long left = serversOn(directory).getFirst();
        owner.destroyForcibly().waitFor();
        assertThat(isServerOn(directory, left)).isTrue();

        EmbeddedPostgres postgres = start();

        assertThat(isServerOn(directory, left)).isFalse();
        assertThat(one(postgres, "SELECT word FROM kept")).isEqualTo("committed");
    }

    @Test
    void recoversEveryCommitAfterProcessAndServerWereKilled() throws Exception {
        Process owner = startInAnotherProcess();
        owner.destroyForcibly().waitFor();
        serversOn(directory).forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
        await().atMost(Duration.ofSeconds(20)).until(() -> serversOn(directory).isEmpty());
        assertThat(directory.resolve("db/postmaster.pid")).exists();

        assertThat(one(start(), "SELECT word FROM kept")).isEqualTo("committed");
    }

    @Test
    void isNotMisledByAPidThatSomebodyElseHasNow() throws Exception {
        start().close();
        long stranger = ProcessHandle.current().pid();
        Files.writeString(
                directory.resolve("db/postmaster.pid"),
                stranger + "\n" + directory.resolve("db") + "\n1700000000\n5432\n\n127.0.0.1\n  0 0\nready   \n");

        assertThat(one(start(), "SELECT 1")).isEqualTo("1");
    }

    @Test
    void unpacksAnewWhatWasBrokenOff() throws Exception {
        Path brokenOff = Files.createDirectories(
                directory.resolve("postgres-" + PostgresBinaries.VERSION + ".unpacking-999999999"));
        Files.writeString(brokenOff.resolve("half"), "half");

        Path home = PostgresBinaries.unpackInto(directory);

        assertThat(brokenOff).doesNotExist();
        assertThat(home.resolve("bin/postgres")).isExecutable();
        assertThat(directory).isDirectoryNotContaining("glob:**unpacking*");
    }

    private EmbeddedPostgres start() {
        return start(Keep.FOREVER);
    }

    private EmbeddedPostgres start(Keep keep) {
        var postgres = new EmbeddedPostgres(directory, BINARIES, keep);
        started.add(postgres);
        return postgres.start();
    }

    /** Returns when its server has one committed row. */
    private Process startInAnotherProcess() throws IOException {
        Process owner = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Owner.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .start();
        owners.add(owner);
        var said = new StringBuilder();
        var lines = owner.inputReader();
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.equals("ready")) {
                return owner;
            }
            said.append(line).append('\n');
        }
        throw new AssertionError("The other process ended: " + said);
    }

    /** What the other process runs: a server, one row, and then nothing until it is killed. */
    static final class Owner {
        public static void main(String[] args) throws Exception {
            var postgres = new EmbeddedPostgres(Path.of(args[0]), BINARIES, Keep.FOREVER).start();
            sql(postgres, "CREATE TABLE kept (word text); INSERT INTO kept VALUES ('committed')");
            System.out.println("ready");
            Thread.currentThread().join();
        }
    }

    private static List<Long> serversOn(Path directory) {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(pid -> isServerOn(directory, pid))
                .sorted()
                .toList();
    }

    private static boolean isServerOn(Path directory, long pid) {
        try {
            return Files.isSameFile(directory.resolve("db"), Path.of("/proc/" + pid + "/cwd"));
        } catch (IOException e) {
            return false;
        }
    }

    private static void sql(EmbeddedPostgres postgres, String statements) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement()) {
            statement.execute(statements);
        }
    }

    private static String one(EmbeddedPostgres postgres, String query) throws SQLException {
        try (Connection connection = connect(postgres);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static Connection connect(EmbeddedPostgres postgres) throws SQLException {
        return postgres.access().connect();
    }
}
