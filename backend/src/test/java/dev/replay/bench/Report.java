package dev.replay.bench;

import java.util.Arrays;
import java.util.Locale;

/** One line a figure, for eyes and for scripts. */
final class Report {
    private Report() {}

    /** Ours may be at most so many times the limit. */
    static void atMost(String name, double ours, double limit, String unit, double bar) {
        line(name, ours, limit, unit, "<=" + number(bar), ours <= limit * bar);
    }

    /** Ours must be at least so many times the limit. */
    static void atLeast(String name, double ours, double limit, String unit, double bar) {
        line(name, ours, limit, unit, ">=" + number(bar), ours >= limit * bar);
    }

    /** As many as there must be, neither more nor fewer. */
    static void exactly(String name, long ours, long limit, String unit) {
        line(name, ours, limit, unit, "==", ours == limit);
    }

    /** What it is next to says how good it is; nothing is asked of it. */
    static void beside(String name, double ours, double other, String unit) {
        System.out.printf(
                "BENCH name=%s ours=%s limit=%s unit=%s ratio=%s bar=- verdict=-%n",
                name, number(ours), number(other), unit, String.format(Locale.ROOT, "%.2f", ours / other));
    }

    /** A figure that nothing is asked of. */
    static void plain(String name, double ours, String unit) {
        System.out.printf("BENCH name=%s ours=%s limit=- unit=%s ratio=- bar=- verdict=-%n", name, number(ours), unit);
    }

    private static void line(String name, double ours, double limit, String unit, String bar, boolean holds) {
        System.out.printf(
                "BENCH name=%s ours=%s limit=%s unit=%s ratio=%s bar=%s verdict=%s%n",
                name,
                number(ours),
                number(limit),
                unit,
                String.format(Locale.ROOT, "%.2f", ours / limit),
                bar,
                holds ? "holds" : "short");
    }

    /** What is being done, for whoever waits. */
    static void note(String format, Object... arguments) {
        System.out.printf(Locale.ROOT, "# " + format + "%n", arguments);
    }

    static double median(double... values) {
        return percentile(values, 50);
    }

    /** @param percent of the values that are at most the one returned */
    static double percentile(double[] values, double percent) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int rank = (int) Math.ceil(percent / 100 * sorted.length);
        return sorted[Math.max(0, rank - 1)];
    }

    private static String number(double value) {
        double size = Math.abs(value);
        return String.format(Locale.ROOT, size >= 1_000 ? "%.0f" : size >= 10 ? "%.1f" : "%.2f", value);
    }
}
