package dev.replay.dispatch;

import dev.replay.carrier.PartOutcome;
import dev.replay.carrier.PartOutcome.Accepted;
import dev.replay.carrier.PartOutcome.Refused;
import dev.replay.carrier.PartOutcome.Throttled;
import dev.replay.carrier.PartOutcome.Unwritten;
import dev.replay.message.Move;
import dev.replay.status.Status;
import java.util.List;

/**
 * What the carrier's answers to all parts of a message come to.
 *
 * @param commandStatus of the first refused part, 0 when none was refused
 * @param words with it, "" where the status says all
 */
record Verdict(Status status, short subStatus, int segments, int commandStatus, String words) {
    private static final int ESME_RINVSRCADR = 0x0A;
    private static final int ESME_RINVDSTADR = 0x0B;

    /** Of a message that is not to be written again. */
    static Verdict of(Attempt attempt, SubStatusIds ids) {
        List<PartOutcome> parts = attempt.parts();
        int accepted = 0;
        int refused = 0;
        int commandStatus = 0;
        String words = "";
        for (PartOutcome part : parts) {
            if (part instanceof Accepted) accepted++;
            else if (part instanceof Refused r) {
                if (refused++ > 0) continue;
                commandStatus = r.commandStatus();
                words = r.words();
            }
            // Beside parts that went out, one that the carrier would not take in time is as good as refused.
            else if (part instanceof Throttled || part instanceof Unwritten) refused++;
        }
        int unknown = parts.size() - accepted - refused;
        if (refused == parts.size())
            return new Verdict(Status.NOT_SENT, refusal(commandStatus, words, ids), 0, commandStatus, words);
        // Charged for what was accepted, or may have been.
        if (refused > 0) return new Verdict(Status.UNDELIVERED, ids.partial, accepted + unknown, commandStatus, words);
        return new Verdict(
                Status.SENT,
                unknown > 0 ? ids.unconfirmed : ids.submitted,
                attempt.message().parts().size(),
                0,
                "");
    }

    private static short refusal(int commandStatus, String words, SubStatusIds ids) {
        if (!words.isEmpty()) return ids.submitFailed;
        return switch (commandStatus) {
            case ESME_RINVDSTADR -> ids.invalidNumber;
            case ESME_RINVSRCADR -> ids.senderNotFound;
            default -> ids.submitFailed;
        };
    }

    Move.State state() {
        return new Move.State(status.id(), subStatus, (short) segments, 0);
    }

    boolean isFinal() {
        return status != Status.SENT;
    }
}
