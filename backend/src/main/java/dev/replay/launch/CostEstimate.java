package dev.replay.launch;

import dev.replay.account.Money;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What a campaign would cost now: the answer to its confirmation. */
@Schema(description = "What a campaign would cost now; its prices hold for a launch until validUntil.")
public record CostEstimate(
        @Schema(description = "People who will be sent to: those skipped are not among them", examples = "998")
        int recipients,

        List<Skipped> skipped,

        @Schema(description = "Over all recipients", examples = "1996")
        long segments,

        @Schema(
                description = "mixed: some recipients' texts are GSM-7, others UCS-2",
                enumeration = {"GSM-7", "UCS-2", "mixed"})
        String encoding,

        @Schema(description = "By country, most recipients first")
        List<Line> lines,

        Money total,
        Credits credits,

        @Schema(
                description =
                        "Who would wait for the end of their quiet hours; null where everybody can be sent to at once")
        @Nullable
        Waiting quietHours,

        @Schema(examples = "42") long estimateId,
        Instant validUntil) {

    /** Among the recipients, priced as any. */
    @Schema(
            name = "WaitingRecipients",
            description = "Recipients who are in their quiet hours when it is to be sent, and are sent to afterwards")
    record Waiting(
            @Schema(examples = "1204") int recipients,

            @Schema(description = "When the first of them are sent to")
            Instant from,

            @Schema(description = "When the last of them are")
            Instant allFrom) {}

    /** People left out, unpriced. */
    @Schema(name = "SkippedRecipients", description = "People left out, and why")
    record Skipped(
            @Schema(enumeration = {"opt-out", "blocked"}) String reason, int count) {}

    @Schema(name = "CostLine", description = "One country's share: subtotal = segments × unitPrice, never rounded")
    record Line(
            @Schema(description = "ISO 3166-1 alpha-2", examples = "IN")
            String country,

            int recipients,
            long segments,
            @Schema(description = "For one segment") Money unitPrice,
            Money subtotal) {}

    /** The account's credits beside the total. */
    @Schema(name = "CreditsAfterwards", description = "The account's credits beside the total")
    record Credits(
            Money available,

            @Schema(description = "available − total; below zero where the credits do not suffice")
            Money after,

            boolean sufficient,

            @Schema(description = "What is missing, zero where the credits suffice")
            Money shortfall) {}
}
