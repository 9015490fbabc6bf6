package dev.replay.message;

import dev.replay.account.Money;
import dev.replay.status.Catalogue;
import dev.replay.status.Status;
import dev.replay.status.SubStatus;
import dev.replay.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Messages of one campaign in the order of their ids. */
@ApplicationScoped
class MessageRows {
    /** Ids further apart than this are looked up by block ranges of their own: one costs about 0.7 ms. */
    private static final int GAP = 2_000;
    /** A response's time may differ a little from its row's. */
    private static final Duration SLACK = Duration.ofMinutes(10);

    private final Database database;
    private final Catalogue catalogue;

    MessageRows(Database database, Catalogue catalogue) {
        this.database = database;
        this.catalogue = catalogue;
    }

    /** One campaign of one account; currency as ISO 4217. */
    record Of(long accountId, long campaignId, String currency) {}

    private record Row(
            int id,
            long recipient,
            String country,
            int status,
            int subStatus,
            int segments,
            @Nullable BigDecimal unitPrice,
            @Nullable String carrier,
            @Nullable Instant submittedAt,
            @Nullable Instant finalAt,
            String stat,
            String err) {}

    /**
     * At most limit messages behind an id; refuses another account's campaign as not-found. It walks the campaign by its key and reads no index that names a status: the
     * rarest of a million is found or missed in about 150 ms, and one that the tally does not know in none.
     */
    List<MessageView> after(Of campaign, MessageFilter filter, int id, int limit) {
        return database.readForAccount(campaign.accountId(), c -> {
            List<TallyRow> tally = TallyRow.of(c, campaign.accountId(), campaign.campaignId());
            if (!filter.anyIn(tally)) return List.of();
            int last = Math.toIntExact(tally.stream().mapToLong(TallyRow::count).sum());
            List<Row> rows = rows(c, campaign, filter, id, last, limit);
            Map<Integer, List<String>> ids = carrierMessageIds(c, campaign.campaignId(), rows);
            return rows.stream()
                    .map(row -> view(row, ids.getOrDefault(row.id, List.of()), campaign.currency()))
                    .toList();
        });
    }

    private List<Row> rows(Connection c, Of campaign, MessageFilter filter, int after, int last, int limit)
            throws SQLException {
        String digits = filter.digits();
        // A whole number is found by its unique index; only a fragment needs the walk.
        if (digits != null && digits.length() >= 8) {
            List<Row> exact =
                    select(c, campaign, filter, after, last, limit, "and m.recipient = ?", Long.valueOf(digits));
            if (!exact.isEmpty()) return exact;
        }
        String search = digits == null ? "" : "and m.recipient > 0 and m.recipient::text like ?";
        String like = digits == null ? null : (filter.prefix() ? "" : "%") + digits + "%";
        return Strides.first(
                limit,
                after,
                last,
                (above, upTo, most) -> select(c, campaign, filter, above, upTo, most, search, like));
    }

    private List<Row> select(
            Connection c,
            Of campaign,
            MessageFilter filter,
            int above,
            int upTo,
            int limit,
            String search,
            @Nullable Object searched)
            throws SQLException {
        String sql = """
                select m.id, m.recipient, m.country, m.status, m.sub_status, m.segments, m.submitted_at, m.final_at,
                       r.stat, r.err, k.name as carrier, l.unit_price
                from (select * from message m
                      where m.campaign_id = ? and m.account_id = ? and m.id > ? and m.id <= ? %s %s %s
                      order by m.id limit ?) m
                join campaign on campaign.id = m.campaign_id
                left join raw_status r on r.id = m.raw
                left join carrier k on k.id = m.carrier_id
                left join estimate_line l on l.estimate_id = campaign.estimate_id and l.country = m.country
                order by m.id
                """.formatted(
                        filter.status() == null ? "" : "and m.status = ?",
                        filter.subStatuses().isEmpty() ? "" : "and m.sub_status = any(?)",
                        search);
        return Database.list(
                c,
                sql,
                s -> {
                    int at = 0;
                    s.setLong(++at, campaign.campaignId());
                    s.setLong(++at, campaign.accountId());
                    s.setInt(++at, above);
                    s.setInt(++at, upTo);
                    if (filter.status() != null) s.setInt(++at, filter.status());
                    if (!filter.subStatuses().isEmpty()) {
                        s.setArray(
                                ++at,
                                c.createArrayOf("int2", filter.subStatuses().toArray()));
                    }
                    if (searched != null) s.setObject(++at, searched);
                    s.setInt(++at, limit);
                },
                MessageRows::row);
    }

    private static Row row(ResultSet r) throws SQLException {
        return new Row(
                r.getInt("id"),
                r.getLong("recipient"),
                r.getString("country"),
                r.getInt("status"),
                r.getInt("sub_status"),
                r.getInt("segments"),
                r.getBigDecimal("unit_price"),
                r.getString("carrier"),
                instant(r, "submitted_at"),
                instant(r, "final_at"),
                r.getString("stat"),
                r.getString("err"));
    }

    private static @Nullable Instant instant(ResultSet r, String column) throws SQLException {
        Timestamp at = r.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }

    /**
     * The carriers' ids of a page. carrier_ref lies on disk as it was sent and has a block-range index alone, so ids that
     * are neighbours are read by one range, with the times of their submission to leave out other days.
     */
    private static Map<Integer, List<String>> carrierMessageIds(Connection c, long campaignId, List<Row> rows)
            throws SQLException {
        List<Row> sent = rows.stream()
                .filter(row -> row.submittedAt != null && row.segments > 0)
                .toList();
        if (sent.isEmpty()) return Map.of();
        List<Integer> lo = new ArrayList<>();
        List<Integer> hi = new ArrayList<>();
        Instant from = sent.getFirst().submittedAt;
        Instant to = from;
        for (Row row : sent) {
            if (hi.isEmpty() || row.id - hi.getLast() > GAP) {
                lo.add(row.id);
                hi.add(row.id);
            } else {
                hi.set(hi.size() - 1, row.id);
            }
            if (row.submittedAt.isBefore(from)) from = row.submittedAt;
            if (row.submittedAt.isAfter(to)) to = row.submittedAt;
        }
        Timestamp earliest = Timestamp.from(from.minus(SLACK));
        Timestamp latest = Timestamp.from(to.plus(SLACK));
        Map<Integer, List<String>> ids = new HashMap<>();
        Database.list(
                c,
                "select message_id, carrier_message_id from carrier_message_ids(?, ?, ?, ?, ?, ?)",
                s -> {
                    s.setLong(1, campaignId);
                    s.setArray(2, c.createArrayOf("int4", lo.toArray()));
                    s.setArray(3, c.createArrayOf("int4", hi.toArray()));
                    s.setArray(
                            4,
                            c.createArrayOf("int4", sent.stream().map(Row::id).toArray()));
                    s.setTimestamp(5, earliest);
                    s.setTimestamp(6, latest);
                },
                r -> ids.computeIfAbsent(r.getInt(1), id -> new ArrayList<>()).add(r.getString(2)));
        return ids;
    }

    private MessageView view(Row row, List<String> carrierMessageIds, String currency) {
        SubStatus sub = row.status == Status.QUEUED.id() ? null : catalogue.byId(row.subStatus);
        return new MessageView(
                row.id,
                row.recipient > 0 ? "+" + row.recipient : null,
                row.country,
                Status.of(row.status).label(),
                sub == null ? null : sub.code(),
                row.segments,
                price(row, currency),
                row.carrier,
                carrierMessageIds,
                row.submittedAt,
                row.finalAt,
                row.stat == null || (row.stat.isEmpty() && row.err.isEmpty())
                        ? null
                        : new MessageView.Raw(row.stat, row.err));
    }

    private static @Nullable Money price(Row row, String currency) {
        if (row.status == Status.QUEUED.id()) return null;
        if (row.status == Status.NOT_SENT.id() || row.segments == 0) return Money.of(BigDecimal.ZERO, currency);
        return row.unitPrice == null
                ? null
                : Money.of(row.unitPrice.multiply(BigDecimal.valueOf(row.segments)), currency);
    }
}
