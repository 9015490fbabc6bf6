package dev.replay.dispatch;

import dev.replay.carrier.PartOutcome;
import dev.replay.carrier.Submission;
import java.util.List;

/** A claimed message on its way: what was written, and what was said of each part so far. */
record Attempt(Submission message, List<PartOutcome> parts) {
    /** Taken, or not, in one piece: what was said is of all its parts. */
    boolean whole() {
        return parts.size() < message.parts().size();
    }

    /** Nothing of it was accepted and it may be written again. */
    boolean again() {
        for (PartOutcome part : parts)
            if (!(part instanceof PartOutcome.Throttled || part instanceof PartOutcome.Unwritten)) return false;
        return true;
    }
}
