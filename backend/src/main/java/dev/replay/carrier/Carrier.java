package dev.replay.carrier;

import java.util.List;
import java.util.Optional;

/** Takes messages and reports what became of each part. All methods may be called from any thread. */
public interface Carrier extends AutoCloseable {

    /** The row id in table {@code carrier}. */
    short id();

    String name();

    /** Whether at least one connection is up and bound for sending. */
    boolean ready();

    /**
     * Parts it can put on the wire now without queueing: the free window places over all live binds; 0 when down, or
     * backing off after a throttle. All parts of one message go on one bind, so a long message can be refused although
     * its parts would fit in the sum.
     */
    int room();

    /**
     * Writes all parts of one message; never blocks. False: nothing of it was written (no room, not ready) and no outcome
     * will come. True: exactly one call of {@link OutcomeSink#settled} follows, on any thread, possibly before this
     * returns.
     *
     * @throws IllegalArgumentException when the message can never be put on this wire (no part, more parts than the window
     *     has places or than a text may have, a part too long, a sender that does not fit)
     */
    boolean submit(Submission message, OutcomeSink sink);

    /** Writes are coalesced: bytes leave here, or when a buffer is full, or within a few milliseconds by themselves. */
    void flush();

    /** Each of its connections, for whoever looks after them. */
    default List<BindState> binds() {
        return List.of();
    }

    /** What words of its receipts mean; empty where they mean what they mean with everybody. */
    default Optional<Meaning> meaning(String stat, String err) {
        return Optional.empty();
    }

    /** How it pushes receipts by HTTP, where it does. */
    default Optional<Callbacks> callbacks() {
        return Optional.empty();
    }

    /** How it can be asked for receipts that did not come, where it can. */
    default Optional<Inquiry> inquiry() {
        return Optional.empty();
    }

    /** What it may have unanswered on the wire, and has. */
    default Load load() {
        return new Load(0, 0);
    }

    /** Parts, over all live connections. */
    record Load(int window, int inFlight) {}

    /** Takes nothing more and waits for what is in flight as long as is reasonable; what is unanswered then is Unconfirmed. */
    @Override
    default void close() {}
}
