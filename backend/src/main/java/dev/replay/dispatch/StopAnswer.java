package dev.replay.dispatch;

import dev.replay.campaign.Events;
import dev.replay.carrier.PartOutcome;
import dev.replay.carrier.PartOutcome.Accepted;
import dev.replay.carrier.PartOutcome.Refused;
import dev.replay.carrier.PartOutcome.Unconfirmed;
import dev.replay.carrier.Submission;
import dev.replay.sms.SmsText;
import dev.replay.store.Database;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A claimed confirmation of a STOP, and the statements that ask for such ones, hand them out and write down what became of
 * them.
 *
 * @param tries with this claim: what is said of an earlier one changes nothing
 */
record StopAnswer(long id, int tries, String sender, long recipient, String body) {
    /** Who wrote STOP so long ago would wonder at an answer. */
    static final Duration LATEST = Duration.ofMinutes(10);

    /** Whoever wrote a moment ago has a phone that is on. */
    private static final Duration VALIDITY = Duration.ofHours(1);

    private static final Duration KEPT = Duration.ofDays(90);

    enum State {
        WAITING,
        SENT,
        REFUSED,
        UNCONFIRMED;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** What became of one. @param said the carrier's id of it, or why it was refused; else "" */
    record End(StopAnswer answer, State state, String said) {
        /** NUL no database takes: the others of a batch must not wait for ever behind it. */
        End {
            said = said.replace("\0", "");
        }
    }

    static void ask(
            Connection c,
            @Nullable Long accountId,
            short carrierId,
            String sender,
            long recipient,
            String body,
            Instant now)
            throws SQLException {
        Database.update(c, """
                insert into stop_answer (account_id, carrier_id, sender, recipient, body, asked_at, state_at)
                values (?, ?, ?, ?, ?, ?, ?)
                """, s -> {
            s.setObject(1, accountId, Types.BIGINT);
            s.setShort(2, carrierId);
            s.setString(3, sender);
            s.setLong(4, recipient);
            s.setString(5, body);
            s.setTimestamp(6, Timestamp.from(now));
            s.setTimestamp(7, Timestamp.from(now));
        });
    }

    /**
     * What was asked for until then is not written any more. One that is claimed may be on its way: if it was, it still ends
     * as what became of it, unless the process dies before.
     */
    static void withdraw(Connection c, String sender, long recipient, Instant until) throws SQLException {
        Database.update(c, """
                update stop_answer set state = 'withdrawn', state_at = ?
                where state in ('waiting', 'claimed') and recipient = ? and sender = ? and asked_at > ? and asked_at <= ?
                """, s -> {
            s.setTimestamp(1, Timestamp.from(until));
            s.setLong(2, recipient);
            s.setString(3, sender);
            s.setTimestamp(4, Timestamp.from(until.minus(LATEST)));
            s.setTimestamp(5, Timestamp.from(until));
        });
    }

    /** How many wait, by carrier; reads a small index and, most often, finds it empty. */
    static Map<Short, Integer> waiting(Connection c) throws SQLException {
        Map<Short, Integer> waiting = new HashMap<>();
        Database.list(
                c,
                "select carrier_id, count(*) from stop_answer where state = 'waiting' group by carrier_id",
                s -> {},
                r -> waiting.put(r.getShort(1), r.getInt(2)));
        return waiting;
    }

    /** @return how many, by carrier */
    static Map<Short, Integer> expire(Connection c, Instant now) throws SQLException {
        Map<Short, Integer> expired = new HashMap<>();
        Database.list(
                c,
                """
                update stop_answer set state = 'expired', state_at = ? where state = 'waiting' and asked_at <= ?
                returning carrier_id
                """,
                s -> {
                    s.setTimestamp(1, Timestamp.from(now));
                    s.setTimestamp(2, Timestamp.from(now.minus(LATEST)));
                },
                r -> expired.merge(r.getShort(1), 1, Integer::sum));
        return expired;
    }

    /** Once that is committed they are the caller's to write, and nobody else's for ever. */
    static List<StopAnswer> claim(Connection c, short carrierId, int most, Instant now) throws SQLException {
        return Database.list(
                c,
                """
                with free as (
                    select id from stop_answer where state = 'waiting' and carrier_id = ? and asked_at > ?
                    order by asked_at limit ? for update skip locked)
                update stop_answer a set state = 'claimed', tries = tries + 1, state_at = ? from free
                where a.id = free.id
                returning a.id, a.tries, a.sender, a.recipient, a.body
                """,
                s -> {
                    s.setShort(1, carrierId);
                    s.setTimestamp(2, Timestamp.from(now.minus(LATEST)));
                    s.setInt(3, most);
                    s.setTimestamp(4, Timestamp.from(now));
                },
                r -> new StopAnswer(r.getLong(1), r.getInt(2), r.getString(3), r.getLong(4), r.getString(5)));
    }

    /** Saying it again changes nothing. @param ends one of each answer */
    static void end(Connection c, Collection<End> ends, Map<Short, String> carriers, Instant now) throws SQLException {
        Database.list(
                c,
                """
                update stop_answer a set state = e.state, said = e.said, state_at = ?
                from unnest(?::bigint[], ?::int[], ?::text[], ?::text[]) e(id, tries, state, said)
                where a.id = e.id and a.tries = e.tries
                    and (a.state = 'claimed' or a.state = 'withdrawn' and e.state <> 'waiting'
                        or a.state = 'unconfirmed' and e.state in ('sent', 'refused'))
                returning a.state, a.said, a.carrier_id, a.sender, a.recipient
                """,
                s -> {
                    s.setTimestamp(1, Timestamp.from(now));
                    s.setArray(
                            2,
                            c.createArrayOf(
                                    "bigint",
                                    ends.stream().map(e -> e.answer.id).toArray()));
                    s.setArray(
                            3,
                            c.createArrayOf(
                                    "int",
                                    ends.stream().map(e -> e.answer.tries).toArray()));
                    s.setArray(
                            4,
                            c.createArrayOf(
                                    "text",
                                    ends.stream().map(e -> e.state.word()).toArray()));
                    s.setArray(
                            5,
                            c.createArrayOf("text", ends.stream().map(End::said).toArray()));
                },
                r -> {
                    String carrier = carriers.getOrDefault(r.getShort(3), "");
                    String recipient = "+" + r.getLong(5);
                    switch (State.valueOf(r.getString(1).toUpperCase(Locale.ROOT))) {
                        case WAITING -> {}
                        case SENT ->
                            Events.happened("stop.answered", carrier, "sender", r.getString(4), "recipient", recipient);
                        case REFUSED, UNCONFIRMED ->
                            Events.warned(
                                    "stop.unanswered",
                                    carrier,
                                    "sender",
                                    r.getString(4),
                                    "recipient",
                                    recipient,
                                    "why",
                                    r.getString(1));
                    }
                    return 0;
                });
    }

    static void forget(Connection c, Instant now) throws SQLException {
        Database.update(
                c,
                "delete from stop_answer where asked_at < ?",
                s -> s.setTimestamp(1, Timestamp.from(now.minus(KEPT))));
    }

    /** No receipt is asked for: it would be one of no message that we know. */
    Submission submission() {
        SmsText text = SmsText.of(body);
        return new Submission(0, (int) id, sender, recipient, text.encoding(), text.parts(), VALIDITY).withoutReceipt();
    }

    /** What the carrier's word comes to; nothing is written again of which anything may have been accepted. */
    End end(Submission message, List<PartOutcome> parts) {
        if (new Attempt(message, parts).again()) return unwritten();
        PartOutcome telling = parts.stream()
                .filter(Accepted.class::isInstance)
                .findFirst()
                .or(() -> parts.stream().filter(Unconfirmed.class::isInstance).findFirst())
                .orElseGet(parts::getFirst);
        return switch (telling) {
            case Accepted accepted -> new End(this, State.SENT, accepted.carrierMessageId());
            case Refused refused -> refused(why(refused));
            default -> unconfirmed();
        };
    }

    End unwritten() {
        return new End(this, State.WAITING, "");
    }

    End unconfirmed() {
        return new End(this, State.UNCONFIRMED, "");
    }

    End refused(String why) {
        return new End(this, State.REFUSED, why);
    }

    private static String why(Refused refused) {
        return refused.words().isEmpty()
                ? "0x%08X".formatted(refused.commandStatus())
                : "HTTP " + refused.commandStatus() + " " + refused.words();
    }
}
