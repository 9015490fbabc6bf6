package dev.replay.boot;

import dev.replay.carrier.Carrier;
import dev.replay.carrier.Delivery.Receipt;
import dev.replay.carrier.OutcomeSink;
import dev.replay.carrier.PartOutcome;
import dev.replay.carrier.Submission;
import dev.replay.carrier.simulator.Fate;
import dev.replay.carrier.simulator.Fates;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Carries the demo's past: answers at once what the simulator would answer, and keeps the receipts until they are asked
 * for. No socket is involved, for a demo must never reach an SMSC that somebody has configured.
 */
final class RehearsedCarrier implements Carrier {
    private static final int ROOM = 500;
    private static final int ESME_RINVDSTADR = 0x0B;

    private final short id;
    private final AtomicLong ids;
    private final int attempt;
    private final List<Receipt> receipts = new ArrayList<>();

    /** @param attempt 0 for a first campaign, 1 for its replay: who was absent then may be reached now */
    RehearsedCarrier(short id, AtomicLong ids, int attempt) {
        this.id = id;
        this.ids = ids;
        this.attempt = attempt;
    }

    /** In the order of the submissions. */
    List<Receipt> receipts() {
        return receipts;
    }

    @Override
    public short id() {
        return id;
    }

    @Override
    public String name() {
        return "simulator";
    }

    @Override
    public boolean ready() {
        return true;
    }

    @Override
    public int room() {
        return ROOM;
    }

    @Override
    public boolean submit(Submission message, OutcomeSink sink) {
        Fate fate = Fates.LIFELIKE.of(message.recipient(), attempt);
        List<PartOutcome> parts = new ArrayList<>(message.parts().size());
        for (int part = 0; part < message.parts().size(); part++) {
            if (fate == Fate.BAD_DESTINATION) {
                parts.add(new PartOutcome.Refused(ESME_RINVDSTADR));
                continue;
            }
            String carrierMessageId = "%016x".formatted(ids.incrementAndGet());
            parts.add(new PartOutcome.Accepted(carrierMessageId));
            if (fate.stat() != null) receipts.add(receipt(carrierMessageId, message, fate));
        }
        sink.settled(message, parts);
        return true;
    }

    private Receipt receipt(String carrierMessageId, Submission message, Fate fate) {
        String text = "id:%s sub:001 dlvrd:%s stat:%s err:%s text:"
                .formatted(carrierMessageId, fate == Fate.DELIVERED ? "001" : "000", fate.stat(), fate.err());
        return new Receipt(
                id, carrierMessageId, message.recipient(), message.sender(), fate.stat(), fate.err(), null, text);
    }

    @Override
    public void flush() {}
}
