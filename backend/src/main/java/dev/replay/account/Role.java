package dev.replay.account;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What a user or a key may do; each role may do what those before it may. */
public enum Role {
    @JsonProperty("viewer")
    VIEWER,
    @JsonProperty("sender")
    SENDER,
    @JsonProperty("approver")
    APPROVER,
    @JsonProperty("admin")
    ADMIN;

    public boolean covers(Role needed) {
        return compareTo(needed) >= 0;
    }

    public String slug() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException for a word that is no role */
    public static Role of(String slug) {
        return valueOf(slug.toUpperCase(Locale.ROOT));
    }
}
