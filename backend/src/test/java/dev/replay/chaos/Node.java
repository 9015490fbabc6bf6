package dev.replay.chaos;

import dev.replay.BackendProcess;
import dev.replay.CuttableProxy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One backend and its two roads: to PostgreSQL and to the SMSC. */
final class Node implements AutoCloseable {
    final CuttableProxy toPostgres;
    final CuttableProxy toSmsc;
    private final Path log;
    private final Map<String, String> environment;
    private BackendProcess backend;
    private boolean ready;

    Node(int number, Path logs, Map<String, String> common, String jdbcUrl, int postgresPort, int smscPort)
            throws IOException {
        toPostgres = new CuttableProxy(postgresPort);
        toSmsc = new CuttableProxy(smscPort);
        log = logs.resolve("backend-" + number + ".log");
        environment = new HashMap<>(common);
        environment.put("QUARKUS_DATASOURCE_JDBC_URL", jdbcUrl.replaceFirst(":\\d+/", ":" + toPostgres.port() + "/"));
        environment.put("REPLAY_SMPP_HOST", "127.0.0.1");
        environment.put("REPLAY_SMPP_PORT", Integer.toString(toSmsc.port()));
        backend = BackendProcess.start(log, environment);
    }

    BackendProcess backend() {
        return backend;
    }

    long pid() {
        return backend.process().pid();
    }

    /** For libfaketime to read. */
    Path clock() {
        return log.resolveSibling(log.getFileName() + ".clock").toAbsolutePath();
    }

    /** All that it has logged, before and after it was killed. */
    String told() {
        return backend.process().output();
    }

    /** Whether it has answered since its start. */
    boolean ready() throws InterruptedException {
        if (!ready && backend.process().alive()) ready = backend.answers();
        return ready;
    }

    void awaitReady() {
        backend.awaitReady();
        ready = true;
    }

    /** `kill -9`, and a new start that is not waited for. */
    void killAndStart(Map<String, String> more) throws InterruptedException {
        backend.process().kill();
        ready = false;
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        backend = BackendProcess.start(log, all);
    }

    /** @param name STOP or CONT */
    void signal(String name) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start();
        if (!kill.waitFor(5, TimeUnit.SECONDS) || kill.exitValue() != 0)
            throw new IllegalStateException("no " + name + " to " + pid());
    }

    @Override
    public void close() throws IOException {
        backend.close();
        toPostgres.close();
        toSmsc.close();
    }
}
