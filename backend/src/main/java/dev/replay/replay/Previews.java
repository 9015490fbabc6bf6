package dev.replay.replay;

import dev.replay.account.Money;
import dev.replay.campaign.Campaign;
import dev.replay.campaign.ReplayWindow;
import dev.replay.credit.Prices;
import dev.replay.message.TallyRow;
import dev.replay.sms.MessageBody;
import dev.replay.sms.Renderer;
import dev.replay.sms.SmsText;
import dev.replay.status.Catalogue;
import dev.replay.status.Status;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Counts what a selection chooses from the tally, less those held back; reads no message but theirs and writes nothing. */
@ApplicationScoped
class Previews {
    private final Catalogue catalogue;
    private final HeldBack heldBack;
    private final Prices prices;

    Previews(Catalogue catalogue, HeldBack heldBack, Prices prices) {
        this.catalogue = catalogue;
        this.heldBack = heldBack;
        this.prices = prices;
    }

    PreviewView of(
            Connection c, Campaign campaign, Selection selection, String currency, ReplayWindow.Eligibility eligibility)
            throws SQLException {
        List<TallyRow> tally = TallyRow.of(c, campaign.accountId, campaign.id);
        List<TallyRow> chosen = tally.stream().filter(selection::chooses).toList();
        List<HeldBack.Cell> held = chosen.isEmpty() ? List.of() : heldBack.of(c, campaign, tally);
        List<TallyRow> targets = chosen.stream()
                .map(row -> less(row, held))
                .filter(row -> row.count() > 0)
                .toList();
        List<PreviewView.OfCountry> countries = byCountry(
                targets,
                perMessage(campaign, tally, targets),
                prices.of(c, campaign.accountId, campaign.route),
                currency);
        BigDecimal total = countries.stream()
                .map(PreviewView.OfCountry::subtotal)
                .filter(Objects::nonNull)
                .map(money -> new BigDecimal(money.amount()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        return new PreviewView(
                sum(targets),
                skipped(selection, tally, held),
                countries.stream().mapToLong(PreviewView.OfCountry::segments).sum(),
                new PreviewView.Estimate(Money.of(total, currency).amount(), currency),
                byStatus(targets),
                countries,
                eligibility);
    }

    private static TallyRow less(TallyRow row, List<HeldBack.Cell> held) {
        long out = held.stream()
                .filter(cell -> cell.row().withCount(0).equals(row.withCount(0)))
                .mapToLong(cell -> cell.row().count())
                .sum();
        // A receipt between the two statements may have moved some of them.
        return row.withCount(Math.max(0, row.count() - out));
    }

    private static List<PreviewView.Skipped> skipped(
            Selection selection, List<TallyRow> tally, List<HeldBack.Cell> held) {
        Map<String, Long> counts = new TreeMap<>();
        for (HeldBack.Cell cell : held) {
            if (selection.chooses(cell.row()))
                counts.merge(cell.reason(), cell.row().count(), Long::sum);
        }
        long open = sum(tally.stream().filter(selection::leavesOpen).toList());
        if (open > 0) counts.put("unconfirmed", open);
        return counts.entrySet().stream()
                .map(e -> new PreviewView.Skipped(e.getKey(), e.getValue()))
                .toList();
    }

    /** Segments of one message of a row. */
    @FunctionalInterface
    private interface PerMessage {
        BigDecimal of(TallyRow row);
    }

    private static PerMessage perMessage(Campaign campaign, List<TallyRow> tally, List<TallyRow> targets) {
        if (targets.isEmpty()) return row -> BigDecimal.ZERO;
        Renderer renderer = MessageBody.parse(campaign.body).bind(campaign.variableNames, campaign.variableDefaults);
        String text = renderer.constant() ? renderer.render(null) : null;
        if (text != null) {
            BigDecimal segments = BigDecimal.valueOf(SmsText.segments(text));
            return row -> segments;
        }
        // The text is the original's: whom the carrier took it for gets as many segments again, the others the average.
        List<TallyRow> accepted =
                tally.stream().filter(row -> row.segments() > 0).toList();
        BigDecimal average = accepted.isEmpty()
                ? BigDecimal.valueOf(SmsText.segments(campaign.body))
                : BigDecimal.valueOf(accepted.stream()
                                .mapToLong(row -> row.segments() * row.count())
                                .sum())
                        .divide(BigDecimal.valueOf(sum(accepted)), 6, RoundingMode.HALF_UP);
        return row -> row.segments() > 0 ? BigDecimal.valueOf(row.segments()) : average;
    }

    private static List<PreviewView.OfCountry> byCountry(
            List<TallyRow> targets, PerMessage perMessage, Map<String, BigDecimal> prices, String currency) {
        Map<String, List<TallyRow>> countries = new TreeMap<>();
        for (TallyRow row : targets) {
            countries
                    .computeIfAbsent(row.country(), country -> new ArrayList<>())
                    .add(row);
        }
        return countries.entrySet().stream()
                .map(e -> {
                    long segments = e.getValue().stream()
                            .map(row -> perMessage.of(row).multiply(BigDecimal.valueOf(row.count())))
                            .reduce(BigDecimal.ZERO, BigDecimal::add)
                            .setScale(0, RoundingMode.CEILING)
                            .longValueExact();
                    BigDecimal price = prices.get(e.getKey());
                    return new PreviewView.OfCountry(
                            e.getKey(),
                            sum(e.getValue()),
                            segments,
                            price == null ? null : Money.of(price, currency),
                            price == null ? null : Money.of(price.multiply(BigDecimal.valueOf(segments)), currency));
                })
                .sorted(Comparator.comparingLong(PreviewView.OfCountry::targets)
                        .reversed()
                        .thenComparing(PreviewView.OfCountry::country))
                .toList();
    }

    private List<PreviewView.OfStatus> byStatus(List<TallyRow> targets) {
        List<PreviewView.OfStatus> statuses = new ArrayList<>();
        for (Status status : Status.replayOrder()) {
            Map<Integer, Long> counts = new TreeMap<>();
            for (TallyRow row : targets) {
                if (row.status() == status.id()) counts.merge(row.subStatus(), row.count(), Long::sum);
            }
            if (counts.isEmpty()) continue;
            statuses.add(new PreviewView.OfStatus(
                    status.label(),
                    counts.values().stream().mapToLong(Long::longValue).sum(),
                    counts.entrySet().stream()
                            .map(e -> new PreviewView.OfSubStatus(
                                    catalogue.byId(e.getKey()).code(), e.getValue()))
                            .sorted(Comparator.comparingLong(PreviewView.OfSubStatus::targets)
                                    .reversed()
                                    .thenComparing(PreviewView.OfSubStatus::code))
                            .toList()));
        }
        return statuses;
    }

    private static long sum(List<TallyRow> rows) {
        return rows.stream().mapToLong(TallyRow::count).sum();
    }
}
