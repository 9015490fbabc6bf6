package dev.replay.audience;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.nio.file.Path;

/** `REPLAY_DATA_DIR`. */
@ConfigMapping(prefix = "replay")
interface UploadSettings {
    /** Uploads under way lie in its folder `uploads`. */
    @WithDefault(".data")
    Path dataDir();
}
