package dev.replay.dispatch;

import dev.replay.carrier.OutcomeSink;
import dev.replay.carrier.PartOutcome;
import dev.replay.carrier.PartOutcome.Accepted;
import dev.replay.carrier.Submission;
import dev.replay.message.Move;
import dev.replay.message.Movement;
import dev.replay.message.RawStatuses;
import dev.replay.status.Status;
import dev.replay.store.BinaryCopy;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;

/** Writes down what the carrier said: rows with their tally, and the ids under which receipts will come. */
@ApplicationScoped
class Outcomes {
    private static final String REFERENCES = """
            carrier_ref (submitted_at, campaign_id, recipient, message_id, carrier_id, part, carrier_message_id)""";

    private static final int FIELDS = 7;

    /** SMPP's own limit is 64 octets. */
    private static final int LONGEST_ID = 255;

    private static final Duration A_DAY = Duration.ofDays(1);

    private final SubStatusIds ids;
    private final RawStatuses raw;
    private final Unrecorded unrecorded;
    /** True at the start: a process that was there before may have ended in the middle. */
    private final AtomicBoolean referred = new AtomicBoolean(true);

    Outcomes(SubStatusIds ids, RawStatuses raw, Unrecorded unrecorded) {
        this.ids = ids;
        this.raw = raw;
        this.unrecorded = unrecorded;
    }

    /** An attempt with its verdict; made outside of the transaction, because a new raw status commits on its own. */
    record Settled(Attempt attempt, short carrierId, Verdict verdict, short raw) {}

    /** Said by a carrier a moment ago, on a thread of its own. */
    void heard(short carrierId, List<PartOutcome> parts) {
        unrecorded.given(carrierId, parts);
    }

    /** What was written down is committed. */
    void recorded(List<Settled> settled) {
        for (Settled s : settled) unrecorded.recorded(s.carrierId, s.attempt.parts());
    }

    /** @param carrierId 0 for what no carrier was asked to take */
    Settled settled(Attempt attempt, short carrierId) {
        Verdict verdict = Verdict.of(attempt, ids);
        short said = verdict.commandStatus() == 0
                ? 0
                : verdict.words().isEmpty()
                        ? raw.idOf("submit_sm_resp", "0x%08X".formatted(verdict.commandStatus()))
                        : raw.idOf("HTTP " + verdict.commandStatus(), verdict.words());
        return new Settled(attempt, carrierId, verdict, said);
    }

    /**
     * Settles attempts of one campaign. A row that was declared unconfirmed meanwhile settles from there; one that a receipt
     * has moved on stays where it is. Ids are kept in any case.
     *
     * @param ours whether a row that is still queued was claimed by who settles
     */
    void write(Connection c, long campaignId, List<Settled> settled, boolean ours, short shard, Instant now)
            throws SQLException {
        if (settled.isEmpty()) return;
        short first = settled.getFirst().carrierId;
        if (settled.stream().allMatch(s -> s.carrierId == first)) {
            write(c, campaignId, settled, ours, shard, first, now);
            return;
        }
        Map<Short, List<Settled>> byCarrier =
                settled.stream().collect(Collectors.groupingBy(Settled::carrierId, TreeMap::new, Collectors.toList()));
        for (var of : byCarrier.entrySet()) write(c, campaignId, of.getValue(), ours, shard, of.getKey(), now);
    }

    private void write(
            Connection c,
            long campaignId,
            List<Settled> settled,
            boolean ours,
            short shard,
            short carrierId,
            Instant now)
            throws SQLException {
        List<Move> moves = new ArrayList<>(settled.size());
        for (Settled s : settled) moves.add(move(campaignId, s, Move.State.QUEUED, now));
        List<Move> late = ours ? Movement.move(c, moves, shard, carrierId, now) : moves;
        if (!late.isEmpty()) {
            List<Move> again = new ArrayList<>();
            for (Settled s : settled) {
                if (s.verdict.subStatus() == ids.unconfirmed) continue;
                if (late.stream().noneMatch(m -> m.id() == s.attempt.message().messageId())) continue;
                again.add(move(
                        campaignId, s, unconfirmed(s.attempt.message().parts().size()), now));
            }
            Movement.move(c, again, shard, carrierId, now);
        }
        refer(c, campaignId, settled, carrierId, now);
    }

    /** An answer that came after its message had been settled as unconfirmed. */
    void late(Connection c, Settled single, int part, short shard, Instant now) throws SQLException {
        Submission message = single.attempt.message();
        short carrierId = single.carrierId;
        if (message.parts().size() == 1 || part == OutcomeSink.WHOLE) {
            write(c, message.campaignId(), List.of(single), true, shard, carrierId, now);
        } else if (single.attempt.parts().getFirst() instanceof Accepted accepted) {
            // The receipts of the parts will say what became of the whole; one that came before its id was known may
            // have been given this part already.
            String id = indexed(accepted);
            var known = PartIds.locked(c, message.campaignId(), message.messageId(), now.minus(A_DAY));
            List<Integer> missing = known.missing(message.parts().size());
            if (known.knows(id) || missing.isEmpty()) return;
            int free = missing.contains(part) ? part : missing.getFirst();
            PartIds.add(c, message.campaignId(), message.messageId(), message.recipient(), carrierId, free, id, now);
        }
    }

    Move.State unconfirmed(int segments) {
        return new Move.State(Status.SENT.id(), ids.unconfirmed, (short) segments, 0);
    }

    /** A row that is passed over at the claim: free, final, never written. */
    static Move passedOver(long campaignId, int id, Move.State from, short subStatus, Instant now) {
        return new Move(
                campaignId, id, from, new Move.State(Status.NOT_SENT.id(), subStatus, (short) 0, 0), (short) 0, now);
    }

    private static Move move(long campaignId, Settled s, Move.State from, Instant now) {
        return new Move(
                campaignId,
                s.attempt.message().messageId(),
                from,
                s.verdict.state(),
                s.raw,
                s.verdict.isFinal() ? now : null);
    }

    /** With an id beyond all standards, for the index or for a text, the window it came with would never be settled. */
    private static String indexed(Accepted accepted) {
        String id = accepted.carrierMessageId().replace("\0", "");
        return id.length() <= LONGEST_ID ? id : id.substring(0, LONGEST_ID);
    }

    /** Whether ids of carriers have been kept since it was asked last. */
    boolean referred() {
        return referred.getAndSet(false);
    }

    private void refer(Connection c, long campaignId, List<Settled> settled, short carrierId, Instant now)
            throws SQLException {
        var bytes = new ByteArrayOutputStream();
        try (var rows = new BinaryCopy(Channels.newChannel(bytes))) {
            boolean any = false;
            for (Settled s : settled) {
                List<PartOutcome> parts = s.attempt.parts();
                for (int p = 0; p < parts.size(); p++) {
                    if (!(parts.get(p) instanceof Accepted accepted)) continue;
                    any = true;
                    rows.row(FIELDS);
                    rows.timestamptz(now);
                    rows.int8(campaignId);
                    rows.int8(s.attempt.message().recipient());
                    rows.int4(s.attempt.message().messageId());
                    rows.int2(carrierId);
                    rows.int2((short) (s.attempt.whole() ? OutcomeSink.WHOLE : p));
                    rows.text(indexed(accepted));
                }
            }
            if (!any) return;
            rows.finish();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        BinaryCopy.copy(c, REFERENCES, new ByteArrayInputStream(bytes.toByteArray()));
        referred.set(true);
    }
}
