package dev.replay.carrier.smpp;

import dev.replay.carrier.OutcomeSink;
import dev.replay.carrier.PartOutcome;
import dev.replay.carrier.Submission;
import dev.replay.carrier.simulator.Simulator;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Submits a second over one machine's loopback, the simulator in its own process, nothing durable. Arguments: seconds a
 * run (3), receipts (false).
 */
public final class SmppLoopBench {
    private static final int MESSAGES = 1 << 16;

    private SmppLoopBench() {}

    public static void main(String[] arguments) throws Exception {
        double seconds = arguments.length > 0 ? Double.parseDouble(arguments[0]) : 3;
        boolean receipts = arguments.length > 1 && Boolean.parseBoolean(arguments[1]);
        System.out.println("binds window submits/s CPU-µs/message(client) receipts/s accepted");
        var smsc = simulator("--fates=delivered", "--receipts=" + receipts);
        try {
            int port = port(smsc);
            for (int binds : new int[] {1, 4}) {
                run(port, 1, 50, 1);
                for (int window : new int[] {10, 50, 100, 200}) run(port, binds, window, seconds);
            }
        } finally {
            smsc.destroy();
        }
    }

    static Process simulator(String... settings) throws IOException {
        var command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx1g",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Simulator.class.getName(),
                "--end-with-stdin"));
        command.addAll(List.of(settings));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    static int port(Process simulator) throws IOException {
        String ready = new BufferedReader(new InputStreamReader(simulator.getInputStream())).readLine();
        return Integer.parseInt(ready.replaceAll(".*smpp=(\\d+).*", "$1"));
    }

    private static void run(int port, int binds, int window, double seconds) {
        var messages = new Submission[MESSAGES];
        for (int i = 0; i < MESSAGES; i++)
            messages[i] = Ledger.message(i, 919_800_000_000L + i, "Your order is on its way");
        var accepted = new AtomicLong();
        var other = new AtomicLong();
        var deliveries = new AtomicLong();
        OutcomeSink sink = (message, parts) -> {
            if (parts.get(0) instanceof PartOutcome.Accepted) accepted.lazySet(accepted.get() + 1);
            else other.incrementAndGet();
        };
        try (var carrier = SmppCarrier.start(
                (short) 1,
                "bench",
                SmppSettings.of("127.0.0.1", port, "bench", "").withBinds(binds, window),
                (delivery, acknowledge) -> {
                    deliveries.lazySet(deliveries.get() + 1);
                    acknowledge.accept(true);
                })) {
            while (carrier.binds().stream().anyMatch(bind -> !bind.state().equals("bound")))
                LockSupport.parkNanos(1_000_000);
            long cpu = cpuNanos();
            long start = System.nanoTime();
            long until = start + (long) (seconds * 1e9);
            long sent = 0;
            while (System.nanoTime() < until) {
                int room = carrier.room();
                for (int i = 0; i < room; i++) if (carrier.submit(messages[(int) sent & MESSAGES - 1], sink)) sent++;
                carrier.flush();
                LockSupport.parkNanos(20_000);
            }
            double took = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "%d %d %.0f %.2f %.0f %d/%d%n",
                    binds,
                    window,
                    accepted.get() / took,
                    (cpuNanos() - cpu) / 1e3 / Math.max(1, accepted.get()),
                    deliveries.get() / took,
                    accepted.get(),
                    sent);
            if (other.get() > 0) System.out.println("not accepted: " + other.get());
        }
    }

    private static long cpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
