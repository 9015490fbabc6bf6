package dev.replay.receipt;

import dev.replay.carrier.OutcomeSink;
import dev.replay.message.Move.State;
import dev.replay.status.Status;

/**
 * Which of two words about a message stands. Delivered beats everything; among failures the first stays; any receipt beats
 * silence. A long text is Delivered when all its parts are, UnDelivered when one finally fails. Receipts may come twice and
 * in any order: what they lead to does not depend on it, but for which failure was first.
 */
final class Precedence {
    private static final int ALL = -1;

    private final short delivered;
    private final short enroute;
    private final short partial;
    private final short unconfirmed;

    /** @param delivered and enroute, partial, unconfirmed: the catalogue's ids of DELIVRD, ENROUTE, PARTIAL, SUBMIT-UNCONFIRMED */
    Precedence(short delivered, short enroute, short partial, short unconfirmed) {
        this.delivered = delivered;
        this.enroute = enroute;
        this.partial = partial;
        this.unconfirmed = unconfirmed;
    }

    /**
     * @param part of the text that the receipt is about, from 0, or {@link OutcomeSink#WHOLE}
     * @param status what the receipt says, Sent where nothing final
     * @return where the message stands then; equal to {@code now} where the receipt changes nothing
     */
    State after(State now, int part, Status status, short subStatus) {
        // What is to be sent anew has no receipt yet: this one is of what was sent before.
        if (now.status() == Status.QUEUED.id()) return now;
        if (status == Status.DELIVERED) return afterDelivery(now, part);
        boolean open = now.status() == Status.SENT.id() || now.status() == Status.NOT_SENT.id();
        if (!open) return now;
        if (status == Status.UNDELIVERED) return at(now, status, subStatus, part);
        // It never reached an operator: nothing of it is charged.
        if (status == Status.NOT_SENT)
            return now.status() == status.id() ? now : new State(status.id(), subStatus, (short) 0, now.parts());
        // On its way is less than any other word but silence.
        if (subStatus == enroute && knownMore(now)) return now;
        // That one part is on its way does not say that the others went out.
        if (now.subStatus() == unconfirmed && segments(now, part) > 1 && part != OutcomeSink.WHOLE) return now;
        return at(now, Status.SENT, subStatus, part);
    }

    private State afterDelivery(State now, int part) {
        short segments = segments(now, part);
        int parts = now.parts() | (part == OutcomeSink.WHOLE ? ALL : 1 << part);
        State marked = new State(now.status(), now.subStatus(), now.segments(), parts);
        // Some parts were refused at the submission: it cannot become whole any more.
        if (now.status() == Status.UNDELIVERED.id() && now.subStatus() == partial) return marked;
        boolean whole = parts == ALL || Integer.bitCount(parts) >= segments;
        if (whole) return new State(Status.DELIVERED.id(), delivered, segments, parts);
        return now.status() == Status.NOT_SENT.id() ? new State(Status.SENT.id(), enroute, segments, parts) : marked;
    }

    private boolean knownMore(State now) {
        return now.status() == Status.SENT.id() && now.subStatus() == enroute;
    }

    private static State at(State now, Status status, short subStatus, int part) {
        return new State(status.id(), subStatus, segments(now, part), now.parts());
    }

    /** A message that was held for not sent had nothing accepted: the receipt proves otherwise. */
    private static short segments(State now, int part) {
        return (short) Math.max(now.segments(), Math.max(part, 0) + 1);
    }
}
