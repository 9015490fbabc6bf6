package dev.replay.message;

import dev.replay.status.Catalogue;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Pages as the resource reads them, for measurements in other rooms. */
@ApplicationScoped
public class MessagePages {
    private final MessageRows rows;
    private final Catalogue catalogue;

    MessagePages(MessageRows rows, Catalogue catalogue) {
        this.rows = rows;
        this.catalogue = catalogue;
    }

    public List<MessageView> read(
            long account, long campaign, @Nullable String q, @Nullable String subStatus, int after) {
        return rows.after(
                new MessageRows.Of(account, campaign, "EUR"),
                MessageFilter.of(catalogue, null, subStatus, q),
                after,
                51);
    }
}
