package dev.replay.launch;

import dev.replay.account.Money;
import dev.replay.audience.QuietHours;
import dev.replay.campaign.Campaign;
import dev.replay.campaign.CampaignStatus;
import dev.replay.credit.Holds;
import dev.replay.credit.Prices;
import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import dev.replay.launch.AudienceCounter.Audience;
import dev.replay.launch.AudienceCounter.Suppressed;
import dev.replay.sms.MessageBody;
import dev.replay.sms.SmsText;
import dev.replay.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What a draft would cost: one version of its audience, text and prices, kept for a launch. It refuses whatever could not
 * be sent as it stands, so that nothing of the kind turns up when messages are on their way. No transaction stays open
 * while it counts; a draft that changed meanwhile is refused at the end.
 */
@ApplicationScoped
public class Estimates {
    static final Duration VALID = Duration.ofMinutes(15);

    private final Database database;
    private final AudienceCounter counter;
    private final Prices prices;
    private final Holds holds;
    private final Clock clock;

    Estimates(Database database, AudienceCounter counter, Prices prices, Holds holds, Clock clock) {
        this.database = database;
        this.counter = counter;
        this.prices = prices;
        this.holds = holds;
        this.clock = clock;
    }

    /** @param countries the sender ID's own; empty means every country that has a price */
    private record Draft(Audience audience, long contentVersion, String route, Set<String> countries) {}

    /**
     * @param currency the account's
     * @param sendAt when it is to be sent; null for now
     * @throws Refusal not-found, state-conflict, invalid-body, no-recipients, unknown-variable, missing-variable,
     *     text-too-long, unpriced-country
     */
    public CostEstimate estimate(long accountId, long campaignId, String currency, @Nullable Instant sendAt) {
        Draft draft = database.forAccount(accountId, c -> draft(c, accountId, campaignId));
        Suppressed suppressed = counter.suppressed(draft.audience);
        Counted counted = counter.count(draft.audience, suppressed);
        refuseUnsendable(draft.audience, counted);
        if (counted.countries.isEmpty())
            throw new Refusal(
                            Problem.NO_RECIPIENTS,
                            draft.audience.recipients() == 0
                                    ? "The campaign has no recipients yet."
                                    : "Every recipient has opted out or is blocked.")
                    .with("skipped", skipped(suppressed));
        Map<String, BigDecimal> unitPrices = database.forAccount(accountId, c -> prices.of(c, accountId, draft.route));
        refuseUnpriced(draft, counted, unitPrices);
        CostEstimate.Waiting waiting = waiting(draft.audience, counted, sendAt == null ? clock.instant() : sendAt);
        return database.forAccount(accountId, c -> keep(c, draft, suppressed, counted, waiting, unitPrices, currency));
    }

    private CostEstimate.@Nullable Waiting waiting(Audience audience, Counted counted, Instant at) {
        QuietHours quiet = database.forAccount(audience.accountId(), c -> QuietHours.of(c, audience.accountId()));
        if (quiet.none()) return null;
        var asleep = counter.asleep(audience, counted, quiet.at(at));
        return asleep.from == null || asleep.allFrom == null
                ? null
                : new CostEstimate.Waiting(asleep.recipients, asleep.from, asleep.allFrom);
    }

    private static Draft draft(Connection c, long accountId, long campaignId) throws SQLException {
        Campaign campaign = Campaign.of(accountId, campaignId);
        if (campaign.status != CampaignStatus.AWAITING_APPROVAL) campaign.requireDraft("estimated");
        Audience audience = new Audience(
                accountId,
                campaignId,
                campaign.recipients,
                List.copyOf(campaign.variableNames),
                Map.copyOf(campaign.variableDefaults),
                body(campaign));
        if (campaign.recipients == 0)
            throw new Refusal(Problem.NO_RECIPIENTS, "The campaign has no recipients yet.").with("skipped", List.of());
        List<String> unknown = audience.renderer(audience.columns()).unknown();
        if (!unknown.isEmpty())
            throw new Refusal(
                            Problem.UNKNOWN_VARIABLE,
                            "The body uses %s, for which the recipients have no column and the campaign no default."
                                    .formatted(braced(unknown)))
                    .with("variables", unknown);
        return new Draft(audience, campaign.contentVersion, campaign.route, senderCountries(c, campaign.senderId));
    }

    private static MessageBody body(Campaign campaign) {
        if (campaign.body.isBlank())
            throw new Refusal(Problem.INVALID_BODY, "The message body is blank.").with("offset", 0);
        try {
            return MessageBody.parse(campaign.body);
        } catch (MessageBody.Malformed e) {
            throw new Refusal(Problem.INVALID_BODY, "At offset %d: %s".formatted(e.offset(), e.detail()))
                    .with("offset", e.offset());
        }
    }

    private static Set<String> senderCountries(Connection c, long senderId) throws SQLException {
        return Set.copyOf(Database.list(
                c,
                "SELECT unnest(countries) FROM sender WHERE id = ?",
                s -> s.setLong(1, senderId),
                row -> row.getString(1)));
    }

    private void refuseUnsendable(Audience audience, Counted counted) {
        if (counted.missingCount > 0) {
            Map<Integer, String> recipients = recipients(
                    audience, counted.missing.stream().map(Counted.Missing::id).toList());
            List<String> variables = counted.missing.stream()
                    .flatMap(row -> row.variables().stream())
                    .distinct()
                    .toList();
            throw new Refusal(
                            Problem.MISSING_VARIABLE,
                            "%s no value for %s, and the campaign no default%s."
                                    .formatted(
                                            counted.missingCount == 1
                                                    ? "1 recipient has"
                                                    : counted.missingCount + " recipients have",
                                            variables.stream()
                                                    .map(v -> "{" + v + "}")
                                                    .collect(Collectors.joining(" or ")),
                                            firstOf(counted.missingCount)))
                    .with("count", counted.missingCount)
                    .with(
                            "recipients",
                            counted.missing.stream()
                                    .map(row -> Map.of(
                                            "id",
                                            row.id(),
                                            "recipient",
                                            recipients.get(row.id()),
                                            "variables",
                                            row.variables()))
                                    .toList());
        }
        if (counted.tooLongCount > 0) {
            Map<Integer, String> recipients = recipients(
                    audience, counted.tooLong.stream().map(Counted.TooLong::id).toList());
            throw new Refusal(
                            Problem.TEXT_TOO_LONG,
                            "The text is longer than %d segments for %s%s."
                                    .formatted(
                                            SmsText.MAX_SEGMENTS,
                                            counted.tooLong.isEmpty() ? "everybody" : people(counted.tooLongCount),
                                            counted.tooLong.isEmpty() ? "" : firstOf(counted.tooLongCount)))
                    .with("count", counted.tooLongCount)
                    .with(
                            "recipients",
                            counted.tooLong.stream()
                                    .map(row -> Map.of(
                                            "id",
                                            row.id(),
                                            "recipient",
                                            recipients.get(row.id()),
                                            "segments",
                                            row.segments()))
                                    .toList());
        }
    }

    /** The numbers of a few rows, in E.164. */
    private Map<Integer, String> recipients(Audience audience, List<Integer> ids) {
        Map<Integer, String> found = new HashMap<>();
        database.forAccount(
                audience.accountId(),
                c -> Database.list(
                        c,
                        "SELECT id, recipient FROM message WHERE campaign_id = ? AND id = ANY (?)",
                        s -> {
                            s.setLong(1, audience.campaignId());
                            s.setArray(2, c.createArrayOf("integer", ids.toArray()));
                        },
                        row -> found.put(row.getInt(1), "+" + row.getLong(2))));
        return found;
    }

    /** A country outside of the sender ID's own is refused as one without a price: nothing could be sent there. */
    private static void refuseUnpriced(Draft draft, Counted counted, Map<String, BigDecimal> unitPrices) {
        List<Map<String, Object>> unpriced = new ArrayList<>();
        counted.countries.forEach((country, share) -> {
            boolean outside = !draft.countries.isEmpty() && !draft.countries.contains(country);
            if (!outside && unitPrices.containsKey(country)) return;
            unpriced.add(Map.of(
                    "country",
                    country,
                    "recipients",
                    share.recipients,
                    "reason",
                    outside ? "not-a-country-of-the-sender-id" : "no-price"));
        });
        if (unpriced.isEmpty()) return;
        throw new Refusal(
                        Problem.UNPRICED_COUNTRY,
                        "Nothing can be sent on route %s to %s."
                                .formatted(
                                        draft.route,
                                        unpriced.stream()
                                                .map(one -> one.get("country") + " ("
                                                        + people((int) one.get("recipients")) + ")")
                                                .collect(Collectors.joining(", "))))
                .with("countries", unpriced);
    }

    private CostEstimate keep(
            Connection c,
            Draft draft,
            Suppressed suppressed,
            Counted counted,
            CostEstimate.@Nullable Waiting waiting,
            Map<String, BigDecimal> unitPrices,
            String currency)
            throws SQLException {
        Audience audience = draft.audience;
        Campaign campaign = Campaign.locked(audience.accountId(), audience.campaignId());
        if (campaign.contentVersion != draft.contentVersion)
            throw new Refusal(
                    Problem.ESTIMATE_STALE, "The campaign was changed while it was estimated; estimate it again.");
        // A country with none but suppressed recipients is free now, and has its price in case one is lifted before the
        // claim.
        Map<String, Counted.Country> countries = new TreeMap<>(counted.countries);
        for (String country : suppressed.byCountry.keySet())
            if (unitPrices.containsKey(country)) countries.putIfAbsent(country, new Counted.Country());

        int recipients = 0;
        long segments = 0;
        BigDecimal total = BigDecimal.ZERO;
        List<CostEstimate.Line> lines = new ArrayList<>();
        for (var one : countries.entrySet()) {
            Counted.Country share = one.getValue();
            BigDecimal unitPrice = unitPrices.get(one.getKey());
            BigDecimal subtotal = unitPrice.multiply(BigDecimal.valueOf(share.segments));
            recipients += share.recipients;
            segments += share.segments;
            total = total.add(subtotal);
            if (share.recipients > 0)
                lines.add(new CostEstimate.Line(
                        one.getKey(),
                        share.recipients,
                        share.segments,
                        Money.of(unitPrice, currency),
                        Money.of(subtotal, currency)));
        }
        lines.sort(Comparator.comparingInt(CostEstimate.Line::recipients).reversed());

        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Instant validUntil = now.plus(VALID);
        long id = insert(c, draft, recipients, segments, total, now, validUntil);
        for (var one : countries.entrySet())
            insertLine(c, id, audience.accountId(), one.getKey(), one.getValue(), unitPrices.get(one.getKey()));

        BigDecimal available = holds.available(c, audience.accountId());
        BigDecimal after = available.subtract(total);
        return new CostEstimate(
                recipients,
                skipped(suppressed),
                segments,
                counted.encoding(),
                lines,
                Money.of(total, currency),
                new CostEstimate.Credits(
                        Money.of(available, currency),
                        Money.of(after, currency),
                        after.signum() >= 0,
                        Money.of(after.negate().max(BigDecimal.ZERO), currency)),
                waiting,
                id,
                validUntil);
    }

    private static long insert(
            Connection c,
            Draft draft,
            int recipients,
            long segments,
            BigDecimal total,
            Instant createdAt,
            Instant validUntil)
            throws SQLException {
        // Only the confirmed estimate of a campaign is of any use once it has run out.
        Database.update(c, """
                DELETE FROM estimate e WHERE e.campaign_id = ? AND e.valid_until < ?
                AND NOT EXISTS (SELECT FROM campaign c WHERE c.id = e.campaign_id AND c.estimate_id = e.id)""", s -> {
            s.setLong(1, draft.audience.campaignId());
            s.setTimestamp(2, Timestamp.from(createdAt));
        });
        return Database.first(
                        c,
                        """
                        INSERT INTO estimate (account_id, campaign_id, content_version, recipients, segments, total,
                            created_at, valid_until)
                        VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING id""",
                        s -> {
                            s.setLong(1, draft.audience.accountId());
                            s.setLong(2, draft.audience.campaignId());
                            s.setLong(3, draft.contentVersion);
                            s.setInt(4, recipients);
                            s.setLong(5, segments);
                            s.setBigDecimal(6, total);
                            s.setTimestamp(7, Timestamp.from(createdAt));
                            s.setTimestamp(8, Timestamp.from(validUntil));
                        },
                        row -> row.getLong(1))
                .orElseThrow();
    }

    private static void insertLine(
            Connection c, long estimateId, long accountId, String country, Counted.Country share, BigDecimal unitPrice)
            throws SQLException {
        Database.update(c, """
                INSERT INTO estimate_line (estimate_id, account_id, country, recipients, segments, unit_price)
                VALUES (?, ?, ?, ?, ?, ?)""", s -> {
            s.setLong(1, estimateId);
            s.setLong(2, accountId);
            s.setString(3, country);
            s.setInt(4, share.recipients);
            s.setLong(5, share.segments);
            s.setBigDecimal(6, unitPrice);
        });
    }

    private static List<CostEstimate.Skipped> skipped(Suppressed suppressed) {
        return suppressed.byReason.entrySet().stream()
                .map(one -> new CostEstimate.Skipped(one.getKey(), one.getValue()))
                .toList();
    }

    private static String people(int count) {
        return count == 1 ? "1 recipient" : count + " recipients";
    }

    private static String firstOf(int count) {
        return count > Counted.LISTED ? "; the first %d are listed".formatted(Counted.LISTED) : "";
    }

    private static String braced(List<String> variables) {
        return variables.stream().map(v -> "{" + v + "}").collect(Collectors.joining(", "));
    }
}
