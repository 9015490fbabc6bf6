package dev.replay.launch;

import dev.replay.campaign.Campaign;
import dev.replay.campaign.CampaignStatus;
import dev.replay.campaign.ReplaySettings;
import dev.replay.campaign.ReplayWindow;
import dev.replay.campaign.SendBefore;
import dev.replay.credit.Holds;
import dev.replay.credit.Prices;
import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import dev.replay.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Launches and steers campaigns. Each verb is one transaction that locks the campaign first and touches no message row:
 * of any number of equal requests at once the first has its effect, the others meet the state it left.
 */
@ApplicationScoped
public class Launches {
    private final Database database;
    private final Holds holds;
    private final Prices prices;
    private final ReplaySettings settings;
    private final Clock clock;

    Launches(Database database, Holds holds, Prices prices, ReplaySettings settings, Clock clock) {
        this.database = database;
        this.holds = holds;
        this.prices = prices;
        this.settings = settings;
        this.clock = clock;
    }

    /** For whom a campaign is launched. */
    public record Payer(long accountId, String currency, ZoneId zone) {}

    /**
     * When it is to be sent, as the request has it: RFC 3339 with its zone.
     *
     * @param sendAt null for now
     * @param sendBefore null for what the draft says
     */
    public record Times(@Nullable String sendAt, @Nullable String sendBefore) {
        public static final Times NOW = new Times(null, null);
    }

    private record Estimate(long contentVersion, BigDecimal total, Instant validUntil) {}

    /** When a launch at a time would begin. @throws Refusal invalid-send-at */
    Instant sendAt(String sendAt, ZoneId zone) {
        return SendAt.parse(sendAt, clock.instant(), settings.scheduleMin(), zone);
    }

    /**
     * Confirms an estimate: holds its total, and starts or schedules the campaign.
     *
     * @return the status it has now: processing or scheduled
     * @throws Refusal not-found, state-conflict, invalid-send-at, invalid-send-before, replay-not-eligible, estimate-stale, no-carrier,
     *     insufficient-credits
     */
    public CampaignStatus launch(Payer payer, long campaignId, long estimateId, Times times) {
        return database.forAccount(payer.accountId, c -> {
            Campaign campaign = Campaign.locked(payer.accountId, campaignId);
            campaign.requireDraft("launched");
            Instant now = clock.instant();
            Instant at = times.sendAt == null ? null : sendAt(times.sendAt, payer.zone);
            if (times.sendBefore != null) campaign.sendBefore = SendBefore.parse(times.sendBefore, now);
            if (campaign.sendBefore != null) SendBefore.requireAfter(campaign.sendBefore, at == null ? now : at);
            requireEligible(campaign, payer.zone, now);
            Estimate estimate = requireFresh(c, campaign, estimateId, now);
            requireCarrier(c);
            holds.hold(c, campaign, estimate.total, payer.currency);
            campaign.estimateId = estimateId;
            if (at == null) {
                campaign.start(now);
                release(c, campaign);
            } else {
                campaign.schedule(at);
            }
            return campaign.status;
        });
    }

    private void requireEligible(Campaign campaign, ZoneId zone, Instant now) {
        if (campaign.replayOf == null) return;
        Campaign original = Campaign.of(campaign.accountId, campaign.replayOf);
        var eligibility = ReplayWindow.eligibility(
                original.status, original.submittedAt, settings.minAge(), settings.window(), zone, now);
        String reason = eligibility.reason();
        if (reason == null) return;
        Refusal refusal = new Refusal(
                        Problem.REPLAY_NOT_ELIGIBLE,
                        switch (reason) {
                            case "too-recent" ->
                                "Campaign %d may be replayed from %s on.".formatted(original.id, eligibility.from());
                            case "window-closed" ->
                                "Campaign %d could be replayed until %s.".formatted(original.id, eligibility.until());
                            default -> "Campaign %d is not submitted.".formatted(original.id);
                        })
                .with("reason", reason);
        if (eligibility.from() != null) refusal.with("from", eligibility.from());
        if (eligibility.until() != null) refusal.with("until", eligibility.until());
        throw refusal;
    }

    private Estimate requireFresh(Connection c, Campaign campaign, long estimateId, Instant now) throws SQLException {
        Optional<Estimate> found = Database.first(
                c,
                "SELECT content_version, total, valid_until FROM estimate WHERE id = ? AND campaign_id = ?",
                s -> {
                    s.setLong(1, estimateId);
                    s.setLong(2, campaign.id);
                },
                row -> new Estimate(
                        row.getLong(1),
                        row.getBigDecimal(2),
                        row.getTimestamp(3).toInstant()));
        if (found.isEmpty())
            throw stale("Campaign %d has no estimate %d; estimate it anew.".formatted(campaign.id, estimateId));
        Estimate estimate = found.get();
        if (estimate.contentVersion != campaign.contentVersion)
            throw stale("Audience, text, sender or route changed since the estimate; estimate it anew.");
        if (!now.isBefore(estimate.validUntil))
            throw stale("The estimate was valid until %s; estimate it anew.".formatted(estimate.validUntil));
        Map<String, BigDecimal> present = prices.of(c, campaign.accountId, campaign.route);
        Map<String, BigDecimal> frozen = new TreeMap<>();
        Database.list(
                c,
                "SELECT country, unit_price FROM estimate_line WHERE estimate_id = ?",
                s -> s.setLong(1, estimateId),
                row -> frozen.put(row.getString(1), row.getBigDecimal(2)));
        frozen.forEach((country, price) -> {
            BigDecimal today = present.get(country);
            if (today == null || today.compareTo(price) != 0)
                throw stale("The price for %s changed since the estimate; estimate it anew.".formatted(country));
        });
        return estimate;
    }

    private static Refusal stale(String detail) {
        return new Refusal(Problem.ESTIMATE_STALE, detail);
    }

    private static void requireCarrier(Connection c) throws SQLException {
        if (Database.first(c, "SELECT id FROM carrier WHERE active LIMIT 1", s -> {}, row -> row.getInt(1))
                .isEmpty())
            throw new Refusal(
                    Problem.NO_CARRIER,
                    "No carrier is configured: whoever runs this service sets REPLAY_SMPP_HOST, then launch again.");
    }

    /** Lets dispatch have a campaign that has just started: one lease over all of its messages, nothing written yet. */
    static void release(Connection c, Campaign campaign) throws SQLException {
        Database.update(
                c, "INSERT INTO lease (campaign_id, lo, hi, intent) VALUES (?, 1, ?, 0) ON CONFLICT DO NOTHING", s -> {
                    s.setLong(1, campaign.id);
                    s.setInt(2, campaign.recipients);
                });
    }

    /** Moves a scheduled campaign to another time; the hold and the frozen prices stay. */
    void reschedule(long accountId, long campaignId, String sendAt, ZoneId zone) {
        database.forAccount(accountId, c -> {
            Campaign campaign = Campaign.locked(accountId, campaignId);
            require(campaign, "rescheduled", CampaignStatus.SCHEDULED);
            Instant at = sendAt(sendAt, zone);
            if (campaign.sendBefore != null) SendBefore.requireAfter(campaign.sendBefore, at);
            campaign.schedule(at);
            return null;
        });
    }

    /** Makes a scheduled campaign a draft again and gives its hold back. */
    void unschedule(long accountId, long campaignId) {
        database.forAccount(accountId, c -> {
            Campaign campaign = Campaign.locked(accountId, campaignId);
            campaign.unschedule();
            holds.release(c, campaignId);
            return null;
        });
    }

    void pause(long accountId, long campaignId) {
        database.forAccount(accountId, c -> {
            Campaign campaign = Campaign.locked(accountId, campaignId);
            // A scheduled one has nothing to pause: paused by hand, its time would pass unnoticed.
            require(campaign, "paused", CampaignStatus.PROCESSING);
            campaign.pause("by-hand");
            return null;
        });
    }

    void resume(long accountId, long campaignId) {
        database.forAccount(accountId, c -> {
            Campaign campaign = Campaign.locked(accountId, campaignId);
            boolean starts = campaign.submittedAt == null;
            campaign.resume(clock.instant());
            if (starts) release(c, campaign);
            return null;
        });
    }

    /**
     * Ends a campaign: what is still queued will not be sent. The hold of one that never started is given back here;
     * of one that has, by the poster, once dispatch has settled what was on the wire.
     */
    public void cancel(long accountId, long campaignId) {
        database.forAccount(accountId, c -> {
            Campaign campaign = Campaign.locked(accountId, campaignId);
            campaign.cancel();
            if (campaign.submittedAt == null) holds.release(c, campaignId);
            return null;
        });
    }

    private static void require(Campaign campaign, String verb, CampaignStatus needed) {
        if (campaign.status == needed) return;
        throw new Refusal(
                        Problem.STATE_CONFLICT,
                        "Campaign %d is %s and cannot be %s.".formatted(campaign.id, campaign.status.slug(), verb))
                .with("campaignStatus", campaign.status.slug());
    }
}
