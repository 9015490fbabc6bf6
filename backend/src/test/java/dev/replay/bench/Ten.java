package dev.replay.bench;

import static dev.replay.bench.Stage.RECIPIENTS;

import dev.replay.store.Database;
import java.util.List;

/**
 * Ten times as many rows in the same partition: reads of one campaign and settling of another, beside what they were before.
 * The rows of nine further campaigns, their counts and the ids of their messages are copied within the database.
 */
final class Ten {
    private static final int TIMES = 10;
    private static final double BAR = 1.5;
    /** Pages of 200 that a reader has turned before the one that is measured. */
    private static final int TURNED = 100;

    private Ten() {}

    static void run(Stage stage) throws Exception {
        stage.warmUp();
        stage.database.freshPartition(stage.c);
        long first = stage.campaign(RECIPIENTS);
        stage.sendWithReceiptsHeld(first, RECIPIENTS);
        double settling = stage.settle(first, RECIPIENTS);
        stage.database.tidy(stage.c);
        var reads = new Reads(stage, first);
        String cursor = reads.cursorAfter(TURNED);
        // Code that is still being compiled would make what comes later look better than it is.
        medians(reads, cursor);
        double[] before = medians(reads, cursor);

        copy(stage, first);
        stage.database.tidy(stage.c);
        // Whoever sends does it each second; these were not sent.
        Report.note("%d block ranges were left to summarize", summarized(stage));
        double[] after = medians(reads, cursor);
        List<String> names = List.of("breakdown", "preview", "messages-first", "messages-deep");
        for (int i = 0; i < names.size(); i++) Report.atMost("ten-" + names.get(i), after[i], before[i], "ms", BAR);

        long last = stage.campaign(RECIPIENTS);
        stage.sendWithReceiptsHeld(last, RECIPIENTS);
        double among = stage.settle(last, RECIPIENTS);
        // The time of one receipt, so that the bar is the same.
        Report.atMost("ten-settling", 1e6 / among, 1e6 / settling, "µs", BAR);
        Report.plain("ten-settling-rate", among, "receipts/s");
    }

    private static double[] medians(Reads reads, String cursor) throws Exception {
        double[][] all = Reads.timed(reads::breakdown, reads::preview, reads::firstPage, () -> reads.page(cursor));
        double[] medians = new double[all.length];
        for (int i = 0; i < all.length; i++) medians[i] = Report.median(all[i]);
        return medians;
    }

    private static long summarized(Stage stage) throws Exception {
        return BenchDatabase.number(stage.c, """
                select sum(brin_summarize_new_values(i.indexrelid)) from pg_index i
                join pg_inherits h on h.inhrelid = i.indrelid and h.inhparent = 'carrier_ref'::regclass
                join pg_class k on k.oid = i.indexrelid and k.relam = (select oid from pg_am where amname = 'brin')
                """);
    }

    private static void copy(Stage stage, long first) throws Exception {
        long start = System.nanoTime();
        for (long copy = first + 1; copy < first + TIMES; copy++) {
            copy(stage, "message", first, copy, "");
            copy(stage, "tally", first, copy, "");
            copy(stage, "carrier_ref", first, copy, "carrier_message_id");
        }
        // Its next campaign comes behind them, in the same partition.
        BenchDatabase.execute(stage.c, "alter table campaign alter column id restart with " + (first + TIMES));
        Report.note(
                "%,d rows beside %,d, copied in %.0f s",
                BenchDatabase.number(stage.c, "select count(*) from message where campaign_id > ?", first),
                RECIPIENTS,
                BenchDatabase.seconds(start));
    }

    /** @param unlike the column that must not be the same: ids come as those of an earlier day would, in an order of their own */
    private static void copy(Stage stage, String table, long from, long to, String unlike) throws Exception {
        List<String> columns = Database.list(stage.c, """
                select quote_ident(attname) from pg_attribute
                where attrelid = ?::regclass and attnum > 0 and not attisdropped and attname <> 'campaign_id' order by attnum
                """, s -> s.setString(1, table), r -> r.getString(1));
        String values = String.join(
                ", ",
                columns.stream()
                        .map(column -> column.equals(unlike) ? "'%d' || %s".formatted(to - from, column) : column)
                        .toList());
        BenchDatabase.execute(
                stage.c,
                "insert into %s (campaign_id, %s) select %d, %s from %s where campaign_id = %d"
                        .formatted(table, String.join(", ", columns), to, values, table, from));
    }
}
