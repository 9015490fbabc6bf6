package dev.replay.campaign;

import dev.replay.http.Cursor;
import dev.replay.http.Page;
import dev.replay.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The campaigns of an account, newest first. */
@ApplicationScoped
class CampaignList {
    private static final int CHUNK = 500;

    private final Database database;
    private final CampaignViews views;
    private final ReplaySettings settings;
    private final Clock clock;

    CampaignList(Database database, CampaignViews views, ReplaySettings settings, Clock clock) {
        this.database = database;
        this.views = views;
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * @param q a part of the name, in any case
     * @param from and to: created in [from, to)
     */
    record Filter(
            @Nullable CampaignStatus status,
            @Nullable String q,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable Boolean replayable) {}

    /** @param before id of the last campaign of the page before; Long.MAX_VALUE for the first page */
    Page<CampaignView> page(long accountId, ZoneId zone, Filter filter, long before, int limit) {
        return database.readForAccount(accountId, c -> {
            List<Long> ids = ids(c, accountId, zone, filter, before, limit + 1);
            List<CampaignView> found = views.list(c, accountId, ids).stream()
                    .map(CampaignViews.Versioned::campaign)
                    .toList();
            return Page.of(found, limit, last -> Cursor.of(last.id()));
        });
    }

    private record Candidate(
            long id, CampaignStatus status, @Nullable Instant submittedAt) {}

    /** Whether one may be replayed is asked of the one rule there is, which months, zones and clocks make too fine for SQL. */
    private List<Long> ids(Connection c, long accountId, ZoneId zone, Filter filter, long before, int wanted)
            throws SQLException {
        if (filter.replayable() == null)
            return candidates(c, accountId, filter, before, wanted).stream()
                    .map(Candidate::id)
                    .toList();
        Instant now = clock.instant();
        List<Long> ids = new ArrayList<>();
        List<Candidate> chunk;
        do {
            chunk = candidates(c, accountId, filter, before, CHUNK);
            for (Candidate one : chunk) {
                before = one.id();
                boolean replayable = ReplayWindow.eligibility(
                                one.status(), one.submittedAt(), settings.minAge(), settings.window(), zone, now)
                        .eligible();
                if (replayable == filter.replayable() && ids.size() < wanted) ids.add(one.id());
            }
        } while (chunk.size() == CHUNK && ids.size() < wanted);
        return ids;
    }

    private static List<Candidate> candidates(Connection c, long accountId, Filter filter, long before, int limit)
            throws SQLException {
        List<Object> values = new ArrayList<>(List.of(accountId, before));
        StringBuilder where = new StringBuilder("account_id = ? and id < ?");
        if (filter.status() != null) {
            where.append(" and status = ?");
            values.add(filter.status().slug());
        }
        if (filter.q() != null) {
            where.append(" and name ilike ?");
            values.add(Like.containing(filter.q()));
        }
        if (filter.from() != null) {
            where.append(" and created_at >= ?");
            values.add(filter.from().atOffset(ZoneOffset.UTC));
        }
        if (filter.to() != null) {
            where.append(" and created_at < ?");
            values.add(filter.to().atOffset(ZoneOffset.UTC));
        }
        // Only a submitted one can be replayed: most campaigns need no look when those are asked for.
        if (Boolean.TRUE.equals(filter.replayable())) where.append(" and status = 'submitted'");
        return Database.list(
                c,
                "select id, status, submitted_at from campaign where " + where + " order by id desc limit " + limit,
                s -> {
                    for (int i = 0; i < values.size(); i++) s.setObject(i + 1, values.get(i));
                },
                row -> new Candidate(
                        row.getLong("id"),
                        CampaignStatus.parse(row.getString("status")).orElseThrow(),
                        CampaignViews.instant(row, "submitted_at")));
    }
}
