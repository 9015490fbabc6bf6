package dev.replay.receipt;

import dev.replay.audience.Reply;
import dev.replay.audience.Suppressions;
import dev.replay.carrier.Delivery.Inbound;
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

/** Keeps what people write back, and does at once what STOP and START ask for. */
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

    Replies(Database database) {
        this.database = database;
    }

    /** In one transaction with what the message asks for; a repeated one changes nothing more. */
    void keep(Inbound in, Instant now) {
        String sender = Settlement.clean(in.to());
        OptionalLong person = PhoneNumbers.e164(in.from());
        database.asEngine(c -> {
            List<Long> accounts = Database.list(
                    c,
                    ADDRESSED,
                    s -> {
                        s.setLong(1, person.orElse(0));
                        s.setString(2, sender);
                    },
                    r -> r.getLong(1));
            store(c, in, sender, accounts, now);
            if (person.isPresent()) obey(c, Reply.of(in.text(), sender), accounts, person.getAsLong(), now);
            return null;
        });
    }

    private static void obey(Connection c, Reply reply, List<Long> accounts, long person, Instant now)
            throws SQLException {
        for (long account : accounts) {
            switch (reply) {
                case STOP -> Suppressions.optOutByReply(account, person, now, c);
                case START -> Suppressions.undoReply(account, person, c);
                case OTHER -> {}
            }
        }
    }

    private static void store(Connection c, Inbound in, String sender, List<Long> accounts, Instant now)
            throws SQLException {
        Database.update(c, """
                insert into inbound_message (account_id, carrier_id, sender, recipient, body, received_at)
                values (?, ?, ?, ?, ?, ?)
                """, s -> {
            s.setObject(1, accounts.size() == 1 ? accounts.getFirst() : null, Types.BIGINT);
            s.setShort(2, in.carrierId());
            s.setString(3, Settlement.clean(in.from()));
            s.setString(4, sender);
            s.setString(5, Settlement.clean(in.text()));
            s.setTimestamp(6, Timestamp.from(now));
        });
    }
}
