package dev.replay.boot;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A PostgreSQL of our own in one data directory: made when it is missing, started on a free port of 127.0.0.1, stopped
 * by {@link #close()}. However the last run ended, {@link #start()} leaves exactly one server on the directory, or
 * refuses with a {@link LaunchException}.
 *
 * <p>In the directory: {@code db} (the cluster), {@code postgres-VERSION} (the programs), {@code lock},
 * {@code db-credentials} (mode 600), {@code postgres.log}. The application's role owns its database and is no
 * superuser; the superuser's password is used by this class alone.
 */
public final class EmbeddedPostgres implements AutoCloseable {
    /** What the data is worth. */
    public enum Keep {
        /** Every commit is on disk; what is there is kept. */
        FOREVER,
        /** For tests: begins empty at each start and never waits for the disk. */
        UNTIL_STOPPED
    }

    private static final String APPLICATION = "replay";
    private static final String SUPERUSER = "postgres";
    private static final Duration SHORT = Duration.ofSeconds(15);
    // Crash recovery replays up to max_wal_size (1 GB by default) before the server answers.
    private static final Duration STARTING = Duration.ofMinutes(5);
    private static final Duration STOPPING = Duration.ofSeconds(30);

    private static final Logger LOG = Logger.getLogger(EmbeddedPostgres.class);
    // Held strongly, as the log manager keeps loggers by weak references: JDK 25 writes a stack trace at TRACE for each
    // started process until the application has set up its logging.
    private static final java.util.logging.Logger PROCESS_LOG =
            java.util.logging.Logger.getLogger("java.lang.ProcessBuilder");

    static {
        PROCESS_LOG.setLevel(java.util.logging.Level.INFO);
    }

    private final Path directory;
    private final Path db;
    private final Path binariesParent;
    private final Keep keep;
    private final Properties credentials = new Properties();

    private @Nullable FileChannel lock;
    private @Nullable Path home;
    private List<String> asWho = List.of();
    private int port;
    private boolean running;

    /** @param directory everything lives there; made when missing */
    public EmbeddedPostgres(Path directory, Keep keep) {
        this(directory, directory, keep);
    }

    /** @param binariesParent where the programs are unpacked; may be shared by several directories */
    public EmbeddedPostgres(Path directory, Path binariesParent, Keep keep) {
        this.directory = directory.toAbsolutePath().normalize();
        this.binariesParent = binariesParent.toAbsolutePath().normalize();
        this.db = this.directory.resolve("db");
        this.keep = keep;
    }

    /**
     * Starts the server and returns when it takes connections.
     *
     * @throws LaunchException the directory is in use, of another user or of another major version, or the server
     *     cannot run here
     */
    public synchronized EmbeddedPostgres start() {
        if (running) {
            throw new IllegalStateException("Already started");
        }
        try {
            claimDirectory();
            asWho = whoMayServe();
            home = PostgresBinaries.unpackInto(binariesParent);
            stopLeftover();
            if (keep == Keep.UNTIL_STOPPED) {
                PostgresBinaries.deleteTree(db);
            }
            refuseForeignCluster();
            readOrMakeCredentials();
            if (!Files.exists(db)) {
                makeCluster();
            }
            startServer();
            running = true;
            ensureApplicationDatabase();
            return this;
        } catch (AccessDeniedException e) {
            close();
            throw notOurs(e.getFile(), e);
        } catch (IOException | SQLException e) {
            close();
            throw new LaunchException("The embedded PostgreSQL did not start: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Stops the server (no connection is waited for, nothing committed is lost) and frees the directory. */
    @Override
    public synchronized void close() {
        try {
            if (running) {
                running = false;
                stopServer();
            }
        } finally {
            release();
        }
    }

    public String jdbcUrl() {
        return access().jdbcUrl();
    }

    /** The application's role: owns its database, is no superuser. */
    public String username() {
        return access().username();
    }

    public String password() {
        return access().password();
    }

    DatabaseAccess access() {
        return accessAs(APPLICATION);
    }

    private DatabaseAccess accessAs(String role) {
        // Each role has a database of its name.
        return new DatabaseAccess(
                "jdbc:postgresql://127.0.0.1:" + port + "/" + role, role, credentials.getProperty(role));
    }

    /** Empty when no server runs on the directory. */
    static Optional<DatabaseAccess> toRunning(Path directory) {
        var there = new EmbeddedPostgres(directory, Keep.FOREVER);
        try {
            if (there.postmaster().isEmpty()) {
                return Optional.empty();
            }
            // Line 4 of postmaster.pid is the port.
            there.port = Integer.parseInt(Files.readAllLines(there.db.resolve("postmaster.pid"))
                    .get(3)
                    .strip());
            there.readOrMakeCredentials();
        } catch (AccessDeniedException e) {
            throw there.notOurs(e.getFile(), e);
        } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
            return Optional.empty();
        }
        return Optional.of(there.access());
    }

    // --- whose directory

    private void claimDirectory() throws IOException {
        Files.createDirectories(directory);
        refuseOtherOwner();
        lock = FileChannel.open(directory.resolve("lock"), CREATE, READ, WRITE);
        boolean claimed;
        try {
            claimed = lock.tryLock() != null;
        } catch (OverlappingFileLockException e) {
            claimed = false;
        }
        if (!claimed) {
            String holder = readLockHolder();
            release();
            throw new LaunchException("Process " + holder + " already runs Replay on " + directory
                    + ": stop it, or set REPLAY_DATA_DIR to another directory.");
        }
        lock.truncate(0);
        lock.write(ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes()), 0);
    }

    private String readLockHolder() throws IOException {
        String holder = Files.readString(directory.resolve("lock")).strip();
        return holder.isEmpty() ? "(unknown)" : holder;
    }

    private void release() {
        if (lock != null) {
            try {
                lock.close();
            } catch (IOException e) {
                LOG.warnf("The lock of %s was not given back: %s", directory, e.getMessage());
            }
            lock = null;
        }
    }

    /** The server refuses a cluster of another user, and its own words for that name neither the user nor the way out. */
    private void refuseOtherOwner() throws IOException {
        Object self = Files.getAttribute(Path.of("/proc/self"), "unix:uid");
        for (Path path : List.of(directory, db)) {
            if (Files.exists(path) && !Files.getAttribute(path, "unix:uid").equals(self)) {
                throw notOurs(path.toString(), null);
            }
        }
    }

    private LaunchException notOurs(@Nullable String path, @Nullable Exception cause) {
        return new LaunchException(
                path + " is not ours to use (this is user " + System.getProperty("user.name")
                        + "): run as its owner, or set REPLAY_DATA_DIR to a directory of your own.",
                cause);
    }

    private void refuseForeignCluster() throws IOException {
        if (!Files.exists(db)) {
            return;
        }
        Path version = db.resolve("PG_VERSION");
        if (!Files.exists(version)) {
            throw new LaunchException(db + " is not a PostgreSQL cluster: move it away, or set REPLAY_DATA_DIR.");
        }
        String major = Files.readString(version).strip();
        if (!major.equals(PostgresBinaries.MAJOR)) {
            throw new LaunchException(db + " was made by PostgreSQL " + major + " and this is PostgreSQL "
                    + PostgresBinaries.MAJOR
                    + ": pg_dump it with the release of Replay that made it and restore it here,"
                    + " or move " + directory + " away to begin anew.");
        }
    }

    // --- as whom

    /** The server refuses uid 0. In a user namespace root is "nobody", and root's files are still its own. */
    private List<String> whoMayServe() throws IOException {
        if (!Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0)) {
            return List.of();
        }
        var prefix = List.of("unshare", "-U");
        String advice = ": run as an ordinary user, or set QUARKUS_DATASOURCE_JDBC_URL to a PostgreSQL of your own.";
        if (run(SHORT, Stream.concat(prefix.stream(), Stream.of("id", "-u")).toList())
                .failed()) {
            throw new LaunchException(
                    "PostgreSQL refuses to run as root, and user namespaces, its way around, are off here" + advice);
        }
        if (run(SHORT, List.of("unshare", "-U", "test", "-w", directory.toString(), "-a", "-x", directory.toString()))
                .failed()) {
            throw new LaunchException(
                    directory + " is out of reach for PostgreSQL, which does not run as root (it lies in a closed"
                            + " directory of another user): run as that user, or set REPLAY_DATA_DIR.");
        }
        return prefix;
    }

    // --- what the last run left

    private void stopLeftover() throws IOException {
        if (postmaster().isPresent()) {
            LOG.info("The last run left its PostgreSQL behind: stopping it first.");
            stopServer();
        }
        // Backends outlive a killed postmaster for a moment, and a second server beside them would damage the data.
        Instant limit = Instant.now().plus(STOPPING);
        for (List<Long> left = processesInCluster(); !left.isEmpty(); left = processesInCluster()) {
            if (Instant.now().isAfter(limit)) {
                throw new LaunchException("Processes " + left + " still work on " + db + ": end them first.");
            }
            pause();
        }
        // It may name a zombie or a pid that somebody else has now, and pg_ctl would believe it.
        Files.deleteIfExists(db.resolve("postmaster.pid"));
    }

    /** The pid of the live server of this cluster. */
    private Optional<Long> postmaster() throws IOException {
        Path file = db.resolve("postmaster.pid");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        List<String> lines = Files.readAllLines(file);
        if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d{1,10}")) {
            return Optional.empty();
        }
        long pid = Long.parseLong(lines.getFirst().strip());
        return worksInCluster(pid) ? Optional.of(pid) : Optional.empty();
    }

    private List<Long> processesInCluster() {
        return ProcessHandle.allProcesses()
                .map(ProcessHandle::pid)
                .filter(this::worksInCluster)
                .toList();
    }

    /** Every process of a server works in its cluster's directory; a zombie has none, a reused pid another one. */
    private boolean worksInCluster(long pid) {
        try {
            return Files.isSameFile(db, Path.of("/proc/" + pid + "/cwd"));
        } catch (IOException | SecurityException e) {
            return false;
        }
    }

    // --- the server

    private void makeCluster() throws IOException {
        Path making = directory.resolve("db.making");
        PostgresBinaries.deleteTree(making);
        Path password = writePrivate(directory.resolve("db.making.password"), credentials.getProperty(SUPERUSER));
        try {
            var command = new ArrayList<>(List.of(
                    "initdb",
                    "--pgdata=" + making,
                    "--username=" + SUPERUSER,
                    "--pwfile=" + password,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8",
                    "--locale=C",
                    "--no-instructions"));
            if (keep == Keep.UNTIL_STOPPED) {
                command.add("--no-sync");
            }
            Outcome outcome = postgres(STARTING, command);
            if (outcome.failed()) {
                throw new LaunchException("initdb failed: " + outcome.lastLine());
            }
            Files.move(making, db, ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(password);
        }
    }

    private void startServer() throws IOException {
        Path log = directory.resolve("postgres.log");
        for (int attempt = 1; ; attempt++) {
            Files.deleteIfExists(log);
            port = freePort();
            var options =
                    new StringBuilder("-c listen_addresses=127.0.0.1 -c unix_socket_directories='' -c port=" + port);
            if (keep == Keep.UNTIL_STOPPED) {
                options.append(" -c fsync=off -c full_page_writes=off -c synchronous_commit=off");
            }
            // pg_ctl gives the server a session of its own, so that Ctrl-C reaches the application alone.
            Outcome outcome = postgres(
                    STARTING.plus(SHORT),
                    List.of(
                            "pg_ctl",
                            "--pgdata=" + db,
                            "--log=" + log,
                            "--options=" + options,
                            "--timeout=" + STARTING.toSeconds(),
                            "--wait",
                            "--silent",
                            "start"));
            if (!outcome.failed()) {
                return;
            }
            String said = Files.exists(log) ? Files.readString(log) : outcome.output();
            // Somebody else took the port between our look and the server's.
            boolean portTaken = said.contains("Address already in use");
            if (!portTaken || attempt == 3) {
                String reason = said.lines()
                        .filter(line -> line.contains("FATAL:") || line.contains("PANIC:"))
                        .findFirst()
                        .orElse(outcome.lastLine());
                throw new LaunchException(
                        "The embedded PostgreSQL did not start: " + reason + " (whole log: " + log + ")");
            }
        }
    }

    private void stopServer() {
        for (String mode : List.of("fast", "immediate")) {
            try {
                Outcome outcome = postgres(
                        STOPPING.plus(SHORT),
                        List.of(
                                "pg_ctl",
                                "--pgdata=" + db,
                                "--mode=" + mode,
                                "--timeout=" + STOPPING.toSeconds(),
                                "--wait",
                                "--silent",
                                "stop"));
                if (!outcome.failed() || postmaster().isEmpty()) {
                    return;
                }
            } catch (IOException e) {
                LOG.warnf("Stopping the embedded PostgreSQL (%s): %s", mode, e.getMessage());
            }
        }
        throw new LaunchException("The PostgreSQL of " + db + " does not stop.");
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            return socket.getLocalPort();
        }
    }

    // --- who may log in

    private void readOrMakeCredentials() throws IOException {
        Path file = directory.resolve("db-credentials");
        if (!Files.exists(file)) {
            if (Files.exists(db)) {
                throw new LaunchException(file + " is missing, and with it the passwords of " + db
                        + ": restore it, or move " + directory + " away to begin anew.");
            }
            writePrivate(file, SUPERUSER + "=" + randomPassword() + "\n" + APPLICATION + "=" + randomPassword() + "\n");
        }
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            credentials.load(reader);
        }
    }

    private static String randomPassword() {
        byte[] bytes = new byte[24];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Whole or not at all, and never readable by others, not even while it is written. */
    private static Path writePrivate(Path file, String content) throws IOException {
        Path writing = Files.createTempFile(
                file.getParent(),
                "." + file.getFileName(),
                null,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(writing, content);
        return Files.move(writing, file, ATOMIC_MOVE);
    }

    private void ensureApplicationDatabase() throws SQLException {
        try (Connection connection = accessAs(SUPERUSER).connect();
                Statement statement = connection.createStatement()) {
            // Two steps outside of one transaction (CREATE DATABASE takes none): each is repeated until it has
            // happened.
            if (isMissing(statement, "SELECT FROM pg_roles WHERE rolname = '" + APPLICATION + "'")) {
                statement.execute("CREATE ROLE " + APPLICATION + " LOGIN NOSUPERUSER PASSWORD '"
                        + credentials.getProperty(APPLICATION) + "'");
            }
            if (isMissing(statement, "SELECT FROM pg_database WHERE datname = '" + APPLICATION + "'")) {
                statement.execute("CREATE DATABASE " + APPLICATION + " OWNER " + APPLICATION);
            }
        }
    }

    private static boolean isMissing(Statement statement, String query) throws SQLException {
        try (var rows = statement.executeQuery(query)) {
            return !rows.next();
        }
    }

    // --- processes

    private record Outcome(int exit, String output) {
        boolean failed() {
            return exit != 0;
        }

        String lastLine() {
            return output.lines().filter(line -> !line.isBlank()).reduce("no reason given", (a, b) -> b);
        }
    }

    private Outcome postgres(Duration limit, List<String> program) throws IOException {
        var command = new ArrayList<>(asWho);
        command.add(home + "/bin/" + program.getFirst());
        command.addAll(program.subList(1, program.size()));
        return run(limit, command);
    }

    private Outcome run(Duration limit, List<String> command) throws IOException {
        // A file and not a pipe: whatever a started server inherits, nobody waits for it to close its end.
        Path output = Files.createTempFile(directory, ".output", null);
        try {
            var builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
            builder.environment().put("LC_ALL", "C");
            Process process;
            try {
                process = builder.start();
            } catch (IOException e) {
                return new Outcome(127, e.getMessage());
            }
            process.getOutputStream().close();
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return new Outcome(124, Files.readString(output) + "\nno end within " + limit.toSeconds() + " s");
            }
            return new Outcome(process.exitValue(), Files.readString(output));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted while " + command.getFirst() + " ran", e));
        } finally {
            Files.deleteIfExists(output);
        }
    }

    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted while waiting for a PostgreSQL to end", e));
        }
    }
}
