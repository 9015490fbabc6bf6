package dev.replay.receipt;

import dev.replay.audience.Confirmation;
import dev.replay.audience.Reply;
import dev.replay.audience.Suppressions;
import dev.replay.carrier.Delivery.Inbound;
import dev.replay.dispatch.StopAnswers;
import dev.replay.sms.PhoneNumbers;
import dev.replay.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Keeps what people write back, does at once what STOP and START ask for, and has a STOP that was new answered. */
@ApplicationScoped
class Replies {
    // A sender ID may be several accounts': then it is those that have written to the person under it, and only where
    // nobody has on record all of them, since who says STOP is not to be written to again.
    private static final String ADDRESSED = """
            with wrote as (
                select distinct c.sender_id from message m join campaign c on c.id = m.campaign_id
                where m.recipient = ? and m.submitted_at is not null),
            owners as (
                select s.account_id, bool_or(w.sender_id is not null) as wrote
                from sender s left join wrote w on w.sender_id = s.id
                where lower(ltrim(s.sender, '+')) = lower(ltrim(?, '+')) group by s.account_id)
            select account_id from owners
            where wrote or not exists (select from owners where wrote)
            order by account_id
            """;

    private final Database database;
    private final StopAnswers answers;

    Replies(Database database, StopAnswers answers) {
        this.database = database;
        this.answers = answers;
    }

    /**
     * In one transaction with what the message asks for. A START that is written down late takes back no STOP that came after
     * it; a STOP counts whatever came after it, for to write to whom it was sent by is the worse mistake. One whose
     * acknowledgement was lost, and which the carrier brings again, cannot be told from a new one.
     *
     * @param now when it came
     */
    void keep(Inbound in, Instant now) {
        String sender = Settlement.clean(in.to());
        OptionalLong person = PhoneNumbers.e164(in.from());
        boolean optedOut = database.asEngine(c -> {
            List<Long> accounts = Database.list(
                    c,
                    ADDRESSED,
                    s -> {
                        s.setLong(1, person.orElse(0));
                        s.setString(2, sender);
                    },
                    r -> r.getLong(1));
            store(c, in, sender, accounts, now);
            return person.isPresent() && obey(c, in, sender, accounts, person.getAsLong(), now);
        });
        if (optedOut) answers.begin();
    }

    /** @return whether the person is opted out anew, of any of the accounts: then there is one answer for all of them */
    private boolean obey(Connection c, Inbound in, String sender, List<Long> accounts, long person, Instant now)
            throws SQLException {
        switch (Reply.of(in.text(), sender)) {
            case STOP -> {
                boolean anew = false;
                for (long account : accounts) anew |= Suppressions.optOutByReply(account, person, now, c);
                if (anew)
                    answers.ask(
                            c,
                            owner(accounts),
                            in.carrierId(),
                            sender,
                            person,
                            Confirmation.of(in.text(), sender, person),
                            now);
                return anew;
            }
            case START -> {
                boolean undone = true;
                for (long account : accounts) undone &= Suppressions.undoReply(account, person, now, c);
                if (undone) answers.withdraw(c, sender, person, now);
            }
            case OTHER -> {}
        }
        return false;
    }

    /** Null where a message is not one account's alone. */
    private static @Nullable Long owner(List<Long> accounts) {
        return accounts.size() == 1 ? accounts.getFirst() : null;
    }

    private static void store(Connection c, Inbound in, String sender, List<Long> accounts, Instant now)
            throws SQLException {
        Database.update(c, """
                insert into inbound_message (account_id, carrier_id, sender, recipient, body, received_at)
                values (?, ?, ?, ?, ?, ?)
                """, s -> {
            s.setObject(1, owner(accounts), Types.BIGINT);
            s.setShort(2, in.carrierId());
            s.setString(3, Settlement.clean(in.from()));
            s.setString(4, sender);
            s.setString(5, Settlement.clean(in.text()));
            s.setTimestamp(6, Timestamp.from(now));
        });
    }
}
