package dev.replay.audience;

import dev.replay.sms.TimeZones;
import dev.replay.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When an account's recipients are not to be written to, by their own clock: the time zone comes from the number, and one
 * that may be in several zones is quiet while it is quiet in any of them. A number of no known zone is in the account's.
 */
public final class QuietHours {
    /** Stands for every country that has none of its own. */
    static final String OTHERS = "";

    /** Zones all around the world may leave no hour at all: then the account's own zone decides. */
    private static final Duration SEARCHED = Duration.ofDays(3);

    private final Map<String, Span> spans;
    private final ZoneId home;
    private final List<ZoneId> atHome;

    /** @param home the account's zone */
    QuietHours(Map<String, Span> spans, ZoneId home) {
        this.spans = spans;
        this.home = home;
        this.atHome = List.of(home);
    }

    /** From a time of day to another, past midnight where it ends before it begins; both null: never. */
    record Span(@Nullable LocalTime begins, @Nullable LocalTime ends) {
        /** Null where it is not quiet in that zone then. */
        @Nullable
        Instant end(ZoneId zone, Instant at) {
            if (begins == null || ends == null) return null;
            ZonedDateTime there = at.atZone(zone);
            LocalTime time = there.toLocalTime();
            boolean begun = !time.isBefore(begins);
            boolean before = time.isBefore(ends);
            if (begins.isBefore(ends) ? !(begun && before) : !(begun || before)) return null;
            return there.toLocalDate()
                    .plusDays(before ? 0 : 1)
                    .atTime(ends)
                    .atZone(zone)
                    .withLaterOffsetAtOverlap()
                    .toInstant();
        }

        /** When it is quiet in none of the zones any more; null where it is not quiet in any. */
        @Nullable
        Instant end(List<ZoneId> zones, ZoneId home, Instant now) {
            Instant at = now;
            for (boolean quiet = true; quiet; ) {
                quiet = false;
                for (ZoneId zone : zones) {
                    Instant end = end(zone, at);
                    if (end == null) continue;
                    at = end;
                    quiet = true;
                }
                if (at.isAfter(now.plus(SEARCHED))) return end(home, now);
            }
            return at.equals(now) ? null : at;
        }
    }

    public static QuietHours of(Connection c, long accountId) throws SQLException {
        Map<String, Span> spans = new HashMap<>();
        var home = Database.list(c, """
                select a.zone, q.country, q.begins, q.ends
                from account a left join quiet_hours q on q.account_id = a.id where a.id = ?
                """, s -> s.setLong(1, accountId), r -> {
            String country = r.getString(2);
            if (country != null)
                spans.put(country, new Span(r.getObject(3, LocalTime.class), r.getObject(4, LocalTime.class)));
            return r.getString(1);
        });
        return new QuietHours(spans, home.isEmpty() ? ZoneId.of("UTC") : ZoneId.of(home.getFirst()));
    }

    /** Nobody is ever quiet. */
    public boolean none() {
        return spans.values().stream().allMatch(span -> span.begins == null);
    }

    public At at(Instant now) {
        return new At(now);
    }

    /** One instant, remembered for each zone: a window of a thousand people has few. */
    public final class At {
        private final Instant now;
        private final Map<Span, Map<List<ZoneId>, Optional<Instant>>> known = new HashMap<>();

        private At(Instant now) {
            this.now = now;
        }

        /** When a recipient may be written to again; null where that is now. */
        public @Nullable Instant until(long recipient, String country) {
            Span span = span(country);
            return span == null ? null : until(span, TimeZones.of(recipient));
        }

        /**
         * The same for everybody in a country; empty where they may be in several zones, some of them in their quiet
         * hours.
         */
        public Optional<Everybody> everybody(String country) {
            Span span = span(country);
            if (span == null) return Optional.of(new Everybody(null));
            List<ZoneId> zones = TimeZones.ofCountry(country);
            if (zones.size() == 1) return Optional.of(new Everybody(until(span, zones)));
            boolean some = zones.isEmpty() || zones.stream().anyMatch(zone -> span.end(zone, now) != null);
            return some ? Optional.empty() : Optional.of(new Everybody(null));
        }

        private @Nullable Instant until(Span span, List<ZoneId> zones) {
            return known.computeIfAbsent(span, s -> new IdentityHashMap<>())
                    .computeIfAbsent(zones.isEmpty() ? atHome : zones, z -> Optional.ofNullable(span.end(z, home, now)))
                    .orElse(null);
        }

        private @Nullable Span span(String country) {
            Span span = spans.getOrDefault(country, spans.get(OTHERS));
            return span == null || span.begins == null ? null : span;
        }
    }

    /** @param until null where they may be written to now */
    public record Everybody(@Nullable Instant until) {}
}
