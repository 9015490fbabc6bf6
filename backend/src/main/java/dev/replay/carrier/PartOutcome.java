package dev.replay.carrier;

/** What became of one part of a message that was handed to a carrier. */
public sealed interface PartOutcome {

    /**
     * The carrier took it.
     *
     * @param carrierMessageId as it came, trimmed; "" when the carrier gave none
     */
    record Accepted(String carrierMessageId) implements PartOutcome {}

    /** The carrier will never take it. */
    record Refused(int commandStatus) implements PartOutcome {}

    /** Too fast, or its queue is full: nothing was accepted and it may be written again. */
    record Throttled(int commandStatus) implements PartOutcome {}

    /** It was written and no answer came: the connection is gone, or the time limit passed. */
    record Unconfirmed() implements PartOutcome {}

    /** It never left this process: it may be written again. */
    record Unwritten() implements PartOutcome {}
}
