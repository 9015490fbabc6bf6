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
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/**
 * Receipts whose ids never appear, beside 30 days of ids that do: what storing them and looking again costs PostgreSQL. Not
 * among the tests: its name is asked for (`-Dtest=UnknownReceiptsBench -Dreceipts=1000000`).
 */
@QuarkusTest
class UnknownReceiptsBench {
    private static final int DAYS = 30;
    private static final int IDS_A_DAY = 50_000;
    private static final int NEW_IDS = 1_000_000;
    private static final int BATCH = 1_000;

    @Inject
    Database database;

    @Inject
    Settlement settlement;

    @Inject
    Doubts doubts;

    @Inject
    Given given;

    @Inject
    Catalogue catalogue;

    @Test
    void manyThatNeverAppear() throws Exception {
        int receipts = Integer.getInteger("receipts", 100_000);
        long postmaster = Long.parseLong(Files.readAllLines(Path.of("target/test-postgres/db/postmaster.pid"))
                .getFirst());
        days();
        Instant began = Instant.now();
        measure(postmaster, "stored", () -> {
            for (int above = 0; above < receipts; above += BATCH) settlement.settle(batch(above), Instant.now());
            return receipts;
        });
        measure(postmaster, "looked at again, all of them", () -> {
            settlement.rematch(look(began), Instant.now());
            return receipts;
        });
        ids(LocalDate.now(ZoneOffset.UTC), "now()", NEW_IDS);
        measure(postmaster, "looked at again beside " + NEW_IDS + " ids written down meanwhile", () -> {
            settlement.rematch(look(began), Instant.now());
            return receipts;
        });
        doubtful();
        measure(postmaster, "held against a campaign with messages in doubt", () -> {
            doubts.settle(began.minusSeconds(1), Instant.now(), Instant.now());
            return receipts;
        });
    }

    private static Settlement.Look look(Instant began) {
        return new Settlement.Look(began.minusSeconds(1), Instant.now(), Duration.ZERO, began, began.minusSeconds(10));
    }

    private void ids(LocalDate day, String at, int count) {
        database.asEngine(c -> Database.update(c, """
                insert into carrier_ref (submitted_at, campaign_id, recipient, message_id, carrier_id, part, carrier_message_id)
                select %s, 1, 919800000000 + g, g, 1, 0, md5(?::text || g) from generate_series(1, ?) g
                """.formatted(at), s -> {
            s.setString(1, day + at);
            s.setInt(2, count);
        }));
    }

    private void doubtful() {
        var account = given.account();
        new GivenCampaign(database, catalogue, account.id())
                .submitted(Instant.now())
                .with(1_000_000, Status.DELIVERED, "DELIVRD")
                .with(500, Status.SENT, "SUBMIT-UNCONFIRMED")
                .create();
    }

    private void measure(long postmaster, String what, Supplier<Integer> work) {
        double cpu = Usage.cpuOfFamily(postmaster);
        long start = System.nanoTime();
        int n = work.get();
        System.out.printf(
                "UnknownReceiptsBench: %,d %s: %.1f s, PostgreSQL %.1f CPU s%n",
                n, what, (System.nanoTime() - start) / 1e9, Usage.cpuOfFamily(postmaster) - cpu);
    }

    private void days() {
        LocalDate today = LocalDate.now(ZoneOffset.UTC);
        for (int back = 0; back < DAYS; back++) {
            LocalDate day = today.minusDays(back);
            database.asEngine(c -> Database.list(
                    c,
                    "select make_day_partition('carrier_ref', ?)",
                    s -> s.setDate(1, java.sql.Date.valueOf(day)),
                    r -> 0));
            ids(day, "timestamptz '%s 00:00Z'".formatted(day), IDS_A_DAY);
        }
    }

    private static List<Receipt> batch(int above) {
        List<Receipt> batch = new ArrayList<>(BATCH);
        for (int i = above; i < above + BATCH; i++) {
            String id = Long.toHexString(0x5a00_0000_0000L + i);
            batch.add(
                    new Receipt(
                            (short) 1,
                            id,
                            919_700_000_000L + i,
                            "ACME",
                            "DELIVRD",
                            "000",
                            null,
                            "id:" + id
                                    + " sub:001 dlvrd:001 submit date:2611230905 done date:2611230905 stat:DELIVRD err:000 text:"));
        }
        return batch;
    }
}
