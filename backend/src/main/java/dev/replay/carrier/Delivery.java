package dev.replay.carrier;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something a carrier delivers to us. */
public sealed interface Delivery {

    short carrierId();

    /**
     * What became of a part.
     *
     * @param carrierMessageId as it came, trimmed; "" when the receipt names none
     * @param recipient the digits of the receipt's source address, 0 when it has none
     * @param sender the receipt's destination as it came: whom the message was from; "" when it has none
     * @param stat upper case, as in {@code stat:DELIVRD}; "" when the receipt names none
     * @param err as in {@code err:001}, "" when there is none
     * @param doneAt {@code done date} read as UTC, null when it is missing or not a date
     * @param text the receipt as it came
     */
    record Receipt(
            short carrierId,
            String carrierMessageId,
            long recipient,
            String sender,
            String stat,
            String err,
            @Nullable Instant doneAt,
            String text)
            implements Delivery {}

    /** A message that a person sent to one of our numbers; of a long one, each part as it came. */
    record Inbound(short carrierId, String from, String to, String text) implements Delivery {}
}
