package dev.replay.credit;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One movement of an account's credits as it goes out. */
@JsonInclude(Include.ALWAYS)
@Schema(
        description =
                "One movement of the credits: available and reserved are signed, and all of them add up to the balance")
record LedgerEntry(
        long id,

        @Schema(enumeration = {"top-up", "hold", "release", "charge", "refund"})
        String kind,

        @Schema(examples = "-12.5000") String available,
        @Schema(examples = "12.5000") String reserved,
        @Schema(examples = "EUR") String currency,

        @Schema(description = "The campaign it is about; null for a top-up", nullable = true) @Nullable
        CampaignName campaign,

        String note,
        Instant at) {

    @Schema(description = "A campaign by its id and name; the name is null once it is deleted")
    record CampaignName(
            long id, @Schema(nullable = true) @Nullable String name) {}
}
