package dev.replay.carrier;

import java.time.Duration;

/**
 * Keeps messages off a carrier that fails one after the other. It opens after some failures without a success between them,
 * lets one message through when its pause is over, and closes with the first success; each probe that fails doubles the
 * pause. It knows no clock: whoever asks says what {@link System#nanoTime} is.
 */
final class Circuit {
    enum State {
        CLOSED,
        OPEN,
        HALF_OPEN
    }

    static final int FAILURES = 5;
    static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    // Read without the lock by whoever writes: closed without a failure is how it is, but for the worst days.
    private volatile boolean quiet = true;
    private int failures;
    private boolean open;
    private boolean probing;
    private long pause = FIRST_PAUSE.toNanos();
    private long until;

    State state(long now) {
        if (quiet) return State.CLOSED;
        synchronized (this) {
            return !open ? State.CLOSED : now - until < 0 ? State.OPEN : State.HALF_OPEN;
        }
    }

    /** Whether a message may be written now. */
    boolean lets(long now) {
        if (quiet) return true;
        synchronized (this) {
            return !open || now - until >= 0 && !probing;
        }
    }

    enum Pass {
        NONE,
        USUAL,
        /** The one message that shows whether it goes again. */
        PROBE
    }

    Pass pass(long now) {
        if (quiet) return Pass.USUAL;
        synchronized (this) {
            if (!open) return Pass.USUAL;
            if (now - until < 0 || probing) return Pass.NONE;
            probing = true;
            return Pass.PROBE;
        }
    }

    /** @return whether it closed with this one */
    boolean succeeded() {
        if (quiet) return false;
        synchronized (this) {
            boolean was = open;
            quiet = true;
            open = probing = false;
            failures = 0;
            pause = FIRST_PAUSE.toNanos();
            return was;
        }
    }

    /** Those written before it opened may still fail: they say nothing new. @return whether it opened with this one */
    synchronized boolean failed(Pass pass, long now) {
        quiet = false;
        if (!open) {
            if (++failures < FAILURES) return false;
            open = true;
        } else if (pass == Pass.PROBE) {
            probing = false;
            pause = Math.min(LONGEST_PAUSE.toNanos(), 2 * pause);
        } else {
            return false;
        }
        until = now + pause;
        return true;
    }

    /** The probe was not written after all, or its answer says neither. */
    synchronized void undecided(Pass pass) {
        if (pass == Pass.PROBE) probing = false;
    }
}
