package dev.replay.dispatch;

import dev.replay.campaign.Events;
import dev.replay.carrier.Carriers;
import dev.replay.carrier.Line;
import dev.replay.carrier.OutcomeSink;
import dev.replay.carrier.PartOutcome;
import dev.replay.carrier.PartOutcome.Accepted;
import dev.replay.carrier.PartOutcome.Refused;
import dev.replay.carrier.Submission;
import dev.replay.store.Database;
import dev.replay.store.Rounds;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Confirms each STOP once, by the carrier that brought it. Twice is worse than never: an answer is written only after it was
 * claimed by a committed row, once; only what surely nobody accepted may be claimed again, for some minutes. It belongs to no
 * campaign, is charged to nobody, and goes at any hour, for the person is awake.
 */
@ApplicationScoped
public class StopAnswers {
    private static final Logger LOG = Logger.getLogger(StopAnswers.class);

    /** Claimed together: few enough that a crash leaves few people without their answer. */
    private static final int AT_ONCE = 100;

    /** What other processes have left is found by it; what this one is asked for wakes it. */
    private static final long LOOK = TimeUnit.SECONDS.toNanos(5);

    /** While some wait for a carrier that is full, or for a pace. */
    private static final long SOON = TimeUnit.MILLISECONDS.toNanos(250);

    /** What could not leave for so long may not be true any more: it is looked at anew. */
    private static final Duration STALE = Duration.ofSeconds(30);

    private static final long LAST_ANSWERS = TimeUnit.SECONDS.toNanos(5);
    private static final long LEAVE_MILLIS = 8_000;

    private final Database database;
    private final Carriers carriers;
    private final Clock clock;
    private final DispatchSettings sending;
    private final boolean on;
    private final Paces paces;
    private final Map<Line, Allowance> allowances = new HashMap<>();
    private final Map<Short, String> names = new HashMap<>();
    private final Queue<StopAnswer.End> ended = new ConcurrentLinkedQueue<>();
    private final AtomicInteger onWire = new AtomicInteger();
    private final Semaphore awake = new Semaphore(0);
    private volatile boolean asked = true;
    private volatile boolean stopping;
    private long nextLook;
    private boolean complained;
    private @Nullable Thread thread;

    StopAnswers(
            Database database, Carriers carriers, Clock clock, DispatchSettings sending, StopAnswerSettings settings) {
        this.database = database;
        this.carriers = carriers;
        this.clock = clock;
        this.sending = sending;
        this.on = settings.stopAnswer();
        this.paces = new Paces(database);
    }

    /**
     * In the transaction of the connection, which must be the one that opts the person out.
     *
     * @param accountId null where the sender is several accounts'
     * @param sender what the person wrote to, and so what the answer comes from
     * @param recipient E.164 digits
     */
    public void ask(
            Connection c,
            @Nullable Long accountId,
            short carrierId,
            String sender,
            long recipient,
            String body,
            Instant now)
            throws SQLException {
        if (on) StopAnswer.ask(c, accountId, carrierId, sender, recipient, body, now);
    }

    /** The person has changed their mind: what is not written yet would not be true any more. */
    public void withdraw(Connection c, String sender, long recipient, Instant until) throws SQLException {
        if (on) StopAnswer.withdraw(c, sender, recipient, until);
    }

    /** What was asked for is committed. */
    public void begin() {
        asked = true;
        awake.release();
    }

    void start(@Observes @Priority(1_000) StartupEvent event) {
        if (!on || sending.workers() == 0 || carriers.lines().isEmpty()) return;
        for (Line line : carriers.lines()) {
            names.put(line.id(), line.name());
            allowances.put(line, paces.allowance(line.id(), line.rate()));
        }
        thread = Thread.ofPlatform().name("stop-answers").start(this::run);
    }

    /** Before the carriers, whose last answers are waited for. */
    void stop(@Observes @Priority(1_000) ShutdownEvent event) throws InterruptedException {
        stopping = true;
        awake.release();
        if (thread != null) thread.join(LEAVE_MILLIS);
    }

    void rounds(@Observes StartupEvent event, Rounds rounds) {
        rounds.every(Duration.ofHours(1), Duration.ofMinutes(10), this::forget);
    }

    void forget() {
        database.asEngine(c -> {
            StopAnswer.forget(c, clock.instant());
            return null;
        });
    }

    private void run() {
        try {
            nextLook = System.nanoTime();
            while (!stopping) {
                round();
                awake.tryAcquire(nextLook - System.nanoTime(), TimeUnit.NANOSECONDS);
                awake.drainPermits();
            }
            long until = System.nanoTime() + LAST_ANSWERS;
            while (onWire.get() > 0 && System.nanoTime() - until < 0) awake.tryAcquire(SOON, TimeUnit.NANOSECONDS);
            writeDown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warnf("what became of some answers to STOP is not written down: %s", e.getMessage());
        }
    }

    private void round() {
        try {
            writeDown();
            if (asked || System.nanoTime() - nextLook >= 0) {
                asked = false;
                nextLook = System.nanoTime() + (look() ? SOON : LOOK);
            }
            complained = false;
        } catch (RuntimeException | Error e) {
            // Most often the database is away: what was heard stays in memory, a claim in doubt is never used.
            if (!complained) LOG.warnf(e, "answers to STOP wait: %s", e.getMessage());
            complained = true;
            nextLook = System.nanoTime() + LOOK;
        }
    }

    private void writeDown() {
        List<StopAnswer.End> heard = new ArrayList<>(ended);
        if (heard.isEmpty()) return;
        Map<Long, StopAnswer.End> last = new LinkedHashMap<>();
        boolean again = false;
        for (StopAnswer.End end : heard) {
            last.put(end.answer().id(), end);
            again |= end.state() == StopAnswer.State.WAITING;
        }
        database.asEngine(c -> {
            StopAnswer.end(c, last.values(), names, clock.instant());
            return null;
        });
        for (int i = 0; i < heard.size(); i++) ended.remove();
        if (again) nextLook = Math.min(nextLook, System.nanoTime() + SOON);
    }

    /** @return whether some are left that could go soon */
    private boolean look() {
        Map<Short, Integer> waiting = database.asEngine(StopAnswer::waiting);
        if (waiting.isEmpty()) return false;
        database.asEngine(c -> StopAnswer.expire(c, clock.instant()))
                .forEach((carrier, answers) -> Events.warned(
                        "stop.unanswered", names.getOrDefault(carrier, ""), "answers", answers, "why", "expired"));
        boolean left = false;
        for (Line line : carriers.lines()) {
            int wanted = waiting.getOrDefault(line.id(), 0);
            if (wanted > 0 && line.ready()) left |= answer(line, wanted);
        }
        return left;
    }

    /** @return whether some are left */
    private boolean answer(Line line, int wanted) {
        Allowance allowance = allowances.get(line);
        int most = Math.min(Math.min(wanted, AT_ONCE), line.room());
        if (most > 0) most = allowance.available(most, most);
        if (most == 0) return true;
        int granted = most;
        List<StopAnswer> claimed = database.asEngine(c -> StopAnswer.claim(c, line.id(), granted, clock.instant()));
        for (StopAnswer answer : claimed) allowance.spent(write(answer, line));
        line.flush();
        return wanted > claimed.size();
    }

    /** @return how many segments were taken */
    private int write(StopAnswer answer, Line line) {
        Submission message = answer.submission();
        var one = new OnWire(answer);
        try {
            if (line.submit(message, one)) return message.parts().size();
            one.end(answer.unwritten());
        } catch (IllegalArgumentException e) {
            one.end(answer.refused(String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            // Whether it was taken is not known; the others go on.
            LOG.errorf(e, "%s failed at an answer to STOP", line.name());
            one.end(answer.unconfirmed());
            return message.parts().size();
        }
        return 0;
    }

    private final class OnWire implements OutcomeSink {
        private final StopAnswer answer;
        private final Deadline until = Deadline.after(STALE);
        private final AtomicBoolean over = new AtomicBoolean();

        OnWire(StopAnswer answer) {
            this.answer = answer;
            onWire.incrementAndGet();
        }

        @Override
        public boolean mayLeave() {
            return !until.over();
        }

        @Override
        public void settled(Submission message, List<PartOutcome> parts) {
            end(answer.end(message, parts));
        }

        /** What was unconfirmed is never written again, whatever is said of it later. */
        @Override
        public void late(Submission message, int part, PartOutcome outcome) {
            if (outcome instanceof Accepted || outcome instanceof Refused) heard(answer.end(message, List.of(outcome)));
        }

        void end(StopAnswer.End end) {
            heard(end);
            if (over.compareAndSet(false, true)) onWire.decrementAndGet();
        }
    }

    private void heard(StopAnswer.End end) {
        ended.add(end);
        awake.release();
    }
}
