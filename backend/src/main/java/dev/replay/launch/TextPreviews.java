package dev.replay.launch;

import dev.replay.campaign.Campaign;
import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import dev.replay.message.Strides;
import dev.replay.sms.MessageBody;
import dev.replay.sms.Renderer;
import dev.replay.sms.SmsText;
import dev.replay.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A text as some of a campaign's real recipients would read it; writes nothing. */
@ApplicationScoped
class TextPreviews {
    /** @param ordinal the recipient's in the campaign: where the next page begins */
    record Rendered(int ordinal, TextPreview preview) {}

    @Schema(name = "TextPreview", description = "The text as one recipient would read it")
    record TextPreview(
            @Schema(examples = "+919812345678") String recipient,

            @Schema(description = "Null where a variable has no value") @Nullable
            String text,

            @Schema(description = "GSM-7 or UCS-2; null without a text") @Nullable
            String encoding,

            @Schema(description = "Null without a text") @Nullable
            Integer segments,

            @Schema(description = "Variables with neither a value nor a default")
            List<String> missing) {}

    private record Row(int id, long recipient, String[] values) {}

    private final Database database;

    TextPreviews(Database database) {
        this.database = database;
    }

    /**
     * In the order of the import, erased numbers left out.
     *
     * @param body null: the campaign's own
     * @param defaults null: the campaign's own
     * @param after an ordinal; 0 from the first recipient
     * @throws Refusal not-found, invalid-body
     */
    List<Rendered> of(
            long accountId,
            long campaignId,
            @Nullable String body,
            @Nullable Map<String, String> defaults,
            int after,
            int most) {
        return database.forAccount(accountId, c -> {
            Campaign campaign = Campaign.of(accountId, campaignId);
            Renderer renderer = parsed(body == null ? campaign.body : body)
                    .bind(campaign.variableNames, defaults == null ? campaign.variableDefaults : defaults);
            return Strides.first(
                            most,
                            after,
                            campaign.recipients,
                            (above, upTo, limit) -> Database.list(
                                    c,
                                    """
                                    select id, recipient, variables from message
                                    where campaign_id = ? and id > ? and id <= ? and recipient > 0 order by id limit ?
                                    """,
                                    s -> {
                                        s.setLong(1, campaignId);
                                        s.setInt(2, above);
                                        s.setInt(3, upTo);
                                        s.setInt(4, limit);
                                    },
                                    row -> new Row(row.getInt(1), row.getLong(2), values(row.getArray(3)))))
                    .stream()
                    .map(row -> new Rendered(row.id, preview(row, renderer)))
                    .toList();
        });
    }

    private static String[] values(java.sql.@Nullable Array array) throws java.sql.SQLException {
        return array == null ? new String[0] : (String[]) array.getArray();
    }

    private static TextPreview preview(Row row, Renderer renderer) {
        String recipient = "+" + row.recipient;
        String text = renderer.render(row.values);
        if (text == null) return new TextPreview(recipient, null, null, null, renderer.missing(row.values));
        SmsText sms = SmsText.of(text);
        return new TextPreview(recipient, text, sms.encoding().label(), sms.segments(), List.of());
    }

    private static MessageBody parsed(String body) {
        try {
            return MessageBody.parse(body);
        } catch (MessageBody.Malformed e) {
            throw Refusal.at(Problem.INVALID_BODY, "/body", e.detail()).with("offset", e.offset());
        }
    }
}
