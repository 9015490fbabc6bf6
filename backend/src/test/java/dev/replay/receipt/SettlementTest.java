package dev.replay.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replay.Given;
import dev.replay.campaign.GivenCampaign;
import dev.replay.carrier.Delivery.Receipt;
import dev.replay.status.Catalogue;
import dev.replay.status.Status;
import dev.replay.store.Database;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Receipts of any kind and order, several a message, settled by two at once: the end is the one that precedence names. */
@QuarkusTest
class SettlementTest {
    private static final AtomicLong NUMBERS = new AtomicLong(919_050_000_000L);
    private static final int PLAIN = 600;
    private static final int LONG = 200;
    private static final int ALREADY = 100;
    private static final int ALL = PLAIN + LONG + ALREADY;
    private static final int STRANGERS = 40;
    private static final int BATCH = 150;
    private static final int MANY_CAMPAIGNS = 12;

    @Inject
    Database database;

    @Inject
    Catalogue catalogue;

    @Inject
    Settlement settlement;

    @Inject
    Given given;

    private final Random random = new Random(20_261_124);
    private final List<Receipt> receipts = new ArrayList<>();
    private final Map<Integer, String> expected = new HashMap<>();

    @Test
    void everyMessageEndsWhereItsReceiptsLead() throws Exception {
        long series = NUMBERS.addAndGet(10_000);
        long account = given.account().id();
        long campaign = new GivenCampaign(database, catalogue, account)
                .to(series)
                .with(PLAIN, Status.SENT, "SUBMITTED")
                .segments(2)
                .with(LONG, Status.SENT, "SUBMITTED")
                .segments(1)
                .with(ALREADY, Status.UNDELIVERED, "ABSENT-SUB")
                .create();
        for (int part = 0; part < 2; part++) ids(campaign, part);
        for (int id = 1; id <= ALL; id++) {
            boolean two = id > PLAIN && id <= PLAIN + LONG;
            String before = id <= PLAIN + LONG ? "SUBMITTED" : "ABSENT-SUB";
            expected.put(id, two ? twoParts(campaign, series, id) : onePart(campaign, series, id, before));
        }
        for (int i = 0; i < STRANGERS; i++) receipt("stranger-" + campaign + "-" + i, series, "DELIVRD", "000");
        Collections.shuffle(receipts, random);

        settleByTwo();

        assertThat(ends(campaign)).isEqualTo(expected);
        assertThat(Books.differences(database, account)).isEmpty();
        assertThat(stored("campaign_id = " + campaign)).isEqualTo(receipts.size() - STRANGERS);
        assertThat(stored("carrier_message_id like 'stranger-" + campaign + "-%'"))
                .isEqualTo(STRANGERS);
    }

    @Test
    void aBatchOfManyCampaignsIsSettledWhole() {
        long series = NUMBERS.addAndGet(10_000);
        long account = given.account().id();
        List<Long> campaigns = new ArrayList<>();
        for (int i = 0; i < MANY_CAMPAIGNS; i++) {
            long campaign = new GivenCampaign(database, catalogue, account)
                    .to(series + i * 100)
                    .with(1 + i, Status.SENT, "SUBMITTED")
                    .create();
            campaigns.add(campaign);
            ids(campaign, 0);
            for (int id = 1; id <= 1 + i; id++)
                receipt(campaign + "-" + id + "-0", series + i * 100 + id, "DELIVRD", "000");
        }
        Collections.shuffle(receipts, random);

        settle(receipts, (short) 0);

        for (long campaign : campaigns) assertThat(ends(campaign).values()).containsOnly("DELIVRD 1");
        assertThat(Books.differences(database, account)).isEmpty();
    }

    @Test
    void anIdThatWasUsedBeforeBelongsToItsLatestMessage() {
        long series = NUMBERS.addAndGet(10_000);
        long account = given.account().id();
        var one = new GivenCampaign(database, catalogue, account).to(series).with(1, Status.SENT, "SUBMITTED");
        long before = one.create();
        long latest = one.create();
        for (long campaign : List.of(latest, before))
            database.asEngine(c -> Database.update(c, """
                    insert into carrier_ref (submitted_at, campaign_id, recipient, message_id, carrier_id, part,
                        carrier_message_id)
                    select now() - make_interval(mins => ?), campaign_id, recipient, id, 1, 0, 'again-' || recipient
                    from message where campaign_id = ?
                    """, s -> {
                s.setInt(1, campaign == latest ? 1 : 2);
                s.setLong(2, campaign);
            }));
        receipt("again-" + (series + 1), series + 1, "DELIVRD", "000");

        settle(receipts, (short) 0);

        assertThat(ends(latest)).containsValue("DELIVRD 1");
        assertThat(ends(before)).containsValue("SUBMITTED 0");
    }

    /** Ids as an SMSC gives them; the plain ones have a second one, as a message has that was sent again by somebody. */
    private void ids(long campaign, int part) {
        database.asEngine(c -> Database.update(c, """
                insert into carrier_ref (submitted_at, campaign_id, recipient, message_id, carrier_id, part, carrier_message_id)
                select now(), campaign_id, recipient, id, 1, case when segments = 1 then 0 else ? end,
                    format('%s-%s-%s', campaign_id, id, ?) from message where campaign_id = ?
                """, s -> {
            s.setInt(1, part);
            s.setInt(2, part);
            s.setLong(3, campaign);
        }));
    }

    private String onePart(long campaign, long series, int id, String before) {
        boolean delivered = false;
        boolean failed = false;
        boolean onItsWay = false;
        for (int n = random.nextInt(4); n > 0; n--) {
            String carrierMessageId = campaign + "-" + id + "-" + random.nextInt(2);
            switch (random.nextInt(3)) {
                case 0 -> {
                    delivered = true;
                    receipt(carrierMessageId, series + id, "DELIVRD", "000");
                }
                case 1 -> {
                    failed = true;
                    receipt(carrierMessageId, series + id, "UNDELIV", "001");
                }
                default -> {
                    onItsWay = true;
                    receipt(carrierMessageId, series + id, "ENROUTE", "000");
                }
            }
        }
        if (delivered) return "DELIVRD 1";
        if (before.equals("ABSENT-SUB")) return "ABSENT-SUB 0";
        return failed ? "INVALID-SUB 0" : onItsWay ? "ENROUTE 0" : "SUBMITTED 0";
    }

    private String twoParts(long campaign, long series, int id) {
        int parts = random.nextInt(4);
        for (int part = 0; part < 2; part++)
            if ((parts & 1 << part) != 0) receipt(campaign + "-" + id + "-" + part, series + id, "DELIVRD", "000");
        return (parts == 3 ? "DELIVRD " : "SUBMITTED ") + parts;
    }

    private void receipt(String carrierMessageId, long recipient, String stat, String err) {
        receipts.add(new Receipt(
                (short) 1,
                carrierMessageId,
                random.nextInt(10) == 0 ? 0 : recipient,
                "ACME",
                stat,
                err,
                null,
                "id:" + carrierMessageId + " stat:" + stat + " err:" + err));
    }

    private void settleByTwo() throws InterruptedException {
        var next = new AtomicInteger();
        var failure = new AtomicReference<Throwable>();
        var started = new CountDownLatch(2);
        List<Thread> threads = new ArrayList<>();
        for (short shard = 0; shard < 2; shard++) {
            short slot = shard;
            threads.add(Thread.ofPlatform().start(() -> {
                try {
                    started.countDown();
                    started.await();
                    for (int at = next.getAndAdd(BATCH); at < receipts.size(); at = next.getAndAdd(BATCH))
                        settle(receipts.subList(at, Math.min(receipts.size(), at + BATCH)), slot);
                } catch (Throwable e) {
                    failure.set(e);
                }
            }));
        }
        for (Thread thread : threads) thread.join();
        assertThat(failure.get()).isNull();
    }

    private void settle(List<Receipt> batch, short shard) {
        settlement.settle(batch, Instant.now(), shard);
    }

    private Map<Integer, String> ends(long campaign) {
        Map<Integer, String> ends = new HashMap<>();
        database.asEngine(
                c -> Database.list(c, """
                select m.id, format('%s %s', s.code, m.parts_delivered) from message m join sub_status s on s.id = m.sub_status
                where m.campaign_id = ?
                """, s -> s.setLong(1, campaign), r -> ends.put(r.getInt(1), r.getString(2))));
        return ends;
    }

    private long stored(String which) {
        return database.asEngine(
                c -> Database.first(c, "select count(*) from receipt_inbox where " + which, s -> {}, r -> r.getLong(1))
                        .orElseThrow());
    }
}
