package dev.replay.replay;

import dev.replay.account.Money;
import dev.replay.campaign.ReplayWindow;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Whom a replay with a selection would reach, and about what it would cost. */
@Schema(name = "ReplayPreview")
record PreviewView(
        @Schema(description = "People the replay would be made of", examples = "208000")
        long targets,

        @Schema(description = "Chosen, but left out") List<Skipped> skipped,

        @Schema(
                description =
                        "Exact for a text without variables. With variables: what the carrier took the first time,"
                                + " and the campaign's average where it took nothing")
        long segments,

        Estimate estimate,
        List<OfStatus> byStatus,
        @Schema(description = "Most targets first") List<OfCountry> byCountry,
        ReplayWindow.Eligibility eligibility) {

    @Schema(name = "SkippedTargets")
    record Skipped(
            @Schema(
                    description = "`unconfirmed`: nobody knows whether the first message went out",
                    enumeration = {"opt-out", "blocked", "erased", "unconfirmed"})
            String reason,

            long count) {}

    @Schema(name = "ReplayEstimate", description = "At today's prices; countries without a price are left out")
    record Estimate(
            @Schema(description = "A decimal string", examples = "520.0000")
            String total,

            @Schema(description = "ISO 4217", examples = "EUR")
            String currency) {}

    @Schema(name = "TargetsOfStatus")
    record OfStatus(
            @Schema(examples = "UnDelivered") String status,
            long targets,
            @Schema(description = "Most targets first") List<OfSubStatus> subStatuses) {}

    @Schema(name = "TargetsOfSubStatus")
    record OfSubStatus(@Schema(examples = "ABSENT-SUB") String code, long targets) {}

    @Schema(name = "TargetsOfCountry")
    record OfCountry(
            @Schema(description = "ISO 3166-1 alpha-2", examples = "IN")
            String country,

            long targets,
            long segments,

            @Schema(description = "For one segment; null where the route has no price for the country") @Nullable
            Money unitPrice,

            @Nullable Money subtotal) {}
}
