package dev.replay.carrier;

import java.util.List;

/**
 * Hears what became of submissions, and says until when they may leave. Called on the carrier's own threads: it must neither
 * block nor throw.
 */
public interface OutcomeSink {

    /** Stands for the whole of a message in place of one of its parts. */
    int WHOLE = -1;

    /**
     * Asked right before the bytes of a submission leave, for it may have waited in a buffer, and the process may have slept
     * meanwhile. What may not leave is {@link PartOutcome.Unwritten}.
     */
    default boolean mayLeave() {
        return true;
    }

    /**
     * Once for each submission taken: one entry a part, in order; a single one for all parts where the carrier takes a long
     * text in one piece and puts one id on it.
     */
    void settled(Submission message, List<PartOutcome> parts);

    /**
     * A response that came after its part had been settled as {@link PartOutcome.Unconfirmed}, while the connection still
     * lives.
     *
     * @param part index from 0, or {@link #WHOLE}
     */
    default void late(Submission message, int part, PartOutcome outcome) {}
}
