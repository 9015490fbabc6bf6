package dev.replay.carrier;

/** What became of one part of a message that was handed to a carrier. */
public sealed interface PartOutcome {

    /**
     * The carrier took it.
     *
     * @param carrierMessageId as it came, trimmed; "" when the carrier gave none
     */
    record Accepted(String carrierMessageId) implements PartOutcome {}

    /**
     * The carrier will never take it.
     *
     * @param commandStatus of SMPP, or the status of HTTP
     * @param words as an HTTP carrier said it; "" of SMPP, whose status says all
     */
    record Refused(int commandStatus, String words) implements PartOutcome {
        public Refused(int commandStatus) {
            this(commandStatus, "");
        }
    }

    /** Too fast, or its queue is full: nothing was accepted and it may be written again. */
    record Throttled(int commandStatus) implements PartOutcome {}

    /** It was written and no answer came: the connection is gone, or the time limit passed. */
    record Unconfirmed() implements PartOutcome {}

    /** It never left this process: it may be written again. */
    record Unwritten() implements PartOutcome {}
}
