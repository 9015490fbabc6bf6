package dev.replay.carrier.simulator;

import org.jspecify.annotations.Nullable;

/**
 * What becomes of a message, chosen by the last digits of its number: two for what operators say, four for what also hurts
 * the messages beside it (a cut connection, a throttled bind, a place in the window held for long), so that a list of
 * consecutive numbers meets those seldom. All others are delivered.
 */
public enum Fate {
    DELIVERED(0, "DELIVRD", 0, "accepted, receipt `DELIVRD`", "Delivered / DELIVRD"),
    INVALID_SUBSCRIBER(60, "UNDELIV", 1, "receipt `UNDELIV`, `err:001`", "UnDelivered / INVALID-SUB"),
    ABSENT_SUBSCRIBER(61, "UNDELIV", 27, "receipt `UNDELIV`, `err:027`", "UnDelivered / ABSENT-SUB"),
    BARRED(62, "UNDELIV", 13, "receipt `UNDELIV`, `err:013`", "UnDelivered / BARRED"),
    HANDSET_BUSY(63, "UNDELIV", 31, "receipt `UNDELIV`, `err:031`", "UnDelivered / HANDSET-BUSY"),
    HANDSET_ERROR(64, "UNDELIV", 32, "receipt `UNDELIV`, `err:032`", "UnDelivered / HANDSET-ERR"),
    FAILED(65, "UNDELIV", 8, "receipt `UNDELIV`, `err:008`", "UnDelivered / FAILED"),
    NETWORK_ERROR(66, "UNDELIV", 34, "receipt `UNDELIV`, `err:034`", "UnDelivered / NET-ERR"),
    UNDELIVERABLE(67, "UNDELIV", 255, "receipt `UNDELIV`, `err:255`", "UnDelivered / UN-DELIV"),
    EXPIRED(68, "EXPIRED", 0, "receipt `EXPIRED`", "UnDelivered / EXPIRED"),
    REJECTED(69, "REJECTD", 0, "receipt `REJECTD`", "UnDelivered / REJECTED"),
    DELETED(70, "DELETED", 0, "receipt `DELETED`", "UnDelivered / FAILED"),
    UNKNOWN(71, "UNKNOWN", 0, "receipt `UNKNOWN`", "Sent / NO-DLR-OPTR"),
    ACCEPTED(72, "ACCEPTD", 0, "receipt `ACCEPTD`, no other", "Sent / ENROUTE"),
    ENROUTE(73, "ENROUTE", 0, "receipt `ENROUTE`, no other", "Sent / ENROUTE"),
    NO_RECEIPT(74, null, 0, "accepted, no receipt", "Sent / SUBMITTED"),
    BAD_DESTINATION(75, null, 0, "`submit_sm` refused, `ESME_RINVDSTADR`", "NotSent / INV-NUMBER"),
    BAD_SOURCE(76, null, 0, "`submit_sm` refused, `ESME_RINVSRCADR`", "NotSent / SENDER-ID-NOT-FOUND"),
    SUBMIT_FAILED(77, null, 0, "`submit_sm` refused, `ESME_RSUBMITFAIL`", "NotSent / SUBMIT-FAIL"),
    NO_RESPONSE(9978, null, 0, "taken, no response and no receipt", "Sent / SUBMIT-UNCONFIRMED"),
    CUT(9979, null, 0, "taken, the connection is cut before the response", "Sent / SUBMIT-UNCONFIRMED"),
    THROTTLED(9980, "DELIVRD", 0, "`ESME_RTHROTTLED` three times, then accepted and delivered", "Delivered / DELIVRD"),
    QUEUE_FULL(9981, "DELIVRD", 0, "`ESME_RMSGQFUL` twice, then accepted and delivered", "Delivered / DELIVRD"),
    RECEIPT_FIRST(82, "DELIVRD", 0, "the receipt comes before the response", "Delivered / DELIVRD"),
    RECEIPT_TWICE(83, "DELIVRD", 0, "the receipt comes twice", "Delivered / DELIVRD"),
    ENROUTE_THEN_DELIVERED(84, "DELIVRD", 0, "receipt `ENROUTE`, then `DELIVRD`", "Delivered / DELIVRD"),
    UNDELIVERED_THEN_DELIVERED(85, "DELIVRD", 0, "receipt `UNDELIV`, then `DELIVRD`", "Delivered / DELIVRD"),
    LATE_RESPONSE(
            9986,
            "DELIVRD",
            0,
            "the response comes late (setting `late`), then the receipt",
            "Sent / SUBMIT-UNCONFIRMED, then Delivered / DELIVRD"),
    SECOND_PART_REFUSED(
            87,
            "DELIVRD",
            0,
            "the second part of a long text is refused, `ESME_RSUBMITFAIL`; the rest is delivered",
            "UnDelivered / PARTIAL; a single part: Delivered / DELIVRD"),
    RECEIPT_BY_TLV(88, "DELIVRD", 0, "the receipt has TLVs and no text", "Delivered / DELIVRD"),
    DECIMAL_ID(89, "DELIVRD", 0, "the receipt names the id in decimal, the response in hex", "Delivered / DELIVRD"),
    STOP_REPLY(90, "DELIVRD", 0, "delivered, and the person answers STOP", "Delivered / DELIVRD"),
    ODD_TEXT(
            91,
            "DELIVRD",
            0,
            "the receipt's text in another order, case and spacing, its date with seconds",
            "Delivered / DELIVRD"),
    RESPONSE_TWICE(92, "DELIVRD", 0, "the response comes twice", "Delivered / DELIVRD");

    private final int digits;
    final @Nullable String stat;
    final int err;
    private final String happens;
    private final String becomes;

    Fate(int digits, @Nullable String stat, int err, String happens, String becomes) {
        this.digits = digits;
        this.stat = stat;
        this.err = err;
        this.happens = happens;
        this.becomes = becomes;
    }

    /** {@code message_state} of SMPP 3.4, 5.2.28. */
    int messageState() {
        if (stat == null) return 2;
        return switch (stat) {
            case "ENROUTE" -> 1;
            case "EXPIRED" -> 3;
            case "DELETED" -> 4;
            case "UNDELIV" -> 5;
            case "ACCEPTD" -> 6;
            case "UNKNOWN" -> 7;
            case "REJECTD" -> 8;
            default -> 2;
        };
    }

    /** What its receipt says; null where none comes. */
    public @Nullable String stat() {
        return stat;
    }

    /** The MAP error code in its receipt, three digits. */
    public String err() {
        return "%03d".formatted(err);
    }

    /** The last two or four digits that choose it; for {@link #DELIVERED} the first of several. */
    public int digits() {
        return digits;
    }

    /** What the simulator does, in Markdown. */
    public String happens() {
        return happens;
    }

    /** The status and sub-status in which such a message ends. */
    public String becomes() {
        return becomes;
    }
}
