package dev.replay.receipt;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How receipts are settled: `REPLAY_RECEIPT_*`. */
@ConfigMapping(prefix = "replay.receipt")
interface ReceiptSettings {
    /** Threads that settle, each a batch at a time. */
    @WithDefault("2")
    int workers();

    /**
     * How long an unknown id is waited for before its receipt may settle a message in doubt: longer than a response may
     * take, which would bring the id.
     */
    @WithDefault("PT1M")
    Duration grace();
}
