package dev.replay.carrier.simulator;

/**
 * What the simulator has seen since its start or the last reset.
 *
 * @param accepted parts taken, copies included
 * @param distinct different (number, part) among them
 * @param copiesBeyondOne {@code accepted - distinct}
 * @param refused finally, by command status
 * @param throttled answered "not now"
 * @param receiptsSent deliver_sm written, repetitions included
 * @param receiptsAcknowledged of those, answered with ESME_ROK
 * @param receiptsPending due later, waiting for a bind, or unanswered
 * @param sessions bound now
 */
public record Counts(
        long accepted,
        long distinct,
        long copiesBeyondOne,
        long refused,
        long throttled,
        long receiptsSent,
        long receiptsAcknowledged,
        long receiptsPending,
        int sessions) {

    String json() {
        return ("{\"accepted\":%d,\"distinct\":%d,\"copiesBeyondOne\":%d,\"refused\":%d,\"throttled\":%d,"
                        + "\"receiptsSent\":%d,\"receiptsAcknowledged\":%d,\"receiptsPending\":%d,\"sessions\":%d}")
                .formatted(
                        accepted,
                        distinct,
                        copiesBeyondOne,
                        refused,
                        throttled,
                        receiptsSent,
                        receiptsAcknowledged,
                        receiptsPending,
                        sessions);
    }
}
