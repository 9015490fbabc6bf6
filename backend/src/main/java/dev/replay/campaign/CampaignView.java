package dev.replay.campaign;

import dev.replay.account.Money;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A campaign as it goes out. */
@Schema(name = "Campaign")
public record CampaignView(
        long id,
        String name,
        CampaignStatus status,
        long senderId,
        String route,
        String body,
        @Nullable Long templateId,
        Map<String, String> variableDefaults,

        @Schema(
                description =
                        "The recipients' columns: what each of them brings a value for, in the order of the import")
        List<String> variables,

        int recipients,
        Counts counts,

        @Schema(description = "Why it is paused: by-hand, missed-schedule, …") @Nullable
        String pauseReason,

        @Schema(description = "What a running campaign waits for: carrier, quiet-hours, credits") @Nullable
        String waitingFor,

        @Schema(description = "Segments per second; null is unlimited") @Nullable
        Integer rate,

        @Schema(description = "What has not been sent by then is left out, as NotSent / EXPIRED-BEFORE-SEND") @Nullable
        Instant sendBefore,

        @Schema(description = "The campaign of which this is a replay") @Nullable
        Long replayOf,

        @Schema(description = "The first campaign of the line; its own id where it is no replay")
        long rootId,

        ReplayWindow.Eligibility replay,
        Instant createdAt,
        @Nullable Instant scheduledAt,

        @Schema(description = "When it was first submitted; the replay window counts from here") @Nullable
        Instant submittedAt,

        @Schema(description = "When nothing awaited a delivery receipt any more") @Nullable
        Instant settledAt,

        Cost cost) {

    /** Messages by what is known of them; they add up to the recipients. */
    @Schema(name = "CampaignCounts")
    public record Counts(long queued, long sent, long delivered, long undelivered, long notSent) {
        static final Counts NONE = new Counts(0, 0, 0, 0, 0);

        /** @param status as message.status has it, 0 queued … 4 not sent */
        Counts plus(int status, long count) {
            return switch (status) {
                case 0 -> new Counts(queued + count, sent, delivered, undelivered, notSent);
                case 1 -> new Counts(queued, sent + count, delivered, undelivered, notSent);
                case 2 -> new Counts(queued, sent, delivered + count, undelivered, notSent);
                case 3 -> new Counts(queued, sent, delivered, undelivered + count, notSent);
                case 4 -> new Counts(queued, sent, delivered, undelivered, notSent + count);
                default -> throw new IllegalArgumentException("no such status: " + status);
            };
        }
    }

    /** @param estimated what was confirmed at the launch; null before it */
    @Schema(name = "CampaignCost")
    public record Cost(
            @Nullable Money estimated,

            @Schema(description = "Unit price × segments of every message that was accepted")
            Money charged) {}
}
