package dev.replay.dispatch;

import dev.replay.store.Database;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Segments per second of one carrier, sender or campaign, over all processes: the database's clock says what has accrued,
 * and a process is granted of it what its runs can write in the next tenth of a second. What is granted is shared among
 * the campaigns of the process equally, whichever of them asked.
 */
final class Pace {
    /** What accrues while nobody asks, and so the most that goes out at once. */
    private static final double BURST_SECONDS = 0.3;

    /** Varied, so that of two processes not the same one is always first. */
    private static final long ASK_AFTER = TimeUnit.MILLISECONDS.toNanos(60);

    private static final long ASK_WITHIN = TimeUnit.MILLISECONDS.toNanos(120);

    // What has accrued is counted under the row's lock. Whoever waits for it has read the clock before: it may get a
    // little less, which stays for the next one. Further ahead than that is a time from before the clock was set back.
    private static final String GRANT = """
            with p as (
                select next_at, clock_timestamp() as now from pace
                where scope = ? and key = ? and set_config('synchronous_commit', 'off', true) is not null for update),
            accrued as (
                select greatest(least(next_at, now + interval '1 second'), now - make_interval(secs => ?)) as since, now from p),
            granted as (
                select since, greatest(0, least(?, floor(extract(epoch from now - since) * ?)))::int as n from accrued)
            update pace set next_at = since + make_interval(secs => n / ?::double precision) from granted
            where scope = ? and key = ? returning n
            """;

    private final Database database;
    private final String scope;
    private final long key;
    private final int rate;

    /** Who wants how much, in the order of the asking. */
    private final Map<Share, Integer> wanted = new LinkedHashMap<>();

    /** Granted to runs that ended without writing it. */
    private int spare;

    private long nextAsk = System.nanoTime();
    private boolean known;

    /** @param rate segments per second, above 0 */
    Pace(Database database, String scope, long key, int rate) {
        this.database = database;
        this.scope = scope;
        this.key = key;
        this.rate = rate;
    }

    /** What one run may write; below zero after a long text that was begun with too little. */
    static final class Share {
        private final long campaignId;
        private int segments;

        Share(long campaignId) {
            this.campaignId = campaignId;
        }
    }

    int rate() {
        return rate;
    }

    /** @return of the wanted segments those that may be written now; asks for more where it is time to */
    synchronized int available(Share share, int segments) {
        if (share.segments < segments) {
            wanted.merge(share, segments - share.segments, Math::max);
            if (System.nanoTime() - nextAsk >= 0) ask();
        }
        return Math.max(0, Math.min(share.segments, segments));
    }

    /** A long text may overdraw, else it would wait for ever where the rate is below its segments. */
    synchronized void spent(Share share, int segments) {
        share.segments -= segments;
    }

    synchronized void end(Share share) {
        spare += share.segments;
        share.segments = 0;
        wanted.remove(share);
    }

    private void ask() {
        nextAsk = System.nanoTime() + ThreadLocalRandom.current().nextLong(ASK_AFTER, ASK_WITHIN);
        int sum = wanted.values().stream().mapToInt(Integer::intValue).sum();
        int granted = sum > spare ? granted(sum - spare) : 0;
        spare = share(spare + granted);
        wanted.clear();
    }

    private int granted(int most) {
        return database.asEngine(c -> {
            if (!known)
                Database.update(
                        c,
                        "insert into pace (scope, key, next_at) values (?, ?, clock_timestamp()) on conflict do nothing",
                        s -> {
                            s.setString(1, scope);
                            s.setLong(2, key);
                        });
            var granted = Database.first(
                    c,
                    GRANT,
                    s -> {
                        s.setString(1, scope);
                        s.setLong(2, key);
                        // Below a few a second, a whole one accrues before it may be asked for.
                        s.setDouble(3, BURST_SECONDS + 1.0 / rate);
                        s.setInt(4, most);
                        s.setInt(5, rate);
                        s.setInt(6, rate);
                        s.setString(7, scope);
                        s.setLong(8, key);
                    },
                    r -> r.getInt(1));
            // Rows of campaigns that ended are swept.
            known = granted.isPresent();
            return granted.orElse(0);
        });
    }

    /** Gives it out, equally to campaigns and within one equally to its runs. @return what nobody wanted */
    private int share(int segments) {
        if (segments <= 0) return segments;
        Map<Long, List<Map.Entry<Share, Integer>>> campaigns = wanted.entrySet().stream()
                .collect(Collectors.groupingBy(e -> e.getKey().campaignId, LinkedHashMap::new, Collectors.toList()));
        List<List<Map.Entry<Share, Integer>>> leastFirst = new ArrayList<>(campaigns.values());
        leastFirst.sort(Comparator.comparingInt(Pace::sum));
        int rest = segments;
        for (int i = 0; i < leastFirst.size(); i++) {
            List<Map.Entry<Share, Integer>> runs = leastFirst.get(i);
            int campaign = Math.min(sum(runs), part(rest, leastFirst.size() - i));
            rest -= campaign;
            runs.sort(Map.Entry.comparingByValue());
            for (int j = 0; j < runs.size(); j++) {
                int one = Math.min(runs.get(j).getValue(), part(campaign, runs.size() - j));
                runs.get(j).getKey().segments += one;
                campaign -= one;
            }
        }
        return rest;
    }

    /** An equal part of it; of what cannot be parted, now one and now the other gets the more. */
    private static int part(int whole, int parts) {
        return whole / parts + (ThreadLocalRandom.current().nextInt(parts) < whole % parts ? 1 : 0);
    }

    private static int sum(List<Map.Entry<Share, Integer>> runs) {
        return runs.stream().mapToInt(Map.Entry::getValue).sum();
    }
}
