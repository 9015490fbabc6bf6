package dev.replay.dispatch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.replay.audience.QuietHours;
import dev.replay.carrier.Submission;
import dev.replay.sms.Encoding;
import dev.replay.sms.MessageBody;
import dev.replay.sms.Renderer;
import dev.replay.sms.SmsText;
import dev.replay.store.Database;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What all messages of a campaign have in common, read once a lease: it cannot change while the campaign runs. */
final class Outgoing {
    private static final ObjectMapper JSON = new ObjectMapper();

    final long campaignId;
    final long accountId;
    final @Nullable Long replayOf;
    final long senderId;
    /** Segments per second of the campaign and of its sender; null is unlimited. */
    final @Nullable Integer rate;

    final @Nullable Integer senderRate;
    final @Nullable Instant sendBefore;
    /** Of the account. */
    final QuietHours quietHours;

    final String route;
    private final String sender;
    private final String dltTemplateId;
    private final Renderer renderer;
    private final Duration validity;
    // Most campaigns say the same to everybody: then it is encoded once.
    private final @Nullable SmsText same;
    private final @Nullable List<byte[]> sameParts;

    private Outgoing(
            long campaignId,
            long accountId,
            @Nullable Long replayOf,
            long senderId,
            @Nullable Integer rate,
            @Nullable Integer senderRate,
            @Nullable Instant sendBefore,
            QuietHours quietHours,
            String route,
            String sender,
            String dltTemplateId,
            Renderer renderer,
            Duration validity) {
        this.campaignId = campaignId;
        this.accountId = accountId;
        this.replayOf = replayOf;
        this.senderId = senderId;
        this.rate = rate;
        this.senderRate = senderRate;
        this.sendBefore = sendBefore;
        this.quietHours = quietHours;
        this.route = route;
        this.sender = sender;
        this.dltTemplateId = dltTemplateId;
        this.renderer = renderer;
        this.validity = validity;
        this.same = renderer.constant() ? text(null) : null;
        this.sameParts = same == null ? null : same.parts();
    }

    static Outgoing read(Connection c, long campaignId, Duration validity) throws SQLException {
        return Database.first(c, """
                        select c.account_id, c.replay_of, s.sender, c.body, c.variable_names, c.variable_defaults,
                            s.id, c.rate, s.rate, c.send_before, c.route, coalesce(c.dlt_template_id, t.dlt_template_id, '')
                        from campaign c join sender s on s.id = c.sender_id left join template t on t.id = c.template_id
                        where c.id = ?
                        """, s -> s.setLong(1, campaignId), r -> {
                    long replayOf = r.getLong(2);
                    return new Outgoing(
                            campaignId,
                            r.getLong(1),
                            r.wasNull() ? null : replayOf,
                            r.getLong(7),
                            r.getObject(8, Integer.class),
                            r.getObject(9, Integer.class),
                            instant(r.getTimestamp(10)),
                            QuietHours.of(c, r.getLong(1)),
                            r.getString(11),
                            r.getString(3),
                            r.getString(12),
                            MessageBody.parse(r.getString(4))
                                    .bind(List.of(strings(r.getArray(5))), defaults(r.getString(6))),
                            validity);
                })
                .orElseThrow();
    }

    /** Of each message, where all get the same text; 0 where they differ. */
    int segmentsOfAll() {
        return sameParts == null ? 0 : Math.max(1, sameParts.size());
    }

    /** Null when a value is missing, which the estimate has excluded. */
    private @Nullable SmsText text(String @Nullable [] variables) {
        String text = renderer.render(variables);
        return text == null ? null : SmsText.of(text);
    }

    @Nullable
    Submission submission(int id, long recipient, String country, String @Nullable [] variables) {
        if (same != null && sameParts != null) return submission(id, recipient, country, same.encoding(), sameParts);
        SmsText text = text(variables);
        return text == null ? null : submission(id, recipient, country, text.encoding(), text.parts());
    }

    private Submission submission(int id, long recipient, String country, Encoding encoding, List<byte[]> parts) {
        return new Submission(
                campaignId, id, sender, recipient, encoding, parts, validity, country, dltTemplateId, true);
    }

    /** Stands for a message without a text: it is settled, never written. */
    Submission empty(int id, long recipient) {
        return new Submission(campaignId, id, sender, recipient, Encoding.GSM_7, List.of(new byte[0]), validity);
    }

    /** At least 1, so that a message in doubt is never free. */
    int segments(String @Nullable [] variables) {
        SmsText text = same != null ? same : text(variables);
        return text == null ? 1 : Math.max(1, text.segments());
    }

    private static @Nullable Instant instant(@Nullable Timestamp at) {
        return at == null ? null : at.toInstant();
    }

    static String @Nullable [] strings(@Nullable Array array) throws SQLException {
        return array == null ? new String[0] : (String[]) array.getArray();
    }

    private static Map<String, String> defaults(String json) {
        try {
            return JSON.readValue(json, new TypeReference<HashMap<String, String>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("variable_defaults is written by us alone", e);
        }
    }
}
