package dev.replay.dispatch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How messages leave: `REPLAY_DISPATCH_*`. */
@ConfigMapping(prefix = "replay.dispatch")
public interface DispatchSettings {
    /** Threads that send, each with leases of its own; 0 sends nothing. */
    @WithDefault("2")
    int workers();

    /**
     * Messages a worker may have claimed and not yet settled: what a crash leaves in doubt, at most. So many are claimed only
     * of a carrier that is as fast.
     */
    @WithDefault("1000")
    int window();

    /** Messages of one lease. Small enough that several processes share a campaign, and a small one is not stuck. */
    @WithDefault("20000")
    int leaseSize();

    /** After how long without a word the rest of a lease goes to somebody else. */
    @WithDefault("PT10S")
    Duration lease();

    /** How long the carrier may go on trying: nothing of a campaign should be in flight when its replay opens. */
    @WithDefault("P1D")
    Duration validity();

    /** After how long without a receipt a message is Sent / SENT - NO DLR. */
    @WithDefault("PT72H")
    Duration noReceiptAfter();

    /** How long a message must have been in doubt, by the database's clock, before somebody may have it sent again. */
    @WithDefault("PT10M")
    Duration sendAgainAfter();
}
