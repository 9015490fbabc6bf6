package dev.replay.carrier;

import java.util.List;

/** Lets nothing leave any more, and tells another what became of it. */
public record TooLate(OutcomeSink ledger) implements OutcomeSink {
    @Override
    public boolean mayLeave() {
        return false;
    }

    @Override
    public void settled(Submission message, List<PartOutcome> parts) {
        ledger.settled(message, parts);
    }
}
