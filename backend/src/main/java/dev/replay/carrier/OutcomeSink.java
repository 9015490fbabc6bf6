package dev.replay.carrier;

import java.util.List;

/** Hears what became of submissions. Called on the carrier's own threads: it must neither block nor throw. */
public interface OutcomeSink {

    /** Once for each submission taken: one entry a part, in order. */
    void settled(Submission message, List<PartOutcome> parts);

    /**
     * A response that came after its part had been settled as {@link PartOutcome.Unconfirmed}, while the connection still
     * lives.
     *
     * @param part index from 0
     */
    default void late(Submission message, int part, PartOutcome outcome) {}
}
