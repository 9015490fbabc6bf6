package dev.replay.bench;

import static dev.replay.bench.Stage.BINDS;
import static dev.replay.bench.Stage.RECIPIENTS;
import static dev.replay.bench.Stage.WINDOW;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Kannel, where it is installed, on the same SMSC with as many binds and as wide windows, given its messages as it wants them:
 * over HTTP, on connections that are kept. Counted is what arrives at the SMSC, of both.
 */
final class Kannel implements AutoCloseable {
    private static final Path BEARERBOX = Path.of("/usr/sbin/bearerbox");
    private static final Path SMSBOX = Path.of("/usr/sbin/smsbox");
    private static final int MESSAGES = RECIPIENTS / 10;
    private static final int CONNECTIONS = 32;
    private static final long STARTING = TimeUnit.SECONDS.toNanos(30);
    private static final long STANDING_STILL = TimeUnit.SECONDS.toNanos(30);

    private final Path directory;
    private final int sendsmsPort;
    private final List<Process> processes = new ArrayList<>();

    private Kannel(Path directory) throws IOException {
        this.directory = directory;
        sendsmsPort = freePort();
        Files.createDirectories(directory.resolve("spool"));
    }

    static void run(Stage stage) throws Exception {
        if (!Files.isExecutable(BEARERBOX) || !Files.isExecutable(SMSBOX)) {
            Report.note("not run: Kannel is not installed here (on Debian: apt-get install kannel)");
            return;
        }
        stage.warmUp();
        long campaign = stage.campaign(MESSAGES);
        stage.database.checkpoint();
        double ours = arriving(stage, () -> stage.launch(campaign));
        stage.awaitSubmitted(campaign);

        try (Kannel kannel = stage.with(new Kannel(stage.directory.resolve("kannel")))) {
            kannel.start(stage);
            double theirs = arriving(stage, kannel::send);
            Report.beside("kannel", ours, theirs, "messages/s");
        }
        Report.note(
                "ours: that a message is about to leave is on disk before it leaves, and what was answered behind it;");
        Report.note(
                "  what a crash leaves in doubt is listed and not sent again; every message has a status and is counted");
        Report.note(
                "Kannel: a message lies in a file of its own before it is accepted, and no write waits for the disk;");
        Report.note("  what a crash leaves in doubt is sent again; of a message that was sent nothing is kept");
    }

    // ---- its processes

    private void start(Stage stage) throws Exception {
        int boxPort = freePort();
        int adminPort = freePort();
        Path configuration = Files.writeString(directory.resolve("kannel.conf"), """
                group = core
                admin-port = %1$d
                admin-interface = 127.0.0.1
                admin-password = bench
                smsbox-port = %2$d
                smsbox-interface = 127.0.0.1
                store-type = spool
                store-location = %3$s/spool

                group = smsc
                smsc = smpp
                smsc-id = bench
                host = 127.0.0.1
                port = %4$d
                transceiver-mode = true
                smsc-username = kannel
                smsc-password = kannel
                system-type = ""
                max-pending-submits = %5$d
                instances = %6$d

                group = smsbox
                bearerbox-host = 127.0.0.1
                bearerbox-port = %2$d
                sendsms-port = %7$d
                sendsms-interface = 127.0.0.1

                group = sendsms-user
                username = bench
                password = bench
                """.formatted(
                        adminPort, boxPort, directory, stage.simulator.port(), WINDOW, BINDS, sendsmsPort));
        long sessions = stage.simulator.counts().get("sessions").asLong();
        launch(BEARERBOX, configuration);
        await(
                "bearerbox is not bound",
                () -> stage.simulator.counts().get("sessions").asLong() == sessions + BINDS);
        await("bearerbox takes no smsbox", () -> listens(boxPort));
        launch(SMSBOX, configuration);
        await("smsbox takes no messages", () -> listens(sendsmsPort));
    }

    private void launch(Path program, Path configuration) throws IOException {
        Path log = directory.resolve(program.getFileName() + ".log");
        processes.addFirst(new ProcessBuilder(program.toString(), "-v", "3", configuration.toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start());
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private void await(String what, Callable<Boolean> there) throws Exception {
        long limit = System.nanoTime() + STARTING;
        while (!there.call()) {
            for (Process process : processes)
                if (!process.isAlive()) throw new IllegalStateException("Kannel ended:\n" + output());
            if (System.nanoTime() > limit) throw new IllegalStateException(what + ":\n" + output());
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private String output() throws IOException {
        var all = new StringBuilder();
        for (String log : new String[] {"bearerbox.log", "smsbox.log"})
            if (Files.exists(directory.resolve(log))) all.append(Files.readString(directory.resolve(log)));
        return all.toString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** The box first, then what it hands its messages to. */
    @Override
    public void close() throws InterruptedException {
        for (Process process : processes) {
            process.destroy();
            if (!process.waitFor(10, TimeUnit.SECONDS))
                process.destroyForcibly().waitFor();
        }
        processes.clear();
    }

    // ---- messages

    /** One recipient a request: of several, its spool keeps only the first. */
    private void send() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
            List<Future<?>> work = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                int first = i;
                work.add(threads.submit(() -> {
                    send(first);
                    return null;
                }));
            }
            for (Future<?> one : work) one.get();
        }
    }

    /** Every so many-th of the audience, over one connection. */
    private void send(int first) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), sendsmsPort)) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(30));
            OutputStream out = socket.getOutputStream();
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            String text = URLEncoder.encode(DurableLoop.TEXT, US_ASCII);
            for (int place = first; place < MESSAGES; place += CONNECTIONS) {
                out.write(
                        "GET /cgi-bin/sendsms?username=bench&password=bench&from=ACME&to=%%2B%d&text=%s HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
                                .formatted(Audience.number(place), text)
                                .getBytes(US_ASCII));
                answer(in);
            }
        }
    }

    private static void answer(BufferedReader in) throws IOException {
        String status = in.readLine();
        int length = 0;
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine())
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                length = Integer.parseInt(
                        line.substring("content-length:".length()).strip());
        for (int i = 0; i < length; i++) in.read();
        if (status == null || !status.contains(" 202 ")) throw new IllegalStateException("Kannel answers " + status);
    }

    @FunctionalInterface
    private interface Work {
        void run() throws Exception;
    }

    /** @return messages a second that arrive at the SMSC from when it begins until the last one has */
    private static double arriving(Stage stage, Work work) throws Exception {
        long before = accepted(stage);
        long start = System.nanoTime();
        work.run();
        long limit = System.nanoTime() + STANDING_STILL;
        for (long now = before; now - before < MESSAGES; now = accepted(stage)) {
            if (System.nanoTime() > limit)
                throw new IllegalStateException("only %d of %d arrived".formatted(now - before, MESSAGES));
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
        }
        return MESSAGES / BenchDatabase.seconds(start);
    }

    private static long accepted(Stage stage) throws Exception {
        return stage.simulator.counts().get("accepted").asLong();
    }
}
