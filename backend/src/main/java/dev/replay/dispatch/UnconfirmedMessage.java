package dev.replay.dispatch;

import dev.replay.account.Money;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A message that may have gone out or not: it was written, and no answer came. */
@Schema(name = "UnconfirmedMessage")
public record UnconfirmedMessage(
        @Schema(description = "The ordinal in its campaign, from 1", examples = "17")
        int id,

        @Schema(description = "E.164; null once the person was erased", examples = "+919812345678") @Nullable
        String recipient,

        @Schema(description = "ISO 3166-1 alpha-2", examples = "IN")
        String country,

        @Schema(description = "Parts of the text, all of them charged while it is in doubt", examples = "1")
        int segments,

        @Schema(description = "Parts of which a receipt says that they arrived", examples = "0")
        int segmentsDelivered,

        @Nullable Money price,

        @Schema(description = "When it came into doubt") Instant since,

        @Schema(description = "From when on somebody may have it sent again")
        Instant sendAgainFrom) {

    static UnconfirmedMessage of(ResultSet r, String currency) throws SQLException {
        long recipient = r.getLong(2);
        int segments = r.getInt(4);
        BigDecimal unitPrice = r.getBigDecimal(8);
        return new UnconfirmedMessage(
                r.getInt(1),
                recipient > 0 ? "+" + recipient : null,
                r.getString(3),
                segments,
                r.getInt(5),
                unitPrice == null ? null : Money.of(unitPrice.multiply(BigDecimal.valueOf(segments)), currency),
                r.getTimestamp(6).toInstant(),
                r.getTimestamp(7).toInstant());
    }
}
