package dev.replay.carrier;

import dev.replay.carrier.PartOutcome.Refused;
import dev.replay.carrier.PartOutcome.Throttled;
import dev.replay.carrier.PartOutcome.Unconfirmed;
import dev.replay.carrier.PartOutcome.Unwritten;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A carrier as messages reach it: with its circuit and its rate. What was never written is free to take another line; what
 * was written stays with the carrier that has it.
 */
public final class Line implements Carrier {
    private static final Logger LOG = Logger.getLogger(Line.class);

    /** A connection that is back before long is not worth a move to another carrier. */
    private static final Duration BRIEFLY = Duration.ofSeconds(1);

    private static final int ESME_RSYSERR = 0x08;

    private final Carrier carrier;
    private final int rate;
    private final StatusTable statuses;
    private final Circuit circuit = new Circuit();
    private final Map<Class<? extends PartOutcome>, LongAdder> parts = new HashMap<>();
    private volatile long readyAt = System.nanoTime();
    /** Whoever writes writes many: the same sink is wrapped once. */
    private volatile @Nullable Watched last;

    /** Without words of its own. @param rate segments per second; 0 is unlimited */
    public Line(Carrier carrier, int rate) {
        this(carrier, rate, StatusTable.EMPTY);
    }

    /** @param statuses what goes before the carrier's own reading of its words */
    public Line(Carrier carrier, int rate, StatusTable statuses) {
        this.carrier = carrier;
        this.rate = rate;
        this.statuses = statuses;
        for (Class<?> outcome : PartOutcome.class.getPermittedSubclasses())
            parts.put(outcome.asSubclass(PartOutcome.class), new LongAdder());
    }

    /** Parts that came to an end since the start, by which. */
    Map<Class<? extends PartOutcome>, LongAdder> parts() {
        return parts;
    }

    @Override
    public short id() {
        return carrier.id();
    }

    @Override
    public String name() {
        return carrier.name();
    }

    public int rate() {
        return rate;
    }

    /** {@code closed}, {@code open} or {@code half-open}. */
    String circuit() {
        return circuit.state(System.nanoTime()).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it has failed so often that it is left alone. */
    public boolean failing() {
        return circuit.state(System.nanoTime()) != Circuit.State.CLOSED;
    }

    @Override
    public boolean ready() {
        return carrier.ready() && circuit.lets(System.nanoTime());
    }

    /** Not worth waiting for: its circuit is open, or it has had no connection for some time. */
    public boolean away() {
        long now = System.nanoTime();
        if (carrier.ready()) {
            readyAt = now;
            return !circuit.lets(now);
        }
        return now - readyAt > BRIEFLY.toNanos();
    }

    @Override
    public int room() {
        long now = System.nanoTime();
        if (!circuit.lets(now)) return 0;
        int room = carrier.room();
        return circuit.state(now) == Circuit.State.CLOSED ? room : Math.min(1, room);
    }

    @Override
    public boolean submit(Submission message, OutcomeSink sink) {
        var pass = circuit.pass(System.nanoTime());
        if (pass == Circuit.Pass.NONE) return false;
        try {
            boolean taken = carrier.submit(message, watched(sink, pass));
            if (!taken) circuit.undecided(pass);
            return taken;
        } catch (IllegalArgumentException e) {
            // This message can be written by nobody, which says nothing of others.
            circuit.undecided(pass);
            throw e;
        } catch (RuntimeException | Error e) {
            failed(pass);
            throw e;
        }
    }

    private Watched watched(OutcomeSink sink, Circuit.Pass pass) {
        Watched same = last;
        if (same == null || same.sink != sink || same.pass != pass) last = same = new Watched(sink, pass);
        return same;
    }

    private void failed(Circuit.Pass pass) {
        if (circuit.failed(pass, System.nanoTime()))
            LOG.warnf("event=circuit.open carrier=%s: messages take another carrier or wait", name());
    }

    @Override
    public void flush() {
        carrier.flush();
    }

    @Override
    public List<BindState> binds() {
        return carrier.binds();
    }

    @Override
    public Optional<Meaning> meaning(String stat, String err) {
        Optional<Meaning> own = statuses.of(stat, err);
        return own.isPresent() ? own : carrier.meaning(stat, err);
    }

    @Override
    public Optional<Callbacks> callbacks() {
        return carrier.callbacks();
    }

    @Override
    public Optional<Inquiry> inquiry() {
        return carrier.inquiry();
    }

    @Override
    public Load load() {
        return carrier.load();
    }

    @Override
    public void close() {
        carrier.close();
    }

    private final class Watched implements OutcomeSink {
        private final OutcomeSink sink;
        private final Circuit.Pass pass;

        Watched(OutcomeSink sink, Circuit.Pass pass) {
            this.sink = sink;
            this.pass = pass;
        }

        @Override
        public boolean mayLeave() {
            return sink.mayLeave();
        }

        @Override
        public void settled(Submission message, List<PartOutcome> outcomes) {
            learn(outcomes.getFirst());
            for (PartOutcome outcome : outcomes) parts.get(outcome.getClass()).increment();
            sink.settled(message, outcomes);
        }

        @Override
        public void late(Submission message, int part, PartOutcome outcome) {
            sink.late(message, part, outcome);
        }

        private void learn(PartOutcome outcome) {
            switch (outcome) {
                case Unconfirmed u -> failed(pass);
                case Refused r
                when r.commandStatus() == ESME_RSYSERR && r.words().isEmpty() -> failed(pass);
                // Not now is an answer of somebody who is well, and what was not written says nothing.
                case Throttled t -> circuit.undecided(pass);
                case Unwritten u -> circuit.undecided(pass);
                default -> {
                    if (circuit.succeeded()) LOG.infof("event=circuit.closed carrier=%s", name());
                }
            }
        }
    }
}
