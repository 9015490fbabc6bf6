package dev.replay.receipt;

import dev.replay.carrier.Delivery.Receipt;
import dev.replay.store.BinaryCopy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;

/** Receipts as the inbox keeps them, on their way there: a COPY costs PostgreSQL half of what an INSERT of arrays does. */
final class ReceiptRows {
    private static final String INTO = """
            receipt_inbox (received_at, done_at, recipient, carrier_id, carrier_message_id, stat, err, raw, sender,
                account_id, campaign_id, message_id, part)""";

    private static final int FIELDS = 13;
    private static final int OF_THE_MESSAGE = 4;

    private final Instant receivedAt;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final BinaryCopy rows = new BinaryCopy(Channels.newChannel(bytes));

    ReceiptRows(Instant receivedAt) {
        this.receivedAt = receivedAt;
    }

    void add(Receipt r, long accountId, long campaignId, int messageId, int part) {
        try {
            receipt(r);
            rows.int8(accountId);
            rows.int8(campaignId);
            rows.int4(messageId);
            rows.int2((short) part);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Nobody knows yet whose it is. */
    void addUnknown(Receipt r) {
        try {
            receipt(r);
            for (int i = 0; i < OF_THE_MESSAGE; i++) rows.nothing();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void receipt(Receipt r) throws IOException {
        rows.row(FIELDS);
        rows.timestamptz(receivedAt);
        rows.timestamptz(r.doneAt());
        rows.int8(r.recipient());
        rows.int2(r.carrierId());
        rows.text(Settlement.clean(r.carrierMessageId()));
        rows.text(Settlement.clean(r.stat()));
        rows.text(Settlement.clean(r.err()));
        rows.text(Settlement.clean(r.text()));
        rows.text(Settlement.clean(r.sender()));
    }

    /** In the caller's transaction. */
    void store(Connection c) throws SQLException {
        try {
            rows.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        BinaryCopy.copy(c, INTO, new ByteArrayInputStream(bytes.toByteArray()));
    }
}
