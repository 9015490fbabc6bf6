package dev.replay.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.stream.Stream;

/** What processes have used so far, as the kernel counts it. */
public final class Usage {
    // USER_HZ, which every Linux that Java runs on has at 100.
    private static final double TICKS_A_SECOND = 100;
    private static final int UTIME = 11;
    private static final int CUTIME = 13;
    private static final int PPID = 1;

    private Usage() {}

    /** CPU seconds of one process, all its threads. */
    public static double cpu(long pid) {
        String[] stat = stat(Path.of("/proc/" + pid));
        return stat.length == 0 ? 0 : seconds(stat, UTIME);
    }

    /** CPU seconds of a process, its children, and those of them that have ended. */
    public static double cpuOfFamily(long pid) {
        String[] parent = stat(Path.of("/proc/" + pid));
        double sum = parent.length == 0 ? 0 : seconds(parent, UTIME) + seconds(parent, CUTIME);
        try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
            for (Path process : processes
                    .filter(p -> p.getFileName().toString().matches("\\d+"))
                    .toList()) {
                String[] stat = stat(process);
                if (stat.length > 0 && stat[PPID].equals(Long.toString(pid))) sum += seconds(stat, UTIME);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return sum;
    }

    /** @param field VmRSS, what it has in memory now, or VmHWM, the most it had. @return megabytes */
    static double megabytes(long pid, String field) {
        try {
            return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
                    .filter(line -> line.startsWith(field + ":"))
                    .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) / 1_024)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(pid + " has no " + field));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** From now on VmHWM is the most that it has had since now. */
    static void forgetMost(long pid) {
        try {
            Files.writeString(Path.of("/proc/" + pid + "/clear_refs"), "5", StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double seconds(String[] stat, int userTime) {
        return (Long.parseLong(stat[userTime]) + Long.parseLong(stat[userTime + 1])) / TICKS_A_SECOND;
    }

    /** The fields behind the name, which may hold blanks; none when the process has ended. */
    private static String[] stat(Path process) {
        try {
            String stat = Files.readString(process.resolve("stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        } catch (NoSuchFileException e) {
            return new String[0];
        } catch (IOException e) {
            // ESRCH: it ended between opening and reading.
            return new String[0];
        }
    }
}
