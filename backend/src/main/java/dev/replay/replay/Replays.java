package dev.replay.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.replay.campaign.Campaign;
import dev.replay.campaign.CampaignView;
import dev.replay.campaign.CampaignViews;
import dev.replay.campaign.ReplaySettings;
import dev.replay.campaign.ReplayWindow;
import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import dev.replay.status.Catalogue;
import dev.replay.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the next campaign of a closed one, when it may be replayed. */
@ApplicationScoped
public class Replays {
    static final int LONGEST_NAME = 200;
    private static final DateTimeFormatter DEFAULT_NAME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    private final Database database;
    private final Catalogue catalogue;
    private final CampaignViews campaigns;
    private final ReplaySettings settings;
    private final ObjectMapper json;
    private final Clock clock;

    Replays(
            Database database,
            Catalogue catalogue,
            CampaignViews campaigns,
            ReplaySettings settings,
            ObjectMapper json,
            Clock clock) {
        this.database = database;
        this.catalogue = catalogue;
        this.campaigns = campaigns;
        this.settings = settings;
        this.json = json;
        this.clock = clock;
    }

    /**
     * A draft of the chosen recipients.
     *
     * @param name null or blank for the present date and time in the zone
     * @throws Refusal not-found, nothing-selected, unknown-status, replay-not-eligible, no-targets
     */
    public CampaignView create(
            long accountId, ZoneId zone, long sourceId, @Nullable List<Selection.Item> select, @Nullable String name) {
        return database.forAccount(accountId, c -> {
            Instant now = clock.instant();
            Campaign source = Campaign.of(accountId, sourceId);
            Selection selection = Selection.of(select, catalogue);
            String named = named(name, zone, now);
            require(source, eligibility(source, zone));
            long replay = Freeze.draft(c, source, named, stored(selection), now);
            Freeze.recipients(c, source, replay, selection);
            return campaigns.of(accountId, replay);
        });
    }

    ReplayWindow.Eligibility eligibility(Campaign campaign, ZoneId zone) {
        return ReplayWindow.eligibility(
                campaign.status, campaign.submittedAt, settings.minAge(), settings.window(), zone, clock.instant());
    }

    private static void require(Campaign campaign, ReplayWindow.Eligibility eligibility) {
        if (eligibility.eligible()) return;
        String detail =
                switch (String.valueOf(eligibility.reason())) {
                    case "too-recent" ->
                        "Campaign %d can be replayed from %s.".formatted(campaign.id, eligibility.from());
                    case "window-closed" ->
                        "Campaign %d could be replayed until %s.".formatted(campaign.id, eligibility.until());
                    default ->
                        "Campaign %d is %s; only a submitted one can be replayed."
                                .formatted(campaign.id, campaign.status.slug());
                };
        throw new Refusal(Problem.REPLAY_NOT_ELIGIBLE, detail)
                .with("reason", eligibility.reason())
                .with("from", eligibility.from())
                .with("until", eligibility.until());
    }

    private static String named(@Nullable String wanted, ZoneId zone, Instant now) {
        if (wanted == null || wanted.isBlank()) return DEFAULT_NAME.format(now.atZone(zone));
        if (wanted.strip().length() > LONGEST_NAME) {
            throw Refusal.at(
                    Problem.INVALID_REQUEST, "/name", "A name has at most %d characters.".formatted(LONGEST_NAME));
        }
        return wanted.strip();
    }

    private String stored(Selection selection) {
        try {
            return json.writeValueAsString(selection.canonical());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a selection is plain text", e);
        }
    }
}
