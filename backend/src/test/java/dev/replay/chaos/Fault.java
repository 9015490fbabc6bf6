package dev.replay.chaos;

import static org.awaitility.Awaitility.await;

import dev.replay.store.Database;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Something that breaks, a number of times while a campaign goes out; where the campaign ends sooner, while another one of
 * the rest does.
 *
 * @param messages and rate of the campaign, segments a second; 0 is unlimited
 */
record Fault(String name, int messages, int rate, int times, Blow blow) {
    @FunctionalInterface
    interface Blow {
        /** @return false where the campaign had ended before, so that nothing was struck */
        boolean strike(Stage stage, Random random) throws Exception;

        /** Before the campaign begins. */
        default void prepare(Stage stage, Random random) throws Exception {}
    }

    private static final int FEWEST = 2_000;
    private static final Duration AWAY = Duration.ofSeconds(8);
    /** Of a road that falls silent: longer than the lease, and than the 10 s a login may take. */
    private static final Duration SILENT = Duration.ofSeconds(13);

    private static final Duration BACK = Duration.ofSeconds(90);

    /** @param scale 1 is the whole table; less is a shorter run of the same */
    static List<Fault> all(double scale) {
        return Stream.of(
                        new Fault("kill -9 of one backend", 200_000, 350, 100, Fault::kill),
                        new Fault("kill -STOP for longer than the lease, then -CONT", 36_000, 400, 6, Fault::sleep),
                        new Fault("PostgreSQL stopped and started", 20_000, 400, 4, (s, r) -> {
                            if (!s.awaitSome(r, 2_000)) return false;
                            s.inDoubt(s.nodes.size());
                            s.restartPostgres();
                            return true;
                        }),
                        new Fault("kill -9 of PostgreSQL", 20_000, 400, 4, (s, r) -> {
                            if (!s.awaitSome(r, 2_000)) return false;
                            s.inDoubt(s.nodes.size());
                            s.killPostgres();
                            return true;
                        }),
                        new Fault("connections to PostgreSQL cut one by one", 20_000, 400, 200, Fault::terminateOne),
                        new Fault("statements time out", 20_000, 400, 3, Fault::timeOut),
                        new Fault("the SMSC gone", 20_000, 400, 3, Fault::withoutSmsc),
                        new Fault("the SMSC slow", 12_000, 1_000, 3, simulating("latency=1500")),
                        new Fault(
                                "responses later than their limit",
                                12_000,
                                1_000,
                                3,
                                simulating("latency=2500&latency-jitter=1500")),
                        new Fault("responses twice", 12_000, 2_000, 3, simulating("fates=response-twice")),
                        new Fault("receipts before responses", 12_000, 2_000, 3, simulating("fates=receipt-first")),
                        new Fault(
                                "half of the submissions throttled",
                                12_000,
                                1_000,
                                3,
                                simulating("throttle-share=0.5")),
                        new Fault("connections to the SMSC reset within a PDU", 20_000, 400, 60, (s, r) -> {
                            if (!s.awaitSome(r, 300)) return false;
                            any(s, r).toSmsc.tear();
                            s.connectionInDoubt();
                            return true;
                        }),
                        new Fault("network between a backend and the others cut", 44_000, 400, 8, isolating()),
                        new Fault("one backend's clock set an hour back", 20_000, 400, 3, new ClockBack()))
                .map(f -> f.shortened(scale))
                .toList();
    }

    private Fault shortened(double scale) {
        return new Fault(
                name,
                (int) Math.max(FEWEST, messages * scale),
                rate,
                (int) Math.max(1, Math.round(times * scale)),
                blow);
    }

    /** For some of the messages, from somewhere in their middle on. */
    private static Blow simulating(String settings) {
        return (stage, random) -> {
            if (!stage.awaitSome(random, 1_000)) return false;
            if (settings.contains("jitter")) stage.allInDoubt();
            stage.simulator.change(settings);
            stage.awaitSome(random, 500, 2_000);
            stage.simulator.change(Stage.CALM);
            return true;
        };
    }

    private static Node any(Stage stage, Random random) {
        return stage.nodes.get(random.nextInt(stage.nodes.size()));
    }

    /** One that sends: another one must be up as well, or nobody would. */
    private static Node up(Stage stage, Random random) throws Exception {
        await().atMost(BACK).pollInterval(Duration.ofMillis(50)).until(() -> {
            int up = 0;
            for (Node node : stage.nodes) if (node.ready()) up++;
            return up >= Math.min(2, stage.nodes.size());
        });
        Node node = any(stage, random);
        while (!node.ready()) node = any(stage, random);
        return node;
    }

    private static boolean kill(Stage stage, Random random) throws Exception {
        Node node = up(stage, random);
        if (!stage.awaitSome(random, 900)) return false;
        stage.inDoubt(1);
        node.killAndStart(Map.of());
        return true;
    }

    private static boolean sleep(Stage stage, Random random) throws Exception {
        if (!stage.awaitSome(random, 1_000)) return false;
        Node node = any(stage, random);
        stage.inDoubt(1);
        node.signal("STOP");
        pause(Stage.LEASE.plusSeconds(3));
        node.signal("CONT");
        return true;
    }

    private static boolean terminateOne(Stage stage, Random random) throws Exception {
        if (!stage.awaitSome(random, 60)) return false;
        try (Connection c = stage.connectAsSuperuser()) {
            terminate(c, "order by random() limit 1");
        }
        return true;
    }

    private static void terminate(Connection c, String which) throws Exception {
        Database.list(
                c,
                "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'replay' " + which,
                s -> {},
                r -> r.getBoolean(1));
    }

    /** Of new connections; the present ones end. */
    private static boolean timeOut(Stage stage, Random random) throws Exception {
        if (!stage.awaitSome(random, 2_000)) return false;
        try (Connection c = stage.connectAsSuperuser()) {
            stage.inDoubt(stage.nodes.size());
            Database.update(c, "alter role replay set statement_timeout = " + random.nextInt(2, 8), s -> {});
            terminate(c, "");
            pause(AWAY);
            Database.update(c, "alter role replay reset statement_timeout", s -> {});
            terminate(c, "");
        }
        return true;
    }

    private static boolean withoutSmsc(Stage stage, Random random) throws Exception {
        if (!stage.awaitSome(random, 2_000)) return false;
        stage.inDoubt(stage.nodes.size());
        stage.nodes.forEach(n -> n.toSmsc.cut());
        pause(AWAY);
        stage.nodes.forEach(n -> n.toSmsc.mend());
        return true;
    }

    /** Each of both roads in each of three ways, one after the other, from any of them on. */
    private static Blow isolating() {
        var ways = new AtomicInteger(-1);
        return (stage, random) -> {
            ways.compareAndSet(-1, random.nextInt(6));
            return isolate(stage, random, ways.getAndIncrement());
        };
    }

    /** With a goodbye to both sides; or without a word, and then as if nothing had been, or with no connection left. */
    private static boolean isolate(Stage stage, Random random, int way) throws Exception {
        if (!stage.awaitSome(random, 1_000)) return false;
        Node node = any(stage, random);
        var road = way % 2 == 0 ? node.toPostgres : node.toSmsc;
        stage.inDoubt(1);
        switch (way / 2 % 3) {
            case 0 -> {
                road.cut();
                pause(AWAY);
                road.mend();
            }
            case 1 -> {
                road.silence();
                pause(SILENT);
                road.mend();
            }
            default -> {
                road.silence();
                pause(SILENT);
                road.mendForgetful();
            }
        }
        return true;
    }

    /** Of one that was started with a clock that can be set: it goes on with what it holds. Each time by one more hour. */
    private static final class ClockBack implements Blow {
        private @Nullable Node node;
        private int hours;

        @Override
        public void prepare(Stage stage, Random random) throws Exception {
            if (node != null) return;
            node = any(stage, random);
            Files.writeString(node.clock(), "+0");
            node.killAndStart(Map.of(
                    "LD_PRELOAD",
                    faketime().orElseThrow().toString(),
                    "FAKETIME_TIMESTAMP_FILE",
                    node.clock().toString(),
                    "FAKETIME_CACHE_DURATION",
                    "1",
                    "FAKETIME_FORCE_MONOTONIC_FIX",
                    "0",
                    "FAKETIME_DONT_FAKE_MONOTONIC",
                    "1"));
            node.awaitReady();
        }

        @Override
        public boolean strike(Stage stage, Random random) throws Exception {
            if (!stage.awaitSome(random, 1_000)) return false;
            stage.inDoubt(1);
            Files.writeString(node.clock(), "-" + ++hours + "h");
            stage.awaitSome(random, 500, 2_000);
            // That it had an effect is proven by a receipt that it wrote down.
            await().atMost(BACK).pollInterval(Duration.ofMillis(100)).until(() -> stage.hoursBehind(hours));
            return true;
        }
    }

    @Override
    public String toString() {
        return name;
    }

    boolean possible() {
        return !name.contains("clock") || faketime().isPresent();
    }

    /** Of Debian's package libfaketime. */
    private static Optional<Path> faketime() {
        return Stream.of("x86_64-linux-gnu", "aarch64-linux-gnu")
                .map(machine -> Path.of("/usr/lib", machine, "faketime", "libfaketime.so.1"))
                .filter(Files::exists)
                .findFirst();
    }

    /** How long a fault lasts is the fault itself; nothing is waited for. */
    private static void pause(Duration time) {
        long until = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < until) LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }

    /** @param done how often it has happened */
    record Outcome(int done, int planned, Stage.Findings found) {
        boolean clean() {
            return done == planned && found.clean();
        }
    }

    Outcome run(Stage stage, Random random) throws Exception {
        int done = 0;
        Stage.Findings found = Stage.Findings.NONE;
        int before;
        do {
            before = done;
            blow.prepare(stage, random);
            stage.launch(Math.max(FEWEST, (int) ((long) messages * (times - done) / times)), rate);
            while (done < times && blow.strike(stage, random)) done++;
            found = found.and(stage.findings());
        } while (done > before && done < times && found.ended());
        return new Outcome(done, times, found);
    }
}
