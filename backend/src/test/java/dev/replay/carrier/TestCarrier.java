package dev.replay.carrier;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A carrier that leaves every answer to the test. */
public final class TestCarrier implements Carrier {
    private final short id;
    private final String name;
    private final List<OutcomeSink> sinks = new ArrayList<>();

    public final List<Submission> taken = new ArrayList<>();
    public volatile boolean ready = true;
    public volatile int room = 100;
    /** Comes after a message was taken. */
    public volatile @Nullable RuntimeException failure;

    public TestCarrier(short id, String name) {
        this.id = id;
        this.name = name;
    }

    @Override
    public short id() {
        return id;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean ready() {
        return ready;
    }

    @Override
    public int room() {
        return ready ? room : 0;
    }

    @Override
    public synchronized boolean submit(Submission message, OutcomeSink sink) {
        if (!ready || room == 0) return false;
        sinks.add(sink);
        taken.add(message);
        if (failure != null) throw failure;
        return true;
    }

    /** Answers the message that was taken as this one, from 0. */
    public void settle(int i, PartOutcome... parts) {
        sinks.get(i).settled(taken.get(i), List.of(parts));
    }

    /** Whether its bytes could still leave. */
    public boolean mayLeave(int i) {
        return sinks.get(i).mayLeave();
    }

    public void late(int i, int part, PartOutcome outcome) {
        sinks.get(i).late(taken.get(i), part, outcome);
    }

    @Override
    public void flush() {}
}
