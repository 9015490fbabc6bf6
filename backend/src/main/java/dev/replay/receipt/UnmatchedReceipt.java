package dev.replay.receipt;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A receipt that came and whose message nobody knows. */
@Schema(name = "UnmatchedReceipt")
record UnmatchedReceipt(
        Instant receivedAt,

        @Schema(description = "Who brought it", examples = "smpp")
        String carrier,

        @Schema(description = "As the carrier wrote it; empty where it names none", examples = "9F3A-000017")
        String carrierMessageId,

        @Schema(
                description =
                        "The digits of the receipt's source address, with the country's or without it, as they came;"
                                + " null where it has none",
                examples = "919812345678")
        @Nullable
        String recipient,

        @Schema(description = "In capitals; empty where it names none", examples = "DELIVRD")
        String stat,

        @Schema(description = "Empty where there is none", examples = "000")
        String err) {

    static UnmatchedReceipt of(ResultSet r) throws SQLException {
        long recipient = r.getLong("recipient");
        return new UnmatchedReceipt(
                r.getTimestamp("received_at").toInstant(),
                r.getString("carrier"),
                r.getString("carrier_message_id"),
                recipient > 0 ? Long.toString(recipient) : null,
                r.getString("stat"),
                r.getString("err"));
    }
}
