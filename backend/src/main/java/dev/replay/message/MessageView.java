package dev.replay.message;

import dev.replay.account.Money;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** One recipient of a campaign and what became of the message. */
@Schema(name = "Message")
public record MessageView(
        @Schema(description = "The ordinal in its campaign, from 1", examples = "17")
        int id,

        @Schema(description = "E.164; null once the person was erased", examples = "+919812345678") @Nullable
        String recipient,

        @Schema(description = "ISO 3166-1 alpha-2", examples = "IN")
        String country,

        @Schema(
                description = "`queued` also while it is on the wire, else one of the four",
                enumeration = {"queued", "Sent", "Delivered", "UnDelivered", "NotSent"})
        String status,

        @Schema(description = "Null while queued", examples = "ABSENT-SUB") @Nullable
        String subStatus,

        @Schema(description = "Accepted by the carrier; 0 until it answers")
        int segments,

        @Schema(description = "The frozen unit price × segments; zero where NotSent, null while queued") @Nullable
        Money price,

        @Schema(description = "The carrier's name, null before one took it") @Nullable
        String carrier,

        @Schema(description = "The carrier's own ids, one a part, kept 30 days")
        List<String> carrierMessageIds,

        @Nullable Instant submittedAt,
        @Nullable Instant finalAt,

        @Schema(description = "Word for word what the carrier said last, null before") @Nullable
        Raw raw) {

    /** @param stat as in a receipt's `stat:`, or the command status of a refusal; err as in `err:` */
    @Schema(name = "CarrierWords")
    public record Raw(String stat, String err) {}
}
