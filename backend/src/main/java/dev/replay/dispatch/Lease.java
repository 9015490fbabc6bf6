package dev.replay.dispatch;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The ids lo…hi of a campaign. Ids up to intent may have been written to a carrier, none beyond it.
 *
 * @param fence moves whenever the lease changes hands
 * @param notBefore when to look at it again, where all that is queued of it waits for a morning or a carrier
 */
record Lease(
        long campaignId,
        int lo,
        int hi,
        int intent,
        long fence,
        @Nullable Instant notBefore) {
    Lease(long campaignId, int lo, int hi, int intent, long fence) {
        this(campaignId, lo, hi, intent, fence, null);
    }

    Lease upTo(int hi) {
        return new Lease(campaignId, lo, hi, intent, fence, notBefore);
    }

    /** Of columns campaign_id, lo, hi, intent, fence, not_before. */
    static Lease of(ResultSet r) throws SQLException {
        Timestamp notBefore = r.getTimestamp(6);
        return new Lease(
                r.getLong(1),
                r.getInt(2),
                r.getInt(3),
                r.getInt(4),
                r.getLong(5),
                notBefore == null ? null : notBefore.toInstant());
    }
}
