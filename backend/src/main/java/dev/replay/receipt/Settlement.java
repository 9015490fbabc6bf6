package dev.replay.receipt;

import dev.replay.carrier.Delivery.Receipt;
import dev.replay.message.Move;
import dev.replay.message.Move.State;
import dev.replay.message.Movement;
import dev.replay.message.RawStatuses;
import dev.replay.status.Catalogue;
import dev.replay.status.Status;
import dev.replay.store.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Receipts into rows, a batch in one transaction: stored as they came, matched, weighed, moved with the tally. */
@ApplicationScoped
public class Settlement {
    private static final int SHARDS = 16;
    private static final int PAGE = 1_000;
    /** A row that moves under us is looked at again; somebody is ahead each time, so this ends. */
    private static final int TRIES = 8;

    // Written as laterals with a limit, so that no missing statistics turn a match into a join over everything. Newest
    // day
    // first: an id that the SMSC has used before belongs to its latest message.
    private static final String MATCH = """
            select r.n, ref.campaign_id, ref.message_id, ref.part,
                m.status, m.sub_status, m.segments, m.parts_delivered, m.account_id
            from unnest(?::text[], ?::bigint[], ?::smallint[], ?::int[])
                as r(carrier_message_id, recipient, carrier_id, n)
            cross join lateral (
                select c.campaign_id, c.message_id, c.part from carrier_ref c
                where c.carrier_message_id = r.carrier_message_id and c.carrier_id = r.carrier_id
                    and %s
                order by c.submitted_at desc limit 1) ref
            cross join lateral (
                select m.status, m.sub_status, m.segments, m.parts_delivered, m.account_id from message m
                where m.campaign_id = ref.campaign_id and m.id = ref.message_id limit 1) m
            """;
    private static final String EXACTLY = MATCH.formatted("(r.recipient = 0 or c.recipient = r.recipient)");
    // National numbers in receipts: the last digits tell persons apart among the few that share an id.
    private static final String ROUGHLY =
            MATCH.formatted("(r.recipient = 0 or right(c.recipient::text, 7) = right(r.recipient::text, 7))");

    private static final String STORE = """
            insert into receipt_inbox (received_at, done_at, account_id, campaign_id, recipient, message_id,
                carrier_id, part, carrier_message_id, stat, err, raw)
            select ?, * from unnest(?::timestamptz[], ?::bigint[], ?::bigint[], ?::bigint[], ?::int[],
                ?::smallint[], ?::smallint[], ?::text[], ?::text[], ?::text[], ?::text[])
            """;

    /** @param at where the row stood when it was read */
    private record Match(long campaignId, int id, int part, State at, long accountId) {}

    /** @param raw what it says, word for word, as a number */
    private record Weighed(Receipt receipt, Status status, short subStatus, short raw) {}

    private final Database database;
    private final Catalogue catalogue;
    private final RawStatuses rawStatuses;
    private final Precedence precedence;
    private final short shard = (short) ThreadLocalRandom.current().nextInt(SHARDS);

    Settlement(Database database, Catalogue catalogue, RawStatuses rawStatuses) {
        this.database = database;
        this.catalogue = catalogue;
        this.rawStatuses = rawStatuses;
        this.precedence = new Precedence(
                id(Status.DELIVERED, "DELIVRD"), id(Status.SENT, "ENROUTE"), id(Status.UNDELIVERED, "PARTIAL"));
    }

    private short id(Status status, String code) {
        return catalogue.find(status, code).orElseThrow().id();
    }

    /** Stores a batch and settles what it can; what finds no row is kept and tried again. Commits before it returns. */
    public void settle(List<Receipt> receipts, Instant now) {
        if (receipts.isEmpty()) return;
        List<Weighed> weighed = receipts.stream().map(this::weigh).toList();
        database.asEngine(c -> {
            Match[] matches = match(c, receipts);
            store(c, receipts, matches, now);
            apply(c, weighed, matches, now);
            return null;
        });
    }

    /** Tries again what has no row yet, of those received since. */
    void rematch(Instant since, Instant now) {
        for (Instant after = since; after != null; ) after = rematchPage(after, now);
    }

    private record Kept(Instant receivedAt, Receipt receipt) {}

    /** Whole batches, which share their instant: a page never ends within one. @return where the next begins, null: nowhere */
    private @Nullable Instant rematchPage(Instant since, Instant now) {
        List<Kept> kept = database.asEngine(c -> Database.list(
                c,
                """
                select received_at, carrier_id, carrier_message_id, recipient, stat, err, raw from receipt_inbox
                where campaign_id is null and received_at > ?
                order by received_at fetch first ? rows with ties
                """,
                s -> {
                    s.setTimestamp(1, Timestamp.from(since));
                    s.setInt(2, PAGE);
                },
                r -> new Kept(
                        r.getTimestamp(1).toInstant(),
                        new Receipt(
                                r.getShort(2),
                                r.getString(3),
                                r.getLong(4),
                                r.getString(5),
                                r.getString(6),
                                null,
                                r.getString(7)))));
        if (kept.isEmpty()) return null;
        List<Receipt> receipts = kept.stream().map(Kept::receipt).toList();
        List<Weighed> weighed = receipts.stream().map(this::weigh).toList();
        database.asEngine(c -> {
            Match[] matches = match(c, receipts);
            for (int i = 0; i < matches.length; i++) if (matches[i] != null) claim(c, kept.get(i), matches[i]);
            apply(c, weighed, matches, now);
            return null;
        });
        return kept.size() < PAGE ? null : kept.getLast().receivedAt;
    }

    private static void claim(Connection c, Kept kept, Match match) throws SQLException {
        Database.update(c, """
                update receipt_inbox set campaign_id = ?, message_id = ?, part = ?, account_id = ?
                where received_at = ? and campaign_id is null and carrier_id = ? and carrier_message_id = ?
                    and recipient = ?
                """, s -> {
            s.setLong(1, match.campaignId);
            s.setInt(2, match.id);
            s.setShort(3, (short) match.part);
            s.setLong(4, match.accountId);
            s.setTimestamp(5, Timestamp.from(kept.receivedAt));
            s.setShort(6, kept.receipt.carrierId());
            s.setString(7, kept.receipt.carrierMessageId());
            s.setLong(8, kept.receipt.recipient());
        });
    }

    private Weighed weigh(Receipt r) {
        var meaning = StatusMapping.of(r.stat(), r.err());
        return new Weighed(
                r, meaning.status(), id(meaning.status(), meaning.code()), rawStatuses.idOf(r.stat(), r.err()));
    }

    private static Match[] match(Connection c, List<Receipt> receipts) throws SQLException {
        Match[] found = new Match[receipts.size()];
        List<Candidate> exact = new ArrayList<>();
        for (int n = 0; n < found.length; n++)
            exact.add(new Candidate(receipts.get(n).carrierMessageId(), n));
        look(c, EXACTLY, receipts, exact, found);
        List<Candidate> spelled = new ArrayList<>();
        for (int n = 0; n < found.length; n++)
            if (found[n] == null)
                for (String id : CarrierMessageId.spellings(receipts.get(n).carrierMessageId()))
                    spelled.add(new Candidate(id, n));
        if (!spelled.isEmpty()) look(c, ROUGHLY, receipts, spelled, found);
        return found;
    }

    private record Candidate(String carrierMessageId, int n) {}

    private static void look(
            Connection c, String sql, List<Receipt> receipts, List<Candidate> candidates, Match[] found)
            throws SQLException {
        int size = candidates.size();
        var id = new String[size];
        var recipient = new long[size];
        var carrier = new short[size];
        var n = new int[size];
        for (int i = 0; i < size; i++) {
            Candidate candidate = candidates.get(i);
            Receipt r = receipts.get(candidate.n);
            id[i] = clean(candidate.carrierMessageId);
            recipient[i] = r.recipient();
            carrier[i] = r.carrierId();
            n[i] = candidate.n;
        }
        try (PreparedStatement s = c.prepareStatement(sql)) {
            s.setArray(1, c.createArrayOf("text", id));
            s.setObject(2, recipient);
            s.setObject(3, carrier);
            s.setObject(4, n);
            try (ResultSet r = s.executeQuery()) {
                while (r.next()) {
                    int at = r.getInt(1);
                    if (found[at] != null) continue;
                    found[at] = new Match(
                            r.getLong(2),
                            r.getInt(3),
                            r.getInt(4),
                            new State(r.getShort(5), r.getShort(6), r.getShort(7), r.getInt(8)),
                            r.getLong(9));
                }
            }
        }
    }

    private static void store(Connection c, List<Receipt> receipts, Match[] matches, Instant now) throws SQLException {
        int n = receipts.size();
        var done = new Timestamp[n];
        var account = new Long[n];
        var campaign = new Long[n];
        var recipient = new long[n];
        var message = new Integer[n];
        var carrier = new short[n];
        var part = new Short[n];
        var id = new String[n];
        var stat = new String[n];
        var err = new String[n];
        var raw = new String[n];
        for (int i = 0; i < n; i++) {
            Receipt r = receipts.get(i);
            Match m = matches[i];
            done[i] = r.doneAt() == null ? null : Timestamp.from(r.doneAt());
            if (m != null) {
                account[i] = m.accountId;
                campaign[i] = m.campaignId;
                message[i] = m.id;
                part[i] = (short) m.part;
            }
            recipient[i] = r.recipient();
            carrier[i] = r.carrierId();
            id[i] = clean(r.carrierMessageId());
            stat[i] = clean(r.stat());
            err[i] = clean(r.err());
            raw[i] = clean(r.text());
        }
        try (PreparedStatement s = c.prepareStatement(STORE)) {
            s.setTimestamp(1, Timestamp.from(now));
            s.setArray(2, c.createArrayOf("timestamptz", done));
            s.setArray(3, c.createArrayOf("int8", account));
            s.setArray(4, c.createArrayOf("int8", campaign));
            s.setObject(5, recipient);
            s.setArray(6, c.createArrayOf("int4", message));
            s.setObject(7, carrier);
            s.setArray(8, c.createArrayOf("int2", part));
            s.setArray(9, c.createArrayOf("text", id));
            s.setArray(10, c.createArrayOf("text", stat));
            s.setArray(11, c.createArrayOf("text", err));
            s.setArray(12, c.createArrayOf("text", raw));
            s.executeUpdate();
        }
    }

    private record Key(long campaignId, int id) {}

    /** Several receipts of one row are weighed one after the other, and the row moves once. */
    private void apply(Connection c, List<Weighed> weighed, Match[] matches, Instant now) throws SQLException {
        Map<Key, List<Integer>> byRow = new LinkedHashMap<>();
        for (int i = 0; i < matches.length; i++)
            if (matches[i] != null)
                byRow.computeIfAbsent(new Key(matches[i].campaignId, matches[i].id), k -> new ArrayList<>(1))
                        .add(i);
        for (int tries = 0; !byRow.isEmpty(); tries++) {
            if (tries == TRIES)
                throw new IllegalStateException(byRow.size() + " rows keep moving under their receipts");
            List<Move> moves = new ArrayList<>(byRow.size());
            for (var row : byRow.entrySet()) {
                Move move = move(row.getKey(), row.getValue(), weighed, matches, now);
                if (!move.from().equals(move.to())) moves.add(move);
            }
            List<Move> left = Movement.move(c, moves, shard, (short) 0, now);
            byRow.keySet()
                    .retainAll(left.stream()
                            .map(m -> new Key(m.campaignId(), m.id()))
                            .toList());
            for (var row : byRow.entrySet()) reread(c, row.getKey(), row.getValue(), matches);
        }
    }

    private Move move(Key key, List<Integer> indices, List<Weighed> weighed, Match[] matches, Instant now) {
        State from = matches[indices.getFirst()].at;
        State to = from;
        short raw = 0;
        for (int i : indices) {
            Weighed w = weighed.get(i);
            State next = precedence.after(to, matches[i].part, w.status, w.subStatus);
            if (!next.equals(to)) raw = w.raw;
            to = next;
        }
        boolean last = to.status() != Status.SENT.id();
        return new Move(key.campaignId, key.id, from, to, raw, last ? now : null);
    }

    private static void reread(Connection c, Key key, List<Integer> indices, Match[] matches) throws SQLException {
        State at = Database.first(
                        c,
                        """
                        select status, sub_status, segments, parts_delivered from message
                        where campaign_id = ? and id = ?
                        """,
                        s -> {
                            s.setLong(1, key.campaignId);
                            s.setInt(2, key.id);
                        },
                        r -> new State(r.getShort(1), r.getShort(2), r.getShort(3), r.getInt(4)))
                .orElseThrow();
        for (int i : indices) {
            Match m = matches[i];
            matches[i] = new Match(m.campaignId, m.id, m.part, at, m.accountId);
        }
    }

    /** PostgreSQL keeps no NUL, and a carrier may send any octet. */
    static String clean(String text) {
        return text.indexOf('\0') < 0 ? text : text.replace("\0", "");
    }
}
