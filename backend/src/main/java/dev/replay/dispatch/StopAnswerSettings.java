package dev.replay.dispatch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** `REPLAY_STOP_ANSWER`. */
@ConfigMapping(prefix = "replay")
interface StopAnswerSettings {
    /** Whether who is opted out by a STOP gets a message that says so. */
    @WithDefault("true")
    boolean stopAnswer();
}
