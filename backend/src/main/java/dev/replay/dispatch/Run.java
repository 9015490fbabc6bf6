package dev.replay.dispatch;

import dev.replay.audience.QuietHours;
import dev.replay.campaign.Events;
import dev.replay.carrier.Line;
import dev.replay.carrier.OutcomeSink;
import dev.replay.carrier.PartOutcome;
import dev.replay.carrier.Submission;
import dev.replay.message.Move;
import dev.replay.message.Movement;
import dev.replay.message.Strides;
import dev.replay.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One lease being worked off: claim a window, write it, settle what was answered, and again. Everything happens on the
 * worker's thread; carriers only put what they hear into a queue.
 */
final class Run {
    private static final Logger LOG = Logger.getLogger(Run.class);

    /** Outcomes of one commit: enough to make a commit cheap, few enough to be seen soon. */
    private static final int BATCH = 500;

    /** Outcomes wait at most this long for more of them. */
    private static final long LINGER = TimeUnit.MILLISECONDS.toNanos(50);

    /** A renewal without anything else to say, and so how long a pause can go unnoticed. */
    private static final long HEARTBEAT = TimeUnit.MILLISECONDS.toNanos(400);

    /**
     * A run that takes longer ends, and what is left of its lease is read anew: quiet hours may have come or changed meanwhile,
     * and who was claimed while the carrier took nothing may have opted out.
     */
    private static final long LONGEST = TimeUnit.SECONDS.toNanos(10);

    /** Beyond the free window, what is answered within this time may be claimed: the next window is ready when it frees. */
    private static final double CLAIM_SECONDS = 0.02;

    /** After how long those whose carriers are away are looked at again. */
    static final Duration LOOK_AGAIN = Duration.ofSeconds(10);

    /** Rows looked at once where some may have to wait. */
    private static final int STRIDE = 1_000;

    private static final double SMOOTHING = 0.2;

    private static final short NOBODY = 0;

    private static final String CLAIM = """
            select m.id, m.recipient, m.variables, s.reason, m.country, %s as reached, m.sub_status
            from message m
            left join suppression s on s.account_id = ? and s.recipient = m.recipient
            %s
            where m.campaign_id = ? and m.id > ? and m.id <= ? and m.status = 0
            order by m.id
            """;
    private static final String CLAIMED = CLAIM.formatted("false", "");
    private static final String CLAIMED_OF_A_REPLAY = CLAIM.formatted(
            "m.source_status <> 2 and src.status = 2",
            "left join message src on src.campaign_id = ? and src.id = m.source_id");

    /** Free ranges no further apart become one: what lies settled between them is passed by, for it is queued no longer. */
    private static final int NEAR = 1_000;

    private static final double LENGTH_SMOOTHING = 0.02;

    /** @param allowance of campaign and sender together with the carrier */
    private record Path(Line line, OutcomeSink sink, Allowance allowance) {}

    private record Heard(Submission message, short carrierId, List<PartOutcome> parts) {}

    /** @param waitsUntil null for a recipient that may be written to now */
    private record Row(
            int id,
            long recipient,
            String country,
            String[] variables,
            short passOver,
            Move.State at,
            @Nullable Instant waitsUntil) {
        boolean goes() {
            return passOver == 0 && waitsUntil == null;
        }
    }

    /** Who cannot be written to at one instant, and until when: it is night there, or their carriers are away. */
    private final class Moment {
        private final Instant now;
        private final QuietHours.At quiet;
        /** Where nothing can leave, the run itself waits. */
        private final boolean closed = !ways.open();

        private final Map<String, Boolean> leaves = new HashMap<>();

        Moment(Instant now) {
            this.now = now;
            this.quiet = outgoing.quietHours.at(now);
        }

        /** Null where that is now. */
        @Nullable
        Instant waitsUntil(long recipient, String country) {
            Instant morning = quiet.until(recipient, country);
            return morning != null || leaves(country) ? morning : lookAgain();
        }

        Instant lookAgain() {
            return now.plus(LOOK_AGAIN);
        }

        boolean leaves(String country) {
            return closed || leaves.computeIfAbsent(country, c -> ways.first(c) != null);
        }
    }

    private final Worker worker;
    private final Outgoing outgoing;
    private final Ways.OfRoute ways;
    private final Map<Line, Path> paths = new HashMap<>();

    private final Queue<Heard> heard = new ConcurrentLinkedQueue<>();
    private final Deque<Submission> toWrite = new ArrayDeque<>();
    /** Claimed and not written, to be put off by the next commit. */
    private final List<Submission> left = new ArrayList<>();

    private final List<Outcomes.Settled> unsettled = new ArrayList<>();
    private final boolean nightsMatter;
    /** Before anybody may have one of its messages sent again, whose answer this one would be taken for. */
    private final Deadline lateUntil;

    private final long begun = System.nanoTime();
    private Lease lease;
    private @Nullable Instant deferredUntil;
    private int intent;
    /** Ids: what is answered twice counts once. */
    private final Ids onWire;

    private double segmentsEach;
    private boolean halted;
    /** Halted, and all that it will not claim is given back. */
    private boolean shortened;

    private boolean lost;
    private boolean stranded;
    private long strandedSince;
    private long oldestUnsettled;
    private long lastSettled = System.nanoTime();
    private double perSecond;
    private long lastRenewal;
    private volatile Deadline writeUntil = Deadline.past();

    Run(Worker worker, Lease lease, Outgoing outgoing, Deadline granted) {
        this.worker = worker;
        this.lease = lease;
        this.outgoing = outgoing;
        this.ways = worker.ways.of(outgoing.route);
        this.segmentsEach = Math.max(1, outgoing.segmentsOfAll());
        this.nightsMatter = lease.notBefore() != null || !outgoing.quietHours.none();
        this.lateUntil = worker.lateUntil();
        this.intent = lease.intent();
        this.onWire = new Ids(lease.intent());
        renewed(granted);
    }

    private Path path(Line line) {
        Path path = paths.get(line);
        if (path == null) {
            path = new Path(line, sink(line), worker.allowance(outgoing, line));
            paths.put(line, path);
        }
        return path;
    }

    /** Hears what a carrier says of this run's messages. */
    private OutcomeSink sink(Line line) {
        return new OutcomeSink() {
            @Override
            public boolean mayLeave() {
                return !writeUntil.over();
            }

            @Override
            public void settled(Submission message, List<PartOutcome> parts) {
                worker.outcomes.heard(line.id(), parts);
                heard.add(new Heard(message, line.id(), parts));
                worker.wake();
            }

            @Override
            public void late(Submission message, int part, PartOutcome outcome) {
                worker.late(message, line.id(), part, outcome, lateUntil);
            }
        };
    }

    /** Nothing can leave: all carriers of its route have been away, or those of a message that was claimed. */
    boolean strandedFor(long nanos) {
        return stranded && System.nanoTime() - strandedSince > nanos;
    }

    long campaignId() {
        return lease.campaignId();
    }

    /** Claimed and not answered. */
    int open() {
        return toWrite.size() + left.size() + onWire.size();
    }

    /** What a crash would leave in doubt. */
    int inDoubt() {
        return open() + unsettled.size();
    }

    /** It writes no more: it only waits for answers, and another lease may be begun beside it. */
    boolean draining() {
        return halted || lost || (toWrite.isEmpty() && left.isEmpty() && intent >= lease.hi());
    }

    boolean done() {
        return draining() && onWire.isEmpty() && unsettled.isEmpty() && heard.isEmpty();
    }

    /** One round. @return whether anything moved */
    boolean step(long now, boolean mayClaim) {
        boolean moved = hear(now);
        // All others learn it from the campaign's row a moment later, those among them whose clock lags.
        if (outgoing.sendBefore != null && !worker.clock.instant().isBefore(outgoing.sendBefore)) halted = true;
        if (now - begun > LONGEST) halted = true;
        int claim = mayClaim && !halted && !lost ? claimable() : 0;
        boolean full = unsettled.size() >= BATCH;
        boolean lingered =
                !unsettled.isEmpty() && (onWire.isEmpty() && toWrite.isEmpty() || now - oldestUnsettled > LINGER);
        boolean heartbeat = !lost && now - lastRenewal > HEARTBEAT;
        if (full || lingered || heartbeat || claim > 0 || halted && !shortened && !lost) {
            commit(claim);
            moved = true;
        }
        return write() || moved;
    }

    private boolean hear(long now) {
        boolean any = false;
        for (Heard h; (h = heard.peek()) != null; ) {
            // A word that is new is written down first, which may fail: what was heard is not forgotten for it.
            int id = h.message.messageId();
            if (onWire.contains(id)) take(h, now);
            heard.remove();
            onWire.remove(id);
            any = true;
        }
        return any;
    }

    private void take(Heard h, long now) {
        var attempt = new Attempt(h.message, h.parts);
        if (attempt.again()) {
            // Back-pressure is no failure; what nobody has may take another carrier.
            toWrite.addFirst(h.message);
            return;
        }
        if (unsettled.isEmpty()) oldestUnsettled = now;
        unsettled.add(worker.outcomes.settled(attempt, h.carrierId));
    }

    /**
     * How many more ids to claim: a window's worth at most, and no more than can be written at once or within a moment, for
     * what is claimed and not yet written when the process dies is in doubt without need.
     */
    private int claimable() {
        int open = open();
        int window = worker.windowOfRun();
        int left = lease.hi() - intent;
        if (left <= 0 || open > window / 2 || !ways.ready()) return 0;
        int most = Math.min(Math.min(window - open, worker.windowLeft(this)), left);
        int soon = Math.max(ways.room(), (int) (perSecond * CLAIM_SECONDS)) - toWrite.size();
        return Math.max(0, allowed(Math.min(most, soon), left));
    }

    /** Of ids that could be claimed, those whose segments may be written now; what is claimed already comes first. */
    private int allowed(int ids, int left) {
        if (ids <= 0) return ids;
        var lines = ways.firsts();
        for (Line line : lines) if (path(line).allowance.unlimited()) return ids;
        int waiting =
                toWrite.stream().mapToInt(message -> message.parts().size()).sum();
        int segments = waiting + (int) Math.ceil(ids * segmentsEach);
        int all = waiting + (int) Math.ceil(left * segmentsEach);
        int available = 0;
        for (Line line : lines) available += path(line).allowance.available(segments, all);
        return (int) Math.min(ids, (available - waiting) / segmentsEach);
    }

    /** How fast answers come, as a moving average: what was settled since the last commit that settled anything. */
    private void measure(int settled, long now) {
        double seconds = (now - lastSettled) / 1e9;
        lastSettled = now;
        if (seconds > 0) perSecond += (settled / seconds - perSecond) * SMOOTHING;
    }

    /** One transaction: settle what was answered, renew, and claim the next ids; rows are read under it. */
    private void commit(int claim) {
        Deadline until = worker.deadline();
        Instant now = worker.clock.instant();
        Moment moment = nightsMatter || ways.differ() ? new Moment(now) : null;
        int[] upTo = {intent + claim};
        int[] hi = {lease.hi()};
        List<Row> rows = new ArrayList<>();
        if (moment != null) leave(moment);
        Leases.Renewal renewal = worker.database.asEngineInTurn(c -> {
            if (moment != null && claim > 0) upTo[0] = reach(c, claim, moment);
            // The lease before the rows, as whoever takes it over locks them: the other way round both would wait.
            var granted =
                    lost ? Leases.Renewal.LOST : Leases.renew(c, lease, worker.owner, upTo[0], worker.leaseSeconds);
            settle(c, granted.answer() != Leases.Answer.LOST, now);
            hi[0] = granted.hi();
            upTo[0] = Math.min(upTo[0], hi[0]);
            if (granted.answer() == Leases.Answer.GRANTED && (claim > 0 || !left.isEmpty())) {
                if (claim > 0) rows.addAll(claimed(c, intent, upTo[0], moment));
                passOver(c, rows, now);
            }
            if (halted || granted.answer() == Leases.Answer.HALTED) hi[0] = shortened(c, granted);
            return granted;
        });
        if (!unsettled.isEmpty()) measure(unsettled.size(), System.nanoTime());
        tellDoubts();
        worker.outcomes.recorded(unsettled);
        unsettled.clear();
        switch (renewal.answer()) {
            case GRANTED -> {
                renewed(until);
                intent = upTo[0];
                left.clear();
                for (Row r : rows) if (r.goes()) enqueue(r);
            }
            case HALTED -> {
                renewed(until);
                halted = true;
            }
            case LOST -> {
                // Whoever took it over has listed what is in doubt; nothing more of it is written here.
                lost = true;
                writeUntil = Deadline.past();
                toWrite.clear();
                left.clear();
            }
        }
        if (lost) return;
        lease = lease.upTo(hi[0]);
        shortened = halted;
    }

    /**
     * Rows of a lease that was taken from us are in doubt; one that is queued is somebody's who sends it again, and one that
     * may have been sent again stands for the second copy: of the first one nothing is written down any more.
     */
    private void settle(Connection c, boolean ours, Instant now) throws SQLException {
        if (!unsettled.isEmpty() && (ours || !lateUntil.over()))
            worker.outcomes.write(c, lease.campaignId(), unsettled, ours, worker.shard, now);
    }

    /** Gives back what nobody has claimed. @return where the lease ends now */
    private int shortened(Connection c, Leases.Renewal granted) throws SQLException {
        int claimed = Math.max(intent, granted.intent());
        if (claimed < lease.lo() || claimed >= granted.hi()) return granted.hi();
        Leases.shorten(c, lease.upTo(granted.hi()), worker.owner, claimed);
        return claimed;
    }

    /**
     * What was claimed and cannot be written now would only take up the window. Once it has been left it is not written
     * under this lease, for whether a commit whose answer is lost has deferred it is not known.
     */
    private void leave(Moment moment) {
        for (Iterator<Submission> next = toWrite.iterator(); next.hasNext(); ) {
            Submission message = next.next();
            if (moment.leaves(message.country())) continue;
            left.add(message);
            next.remove();
            putOff(moment.lookAgain());
        }
    }

    private void tellDoubts() {
        for (Line line : paths.keySet()) {
            long inDoubt = unsettled.stream()
                    .filter(s -> s.carrierId() == line.id() && s.verdict().subStatus() == worker.ids.unconfirmed)
                    .count();
            if (inDoubt > 0)
                Events.warned("messages.in-doubt", lease.campaignId(), "carrier", line.name(), "messages", inDoubt);
        }
    }

    /**
     * How far to claim where many may be passed over: up to as many as can be written now, so that whoever waits costs
     * neither a place in the window nor a share of the pace, and a range that has been worked on before is walked in
     * strides.
     */
    private int reach(Connection c, int claim, Moment moment) throws SQLException {
        int[] awake = {0};
        int[] reached = {0};
        int seen = Strides.first(
                        STRIDE,
                        intent,
                        lease.hi(),
                        (above, upTo, most) -> Database.list(
                                c,
                                """
                                select id, recipient, country from message
                                where campaign_id = ? and id > ? and id <= ? and status = 0 order by id limit ?
                                """,
                                s -> {
                                    s.setLong(1, lease.campaignId());
                                    s.setInt(2, above);
                                    s.setInt(3, upTo);
                                    s.setInt(4, most);
                                },
                                r -> {
                                    if (awake[0] == claim) return 0;
                                    reached[0] = r.getInt(1);
                                    if (moment.waitsUntil(r.getLong(2), r.getString(3)) == null) awake[0]++;
                                    return 1;
                                }))
                .size();
        return awake[0] < claim && seen < STRIDE ? lease.hi() : reached[0];
    }

    /** Who is not written to now is settled or deferred under the intent; who was deferred, and goes now, is queued again. */
    private void passOver(Connection c, List<Row> rows, Instant now) throws SQLException {
        List<Move> moves = new ArrayList<>();
        for (Row r : rows) {
            if (r.passOver != 0) moves.add(Outcomes.passedOver(lease.campaignId(), r.id, r.at, r.passOver, now));
            else if (r.waitsUntil == null) {
                if (r.at == Move.State.DEFERRED) moves.add(queued(r.id, r.at, Move.State.QUEUED));
            } else {
                putOff(r.waitsUntil);
                if (r.at == Move.State.QUEUED) moves.add(queued(r.id, r.at, Move.State.DEFERRED));
            }
        }
        for (Submission message : left) moves.add(queued(message.messageId(), Move.State.QUEUED, Move.State.DEFERRED));
        Set<Integer> elsewhere = Movement.move(c, moves, worker.shard, (short) 0, now).stream()
                .map(Move::id)
                .collect(Collectors.toSet());
        if (!elsewhere.isEmpty()) rows.removeIf(r -> elsewhere.contains(r.id));
    }

    private void putOff(Instant until) {
        if (deferredUntil == null || until.isBefore(deferredUntil)) deferredUntil = until;
    }

    private Move queued(int id, Move.State from, Move.State to) {
        return new Move(lease.campaignId(), id, from, to, (short) 0, null);
    }

    private void enqueue(Row r) {
        Submission message = outgoing.submission(r.id, r.recipient, r.country, r.variables);
        if (message != null) {
            segmentsEach += (message.parts().size() - segmentsEach) * LENGTH_SMOOTHING;
            toWrite.addLast(message);
        } else {
            refuse(outgoing.empty(r.id, r.recipient));
        }
    }

    /** What can never be put on a wire: it was accepted by nobody. */
    private void refuse(Submission message) {
        end(message, NOBODY, new PartOutcome.Refused(Worker.ESME_RSUBMITFAIL));
    }

    private void end(Submission message, short carrierId, PartOutcome outcome) {
        onWire.add(message.messageId());
        heard.add(new Heard(message, carrierId, List.of(outcome)));
    }

    private void renewed(Deadline until) {
        lastRenewal = System.nanoTime();
        writeUntil = until;
    }

    private List<Row> claimed(Connection c, int above, int upTo, @Nullable Moment moment) throws SQLException {
        // Suppressions and, for a replay, whether the source was reached since: read under the intent, so that nobody
        // who opted out before it is written to.
        boolean replay = outgoing.replayOf != null;
        return Database.list(
                c,
                replay ? CLAIMED_OF_A_REPLAY : CLAIMED,
                s -> {
                    int p = 1;
                    s.setLong(p++, outgoing.accountId);
                    if (replay) s.setLong(p++, outgoing.replayOf);
                    s.setLong(p++, lease.campaignId());
                    s.setInt(p++, above);
                    s.setInt(p, upTo);
                },
                r -> new Row(
                        r.getInt(1),
                        r.getLong(2),
                        r.getString(5),
                        Outgoing.strings(r.getArray(3)),
                        passOver(r.getString(4), r.getBoolean(6)),
                        Move.State.queued(r.getShort(7)),
                        moment == null ? null : moment.waitsUntil(r.getLong(2), r.getString(5))));
    }

    private short passOver(String suppressed, boolean reached) {
        if ("opt-out".equals(suppressed)) return worker.ids.optOut;
        if (suppressed != null) return worker.ids.blocked;
        return reached ? worker.ids.reachedMeanwhile : 0;
    }

    /** Messages whose carrier is full or slow wait for it and hold nobody else's back. */
    private boolean write() {
        Set<Line> full = Set.of();
        Set<Line> written = Set.of();
        boolean waiting = toWrite.isEmpty() && !ways.open();
        String country = null;
        Path path = null;
        // Asked here once: each of them is asked again when its bytes leave.
        Iterator<Submission> next =
                halted || lost || writeUntil.over() ? Collections.emptyIterator() : toWrite.iterator();
        while (next.hasNext() && full.size() < ways.count()) {
            Submission message = next.next();
            if (!message.country().equals(country)) {
                country = message.country();
                Line line = ways.first(country);
                path = line == null ? null : path(line);
            }
            if (path == null) {
                waiting = true;
            } else if (!full.contains(path.line)) {
                if (write(message, path)) {
                    next.remove();
                    written = with(written, path.line);
                } else {
                    full = with(full, path.line);
                }
            }
        }
        for (Line line : written) line.flush();
        if (waiting && (!stranded || !written.isEmpty())) strandedSince = System.nanoTime();
        stranded = waiting;
        return !written.isEmpty();
    }

    /** @return whether it is done with: taken, or refused for good */
    private boolean write(Submission message, Path path) {
        int segments = message.parts().size();
        if (path.allowance.available(segments, segments) < segments) return false;
        onWire.add(message.messageId());
        try {
            if (path.line.submit(message, path.sink)) {
                path.allowance.spent(segments);
                return true;
            }
            onWire.remove(message.messageId());
            return false;
        } catch (IllegalArgumentException e) {
            refuse(message);
            return true;
        } catch (RuntimeException e) {
            // Whether it was taken is not known.
            LOG.errorf(e, "%s failed at a message of campaign %d", path.line.name(), lease.campaignId());
            path.allowance.spent(segments);
            end(message, path.line.id(), new PartOutcome.Unconfirmed());
            return true;
        }
    }

    private static Set<Line> with(Set<Line> lines, Line line) {
        if (lines.contains(line)) return lines;
        if (lines.isEmpty()) return Set.of(line);
        Set<Line> more = new HashSet<>(lines);
        more.add(line);
        return more;
    }

    /** Writes no further byte; what is on the wire is still waited for. */
    void halt() {
        halted = true;
    }

    /** Gives the lease back: what was claimed and surely not written is free again, with what was never claimed. */
    void release() {
        for (Path path : paths.values()) path.allowance.end();
        toWrite.addAll(left);
        left.clear();
        worker.database.asEngine(c -> {
            Instant now = worker.clock.instant();
            boolean ours = !lost && Leases.end(c, lease, worker.owner);
            settle(c, ours, now);
            if (ours) {
                if (deferredUntil != null) {
                    putAside(c, deferredUntil, now);
                    return null;
                }
                int[] unwritten = toWrite.stream()
                        .mapToInt(Submission::messageId)
                        .sorted()
                        .toArray();
                for (int[] range : ranges(unwritten, intent + 1, lease.hi()))
                    Leases.free(c, lease.campaignId(), range[0], range[1], lease.fence());
            }
            return null;
        });
        worker.outcomes.recorded(unsettled);
        unsettled.clear();
        toWrite.clear();
    }

    /** Nothing of it is on the wire: up to the first that was claimed and not written, whatever is queued waits. */
    private void putAside(Connection c, Instant until, Instant now) throws SQLException {
        int first = toWrite.stream().mapToInt(Submission::messageId).min().orElse(intent + 1);
        if (first > lease.lo()) Leases.defer(c, lease.campaignId(), lease.lo(), first - 1, lease.fence(), until, now);
        if (first <= lease.hi()) Leases.free(c, lease.campaignId(), first, lease.hi(), lease.fence());
    }

    private static List<int[]> ranges(int[] ids, int lo, int hi) {
        List<int[]> ranges = new ArrayList<>();
        for (int id : IntStream.concat(IntStream.of(ids), IntStream.rangeClosed(lo, lo <= hi ? lo : lo - 1))
                .toArray()) {
            int end = id == lo ? hi : id;
            if (!ranges.isEmpty() && id - ranges.getLast()[1] <= NEAR) ranges.getLast()[1] = end;
            else ranges.add(new int[] {id, end});
        }
        return ranges;
    }
}
