package dev.replay.replay;

import dev.replay.account.Money;
import dev.replay.campaign.CampaignStatus;
import dev.replay.campaign.CampaignView;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A first campaign and everything replayed from it, as a tree, and whom they reached together. */
@Schema(name = "Lineage")
record LineageView(
        @Schema(description = "The first campaign", examples = "123")
        long rootId,

        Node campaign,
        Reach reach,
        CampaignView.Cost cost) {

    @Schema(name = "LineageCampaign")
    record Node(
            long id,
            String name,
            CampaignStatus status,
            Instant createdAt,
            @Nullable Instant submittedAt,
            int recipients,
            CampaignView.Counts counts,
            CampaignView.Cost cost,

            @Schema(description = "What was chosen of the campaign above it; empty on the first")
            List<Selection.Item> selection,

            @Schema(description = "Its replays, oldest first")
            List<Node> children) {}

    /** Each person counts once, for the first campaign (by id) that reached them. */
    @Schema(name = "LineageReach", description = "Each person counts once, for the first campaign that reached them")
    record Reach(
            @Schema(description = "Recipients of the first campaign", examples = "100")
            long people,

            @Schema(description = "Distinct people with a Delivered message", examples = "82")
            long reached,

            long neverReached,

            @Schema(description = "Of the people: 0 to 1, four decimals", examples = "0.82")
            BigDecimal share,

            @Schema(description = "Everything charged / people reached, six decimals; null while nobody is") @Nullable
            Money costPerReached,

            @Schema(description = "The campaigns of the tree by id, drafts left out")
            List<Step> steps) {}

    @Schema(name = "ReachStep")
    record Step(
            long campaignId,

            @Schema(description = "Delivered messages of this campaign")
            long delivered,

            @Schema(description = "People that no earlier campaign of the tree had reached")
            long additional,

            @Schema(description = "People reached up to and with this campaign")
            long reached,

            @Schema(description = "The same of all people: 0 to 1, four decimals")
            BigDecimal share) {}
}
