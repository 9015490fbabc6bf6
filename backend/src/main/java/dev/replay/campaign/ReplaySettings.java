package dev.replay.campaign;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.time.Period;
import java.time.temporal.TemporalAmount;
import org.eclipse.microprofile.config.spi.Converter;

/** `REPLAY_MIN_AGE`, `REPLAY_WINDOW`, `REPLAY_SCHEDULE_MIN`. */
@ConfigMapping(prefix = "replay")
public interface ReplaySettings {
    /** How old a campaign must be before it may be replayed. */
    @WithDefault("P1D")
    @WithConverter(Iso8601.class)
    TemporalAmount minAge();

    /** Until when after its first submission. */
    @WithDefault("P1M")
    @WithConverter(Iso8601.class)
    TemporalAmount window();

    /** How far ahead a schedule must be. */
    @WithDefault("PT15M")
    Duration scheduleMin();

    /** Reads both kinds of ISO 8601 amount: neither Period nor Duration reads `P1M` and `PT0S`. */
    final class Iso8601 implements Converter<TemporalAmount> {
        @Override
        public TemporalAmount convert(String value) {
            return value.contains("T") ? Duration.parse(value) : Period.parse(value);
        }
    }
}
