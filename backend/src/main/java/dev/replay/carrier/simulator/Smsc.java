package dev.replay.carrier.simulator;

import dev.replay.carrier.smpp.Address;
import dev.replay.carrier.smpp.CommandStatus;
import dev.replay.carrier.smpp.Pdu;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What all connections share: fates, counts, receipts and the clock. Lives on one event loop and needs no lock. */
final class Smsc {
    private static final int THROTTLED_TRIES = 3;
    private static final int QUEUE_FULL_TRIES = 2;
    /** How far a response lags behind its receipt, and one receipt behind another, where a fate says so. */
    private static final int LAG_MILLIS = 100;
    /** What is due within a millisecond is done together. */
    private static final long TICK_NANOS = 1_000_000;

    private final EventLoop loop;
    private final SplittableRandom random = new SplittableRandom();
    private final Map<String, Account> accounts = new HashMap<>();
    private final Set<SimulatorSession> sessions = new HashSet<>();
    private final List<SimulatorSession> toFlush = new ArrayList<>();
    private final PriorityQueue<Due> agenda = new PriorityQueue<>((a, b) -> Long.compare(a.at, b.at));
    private @Nullable ScheduledFuture<?> tick;
    private SimulatorSettings settings;

    private final Map<String, Remembered> latest = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Remembered> eldest) {
            return size() > settings.queries();
        }
    };

    private Copies copies = new Copies();
    private Handsets handsets = new Handsets();
    private Copies tries = new Copies();
    /** Unique over restarts too: the clock leads by far more than anyone can submit. */
    private long lastId = System.currentTimeMillis() << 20;

    private long accepted;
    private long refused;
    private long throttled;
    private long receiptsSent;
    private long receiptsAcknowledged;
    private long receiptsPending;
    private double allowance;
    private long allowanceAt = System.nanoTime();

    /** The receivers of one system id, and what waits for them. */
    private static final class Account {
        final List<SimulatorSession> receivers = new ArrayList<>();
        final ArrayDeque<SimulatedDelivery> ready = new ArrayDeque<>();
        int turn;
    }

    /** A response (with a session) or a delivery (without) whose time comes. */
    private record Due(
            long at,
            String systemId,
            @Nullable SimulatorSession session,
            int sequence,
            CommandStatus status,
            long id,
            @Nullable SimulatedDelivery delivery) {
        static Due delivery(int delay, String systemId, SimulatedDelivery delivery) {
            return new Due(Smsc.at(delay), systemId, null, 0, CommandStatus.ESME_ROK, 0, delivery);
        }
    }

    Smsc(EventLoop loop, SimulatorSettings settings) {
        this.loop = loop;
        this.settings = settings;
    }

    SimulatorSettings settings() {
        return settings;
    }

    void change(SimulatorSettings settings) {
        this.settings = settings;
        pumpAll();
    }

    void reset() {
        copies = new Copies();
        handsets = new Handsets();
        tries = new Copies();
        accepted = refused = throttled = receiptsSent = receiptsAcknowledged = 0;
    }

    Copies copies() {
        return copies.snapshot();
    }

    List<Handsets.Text> texts() {
        return handsets.texts();
    }

    Counts counts() {
        return new Counts(
                accepted,
                copies.distinct(),
                accepted - copies.distinct(),
                refused,
                throttled,
                receiptsSent,
                receiptsAcknowledged,
                receiptsPending,
                sessions.size());
    }

    void cut() {
        List.copyOf(sessions).forEach(SimulatorSession::cut);
    }

    // ---- binds

    CommandStatus admits(Pdu.Bind bind) {
        if (!settings.systemId().isEmpty() && !settings.systemId().equals(bind.systemId()))
            return CommandStatus.ESME_RINVSYSID;
        if (!settings.password().isEmpty() && !settings.password().equals(bind.password()))
            return CommandStatus.ESME_RINVPASWD;
        return CommandStatus.ESME_ROK;
    }

    void bound(SimulatorSession session) {
        sessions.add(session);
        account(session.systemId()).receivers.add(session);
        pump(account(session.systemId()));
    }

    void gone(SimulatorSession session, List<SimulatedDelivery> unanswered) {
        if (!sessions.remove(session)) return;
        var account = account(session.systemId());
        account.receivers.remove(session);
        unanswered.forEach(account.ready::addFirst);
        pump(account);
        turnEnds();
    }

    private Account account(String systemId) {
        return accounts.computeIfAbsent(systemId, none -> new Account());
    }

    // ---- submissions

    void submitted(SimulatorSession session, Pdu.SubmitSm request) {
        long recipient = request.message().destination().digits();
        int part = request.message().part();
        long key = Copies.key(recipient, part);
        var fate = settings.fates().of(recipient, copies.count(key));
        var status = verdict(recipient, part, key, fate);
        if (status != CommandStatus.ESME_ROK) {
            if (status == CommandStatus.ESME_RTHROTTLED || status == CommandStatus.ESME_RMSGQFUL) throttled++;
            else refused++;
            respond(session, request.sequence(), status, 0, settings.latency());
            return;
        }
        copies.add(key);
        if (settings.texts() > 0) handsets.took(request.message(), settings.alphabet(), settings.texts());
        accepted++;
        long id = ++lastId;
        if (settings.queries() > 0)
            latest.put(Long.toHexString(id), new Remembered(request.message().source(), fate));
        int latency = drawn(settings.latency(), settings.latencyJitter());
        int delay = latency + drawn(settings.receiptDelay(), settings.receiptDelayJitter());
        switch (fate) {
            case NO_RESPONSE -> {}
            case CUT -> session.cut();
            case RECEIPT_FIRST -> {
                receipts(session, request, fate, id, 0);
                respond(session, request.sequence(), status, id, latency + LAG_MILLIS);
            }
            case RESPONSE_TWICE -> {
                for (int time = 0; time < 2; time++) respond(session, request.sequence(), status, id, latency);
                receipts(session, request, fate, id, delay);
            }
            case LATE_RESPONSE -> {
                respond(session, request.sequence(), status, id, settings.late());
                receipts(session, request, fate, id, settings.late() + delay);
            }
            default -> {
                respond(session, request.sequence(), status, id, latency);
                receipts(session, request, fate, id, delay);
            }
        }
    }

    private CommandStatus verdict(long recipient, int part, long key, Fate fate) {
        if (settings.rate() > 0 && !allowed()) return CommandStatus.ESME_RTHROTTLED;
        if (settings.throttleShare() > 0 && random.nextDouble() < settings.throttleShare())
            return CommandStatus.ESME_RTHROTTLED;
        if (recipient == 0) return CommandStatus.ESME_RINVDSTADR;
        return switch (fate) {
            case BAD_DESTINATION -> CommandStatus.ESME_RINVDSTADR;
            case BAD_SOURCE -> CommandStatus.ESME_RINVSRCADR;
            case SUBMIT_FAILED -> CommandStatus.ESME_RSUBMITFAIL;
            case SECOND_PART_REFUSED -> part == 2 ? CommandStatus.ESME_RSUBMITFAIL : CommandStatus.ESME_ROK;
            case THROTTLED ->
                tries.add(key) <= THROTTLED_TRIES ? CommandStatus.ESME_RTHROTTLED : CommandStatus.ESME_ROK;
            case QUEUE_FULL ->
                tries.add(key) <= QUEUE_FULL_TRIES ? CommandStatus.ESME_RMSGQFUL : CommandStatus.ESME_ROK;
            default -> CommandStatus.ESME_ROK;
        };
    }

    /** A bucket that holds a tenth of a second. */
    private boolean allowed() {
        long now = System.nanoTime();
        allowance =
                Math.min(Math.max(1, settings.rate() / 10.0), allowance + settings.rate() * (now - allowanceAt) / 1e9);
        allowanceAt = now;
        if (allowance < 1) return false;
        allowance--;
        return true;
    }

    private int drawn(int least, int jitter) {
        return jitter == 0 ? least : least + random.nextInt(jitter + 1);
    }

    private void respond(SimulatorSession session, int sequence, CommandStatus status, long id, int delay) {
        if (delay == 0) session.answer(sequence, status, id);
        else later(new Due(at(delay), session.systemId(), session, sequence, status, id, null));
    }

    // ---- queries

    /** What became of one of the latest messages, by {@code query_sm}. */
    private record Remembered(Address source, Fate fate) {}

    /** One without a receipt of its own was delivered: it is the receipt that is lost. */
    Pdu.QuerySmResp queried(Pdu.QuerySm request) {
        var known = latest.get(request.messageId());
        boolean admitted = known != null && known.source.equals(request.source());
        int status = (admitted ? CommandStatus.ESME_ROK : CommandStatus.ESME_RQUERYFAIL).code();
        int state = admitted ? known.fate.messageState() : 0;
        return new Pdu.QuerySmResp(
                status,
                request.sequence(),
                request.messageId(),
                "",
                state,
                admitted ? Math.min(255, known.fate.err) : 0);
    }

    // ---- deliveries

    private void receipts(SimulatorSession session, Pdu.SubmitSm request, Fate fate, long id, int delay) {
        if (!settings.receipts() || fate.stat == null || (request.message().registeredDelivery() & 0x03) == 0) return;
        String systemId = session.systemId();
        switch (fate) {
            case RECEIPT_TWICE -> {
                receipt(systemId, request, fate.stat, 0, id, delay, SimulatedDelivery.Form.USUAL);
                receipt(systemId, request, fate.stat, 0, id, delay, SimulatedDelivery.Form.USUAL);
            }
            case ENROUTE_THEN_DELIVERED -> {
                receipt(systemId, request, "ENROUTE", 0, id, delay, SimulatedDelivery.Form.USUAL);
                receipt(systemId, request, fate.stat, 0, id, delay + LAG_MILLIS, SimulatedDelivery.Form.USUAL);
            }
            case UNDELIVERED_THEN_DELIVERED -> {
                receipt(systemId, request, "UNDELIV", 27, id, delay, SimulatedDelivery.Form.USUAL);
                receipt(systemId, request, fate.stat, 0, id, delay + LAG_MILLIS, SimulatedDelivery.Form.USUAL);
            }
            case RECEIPT_BY_TLV -> receipt(systemId, request, fate.stat, 0, id, delay, SimulatedDelivery.Form.TLV_ONLY);
            case DECIMAL_ID -> receipt(systemId, request, fate.stat, 0, id, delay, SimulatedDelivery.Form.DECIMAL_ID);
            case ODD_TEXT -> receipt(systemId, request, fate.stat, 0, id, delay, SimulatedDelivery.Form.ODD_TEXT);
            case STOP_REPLY -> {
                receipt(systemId, request, fate.stat, 0, id, delay, SimulatedDelivery.Form.USUAL);
                if (request.message().part() == 1)
                    deliver(
                            systemId,
                            SimulatedDelivery.inbound(
                                    request.message().destination(),
                                    request.message().source(),
                                    "STOP"),
                            delay + LAG_MILLIS);
            }
            default -> receipt(systemId, request, fate.stat, fate.err, id, delay, SimulatedDelivery.Form.USUAL);
        }
    }

    private void receipt(
            String systemId,
            Pdu.SubmitSm request,
            String stat,
            int err,
            long id,
            int delay,
            SimulatedDelivery.Form form) {
        deliver(systemId, about(request, stat, err, id, form), delay);
        if (settings.repeatedShare() > 0 && random.nextDouble() < settings.repeatedShare())
            deliver(systemId, about(request, stat, err, id, form), delay);
        if (settings.unknownShare() > 0 && random.nextDouble() < settings.unknownShare())
            deliver(systemId, about(request, stat, err, ++lastId, form), delay);
    }

    private static SimulatedDelivery about(
            Pdu.SubmitSm request, String stat, int err, long id, SimulatedDelivery.Form form) {
        return new SimulatedDelivery(
                request.message().destination(),
                request.message().source(),
                id,
                stat,
                err,
                System.currentTimeMillis(),
                form);
    }

    /** To any receiver of the system id, as soon as there is one. */
    void deliver(String systemId, SimulatedDelivery delivery, int delay) {
        receiptsPending++;
        if (delay == 0) account(systemId).ready.add(delivery);
        else later(Due.delivery(delay, systemId, delivery));
    }

    void answered(String systemId, SimulatedDelivery delivery, int status) {
        if (status == CommandStatus.ESME_RX_T_APPN.code()
                || status == CommandStatus.ESME_RMSGQFUL.code()
                || status == CommandStatus.ESME_RTHROTTLED.code()) {
            later(Due.delivery(settings.receiptRetry(), systemId, delivery));
            return;
        }
        receiptsPending--;
        if (status == 0) receiptsAcknowledged++;
    }

    private void pumpAll() {
        accounts.values().forEach(this::pump);
        flushAll();
    }

    private void pump(Account account) {
        int full = 0;
        while (!account.ready.isEmpty() && full < account.receivers.size()) {
            var receiver = account.receivers.get(account.turn++ % account.receivers.size());
            if (account.turn < 0) account.turn = 0;
            if (receiver.takesDelivery(settings.receiptWindow())) {
                receiver.deliver(account.ready.poll());
                receiptsSent++;
                full = 0;
            } else {
                full++;
            }
        }
    }

    // ---- time and flushing

    private static long at(int delayMillis) {
        return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(delayMillis);
    }

    private void later(Due due) {
        agenda.add(due);
        if (agenda.peek() == due) tickAtHead();
    }

    private void tickAtHead() {
        if (tick != null) tick.cancel(false);
        long nanos = Math.max(TICK_NANOS, agenda.peek().at - System.nanoTime());
        tick = loop.schedule(this::tick, nanos, TimeUnit.NANOSECONDS);
    }

    private void tick() {
        tick = null;
        long now = System.nanoTime();
        for (var due = agenda.peek(); due != null && due.at - now <= 0; due = agenda.peek()) {
            agenda.poll();
            fall(due);
        }
        pumpAll();
        if (!agenda.isEmpty() && tick == null) tickAtHead();
    }

    void release() {
        for (var due = agenda.poll(); due != null; due = agenda.poll()) fall(due);
        pumpAll();
    }

    private void fall(Due due) {
        if (due.delivery != null) account(due.systemId).ready.add(due.delivery);
        else due.session.answer(due.sequence, due.status, due.id);
    }

    void toFlush(SimulatorSession session) {
        toFlush.add(session);
    }

    /** What one read brought leaves in one write a connection. */
    void turnEnds() {
        pumpAll();
    }

    private void flushAll() {
        for (var session : toFlush) session.flush();
        toFlush.clear();
    }
}
