package dev.replay.dispatch;

import dev.replay.carrier.Line;
import dev.replay.carrier.PartOutcome;
import dev.replay.carrier.Submission;
import dev.replay.store.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A thread that sends: a lease being written, and behind it those that only wait for their last answers. Where a lease takes
 * long, because of a pace or a slow carrier, leases of other campaigns are written beside it, turn by turn: nobody waits for
 * the end of somebody else's million.
 */
final class Worker implements Runnable {
    static final int ESME_RSUBMITFAIL = 0x45;

    private static final Logger LOG = Logger.getLogger(Worker.class);
    private static final long IDLE = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long LOOK_FOR_WORK = TimeUnit.MILLISECONDS.toNanos(150);
    /** A lease that takes longer gets others beside it; at full speed it is through before. */
    private static final long BESIDE = TimeUnit.MILLISECONDS.toNanos(800);

    private static final int MOST_RUNNING = 16;
    private static final long CARRIER_GONE = TimeUnit.SECONDS.toNanos(2);
    private static final long BACK_OFF = TimeUnit.MILLISECONDS.toNanos(300);
    private static final long LAST_ANSWERS = TimeUnit.SECONDS.toNanos(5);
    /** Leases that wait for stragglers, each with its heartbeat: beyond it no new one is begun. */
    private static final int MOST_DRAINING = 32;

    private static final int LATE_AT_ONCE = 200;

    final Database database;
    final Outcomes outcomes;
    final SubStatusIds ids;
    final Clock clock;
    final String owner;
    final short shard;
    final long leaseSeconds;

    private final Paces paces;
    private final DispatchSettings settings;
    final Ways ways;
    private final long only;
    private final List<Run> running = new ArrayList<>();
    private final List<Run> draining = new ArrayList<>();
    /** Outlive their lease: it is given back once its messages are unconfirmed, and their answers may come after that. */
    private final Queue<Late> lateAnswers = new ConcurrentLinkedQueue<>();

    /** Whether the last look found a lease, so that another one is worth it. */
    private boolean workLeft;

    private long nextLook = System.nanoTime();
    private long nextBeside = System.nanoTime();
    private boolean complained;

    private volatile boolean stopping;
    private volatile boolean asleep;
    private volatile @Nullable Thread thread;

    Worker(
            Database database,
            Outcomes outcomes,
            SubStatusIds ids,
            Clock clock,
            Paces paces,
            DispatchSettings settings,
            Ways ways,
            String owner,
            short shard,
            long only) {
        this.database = database;
        this.outcomes = outcomes;
        this.ids = ids;
        this.clock = clock;
        this.paces = paces;
        this.settings = settings;
        this.ways = ways;
        this.owner = owner;
        this.shard = shard;
        this.only = only;
        this.leaseSeconds = settings.lease().toSeconds();
    }

    Allowance allowance(Outgoing outgoing, Line line) {
        return paces.allowance(outgoing, line.id(), line.rate());
    }

    /** By the fastest of the carriers that its messages would take now. */
    private int leaseSize(Outgoing outgoing) {
        return ways.of(outgoing.route).firsts().stream()
                .mapToInt(line -> allowance(outgoing, line).leaseSize(settings.leaseSize()))
                .max()
                .orElse(settings.leaseSize());
    }

    /**
     * However many leases are being written, what is claimed of them together and not settled is one window at most.
     *
     * @param claiming whose answers are written down by the commit that claims
     */
    int windowLeft(Run claiming) {
        int left = settings.window();
        for (Run run : running) left -= run == claiming ? run.open() : run.inDoubt();
        for (Run run : draining) left -= run.inDoubt();
        return left;
    }

    /** Counted from before the question, less a margin: ends before the database's own reckoning does. */
    Deadline deadline() {
        return Deadline.after(Duration.ofSeconds(leaseSeconds).multipliedBy(3).dividedBy(4));
    }

    int windowOfRun() {
        return Math.max(1, settings.window() / Math.max(1, running.size()));
    }

    private record Late(Submission message, short carrierId, int part, PartOutcome outcome, Deadline until) {}

    void late(Submission message, short carrierId, int part, PartOutcome outcome, Deadline until) {
        lateAnswers.add(new Late(message, carrierId, part, outcome, until));
        wake();
    }

    /** A margin before what was in doubt since a run began may be sent again. */
    Deadline lateUntil() {
        return Deadline.after(settings.sendAgainAfter().multipliedBy(3).dividedBy(4));
    }

    /** @return whether there were any */
    boolean settleLate() {
        if (lateAnswers.isEmpty()) return false;
        List<Late> late = new ArrayList<>();
        lateAnswers.removeIf(l -> l.until.over());
        for (Late l : lateAnswers) if (late.size() < LATE_AT_ONCE) late.add(l);
        if (late.isEmpty()) return false;
        // In the order in which receipts lock them.
        List<Late> ordered = new ArrayList<>(late);
        ordered.sort(Comparator.comparingLong((Late l) -> l.message.campaignId())
                .thenComparingInt(l -> l.message.messageId()));
        List<Outcomes.Settled> settled = ordered.stream()
                .map(l -> outcomes.settled(new Attempt(l.message, List.of(l.outcome)), l.carrierId))
                .toList();
        database.asEngine(c -> {
            for (int i = 0; i < settled.size(); i++)
                outcomes.late(c, settled.get(i), ordered.get(i).part, shard, clock.instant());
            return null;
        });
        for (int i = 0; i < late.size(); i++) lateAnswers.remove();
        return true;
    }

    void wake() {
        if (asleep) LockSupport.unpark(thread);
    }

    void stop() {
        stopping = true;
        LockSupport.unpark(thread);
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        while (!stopping) {
            try {
                if (!round()) idle(IDLE);
                complained = false;
            } catch (Error e) {
                // What it did is not known: as after a crash its leases run out and what is in doubt is listed.
                LOG.error("sending begins anew", e);
                running.clear();
                draining.clear();
            } catch (RuntimeException e) {
                // Most often the database is away: what was heard stays in memory and nothing new is claimed.
                complain(e);
                idle(BACK_OFF);
            }
        }
        leave();
    }

    /** Works in the caller's thread until nothing can be claimed any more and everything is answered. */
    void workOff() {
        thread = Thread.currentThread();
        do if (!round()) idle(IDLE);
        while (!running.isEmpty() || !draining.isEmpty() || workLeft);
    }

    private void complain(RuntimeException e) {
        if (!complained) LOG.warnf(e, "sending waits: %s", e.getMessage());
        complained = true;
    }

    private void idle(long nanos) {
        asleep = true;
        LockSupport.parkNanos(this, nanos);
        asleep = false;
    }

    private boolean round() {
        long now = System.nanoTime();
        boolean moved = settleLate();
        if (ways.any() && draining.size() < MOST_DRAINING) look(now);
        // By turns: what the carrier has room for is not always the same campaign's.
        if (running.size() > 1) Collections.rotate(running, 1);
        for (Iterator<Run> runs = running.iterator(); runs.hasNext(); ) {
            Run run = runs.next();
            moved |= run.step(now, true);
            if (run.strandedFor(CARRIER_GONE)) run.halt();
            if (run.draining()) {
                draining.add(run);
                runs.remove();
                nextLook = now;
                nextBeside = running.isEmpty() ? nextBeside : now;
            }
        }
        for (Iterator<Run> runs = draining.iterator(); runs.hasNext(); ) {
            Run run = runs.next();
            moved |= run.step(now, false);
            if (run.strandedFor(CARRIER_GONE)) run.halt();
            if (run.done()) {
                run.release();
                runs.remove();
            }
        }
        return moved;
    }

    private void look(long now) {
        if (running.isEmpty() && now - nextLook >= 0) {
            workLeft = begin();
            if (!workLeft) nextLook = now + LOOK_FOR_WORK;
            nextBeside = now + BESIDE;
        } else if (!running.isEmpty() && running.size() < MOST_RUNNING && now - nextBeside >= 0) {
            if (!begin()) nextBeside = now + BESIDE;
        }
    }

    /** Takes a lease, of a campaign that is not being written here already. @return whether there was one */
    private boolean begin() {
        Deadline until = deadline();
        List<Long> written = running.stream().map(Run::campaignId).toList();
        Optional<Run> run = database.asEngine(c -> {
            var free = Leases.pick(c, only, written, clock.instant(), ways.openness());
            if (free.isEmpty()) return Optional.empty();
            var outgoing = Outgoing.read(c, free.get().campaignId(), settings.validity());
            int size = leaseSize(outgoing);
            Lease lease = Leases.take(c, free.get(), owner, size, leaseSeconds);
            return Optional.of(new Run(this, lease, outgoing, until));
        });
        run.ifPresent(running::add);
        return run.isPresent();
    }

    /** Shutting down: nothing more is written, answers on their way are waited for, the rest is given back. */
    private void leave() {
        List<Run> runs = new ArrayList<>(draining);
        runs.addAll(running);
        runs.forEach(Run::halt);
        long until = System.nanoTime() + LAST_ANSWERS;
        while (!runs.isEmpty() && System.nanoTime() - until < 0) {
            boolean moved = false;
            try {
                moved = settleLate();
            } catch (RuntimeException e) {
                complain(e);
            }
            for (Iterator<Run> left = runs.iterator(); left.hasNext() && System.nanoTime() - until < 0; ) {
                Run run = left.next();
                try {
                    moved |= run.step(System.nanoTime(), false);
                    if (!run.done()) continue;
                    run.release();
                    left.remove();
                } catch (RuntimeException e) {
                    // The others may still be told and given back.
                    complain(e);
                }
            }
            if (!moved) idle(IDLE);
        }
        if (!runs.isEmpty()) LOG.warnf("%d leases are left to expire", runs.size());
    }
}
