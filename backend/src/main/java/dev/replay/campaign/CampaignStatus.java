package dev.replay.campaign;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Where a campaign is in its life. */
public enum CampaignStatus {
    DRAFT,
    AWAITING_APPROVAL,
    SCHEDULED,
    PROCESSING,
    PAUSED,
    SUBMITTED,
    CANCELLED;

    @JsonValue
    public String slug() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<CampaignStatus> parse(String slug) {
        return Stream.of(values()).filter(s -> s.slug().equals(slug)).findFirst();
    }
}
