package dev.replay.dispatch;

import dev.replay.carrier.OutcomeSink;
import dev.replay.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * The carrier's ids of one message's parts, as far as they are known. Which id stands for which part means nothing but that
 * each part has one: a text is whole when every part has been heard of, so no two ids may share a part and no id have two.
 */
public final class PartIds {
    private final Map<Integer, String> byPart = new TreeMap<>();

    private PartIds() {}

    /**
     * Locks the message's row: whoever gives out parts does it one after the other.
     *
     * @param since when the earliest of them can have been written
     */
    public static PartIds locked(Connection c, long campaignId, int messageId, Instant since) throws SQLException {
        Database.first(
                c,
                "select id from message where campaign_id = ? and id = ? for update",
                s -> {
                    s.setLong(1, campaignId);
                    s.setInt(2, messageId);
                },
                r -> r.getInt(1));
        var known = new PartIds();
        Database.list(
                c,
                """
                select part, carrier_message_id from carrier_ref
                where campaign_id = ? and message_id = ? and submitted_at > ?
                """,
                s -> {
                    s.setLong(1, campaignId);
                    s.setInt(2, messageId);
                    s.setTimestamp(3, Timestamp.from(since));
                },
                r -> known.byPart.put(r.getInt(1), r.getString(2)));
        return known;
    }

    public boolean knows(String carrierMessageId) {
        return byPart.containsValue(carrierMessageId);
    }

    /** The parts that have no id yet, in order. */
    public List<Integer> missing(int parts) {
        if (byPart.containsKey(OutcomeSink.WHOLE)) return List.of();
        return IntStream.range(0, parts)
                .filter(part -> !byPart.containsKey(part))
                .boxed()
                .toList();
    }

    /** From now on a receipt of this id is of this part. */
    public static void add(
            Connection c,
            long campaignId,
            int messageId,
            long recipient,
            short carrierId,
            int part,
            String carrierMessageId,
            Instant submittedAt)
            throws SQLException {
        Database.update(c, """
                insert into carrier_ref
                    (submitted_at, campaign_id, recipient, message_id, carrier_id, part, carrier_message_id)
                values (?, ?, ?, ?, ?, ?, ?)
                """, s -> {
            s.setTimestamp(1, Timestamp.from(submittedAt));
            s.setLong(2, campaignId);
            s.setLong(3, recipient);
            s.setInt(4, messageId);
            s.setShort(5, carrierId);
            s.setShort(6, (short) part);
            s.setString(7, carrierMessageId);
        });
    }
}
