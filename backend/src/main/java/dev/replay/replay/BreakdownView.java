package dev.replay.replay;

import dev.replay.message.TallyRow;
import dev.replay.status.Catalogue;
import dev.replay.status.Retry;
import dev.replay.status.Status;
import dev.replay.status.SubStatus;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * How the messages of a campaign ended so far, by status and sub-status, from its tally.
 *
 * @param total every recipient; queued and the four counts add up to it
 * @param queued not sent yet, or on the wire
 */
@Schema(name = "StatusBreakdown")
record BreakdownView(
        @Schema(examples = "123") long campaignId,
        @Schema(examples = "1000000") long total,
        @Schema(examples = "0") long queued,
        Instant asOf,

        @Schema(description = "Always four: Delivered, UnDelivered, NotSent, Sent")
        List<OfStatus> statuses) {

    /** @param share of the campaign's total, 0 to 1, four decimals */
    @Schema(name = "StatusShare")
    record OfStatus(
            @Schema(examples = "UnDelivered") String status,
            @Schema(examples = "200000") long count,

            @Schema(description = "Of the campaign's total: 0 to 1, four decimals", examples = "0.2")
            BigDecimal share,

            @Schema(description = "Those that the campaign has, most first")
            List<OfSubStatus> subStatuses) {}

    @Schema(name = "SubStatusShare")
    record OfSubStatus(
            @Schema(examples = "ABSENT-SUB") String code,
            String label,
            String description,
            @Schema(examples = "28571") long count,

            @Schema(description = "Of the campaign's total: 0 to 1, four decimals", examples = "0.0286")
            BigDecimal share,

            Retry retry) {}

    static BreakdownView of(long campaignId, List<TallyRow> tally, Catalogue catalogue, Instant asOf) {
        long total = sum(tally.stream());
        long queued = sum(tally.stream().filter(row -> row.status() == 0));
        return new BreakdownView(
                campaignId,
                total,
                queued,
                asOf,
                Status.replayOrder().stream()
                        .map(status -> of(status, tally, total, catalogue))
                        .toList());
    }

    private static OfStatus of(Status status, List<TallyRow> tally, long total, Catalogue catalogue) {
        Map<Integer, Long> counts = new TreeMap<>();
        for (TallyRow row : tally) {
            if (row.status() == status.id()) counts.merge(row.subStatus(), row.count(), Long::sum);
        }
        List<OfSubStatus> subs = counts.entrySet().stream()
                .filter(e -> e.getValue() > 0)
                .map(e -> of(catalogue.byId(e.getKey()), e.getValue(), total))
                .sorted(Comparator.comparingLong(OfSubStatus::count).reversed().thenComparing(OfSubStatus::code))
                .toList();
        long count = counts.values().stream().mapToLong(Long::longValue).sum();
        return new OfStatus(status.label(), count, share(count, total), subs);
    }

    private static OfSubStatus of(SubStatus sub, long count, long total) {
        return new OfSubStatus(sub.code(), sub.label(), sub.description(), count, share(count, total), sub.retry());
    }

    private static long sum(Stream<TallyRow> rows) {
        return rows.mapToLong(TallyRow::count).sum();
    }

    static BigDecimal share(long count, long total) {
        return total == 0
                ? BigDecimal.ZERO
                : BigDecimal.valueOf(count).divide(BigDecimal.valueOf(total), 4, RoundingMode.HALF_UP);
    }
}
