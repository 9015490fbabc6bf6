package dev.replay.receipt;

import dev.replay.Given;
import dev.replay.bench.Usage;
import dev.replay.campaign.GivenCampaign;
import dev.replay.carrier.Delivery.Receipt;
import dev.replay.status.Catalogue;
import dev.replay.status.Status;
import dev.replay.store.Database;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * What settling costs, in batches as the inbox makes them, without the wire: receipts a second by one thread and by two, and
 * milliseconds of CPU for each thousand. Not among the tests: its name is asked for (`-Dtest=SettlementBench`).
 */
@QuarkusTest
class SettlementBench {
    private static final int BATCH = 1_000;

    @Inject
    Database database;

    @Inject
    Settlement settlement;

    @Inject
    Given given;

    @Inject
    Catalogue catalogue;

    @Test
    void oneReceiptEach() throws Exception {
        int receipts = Integer.getInteger("receipts", 200_000);
        int days = Integer.getInteger("days", 0);
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        for (int back = 0; back < days; back++) {
            var day = java.sql.Date.valueOf(today.minusDays(back));
            database.asEngine(c ->
                    Database.list(c, "select make_day_partition('carrier_ref', ?)", s -> s.setDate(1, day), r -> 0));
        }
        long postmaster = Long.parseLong(Files.readAllLines(Path.of("target/test-postgres/db/postmaster.pid"))
                .getFirst());
        for (int round = 0; round < 3; round++)
            for (int threads = 1; threads <= 2; threads++) measure(postmaster, campaign(receipts), receipts, threads);
    }

    private long campaign(int receipts) {
        long campaign = new GivenCampaign(database, catalogue, given.account().id())
                .submitted(Instant.now())
                .with(receipts, Status.SENT, "SUBMITTED")
                .create();
        database.asEngine(c -> Database.update(c, """
                insert into carrier_ref (submitted_at, campaign_id, recipient, message_id, carrier_id, part, carrier_message_id)
                select now(), campaign_id, recipient, id, 1, 0, to_hex((campaign_id << 24) + id) from message
                where campaign_id = ?
                """, s -> s.setLong(1, campaign)));
        return campaign;
    }

    private void measure(long postmaster, long campaign, int receipts, int threads) throws Exception {
        List<Receipt> all = database.asEngine(c -> Database.list(
                c,
                "select recipient, id from message where campaign_id = ? order by id",
                s -> s.setLong(1, campaign),
                r -> receipt(campaign, r.getLong(1), r.getInt(2))));
        // In the order of the wire, but for neighbours: binds take turns.
        var random = new Random(1);
        for (int i = 0; i < all.size(); i += 400)
            Collections.shuffle(all.subList(i, Math.min(all.size(), i + 400)), random);
        double cpu = Usage.cpuOfFamily(postmaster);
        double own = Usage.cpu(ProcessHandle.current().pid());
        long start = System.nanoTime();
        var next = new AtomicInteger();
        List<Thread> running = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            short shard = (short) t;
            running.add(Thread.ofPlatform().start(() -> {
                for (int at = next.getAndAdd(BATCH); at < all.size(); at = next.getAndAdd(BATCH))
                    settlement.settle(all.subList(at, Math.min(all.size(), at + BATCH)), Instant.now(), shard);
            }));
        }
        for (Thread thread : running) thread.join();
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.printf(
                "SettlementBench: %,d by %d: %,.0f/s, CPU ms per 1,000: PostgreSQL %.1f, this process %.1f%n",
                receipts,
                threads,
                receipts / seconds,
                (Usage.cpuOfFamily(postmaster) - cpu) / receipts * 1e6,
                (Usage.cpu(ProcessHandle.current().pid()) - own) / receipts * 1e6);
    }

    private static Receipt receipt(long campaign, long recipient, int id) {
        String hex = Long.toHexString((campaign << 24) + id);
        return new Receipt(
                (short) 1,
                hex,
                recipient,
                "ACME",
                "DELIVRD",
                "000",
                null,
                "id:" + hex
                        + " sub:001 dlvrd:001 submit date:2611230905 done date:2611230905 stat:DELIVRD err:000 text:");
    }
}
