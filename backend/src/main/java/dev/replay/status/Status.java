package dev.replay.status;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a message stands. The id is what the tables keep, the label what everybody reads and writes. */
public enum Status {
    QUEUED(0, "queued", "Waiting to be sent, or on the wire."),
    SENT(1, "Sent", "Handed to the operator, which has not yet said what became of it."),
    DELIVERED(2, "Delivered", "The operator confirmed that it arrived."),
    UNDELIVERED(3, "UnDelivered", "The operator could not deliver it."),
    NOT_SENT(4, "NotSent", "Refused or left out before the operator took it; it costs nothing.");

    private static final List<Status> REPLAY_ORDER = List.of(DELIVERED, UNDELIVERED, NOT_SENT, SENT);
    private static final Status[] BY_ID = values();
    private static final Map<String, Status> BY_SPELLING = new HashMap<>();

    static {
        for (Status status : values()) BY_SPELLING.put(Spelling.of(status.label), status);
        BY_SPELLING.put("DELIVRD", DELIVERED);
        BY_SPELLING.put("UNDELIV", UNDELIVERED);
        BY_SPELLING.put("FAILED", NOT_SENT);
        BY_SPELLING.put("SUBMITTED", SENT);
        BY_SPELLING.put("SENTNODLR", SENT);
    }

    private final short id;
    private final String label;
    private final String description;

    Status(int id, String label, String description) {
        this.id = (short) id;
        this.label = label;
        this.description = description;
    }

    public short id() {
        return id;
    }

    @JsonValue
    public String label() {
        return label;
    }

    /** One sentence for people. */
    public String description() {
        return description;
    }

    /** The statuses a replay chooses from, in the order in which they are shown: all but {@link #QUEUED}. */
    public static List<Status> replayOrder() {
        return REPLAY_ORDER;
    }

    /** @throws IllegalArgumentException when no status has the id */
    public static Status of(int id) {
        if (id < 0 || id >= BY_ID.length) throw new IllegalArgumentException("no status has the id " + id);
        return BY_ID[id];
    }

    /** As carriers and reports spell it: {@code NOT-SENT}, {@code Not Sent}, {@code UNDELIVERED}, {@code Failed}. */
    public static Optional<Status> parse(String spelled) {
        return Optional.ofNullable(BY_SPELLING.get(Spelling.of(spelled)));
    }

    /** By its label to the letter, as the API takes it. */
    public static Optional<Status> ofLabel(String label) {
        for (Status status : BY_ID) if (status.label.equals(label)) return Optional.of(status);
        return Optional.empty();
    }
}
