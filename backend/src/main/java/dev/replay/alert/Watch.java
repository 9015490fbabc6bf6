package dev.replay.alert;

import dev.replay.carrier.BindState;
import dev.replay.carrier.Carriers;
import dev.replay.carrier.Line;
import dev.replay.status.Status;
import dev.replay.status.SubStatuses;
import dev.replay.store.Database;
import dev.replay.store.Rounds;
import dev.replay.store.StoreException;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Looks after the carriers as this process sees them, and writes down what is wrong until it is not any more. */
@ApplicationScoped
class Watch {
    private static final Logger LOG = Logger.getLogger(Watch.class);

    static final Duration LATE = Duration.ofMinutes(10);
    /** Fewer without a receipt may all be phones that are switched off. */
    private static final int TELLING = 100;

    private static final int SAMPLE = 5_000;

    /**
     * Ages of messages to ask for their receipts: the youngest that are many enough tell. The first span is short, for of a
     * long one the oldest are looked at, whose receipts may have come by now though each comes too late.
     */
    private static final List<Duration> AGES = List.of(
            LATE,
            Duration.ofMinutes(11),
            Duration.ofMinutes(13),
            Duration.ofMinutes(17),
            Duration.ofMinutes(25),
            Duration.ofHours(1),
            Duration.ofHours(6));

    /** Who tells of nothing unasked is asked after 15 minutes. */
    private static final Duration ASKED = Duration.ofMinutes(17);

    // The rows of a span lie together in their day, so that a block range finds some of them for next to nothing. A
    // long text is not silent once any part of it was told of.
    private static final String SILENT = """
            select ref.carrier_id, count(*), count(*) filter (where m.silent)
            from (select carrier_id, campaign_id, message_id from carrier_ref
                where submitted_at > ? and submitted_at <= ? limit ?) ref
            cross join lateral (
                select m.status = ? and m.sub_status = ? and m.parts_delivered = 0 as silent from message m
                where m.campaign_id = ref.campaign_id and m.id = ref.message_id limit 1) m
            group by ref.carrier_id
            """;

    private static final String RENEW = """
            insert into alert (process, kind, subject, since, seen_at, detail)
            select ?, kind, subject, now(), now(), detail from unnest(?::text[], ?::text[], ?::text[]) v(kind, subject, detail)
            on conflict (process, kind, subject) do update set seen_at = excluded.seen_at, detail = excluded.detail
            """;

    /** Its own that are over, and those of processes that are gone. */
    private static final String CLEAR =
            "delete from alert where process = ? and seen_at < now() or seen_at < now() - interval '1 hour'";

    private record Finding(Kind kind, String carrier, String detail) {
        String key() {
            return kind.word() + ":" + carrier;
        }
    }

    private final String process = UUID.randomUUID().toString();
    private final Carriers carriers;
    private final Database database;
    private final Clock clock;
    private volatile List<Finding> late = List.of();
    private Set<String> told = Set.of();

    Watch(Carriers carriers, Database database, Clock clock) {
        this.carriers = carriers;
        this.database = database;
        this.clock = clock;
    }

    void rounds(@Observes StartupEvent event, Rounds rounds) {
        rounds.every(Duration.ofSeconds(5), Duration.ofSeconds(5), this::everyFewSeconds);
        rounds.every(Duration.ofSeconds(30), Duration.ofSeconds(30), this::everyHalfMinute);
    }

    void everyFewSeconds() {
        unlessAway(this::look);
    }

    void everyHalfMinute() {
        unlessAway(this::lookForReceipts);
    }

    /** Whoever asks for the alerts learns then that the database is. */
    private static void unlessAway(Runnable look) {
        try {
            look.run();
        } catch (StoreException e) {
            if (!e.unavailable()) throw e;
        }
    }

    void lookForReceipts() {
        late = late(clock.instant());
    }

    synchronized void look() {
        List<Finding> findings = new ArrayList<>(late);
        for (Line line : carriers.lines()) of(line).ifPresent(findings::add);
        database.asEngine(c -> {
            write(c, findings);
            return null;
        });
        Set<String> now = new HashSet<>();
        for (Finding f : findings) {
            now.add(f.key());
            if (!told.contains(f.key()))
                LOG.warnf("event=alert.begins alert=%s carrier=%s: %s", f.kind.word(), f.carrier, f.detail);
        }
        for (String before : told) if (!now.contains(before)) LOG.infof("event=alert.ends alert=%s", before);
        told = now;
    }

    private static Optional<Finding> of(Line line) {
        List<BindState> down = line.binds().stream()
                .filter(bind -> !bind.state().equals("bound") && !bind.state().equals("throttled"))
                .toList();
        String why = down.stream()
                .map(BindState::lastError)
                .filter(error -> !error.isEmpty())
                .findFirst()
                .orElse("it has not answered yet");
        if (down.stream().anyMatch(bind -> bind.lastError().startsWith("bind refused")))
            return Optional.of(new Finding(
                    Kind.CARRIER_REFUSES,
                    line.name(),
                    "It says: " + why.replaceFirst("^bind refused: ", "")
                            + ". Check the system id, the password and the system type of its configuration, and"
                            + " whether it allows this many connections."));
        if (down.size() == line.binds().size())
            return Optional.of(new Finding(
                    Kind.CARRIER_AWAY,
                    line.name(),
                    "No connection is up: " + why + ". Its messages take another carrier of their list, or wait."));
        if (line.failing())
            return Optional.of(new Finding(
                    Kind.CARRIER_FAILS,
                    line.name(),
                    "Several messages in a row failed, so that it is left alone for some seconds between attempts."
                            + " Messages take another carrier of their list, or wait."));
        if (!down.isEmpty())
            return Optional.of(new Finding(
                    Kind.CONNECTION_DOWN,
                    line.name(),
                    "%d of %d are down: %s. Messages take the others."
                            .formatted(down.size(), line.binds().size(), why)));
        return Optional.empty();
    }

    private record Told(short carrier, long messages, long silent) {
        Told and(Told older) {
            return new Told(carrier, messages + older.messages, silent + older.silent);
        }

        boolean enough() {
            return messages >= TELLING;
        }

        /** Of some, 5 to 10 of a hundred, no receipt ever comes. */
        boolean mostSilent() {
            return silent * 2 > messages;
        }
    }

    /** Carriers that accepted many messages and have not told of most of them, though there was time enough. */
    private List<Finding> late(Instant now) {
        Map<Short, Told> known = new HashMap<>();
        for (int i = 0; i + 1 < AGES.size() && !enoughOfAll(known); i++)
            for (Told told : told(now.minus(AGES.get(i + 1)), now.minus(AGES.get(i)))) {
                boolean due = AGES.get(i).compareTo(ASKED) >= 0 || carriers.tellsUnasked(told.carrier);
                Told younger = known.get(told.carrier);
                if (due && (younger == null || !younger.enough())) known.merge(told.carrier, told, Told::and);
            }
        List<Finding> findings = new ArrayList<>();
        for (Line line : carriers.lines()) {
            Told told = known.get(line.id());
            if (told != null && told.enough() && told.mostSilent())
                findings.add(new Finding(
                        Kind.RECEIPTS_LATE,
                        line.name(),
                        "It accepted messages more than %d minutes ago and has not told what became of %,d of %,d of them that were looked at. Ask the carrier; receipts that come late are settled as ever."
                                .formatted(LATE.toMinutes(), told.silent, told.messages)));
        }
        return findings;
    }

    private boolean enoughOfAll(Map<Short, Told> known) {
        return carriers.lines().stream().allMatch(line -> {
            Told told = known.get(line.id());
            return told != null && told.enough();
        });
    }

    private List<Told> told(Instant after, Instant upTo) {
        return database.asEngine(c -> Database.list(
                c,
                SILENT,
                s -> {
                    s.setTimestamp(1, Timestamp.from(after));
                    s.setTimestamp(2, Timestamp.from(upTo));
                    s.setInt(3, SAMPLE);
                    s.setShort(4, Status.SENT.id());
                    s.setShort(5, SubStatuses.SUBMITTED);
                },
                r -> new Told(r.getShort(1), r.getLong(2), r.getLong(3))));
    }

    private void write(Connection c, List<Finding> findings) throws SQLException {
        if (!findings.isEmpty())
            Database.update(c, RENEW, s -> {
                s.setString(1, process);
                s.setArray(
                        2,
                        c.createArrayOf(
                                "text",
                                findings.stream().map(f -> f.kind.word()).toArray()));
                s.setArray(
                        3,
                        c.createArrayOf(
                                "text", findings.stream().map(Finding::carrier).toArray()));
                s.setArray(
                        4,
                        c.createArrayOf(
                                "text", findings.stream().map(Finding::detail).toArray()));
            });
        Database.update(c, CLEAR, s -> s.setString(1, process));
    }
}
