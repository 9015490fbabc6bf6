package dev.replay.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;

/**
 * The limit of settling receipts: for each 1,000 an insert into the inbox and an UPDATE by key in the same commit, over one
 * connection; nothing is looked up, weighed or counted.
 */
final class InboxLoop {
    private static final int BATCH = 1_000;

    private static final String STORE = """
            insert into receipt_inbox (received_at, done_at, account_id, campaign_id, recipient, message_id,
                carrier_id, part, carrier_message_id, stat, err, raw)
            select ?, * from unnest(?::timestamptz[], ?::bigint[], ?::bigint[], ?::bigint[], ?::int[],
                ?::smallint[], ?::smallint[], ?::text[], ?::text[], ?::text[], ?::text[])
            """;

    private static final String SETTLE = """
            update message m set status = 2, sub_status = ?, parts_delivered = 1, final_at = ?
            from unnest(?::int[]) as v(id)
            where m.campaign_id = ? and m.id = v.id
            """;

    private InboxLoop() {}

    /** @param recipients by id, from 1. @return receipts a second, the first tenth left out */
    static double run(Connection c, long campaign, long[] recipients, short delivered) throws SQLException {
        int total = recipients.length - 1;
        int starting = total / 10 / BATCH * BATCH;
        long start = System.nanoTime();
        c.setAutoCommit(false);
        try (PreparedStatement store = c.prepareStatement(STORE);
                PreparedStatement settle = c.prepareStatement(SETTLE)) {
            for (int above = 0; above < total; above += BATCH) {
                if (above == starting) start = System.nanoTime();
                int n = Math.min(BATCH, total - above);
                Timestamp now = Timestamp.from(Instant.now());
                var ids = new Integer[n];
                Arrays.setAll(ids, i -> 0);
                for (int i = 0; i < n; i++) ids[i] = above + 1 + i;
                store(c, store, campaign, recipients, ids, now);
                settle.setShort(1, delivered);
                settle.setTimestamp(2, now);
                settle.setArray(3, c.createArrayOf("int4", ids));
                settle.setLong(4, campaign);
                if (settle.executeUpdate() != n) throw new IllegalStateException("not all of " + n + " are there");
                c.commit();
            }
        } finally {
            c.setAutoCommit(true);
        }
        return (total - starting) / BenchDatabase.seconds(start);
    }

    private static void store(
            Connection c, PreparedStatement s, long campaign, long[] recipients, Integer[] ids, Timestamp now)
            throws SQLException {
        int n = ids.length;
        var account = new Long[n];
        var campaigns = new Long[n];
        var recipient = new long[n];
        var carrier = new short[n];
        var part = new Short[n];
        var carrierMessageId = new String[n];
        var raw = new String[n];
        for (int i = 0; i < n; i++) {
            recipient[i] = recipients[ids[i]];
            carrierMessageId[i] = Long.toHexString((campaign << 24) + ids[i]);
            raw[i] = "id:" + carrierMessageId[i]
                    + " sub:001 dlvrd:001 submit date:2611230905 done date:2611230905 stat:DELIVRD err:000 text:";
        }
        Arrays.fill(account, 1L);
        Arrays.fill(campaigns, campaign);
        Arrays.fill(carrier, (short) 1);
        Arrays.fill(part, (short) 0);
        s.setTimestamp(1, now);
        s.setArray(2, c.createArrayOf("timestamptz", filled(n, now)));
        s.setArray(3, c.createArrayOf("int8", account));
        s.setArray(4, c.createArrayOf("int8", campaigns));
        s.setObject(5, recipient);
        s.setArray(6, c.createArrayOf("int4", ids));
        s.setObject(7, carrier);
        s.setArray(8, c.createArrayOf("int2", part));
        s.setArray(9, c.createArrayOf("text", carrierMessageId));
        s.setArray(10, c.createArrayOf("text", filled(n, "DELIVRD")));
        s.setArray(11, c.createArrayOf("text", filled(n, "000")));
        s.setArray(12, c.createArrayOf("text", raw));
        s.executeUpdate();
    }

    private static Object[] filled(int n, Object value) {
        var all = new Object[n];
        Arrays.fill(all, value);
        return all;
    }
}
