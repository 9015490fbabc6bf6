package dev.replay.status;

/** Ids of {@code sub_status} that the service itself gives. */
public final class SubStatuses {
    /** Of what is queued. */
    public static final short NONE = 0;

    /** Of what is queued until its recipient's quiet hours are over, or a carrier is back; nobody sees it but the tally. */
    public static final short DEFERRED = 900;

    public static final short DELIVERED = 2;
    public static final short UNDELIVERED = 18;
    public static final short SUBMIT_FAIL = 40;
    public static final short SENT = 48;
    public static final short SUBMITTED = 49;
    public static final short ENROUTE = 50;
    public static final short NO_RECEIPT = 51;
    public static final short SUBMIT_UNCONFIRMED = 55;
    public static final short CANCELLED = 56;
    public static final short EXPIRED_BEFORE_SEND = 57;
    public static final short REACHED_MEANWHILE = 58;
    public static final short PARTIAL = 59;
    public static final short RESOLVED_NOT_SENT = 60;

    private SubStatuses() {}

    /** What stands for a code of which nothing more is known than its status. */
    static short generic(Status status) {
        return switch (status) {
            case QUEUED -> NONE;
            case SENT -> SENT;
            case DELIVERED -> DELIVERED;
            case UNDELIVERED -> UNDELIVERED;
            case NOT_SENT -> SUBMIT_FAIL;
        };
    }
}
