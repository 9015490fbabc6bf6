package dev.replay.bench;

import dev.replay.carrier.OutcomeSink;
import dev.replay.carrier.PartOutcome;
import dev.replay.carrier.Submission;
import dev.replay.carrier.smpp.SmppCarrier;
import dev.replay.carrier.smpp.SmppSettings;
import dev.replay.sms.Encoding;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * The limit of sending: the least that is still durable. For each 500 messages one committed intent, the messages over the
 * same SMPP session, and one committed statement with outcomes, tally and references; two workers, nothing else.
 */
final class DurableLoop {
    static final String TEXT = "Your order is on its way.";

    private static final int WORKERS = 2;
    private static final int BATCH = 500;
    private static final short CARRIER = 1;
    private static final long NOBODY_ANSWERS = TimeUnit.SECONDS.toNanos(30);

    private static final String INTENT = "update lease set intent = ? where campaign_id = ? and lo = ?";

    private static final String OUTCOMES = """
            with moved as (
                update message m set status = 1, sub_status = p.sub_status, segments = 1, carrier_id = p.carrier_id,
                    submitted_at = p.at
                from unnest(?::int[], ?::text[]) as v(id, carrier_message_id),
                    (select ?::smallint as sub_status, ?::smallint as carrier_id, ?::timestamptz as at) p
                where m.campaign_id = ? and m.id = v.id and m.status = 0
                returning m.campaign_id, m.id, m.recipient, m.country, m.sub_status, m.carrier_id, m.submitted_at,
                    v.carrier_message_id),
            counted as (
                insert into tally (campaign_id, shard, status, sub_status, country, segments, count)
                select campaign_id, ?::smallint, status, sub_status, country, segments, sum(n) from (
                    select campaign_id, country, 0 as status, 0 as sub_status, 0 as segments, -1 as n from moved
                    union all
                    select campaign_id, country, 1, sub_status, 1, 1 from moved) d
                group by campaign_id, status, sub_status, country, segments
                order by campaign_id, status, sub_status, country, segments
                on conflict (campaign_id, shard, status, sub_status, country, segments)
                do update set count = tally.count + excluded.count)
            insert into carrier_ref
                (submitted_at, campaign_id, recipient, message_id, carrier_id, part, carrier_message_id)
            select submitted_at, campaign_id, recipient, id, carrier_id, 0, carrier_message_id from moved
            """;

    private final BenchDatabase database;
    private final SmppSettings smpp;
    private final long campaign;
    private final long[] recipients;
    private final short submitted;

    /** @param recipients by id, from 1 */
    DurableLoop(BenchDatabase database, SmppSettings smpp, long campaign, long[] recipients, short submitted) {
        this.database = database;
        this.smpp = smpp;
        this.campaign = campaign;
        this.recipients = recipients;
        this.submitted = submitted;
    }

    /** Sends to all of them. @return messages a second, settled, the start-up left out */
    double run() throws Exception {
        int total = recipients.length - 1;
        try (SmppCarrier carrier =
                        SmppCarrier.start(CARRIER, "bench", smpp, (delivery, acknowledge) -> acknowledge.accept(true));
                ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
                Connection watch = database.connect()) {
            awaitBound(carrier);
            List<Future<?>> workers = new ArrayList<>();
            for (int w = 0; w < WORKERS; w++) {
                int lo = 1 + (int) ((long) total * w / WORKERS);
                int hi = (int) ((long) total * (w + 1) / WORKERS);
                short shard = (short) w;
                workers.add(threads.submit(worker(carrier, lo, hi, shard)));
            }
            double rate = Advance.rate(watch, campaign, Advance.QUEUED, total);
            for (Future<?> worker : workers) worker.get(10, TimeUnit.SECONDS);
            return rate;
        }
    }

    static void awaitBound(SmppCarrier carrier) {
        long limit = System.nanoTime() + NOBODY_ANSWERS;
        while (carrier.binds().stream().anyMatch(bind -> !bind.state().equals("bound"))) {
            if (System.nanoTime() > limit) throw new IllegalStateException("no SMSC: " + carrier.binds());
            LockSupport.parkNanos(1_000_000);
        }
    }

    private Callable<Void> worker(SmppCarrier carrier, int lo, int hi, short shard) {
        return () -> {
            try (Connection c = database.connect()) {
                BenchDatabase.execute(
                        c,
                        "insert into lease (campaign_id, lo, hi, intent, owner, expires_at) values (%d, %d, %d, %d, 'bench', now() + interval '1 h')"
                                .formatted(campaign, lo, hi, lo - 1));
                try (PreparedStatement intent = c.prepareStatement(INTENT);
                        PreparedStatement outcomes = c.prepareStatement(OUTCOMES)) {
                    for (int above = lo - 1; above < hi; ) {
                        int upTo = Math.min(above + BATCH, hi);
                        intent.setInt(1, upTo);
                        intent.setLong(2, campaign);
                        intent.setInt(3, lo);
                        intent.executeUpdate();
                        settle(c, outcomes, new Window(carrier, above, upTo).send(), shard);
                        above = upTo;
                    }
                }
            }
            return null;
        };
    }

    private void settle(Connection c, PreparedStatement outcomes, Window window, short shard) throws SQLException {
        int n = window.answers.length;
        var ids = new int[n];
        for (int i = 0; i < n; i++) ids[i] = window.above + 1 + i;
        outcomes.setObject(1, ids);
        outcomes.setArray(2, c.createArrayOf("text", window.answers));
        outcomes.setShort(3, submitted);
        outcomes.setShort(4, CARRIER);
        outcomes.setTimestamp(5, Timestamp.from(Instant.now()));
        outcomes.setLong(6, campaign);
        outcomes.setShort(7, shard);
        int settled = outcomes.executeUpdate();
        if (settled != n) throw new IllegalStateException(settled + " of " + n + " settled");
    }

    /** Messages on the wire together, and what was answered of each. */
    private final class Window implements OutcomeSink {
        private final SmppCarrier carrier;
        private final int above;
        private final String[] answers;
        private final AtomicInteger open;
        private final Thread sender = Thread.currentThread();

        Window(SmppCarrier carrier, int above, int upTo) {
            this.carrier = carrier;
            this.above = above;
            this.answers = new String[upTo - above];
            this.open = new AtomicInteger(upTo - above);
        }

        Window send() {
            long limit = System.nanoTime() + NOBODY_ANSWERS;
            for (int i = 0; i < answers.length; i++) {
                Submission message = message(campaign, above + 1 + i, recipients[above + 1 + i]);
                while (!carrier.submit(message, this)) {
                    carrier.flush();
                    LockSupport.parkNanos(20_000);
                    if (System.nanoTime() > limit) throw new IllegalStateException("no room on the wire");
                }
            }
            carrier.flush();
            while (open.get() > 0) {
                LockSupport.parkNanos(1_000_000);
                if (System.nanoTime() > limit) throw new IllegalStateException(open + " were never answered");
            }
            return this;
        }

        @Override
        public void settled(Submission message, List<PartOutcome> parts) {
            if (parts.getFirst() instanceof PartOutcome.Accepted accepted)
                answers[message.messageId() - above - 1] = accepted.carrierMessageId();
            if (open.decrementAndGet() == 0) LockSupport.unpark(sender);
        }
    }

    static Submission message(long campaign, int id, long recipient) {
        return new Submission(
                campaign,
                id,
                "ACME",
                recipient,
                Encoding.GSM_7,
                List.of(TEXT.getBytes(StandardCharsets.US_ASCII)),
                Duration.ofDays(1));
    }
}
