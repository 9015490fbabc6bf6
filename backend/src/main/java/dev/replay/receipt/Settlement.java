package dev.replay.receipt;

import dev.replay.carrier.Delivery.Receipt;
import dev.replay.message.Move;
import dev.replay.message.Move.State;
import dev.replay.message.Movement;
import dev.replay.message.RawStatuses;
import dev.replay.status.Catalogue;
import dev.replay.status.Status;
import dev.replay.status.SubStatuses;
import dev.replay.store.Database;
import dev.replay.store.StoreException;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Receipts into rows, a batch in one transaction: stored as they came, matched, weighed, moved with the tally. */
@ApplicationScoped
public class Settlement {
    private static final int SHARDS = 16;
    private static final Duration A_DAY = Duration.ofDays(1);
    private static final int PAGE = 1_000;
    /** Receipts held in memory at once, some 300 bytes each. */
    private static final int MANY = 50_000;
    /** A row that moves under us is looked at again; somebody is ahead each time, so this ends. */
    private static final int TRIES = 8;

    /**
     * How old an id may be that a receipt is held against as it comes. Each day costs a look-up, and one in another spelling
     * eight; what is older still is found a minute later.
     */
    private static final Duration RECENT = Duration.ofDays(3);

    /** Ids are written down by clocks of several machines, of which one may be hours behind; days beyond hold none. */
    static final Duration AHEAD = Duration.ofHours(6);

    // Written as laterals with a limit, so that no missing statistics turn a match into a join over everything.
    // Newest day first: an id that the SMSC has used before belongs to its latest message. A message that is queued
    // again has no receipt yet.
    private static final String MATCH = """
            select r.n, ref.campaign_id, ref.message_id, ref.part,
                m.status, m.sub_status, m.segments, m.parts_delivered, m.account_id
            from unnest(?::text[], ?::bigint[], ?::smallint[], ?::int[])
                as r(carrier_message_id, recipient, carrier_id, n)
            cross join lateral (
                select c.campaign_id, c.message_id, c.part from carrier_ref c
                where c.carrier_message_id = r.carrier_message_id and c.carrier_id = r.carrier_id
                    and c.submitted_at > ? and c.submitted_at < ? and %s
                order by c.submitted_at desc limit 1) ref
            cross join lateral (
                select m.status, m.sub_status, m.segments, m.parts_delivered, m.account_id from message m
                where m.campaign_id = ref.campaign_id and m.id = ref.message_id and m.status <> 0 limit 1) m
            """;
    private static final String EXACTLY = MATCH.formatted("(r.recipient = 0 or c.recipient = r.recipient)");
    // National numbers in receipts: the last digits tell persons apart among the few that share an id.
    private static final String ROUGHLY =
            MATCH.formatted("(r.recipient = 0 or right(c.recipient::text, 7) = right(r.recipient::text, 7))");

    private static final String UNKNOWN = """
            select r.received_at, r.carrier_id, r.carrier_message_id, r.recipient, r.sender, r.stat, r.err, r.raw
            from receipt_inbox r
            where r.campaign_id is null and r.received_at > ? and r.received_at <= ?
            """;

    // The question turned round, for many: which of them are among the ids that were written down since the last
    // look. A join of two sets, whichever is the smaller; without a new id it costs next to nothing.
    private static final String HEARD_OF = UNKNOWN + """
                and exists (select from carrier_ref c
                    where c.submitted_at > ? and c.carrier_message_id = r.carrier_message_id
                        and c.carrier_id = r.carrier_id and (r.recipient = 0 or c.recipient = r.recipient))
            """;

    private static final String CLAIM = """
            update receipt_inbox r
            set campaign_id = v.campaign_id, message_id = v.message_id, part = v.part, account_id = v.account_id
            from unnest(?::timestamptz[], ?::bigint[], ?::text[], ?::smallint[], ?::bigint[], ?::int[], ?::smallint[], ?::bigint[])
                as v(received_at, recipient, carrier_message_id, carrier_id, campaign_id, message_id, part, account_id)
            where r.campaign_id is null and r.recipient = v.recipient and r.carrier_message_id = v.carrier_message_id
                and r.received_at = v.received_at and r.carrier_id = v.carrier_id
                and r.received_at between ? and ?
            """;

    /** @param at where the row stood when it was read */
    record Match(long campaignId, int id, int part, State at, long accountId) {}

    /** @param raw what it says, word for word, as a number */
    record Weighed(Receipt receipt, Status status, short subStatus, short raw) {}

    private final Database database;
    private final Catalogue catalogue;
    private final Meanings meanings;
    private final RawStatuses rawStatuses;
    private final Precedence precedence;
    private final FirstReceipts firstReceipts;
    private final ReceiptMetrics metrics;
    private final short shard = (short) ThreadLocalRandom.current().nextInt(SHARDS);

    Settlement(
            Database database,
            Catalogue catalogue,
            Meanings meanings,
            RawStatuses rawStatuses,
            ReceiptMetrics metrics) {
        this.database = database;
        this.catalogue = catalogue;
        this.meanings = meanings;
        this.rawStatuses = rawStatuses;
        this.metrics = metrics;
        this.precedence = new Precedence(
                id(Status.DELIVERED, "DELIVRD"),
                id(Status.SENT, "ENROUTE"),
                id(Status.UNDELIVERED, "PARTIAL"),
                SubStatuses.SUBMIT_UNCONFIRMED);
        this.firstReceipts = new FirstReceipts(precedence, id(Status.SENT, "SUBMITTED"), metrics);
    }

    private short id(Status status, String code) {
        return catalogue.find(status, code).orElseThrow().id();
    }

    /** Stores a batch and settles what it can; what finds no row is kept and tried again. Commits before it returns. */
    public void settle(List<Receipt> receipts, Instant now) {
        settle(receipts, now, shard);
    }

    /** @param shard the writer's slot in the tally, 0…15: its own where several settle at once */
    void settle(List<Receipt> receipts, Instant now, short shard) {
        if (receipts.isEmpty()) return;
        List<Weighed> all = receipts.stream().map(this::weigh).toList();
        // Each in a transaction of its own: rows locked by the one and then by the other would not be in the order of
        // their keys. Where the second fails, the first ones come again and change nothing.
        List<Weighed> others = firstReceipts.settle(database, all, now, shard);
        for (int tries = 1; !others.isEmpty(); tries++) {
            try {
                settleOthers(others, now, shard);
                return;
            } catch (StoreException e) {
                if (!e.collided() || tries == TRIES) throw e;
            }
        }
    }

    private void settleOthers(List<Weighed> weighed, Instant now, short shard) {
        List<Receipt> receipts = weighed.stream().map(Weighed::receipt).toList();
        record Done(long unmatched, List<Move> moves) {}
        Done done = database.asEngineInTurn(c -> {
            Match[] matches = match(c, receipts, now.minus(RECENT), now.minus(RECENT), now);
            store(c, receipts, matches, now);
            long unmatched = Arrays.stream(matches).filter(Objects::isNull).count();
            return new Done(unmatched, apply(c, weighed, matches, now, shard));
        });
        metrics.unmatched(done.unmatched);
        metrics.settled(done.moves);
    }

    /** A receipt as the inbox keeps it. */
    record Kept(Instant receivedAt, Receipt receipt) {
        static Kept of(ResultSet r) throws SQLException {
            return new Kept(
                    r.getTimestamp(1).toInstant(),
                    new Receipt(
                            r.getShort(2),
                            r.getString(3),
                            r.getLong(4),
                            r.getString(5),
                            r.getString(6),
                            r.getString(7),
                            null,
                            r.getString(8)));
        }
    }

    /** Whether any receipt of a span of time has no row yet: as a rule none, and then there is nothing to look for. */
    boolean knowsUnknown(Instant after, Instant upTo) {
        return database.asEngine(c -> Database.first(c, UNKNOWN + " limit 1", s -> span(s, after, upTo), r -> true))
                .isPresent();
    }

    /**
     * A second look at receipts that came after one instant and up to another.
     *
     * @param ahead by how much the clock was set back of late: ids may be so much later than now, or earlier than the span
     * @param writtenSince how old an id may be, as the SMSC spells it; in another spelling a day older than the receipt
     * @param heardOfSince where they are many: since when an id must have been written down to be new; null leaves many to
     *     the next look
     */
    record Look(
            Instant after,
            Instant upTo,
            Duration ahead,
            Instant writtenSince,
            @Nullable Instant heardOfSince) {}

    /** Tries again what has no row yet. */
    void rematch(Look look, Instant now) {
        List<Kept> unknown = database.asEngine(c -> Database.list(
                c,
                UNKNOWN + " limit ?",
                s -> {
                    span(s, look.after, look.upTo);
                    s.setInt(3, PAGE + 1);
                },
                Kept::of));
        if (unknown.size() <= PAGE) rematch(unknown, look, now);
        else if (look.heardOfSince != null) rematchMany(look, look.heardOfSince, now);
    }

    private void rematchMany(Look look, Instant since, Instant now) {
        boolean more = true;
        while (more) {
            List<Kept> heardOf = database.asEngine(c -> Database.list(
                    c,
                    HEARD_OF + " limit ?",
                    s -> {
                        span(s, look.after, look.upTo);
                        s.setTimestamp(3, Timestamp.from(since));
                        s.setInt(4, MANY);
                    },
                    Kept::of));
            int matched = 0;
            for (int from = 0; from < heardOf.size(); from += PAGE)
                matched += rematch(heardOf.subList(from, Math.min(heardOf.size(), from + PAGE)), look, now);
            more = heardOf.size() == MANY && matched > 0;
        }
    }

    private static void span(PreparedStatement s, Instant after, Instant upTo) throws SQLException {
        s.setTimestamp(1, Timestamp.from(after));
        s.setTimestamp(2, Timestamp.from(upTo));
    }

    /** @return how many have a row now */
    private int rematch(List<Kept> kept, Look look, Instant now) {
        if (kept.isEmpty()) return 0;
        List<Receipt> receipts = kept.stream().map(Kept::receipt).toList();
        Instant spelled = look.after.minus(look.ahead).minus(A_DAY);
        Instant latest = now.plus(look.ahead);
        Found found =
                database.asEngine(c -> settle(c, kept, match(c, receipts, look.writtenSince, spelled, latest), now));
        metrics.settled(found.moves);
        return found.receipts;
    }

    /**
     * What was found at a second look.
     *
     * @param receipts how many have a row now
     * @param moves that those rows made
     */
    record Found(int receipts, List<Move> moves) {}

    /** Those that have a row now, in the caller's transaction. */
    Found settle(Connection c, List<Kept> kept, Match[] matches, Instant now) throws SQLException {
        List<Weighed> weighed = kept.stream().map(k -> weigh(k.receipt)).toList();
        int matched = claim(c, kept, matches);
        return new Found(matched, apply(c, weighed, matches, now, shard));
    }

    private static int claim(Connection c, List<Kept> kept, Match[] matches) throws SQLException {
        int[] found = IntStream.range(0, matches.length)
                .filter(i -> matches[i] != null)
                .toArray();
        if (found.length == 0) return 0;
        int n = found.length;
        var received = new Timestamp[n];
        var recipient = new long[n];
        var id = new String[n];
        var carrier = new short[n];
        var campaign = new long[n];
        var message = new int[n];
        var part = new short[n];
        var account = new long[n];
        for (int i = 0; i < n; i++) {
            Kept k = kept.get(found[i]);
            Match m = matches[found[i]];
            received[i] = Timestamp.from(k.receivedAt);
            recipient[i] = k.receipt.recipient();
            id[i] = k.receipt.carrierMessageId();
            carrier[i] = k.receipt.carrierId();
            campaign[i] = m.campaignId;
            message[i] = m.id;
            part[i] = (short) m.part;
            account[i] = m.accountId;
        }
        return Database.update(c, CLAIM, s -> {
            s.setArray(1, c.createArrayOf("timestamptz", received));
            s.setObject(2, recipient);
            s.setArray(3, c.createArrayOf("text", id));
            s.setObject(4, carrier);
            s.setObject(5, campaign);
            s.setObject(6, message);
            s.setObject(7, part);
            s.setObject(8, account);
            // Said beside the join, for it tells which days there are to look in.
            s.setTimestamp(9, Collections.min(Arrays.asList(received)));
            s.setTimestamp(10, Collections.max(Arrays.asList(received)));
        });
    }

    private Weighed weigh(Receipt r) {
        var meaning = meanings.of(r);
        return new Weighed(r, meaning.status(), meaning.id(), rawStatuses.idOf(r.stat(), r.err()));
    }

    /**
     * @param exactly and spelled: since when an id can have been written down, as it came and in another spelling
     * @param latest that an id can have been written down, by the clock that wrote it
     */
    private static Match[] match(Connection c, List<Receipt> receipts, Instant exactly, Instant spelled, Instant latest)
            throws SQLException {
        Match[] found = new Match[receipts.size()];
        List<Candidate> exact = new ArrayList<>();
        for (int n = 0; n < found.length; n++)
            exact.add(new Candidate(receipts.get(n).carrierMessageId(), n));
        look(c, EXACTLY, receipts, exact, exactly, latest, found);
        List<Candidate> respelled = new ArrayList<>();
        for (int n = 0; n < found.length; n++)
            if (found[n] == null)
                for (String id : CarrierMessageId.spellings(receipts.get(n).carrierMessageId()))
                    respelled.add(new Candidate(id, n));
        if (!respelled.isEmpty()) look(c, ROUGHLY, receipts, respelled, spelled, latest, found);
        return found;
    }

    private record Candidate(String carrierMessageId, int n) {}

    private static void look(
            Connection c,
            String sql,
            List<Receipt> receipts,
            List<Candidate> candidates,
            Instant since,
            Instant latest,
            Match[] found)
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
            s.setTimestamp(5, Timestamp.from(since));
            s.setTimestamp(6, Timestamp.from(latest.plus(AHEAD)));
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
        var rows = new ReceiptRows(now);
        for (int i = 0; i < matches.length; i++) {
            Match m = matches[i];
            if (m == null) rows.addUnknown(receipts.get(i));
            else rows.add(receipts.get(i), m.accountId, m.campaignId, m.id, m.part);
        }
        rows.store(c);
    }

    private record Key(long campaignId, int id) {}

    /** Several receipts of one row are weighed one after the other, and the row moves once. @return the moves */
    private List<Move> apply(Connection c, List<Weighed> weighed, Match[] matches, Instant now, short shard)
            throws SQLException {
        Map<Key, List<Integer>> byRow = new LinkedHashMap<>();
        for (int i = 0; i < matches.length; i++)
            if (matches[i] != null)
                byRow.computeIfAbsent(new Key(matches[i].campaignId, matches[i].id), k -> new ArrayList<>(1))
                        .add(i);
        List<Move> done = new ArrayList<>(byRow.size());
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
            for (Move move : moves) if (!byRow.containsKey(new Key(move.campaignId(), move.id()))) done.add(move);
            for (var row : byRow.entrySet()) reread(c, row.getKey(), row.getValue(), matches);
        }
        return done;
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
