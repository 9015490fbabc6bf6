package dev.replay.message;

import dev.replay.status.SubStatuses;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One row's step from the state it was seen in to the next one; it happens only if the row still stands in the first.
 *
 * @param segments what is charged for: segments accepted
 * @param parts bit mask of the parts delivered
 * @param raw what the carrier said: id in raw_status
 * @param finalAt when it became final; null while it is not
 */
public record Move(
        long campaignId,
        int id,
        State from,
        State to,
        short raw,
        @Nullable Instant finalAt) {
    public record State(short status, short subStatus, short segments, int parts) {
        /** Imported and not yet sent. */
        public static final State QUEUED = new State((short) 0, SubStatuses.NONE, (short) 0, 0);

        /** The same, and put off until its recipient's quiet hours are over, or a carrier is back: surely not on any wire. */
        public static final State DEFERRED = new State((short) 0, SubStatuses.DEFERRED, (short) 0, 0);

        /** What is queued has the one or the other. */
        public static State queued(short subStatus) {
            return subStatus == SubStatuses.DEFERRED ? DEFERRED : QUEUED;
        }
    }
}
