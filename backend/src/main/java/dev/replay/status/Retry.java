package dev.replay.status;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What to do about recipients with a sub-status. */
public enum Retry {
    /** The fault is passing: send again soon. */
    SOON,
    /** The recipient could not be reached for now: try hours or days later. */
    WAIT,
    /** Sending again fails the same way until something of ours is put right. */
    FIX_FIRST,
    /** This number will not, or may not, be reached. */
    NEVER,
    /** It arrived. */
    REACHED,
    /** Nobody knows; it may have arrived. */
    UNCLEAR;

    @JsonValue
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** @throws IllegalArgumentException when there is no such advice */
    static Retry ofSlug(String slug) {
        return valueOf(slug.replace('-', '_').toUpperCase(Locale.ROOT));
    }
}
