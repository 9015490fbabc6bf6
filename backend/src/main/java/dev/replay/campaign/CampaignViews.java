package dev.replay.campaign;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.replay.account.Money;
import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import dev.replay.store.Database;
import io.quarkus.hibernate.orm.panache.Panache;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the view of a campaign, or of a page of them, with two statements however many there are. */
@ApplicationScoped
public class CampaignViews {
    private static final TypeReference<LinkedHashMap<String, String>> TEXTS = new TypeReference<>() {};

    private final Database database;
    private final ReplaySettings settings;
    private final Clock clock;
    private final ObjectMapper json;

    CampaignViews(Database database, ReplaySettings settings, Clock clock, ObjectMapper json) {
        this.database = database;
        this.settings = settings;
        this.clock = clock;
        this.json = json;
    }

    /** A view and the version that stands in its ETag. */
    record Versioned(CampaignView campaign, long version) {}

    /**
     * With everything that the present transaction, if there is one, has changed so far.
     *
     * @throws Refusal not-found, also for another account's campaign
     */
    public CampaignView of(long accountId, long id) {
        return versioned(accountId, id).campaign();
    }

    Versioned versioned(long accountId, long id) {
        // Hibernate writes at the end of a transaction; these statements are not its own.
        if (QuarkusTransaction.isActive()) Panache.getEntityManager().flush();
        return database.readForAccount(accountId, c -> {
            return list(c, accountId, List.of(id)).stream()
                    .findFirst()
                    .orElseThrow(() -> new Refusal(Problem.NOT_FOUND, "There is no campaign " + id + "."));
        });
    }

    private record Progress(CampaignView.Counts counts, BigDecimal charged) {}

    private static final Progress NOTHING = new Progress(CampaignView.Counts.NONE, BigDecimal.ZERO);

    /** Newest first. */
    List<Versioned> list(Connection c, long accountId, List<Long> ids) throws SQLException {
        if (ids.isEmpty()) return List.of();
        Map<Long, Progress> progress = progress(c, accountId, ids);
        return Database.list(
                c,
                """
                select c.*, e.total, a.currency, a.zone
                from campaign c
                join account a on a.id = c.account_id
                left join estimate e on e.id = c.estimate_id
                where c.account_id = ? and c.id = any (?)
                order by c.id desc
                """,
                s -> {
                    s.setLong(1, accountId);
                    s.setArray(2, c.createArrayOf("bigint", ids.toArray()));
                },
                row -> new Versioned(view(row, progress), row.getLong("version")));
    }

    /** Price × segments of the accepted: exact, and without a look at a single message. */
    private static Map<Long, Progress> progress(Connection c, long accountId, List<Long> ids) throws SQLException {
        Map<Long, Progress> progress = new HashMap<>();
        Database.list(
                c,
                """
                select t.campaign_id, t.status, sum(t.count) as count,
                    coalesce(sum(t.count * t.segments * l.unit_price) filter (where t.status in (1, 2, 3)), 0) as charged
                from tally t
                join campaign c on c.id = t.campaign_id
                left join estimate_line l on l.estimate_id = c.estimate_id and l.country = t.country
                where t.campaign_id = any (?) and c.account_id = ?
                group by t.campaign_id, t.status
                """,
                s -> {
                    s.setArray(1, c.createArrayOf("bigint", ids.toArray()));
                    s.setLong(2, accountId);
                },
                row -> {
                    long id = row.getLong("campaign_id");
                    Progress before = progress.getOrDefault(id, NOTHING);
                    Progress after = new Progress(
                            before.counts().plus(row.getInt("status"), row.getLong("count")),
                            before.charged().add(row.getBigDecimal("charged")));
                    return progress.put(id, after);
                });
        return progress;
    }

    private CampaignView view(ResultSet row, Map<Long, Progress> all) throws SQLException {
        long id = row.getLong("id");
        String currency = row.getString("currency");
        BigDecimal total = row.getBigDecimal("total");
        Progress progress = all.getOrDefault(id, NOTHING);
        CampaignStatus status = CampaignStatus.parse(row.getString("status")).orElseThrow();
        Instant submittedAt = instant(row, "submitted_at");
        Long rootId = number(row, "root_id");
        return new CampaignView(
                id,
                row.getString("name"),
                status,
                row.getLong("sender_id"),
                row.getString("route"),
                row.getString("body"),
                number(row, "template_id"),
                texts(row.getString("variable_defaults")),
                List.of((String[]) row.getArray("variable_names").getArray()),
                row.getInt("recipients"),
                progress.counts(),
                row.getString("pause_reason"),
                row.getString("waiting_for"),
                row.getObject("rate", Integer.class),
                instant(row, "send_before"),
                number(row, "replay_of"),
                rootId == null ? id : rootId,
                ReplayWindow.eligibility(
                        status,
                        submittedAt,
                        settings.minAge(),
                        settings.window(),
                        ZoneId.of(row.getString("zone")),
                        clock.instant()),
                row.getObject("created_at", OffsetDateTime.class).toInstant(),
                instant(row, "scheduled_at"),
                submittedAt,
                instant(row, "settled_at"),
                new CampaignView.Cost(
                        total == null ? null : Money.of(total, currency), Money.of(progress.charged(), currency)));
    }

    private Map<String, String> texts(String column) {
        try {
            return json.readValue(column, TEXTS);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("variable_defaults is not what was written", e);
        }
    }

    static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }

    private static @Nullable Long number(ResultSet row, String column) throws SQLException {
        return row.getObject(column, Long.class);
    }
}
