package dev.replay.launch;

import dev.replay.audience.QuietHours;
import dev.replay.sms.MessageBody;
import dev.replay.sms.Renderer;
import dev.replay.sms.SmsText;
import dev.replay.sms.TimeZones;
import dev.replay.store.Database;
import dev.replay.store.StoreException;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Counts the segments of a draft's texts as rendered for each recipient. A body that reads no column is counted from the
 * tally in milliseconds; else a million rows are rendered by at most two threads for all estimates of the process, each
 * chunk in a short transaction of its own.
 */
@ApplicationScoped
class AudienceCounter {
    private static final int CHUNK_ROWS = 50_000;
    private static final int FETCH_ROWS = 2_000;

    private final Database database;
    private final ExecutorService threads = Executors.newFixedThreadPool(2, work -> {
        Thread thread = new Thread(work, "estimate");
        thread.setDaemon(true);
        return thread;
    });

    AudienceCounter(Database database) {
        this.database = database;
    }

    @PreDestroy
    void stop() {
        threads.shutdownNow();
    }

    /** Recipients left out: how many by reason and by country, and their ordinals where the text differs by recipient. */
    static final class Suppressed {
        final BitSet ids = new BitSet();
        final Map<String, Integer> byReason = new TreeMap<>();
        final Map<String, Integer> byCountry = new TreeMap<>();
    }

    record Audience(
            long accountId,
            long campaignId,
            int recipients,
            List<String> columns,
            Map<String, String> defaults,
            MessageBody body) {

        Renderer renderer(List<String> columns) {
            return body.bind(columns, defaults);
        }
    }

    Suppressed suppressed(Audience audience) {
        Suppressed suppressed = new Suppressed();
        // Their ordinals are asked for only where rows will be read: a hundred thousand of them take their time to
        // travel.
        String ids = audience.renderer(audience.columns).constant() ? "'{}'::integer[]" : "array_agg(m.id)";
        database.forAccount(
                audience.accountId,
                c -> Database.list(
                        c,
                        "SELECT m.country, s.reason, count(*), " + ids + """
                                 FROM suppression s JOIN message m ON m.recipient = s.recipient AND m.campaign_id = ?
                                WHERE s.account_id = ? GROUP BY m.country, s.reason""",
                        s -> {
                            s.setLong(1, audience.campaignId);
                            s.setLong(2, audience.accountId);
                        },
                        row -> {
                            suppressed.byCountry.merge(row.getString(1), row.getInt(3), Integer::sum);
                            suppressed.byReason.merge(row.getString(2), row.getInt(3), Integer::sum);
                            for (Integer id : (Integer[]) row.getArray(4).getArray()) suppressed.ids.set(id);
                            return row.getInt(3);
                        }));
        return suppressed;
    }

    /** @throws StoreException when PostgreSQL is away */
    Counted count(Audience audience, Suppressed suppressed) {
        Renderer renderer = audience.renderer(audience.columns);
        return renderer.constant() ? countTally(audience, suppressed, renderer) : countRows(audience, suppressed);
    }

    /**
     * How many of those that are sent to sleep at an instant. A country of one time zone is counted already; elsewhere
     * numbers are counted by their blocks, of which a million people have some ten thousand.
     */
    Asleep asleep(Audience audience, Counted counted, QuietHours.At quiet) {
        var asleep = new Asleep();
        List<String> unclear = new ArrayList<>();
        counted.countries.forEach((country, share) -> quiet.everybody(country)
                .ifPresentOrElse(all -> asleep.add(all.until(), share.recipients), () -> unclear.add(country)));
        if (!unclear.isEmpty())
            database.forAccount(
                    audience.accountId,
                    c -> Database.list(
                            c,
                            """
                            SELECT m.country, min(m.recipient), count(*)
                            FROM message m LEFT JOIN suppression s ON s.account_id = ? AND s.recipient = m.recipient
                            WHERE m.campaign_id = ? AND m.country = ANY (?) AND s.recipient IS NULL
                            GROUP BY m.country, m.recipient / ?""",
                            s -> {
                                s.setLong(1, audience.accountId);
                                s.setLong(2, audience.campaignId);
                                s.setArray(3, c.createArrayOf("text", unclear.toArray()));
                                s.setLong(4, TimeZones.BLOCK);
                            },
                            row -> {
                                asleep.add(quiet.until(row.getLong(2), row.getString(1)), row.getInt(3));
                                return row.getInt(3);
                            }));
        return asleep;
    }

    /** Recipients in their quiet hours, and when the first and the last of them may be written to. */
    static final class Asleep {
        int recipients;

        @Nullable
        Instant from;

        @Nullable
        Instant allFrom;

        void add(@Nullable Instant until, int count) {
            if (until == null) return;
            recipients += count;
            if (from == null || until.isBefore(from)) from = until;
            if (allFrom == null || until.isAfter(allFrom)) allFrom = until;
        }
    }

    private Counted countTally(Audience audience, Suppressed suppressed, Renderer renderer) {
        record Share(String country, int recipients) {}
        List<Share> shares = database.forAccount(
                audience.accountId,
                c -> Database.list(
                        c,
                        "SELECT country, sum(count) FROM tally WHERE campaign_id = ? AND status = 0 GROUP BY country",
                        s -> s.setLong(1, audience.campaignId),
                        row -> new Share(row.getString(1), row.getInt(2))));
        SmsText text = SmsText.of(renderer.render(null));
        Counted counted = new Counted();
        for (Share share : shares) {
            int sent = share.recipients - suppressed.byCountry.getOrDefault(share.country, 0);
            if (sent > 0) counted.all(share.country, sent, text);
        }
        return counted;
    }

    private Counted countRows(Audience audience, Suppressed suppressed) {
        List<Future<Counted>> chunks = new ArrayList<>();
        for (int lo = 0; lo < audience.recipients; lo += CHUNK_ROWS) {
            int after = lo;
            chunks.add(threads.submit(() ->
                    database.forAccount(audience.accountId, c -> countChunk(c, audience, suppressed.ids, after))));
        }
        Counted counted = new Counted();
        try {
            for (Future<Counted> chunk : chunks) counted.join(chunk.get());
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) throw cause;
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while counting campaign " + audience.campaignId, e);
        } finally {
            for (Future<Counted> chunk : chunks) chunk.cancel(true);
        }
        return counted;
    }

    private static Counted countChunk(Connection c, Audience audience, BitSet suppressed, int after)
            throws SQLException {
        // Only the columns that the body reads travel.
        List<String> used = audience.columns.stream()
                .filter(audience.body.variables()::contains)
                .toList();
        String values = IntStream.range(0, audience.columns.size())
                .filter(i -> used.contains(audience.columns.get(i)))
                .mapToObj(i -> ", variables[" + (i + 1) + "]")
                .collect(Collectors.joining());
        Renderer renderer = audience.renderer(used);
        Counted counted = new Counted();
        try (PreparedStatement s = c.prepareStatement("SELECT id, country" + values
                + " FROM message WHERE campaign_id = ? AND id > ? AND id <= ? ORDER BY id")) {
            s.setLong(1, audience.campaignId);
            s.setInt(2, after);
            s.setInt(3, after + CHUNK_ROWS);
            s.setFetchSize(FETCH_ROWS);
            String[] row = new String[used.size()];
            try (ResultSet rows = s.executeQuery()) {
                while (rows.next()) {
                    int id = rows.getInt(1);
                    if (suppressed.get(id)) continue;
                    for (int i = 0; i < row.length; i++) row[i] = rows.getString(i + 3);
                    String text = renderer.render(row);
                    if (text == null) counted.missing(id, renderer.missing(row));
                    else counted.one(rows.getString(2), id, SmsText.of(text));
                }
            }
        }
        return counted;
    }
}
