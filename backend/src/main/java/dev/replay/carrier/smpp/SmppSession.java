package dev.replay.carrier.smpp;

import dev.replay.carrier.Delivery;
import dev.replay.carrier.OutcomeSink;
import dev.replay.carrier.PartOutcome;
import dev.replay.carrier.ReceiptSink;
import dev.replay.carrier.Submission;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One bound connection, from its first byte to its last; {@link SmppBind} makes the next one.
 *
 * <p>Invariant: a submission that was taken is settled exactly once, on the event loop. Submitters encode straight into the
 * buffer to be written under a short lock, so that a message costs no hop to the event loop; one hop hands a whole buffer
 * over. Every part sits in the window from then on until its response, its time limit or the end of the connection takes
 * it out, whichever comes first.
 */
final class SmppSession extends ChannelInboundHandlerAdapter {

    /** Who keeps the bind; called on the event loop. */
    interface Owner {
        void bound(SmppSession session);

        /** Exactly once, after everything in flight was settled. */
        void gone(SmppSession session, String reason);
    }

    private static final Logger LOG = Logger.getLogger(SmppSession.class);

    private static final int INTERFACE_VERSION = 0x34;
    /** A full buffer leaves without waiting for a flush: about 400 submits. */
    private static final int BUFFER = 64 * 1024;
    /** How long bytes may wait for a flush that does not come. */
    private static final long LINGER_MILLIS = 3;
    /** Parts given up on whose late response would still be recognised. */
    private static final int REMEMBERED = 10_000;

    private static final long BACK_OFF_MIN_MILLIS = 100;
    private static final long BACK_OFF_MAX_MILLIS = 5_000;

    private final SmppSettings settings;
    private final short carrierId;
    private final Pdu.BindKind kind;
    private final ReceiptSink receipts;
    private final Owner owner;
    private final AtomicInteger references;
    private final long responseLimitNanos;
    private final long enquireLinkNanos;

    private final SequenceWindow<Part> window;
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger unacknowledged = new AtomicInteger();
    private volatile boolean accepting;
    private volatile long backOffUntil = System.nanoTime();

    private final Object writing = new Object();
    // Guarded by writing, as is the window's numbering.
    private @Nullable ByteBuf buffer;
    private List<Buffered> buffered = new ArrayList<>();
    private boolean open;
    private boolean handOverAsked;
    private boolean lingering;

    // The event loop's own.
    private @Nullable ChannelHandlerContext context;
    private final Map<Integer, Part> givenUp = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, Part> eldest) {
            return size() > REMEMBERED;
        }
    };
    private final Set<InFlight> awaitingRetry = new HashSet<>();
    private final Map<Integer, CompletableFuture<Optional<Pdu.QuerySmResp>>> queries = new HashMap<>();
    private @Nullable ScheduledFuture<?> sweep;
    private String reason = "connection closed by the SMSC";
    private boolean bound;
    private boolean gone;
    private boolean reading;
    private boolean paused;
    private int enquirySequence;
    private long enquiredAt;
    private long lastRead;
    private long notBefore;
    private long backOffMillis;

    /** A message on the wire; only the event loop settles it. */
    private static final class InFlight {
        final Submission message;
        final OutcomeSink sink;
        final Outgoing outgoing;
        final int reference;
        final long since;
        final @Nullable PartOutcome[] outcomes;
        int unanswered;

        InFlight(Submission message, OutcomeSink sink, Outgoing outgoing, int reference, long since) {
            this.message = message;
            this.sink = sink;
            this.outgoing = outgoing;
            this.reference = reference;
            this.since = since;
            this.outcomes = new PartOutcome[outgoing.pdus()];
            this.unanswered = outcomes.length;
        }
    }

    private record Part(int sequence, InFlight message, int index, long writtenAt)
            implements SequenceWindow.Sequenced {}

    /** Where its bytes are in the buffer. */
    private record Buffered(Part part, int from, int to) {}

    SmppSession(
            SmppSettings settings,
            short carrierId,
            Pdu.BindKind kind,
            ReceiptSink receipts,
            AtomicInteger references,
            Owner owner) {
        this.settings = settings;
        this.carrierId = carrierId;
        this.kind = kind;
        this.receipts = receipts;
        this.references = references;
        this.owner = owner;
        this.responseLimitNanos = settings.responseLimit().toNanos();
        this.enquireLinkNanos = settings.enquireLink().toNanos();
        this.window = new SequenceWindow<>(2 * settings.window() + 512);
    }

    // ---- submitting, on any thread

    Pdu.BindKind kind() {
        return kind;
    }

    boolean throttled() {
        return System.nanoTime() - backOffUntil < 0;
    }

    int room() {
        return !accepting || throttled() ? 0 : Math.max(0, settings.window() - inFlight.get());
    }

    /** Parts on the wire and unanswered. */
    int inFlight() {
        return inFlight.get();
    }

    boolean submit(Submission message, Outgoing outgoing, OutcomeSink sink) {
        int parts = outgoing.pdus();
        if (!accepting || throttled() || !reserve(parts)) return false;
        synchronized (writing) {
            if (open && accepting) {
                int reference = parts > 1 ? references.getAndIncrement() : 0;
                long now = System.nanoTime();
                var flight = new InFlight(message, sink, outgoing, reference, now);
                for (int i = 0; i < parts; i++) append(flight, i, now);
                linger();
                return true;
            }
        }
        inFlight.addAndGet(-parts);
        return false;
    }

    void flush() {
        synchronized (writing) {
            if (buffer != null) askToHandOver();
        }
    }

    /** A message with more parts than the window has places goes when nothing else is in flight. */
    private boolean reserve(int parts) {
        for (int now = inFlight.get(); now == 0 || now + parts <= settings.window(); now = inFlight.get()) {
            if (inFlight.compareAndSet(now, now + parts)) return true;
        }
        return false;
    }

    private void append(InFlight flight, int index, long now) {
        var part = new Part(window.next(), flight, index, now);
        int from = buffer == null ? 0 : buffer.writerIndex();
        ByteBuf into =
                append(new Pdu.SubmitSm(part.sequence(), flight.outgoing.pdu(flight.message, index, flight.reference)));
        buffered.add(new Buffered(part, from, into.writerIndex()));
        window.put(part);
    }

    private ByteBuf append(Pdu pdu) {
        if (buffer == null) buffer = context.alloc().buffer(4 * 1024);
        PduCodec.write(pdu, buffer);
        if (buffer.readableBytes() >= BUFFER) askToHandOver();
        return buffer;
    }

    private void linger() {
        if (lingering || handOverAsked) return;
        lingering = true;
        context.executor()
                .schedule(
                        () -> {
                            synchronized (writing) {
                                lingering = false;
                            }
                            handOver();
                        },
                        LINGER_MILLIS,
                        TimeUnit.MILLISECONDS);
    }

    private void askToHandOver() {
        if (handOverAsked) return;
        handOverAsked = true;
        context.executor().execute(this::handOver);
    }

    private void handOver() {
        ByteBuf out;
        List<Buffered> parts;
        synchronized (writing) {
            handOverAsked = false;
            out = buffer;
            buffer = null;
            parts = buffered;
            if (!parts.isEmpty()) buffered = new ArrayList<>();
        }
        if (out == null) return;
        List<Buffered> withheld = withheld(parts);
        for (var each : withheld) giveUp(each.part, new PartOutcome.Unwritten());
        context.writeAndFlush(withheld.isEmpty() ? out : without(withheld, out));
    }

    /** Those that may leave no more: of a message all parts or none, for they stand together. */
    private static List<Buffered> withheld(List<Buffered> parts) {
        List<Buffered> withheld = new ArrayList<>(0);
        OutcomeSink asked = null;
        boolean leaves = true;
        for (var each : parts) {
            // Many of the same run stand together, and this takes no time in which its answer would become another.
            if (each.part.message.sink != asked) leaves = each.part.message.sink.mayLeave();
            asked = each.part.message.sink;
            if (!leaves) withheld.add(each);
        }
        return withheld;
    }

    private ByteBuf without(List<Buffered> withheld, ByteBuf all) {
        ByteBuf left = context.alloc().buffer(all.readableBytes());
        int kept = all.readerIndex();
        for (var each : withheld) {
            left.writeBytes(all, kept, each.from - kept);
            kept = each.to;
        }
        left.writeBytes(all, kept, all.writerIndex() - kept);
        all.release();
        return left;
    }

    /** Replies; those made while reading leave together when the read is done. */
    private void reply(Pdu pdu) {
        synchronized (writing) {
            if (!open) return;
            append(pdu);
            if (!(context.executor().inEventLoop() && reading)) askToHandOver();
        }
    }

    // ---- the connection

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (!settings.tls()) bind();
    }

    private void bind() {
        lastRead = System.nanoTime();
        synchronized (writing) {
            open = true;
            append(new Pdu.Bind(
                    kind,
                    window.next(),
                    settings.systemId(),
                    settings.password(),
                    settings.systemType(),
                    INTERFACE_VERSION,
                    0,
                    0,
                    ""));
        }
        handOver();
        long every = Math.max(10, Math.min(1_000, Math.min(responseLimitNanos, enquireLinkNanos) / 4_000_000));
        sweep = context.executor().scheduleWithFixedDelay(guarded(this::sweep), every, every, TimeUnit.MILLISECONDS);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent handshake) {
            if (handshake.isSuccess()) bind();
            else end("TLS: " + handshake.cause().getMessage());
        } else if (event instanceof PduFramer.Garbage garbage) {
            reply(new Pdu.GenericNack(CommandStatus.ESME_RINVCMDLEN.code(), 0));
            handOver();
            end("the SMSC sent a command length of " + garbage.commandLength());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object read) {
        reading = true;
        switch ((Pdu) read) {
            case Pdu.SubmitSmResp p -> answered(p.sequence(), p.commandStatus(), p.messageId());
            case Pdu.GenericNack p -> {
                if (!told(p.sequence(), null)) answered(p.sequence(), p.commandStatus(), "");
            }
            case Pdu.DeliverSm p -> deliver(p);
            case Pdu.QuerySmResp p -> told(p.sequence(), p);
            case Pdu.BindResp p -> bindAnswered(p);
            case Pdu.EnquireLink p -> reply(new Pdu.EnquireLinkResp(0, p.sequence()));
            case Pdu.EnquireLinkResp p -> {}
            case Pdu.Unbind p -> {
                reply(new Pdu.UnbindResp(0, p.sequence()));
                handOver();
                end("the SMSC unbound");
            }
            case Pdu.UnbindResp p -> end("unbound");
            case Pdu.Outbind p -> {}
            case Pdu other -> {
                if (other.commandId() >= 0)
                    reply(new Pdu.GenericNack(CommandStatus.ESME_RINVCMDID.code(), other.sequence()));
            }
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        reading = false;
        lastRead = System.nanoTime();
        handOver();
    }

    /** A peer that writes but does not read would make our replies pile up. */
    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        considerPause();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        end(cause.getMessage() == null ? cause.toString() : cause.getMessage());
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (gone) return;
        gone = true;
        if (sweep != null) sweep.cancel(false);
        try {
            giveUpAll();
        } finally {
            owner.gone(this, reason);
        }
    }

    /** Everything that is open. */
    private void giveUpAll() {
        List<Buffered> unwritten;
        synchronized (writing) {
            open = false;
            accepting = false;
            if (buffer != null) buffer.release();
            buffer = null;
            unwritten = List.copyOf(buffered);
            buffered.clear();
        }
        for (var each : unwritten) giveUp(each.part, new PartOutcome.Unwritten());
        window.forEach(part -> giveUp(part, new PartOutcome.Unconfirmed()));
        for (var flight : List.copyOf(awaitingRetry)) tell(flight);
        awaitingRetry.clear();
        for (int sequence : List.copyOf(queries.keySet())) told(sequence, null);
    }

    /** A task that fails, for want of memory say, runs no more: then the connection ends, and all of it is given up. */
    private Runnable guarded(Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                end("a task of ours failed");
                complain("The connection is ended", e);
            }
        };
    }

    private void end(String why) {
        if (context.channel().isActive()) reason = why;
        accepting = false;
        context.close();
    }

    private void bindAnswered(Pdu.BindResp response) {
        if (response.commandStatus() != 0) {
            end("bind refused: " + CommandStatus.describe(response.commandStatus()));
        } else if (!bound) {
            bound = true;
            accepting = kind.sends();
            owner.bound(this);
        }
    }

    // ---- outcomes, on the event loop

    private void answered(int sequence, int status, String messageId) {
        PartOutcome outcome = status == 0
                ? new PartOutcome.Accepted(messageId.trim())
                : CommandStatus.isThrottle(status)
                        ? new PartOutcome.Throttled(status)
                        : new PartOutcome.Refused(status);
        var part = window.take(sequence);
        if (part != null) {
            // Before the sink hears of it, which may want to write again at once.
            if (outcome instanceof PartOutcome.Throttled) backOff();
            else if (backOffMillis != 0 && part.writtenAt - backOffUntil > 0) backOffMillis = 0;
            settle(part, outcome);
        } else if (!bound) {
            end("bind refused: " + CommandStatus.describe(status));
        } else {
            var late = givenUp.remove(sequence);
            if (late != null) tellLate(late, outcome);
        }
    }

    private void settle(Part part, PartOutcome outcome) {
        inFlight.decrementAndGet();
        var flight = part.message;
        flight.outcomes[part.index] = outcome;
        if (--flight.unanswered == 0) finish(flight);
    }

    /** For a part that nobody answered. */
    private void giveUp(Part part, PartOutcome outcome) {
        if (window.take(part.sequence) != null) settle(part, outcome);
    }

    /**
     * A message of which some parts were accepted cannot go back to be sent anew: its throttled parts are written again
     * from here, for as long as a response may take.
     */
    private void finish(InFlight flight) {
        if (flight.outcomes.length > 1
                && accepting
                && System.nanoTime() - flight.since < responseLimitNanos
                && any(flight, PartOutcome.Throttled.class)
                && any(flight, PartOutcome.Accepted.class)) {
            awaitingRetry.add(flight);
            retryLater(flight, Math.max(backOffMillis, BACK_OFF_MIN_MILLIS));
        } else {
            tell(flight);
        }
    }

    private void retryLater(InFlight flight, long millis) {
        context.executor().schedule(guarded(() -> retry(flight)), millis, TimeUnit.MILLISECONDS);
    }

    private void retry(InFlight flight) {
        if (!awaitingRetry.contains(flight)) return;
        if (!accepting || !flight.sink.mayLeave() || System.nanoTime() - flight.since >= responseLimitNanos) {
            awaitingRetry.remove(flight);
            tell(flight);
            return;
        }
        int throttled = 0;
        for (var outcome : flight.outcomes) if (outcome instanceof PartOutcome.Throttled) throttled++;
        if (throttled() || !reserve(throttled)) {
            retryLater(flight, LINGER_MILLIS * 5);
            return;
        }
        flight.unanswered = throttled;
        synchronized (writing) {
            long now = System.nanoTime();
            for (int i = 0; i < flight.outcomes.length; i++) {
                if (flight.outcomes[i] instanceof PartOutcome.Throttled) append(flight, i, now);
            }
        }
        // Where that failed, its parts never have all their answers: it is told with those that wait.
        awaitingRetry.remove(flight);
        handOver();
    }

    private static boolean any(InFlight flight, Class<? extends PartOutcome> kind) {
        for (var outcome : flight.outcomes) if (kind.isInstance(outcome)) return true;
        return false;
    }

    private static void tell(InFlight flight) {
        try {
            flight.sink.settled(flight.message, List.of(flight.outcomes));
        } catch (RuntimeException | Error e) {
            complain("An outcome was not taken", e);
        }
    }

    private static void tellLate(Part part, PartOutcome outcome) {
        try {
            boolean whole =
                    part.message.outcomes.length < part.message.message.parts().size();
            part.message.sink.late(part.message.message, whole ? OutcomeSink.WHOLE : part.index, outcome);
        } catch (RuntimeException | Error e) {
            complain("A late outcome was not taken", e);
        }
    }

    /** For want of memory that fails as well; what comes after it must not. */
    private static void complain(String what, Throwable e) {
        try {
            LOG.error(what, e);
        } catch (RuntimeException | Error none) {
            // Nobody is left to tell.
        }
    }

    /** Doubles while everything is throttled, starts anew once something written after the pause is answered otherwise. */
    private void backOff() {
        long now = System.nanoTime();
        if (now - backOffUntil < 0) return;
        backOffMillis = Math.min(BACK_OFF_MAX_MILLIS, Math.max(BACK_OFF_MIN_MILLIS, 2 * backOffMillis));
        long jittered = backOffMillis * ThreadLocalRandom.current().nextLong(75, 126) / 100;
        backOffUntil = now + TimeUnit.MILLISECONDS.toNanos(jittered);
    }

    /** One look at the whole window now and then is cheaper than a timer a message. */
    private void sweep() {
        long now = System.nanoTime();
        if (paused) return;
        if (!bound) {
            if (now - lastRead > responseLimitNanos) end("no answer to the bind");
            return;
        }
        window.forEach(part -> {
            if (now - Math.max(part.writtenAt, notBefore) > responseLimitNanos) {
                givenUp.put(part.sequence, part);
                giveUp(part, new PartOutcome.Unconfirmed());
            }
        });
        if (enquirySequence != 0 && lastRead - enquiredAt > 0) enquirySequence = 0;
        if (enquirySequence != 0 && now - enquiredAt > Math.min(enquireLinkNanos, responseLimitNanos)) {
            end("enquire_link was not answered");
        } else if (enquirySequence == 0 && now - Math.max(lastRead, notBefore) > enquireLinkNanos) {
            synchronized (writing) {
                enquirySequence = window.next();
                append(new Pdu.EnquireLink(enquirySequence));
            }
            enquiredAt = now;
            handOver();
        }
    }

    // ---- queries

    /** @return empty when the connection breaks, the SMSC knows no such question, or does not answer in time */
    CompletableFuture<Optional<Pdu.QuerySmResp>> query(String messageId, Address source) {
        var answer = new CompletableFuture<Optional<Pdu.QuerySmResp>>();
        answer.completeOnTimeout(Optional.empty(), responseLimitNanos, TimeUnit.NANOSECONDS);
        context.executor().execute(() -> {
            int sequence;
            synchronized (writing) {
                if (!open) {
                    answer.complete(Optional.empty());
                    return;
                }
                sequence = window.next();
                append(new Pdu.QuerySm(sequence, messageId, source));
            }
            queries.values().removeIf(CompletableFuture::isDone);
            queries.put(sequence, answer);
            handOver();
        });
        return answer;
    }

    /** @return whether anybody had asked */
    private boolean told(int sequence, Pdu.@Nullable QuerySmResp answer) {
        var asked = queries.remove(sequence);
        if (asked != null) asked.complete(Optional.ofNullable(answer));
        return asked != null;
    }

    // ---- deliveries

    private void deliver(Pdu.DeliverSm request) {
        var acknowledgement = new Acknowledgement(request.sequence());
        unacknowledged.incrementAndGet();
        considerPause();
        try {
            Delivery delivery = Deliveries.read(carrierId, settings.dialect().defaultAlphabet(), request.message());
            receipts.receive(delivery, acknowledgement);
        } catch (RuntimeException e) {
            LOG.error("A delivery was not taken", e);
            acknowledgement.accept(false);
        }
    }

    /**
     * Reading stops while too many deliveries wait for their acknowledgement or our replies are not read; time limits stand
     * still meanwhile, since responses cannot be seen.
     */
    private void considerPause() {
        boolean pause = unacknowledged.get() > (paused ? settings.unacknowledged() / 2 : settings.unacknowledged())
                || !context.channel().isWritable();
        if (pause == paused) return;
        paused = pause;
        if (!pause) notBefore = System.nanoTime();
        context.channel().config().setAutoRead(!pause);
    }

    private final class Acknowledgement extends AtomicBoolean implements Consumer<Boolean> {
        private final int sequence;

        Acknowledgement(int sequence) {
            this.sequence = sequence;
        }

        @Override
        public void accept(Boolean stored) {
            if (!compareAndSet(false, true)) return;
            int left = unacknowledged.decrementAndGet();
            reply(new Pdu.DeliverSmResp(stored ? 0 : CommandStatus.ESME_RX_T_APPN.code(), sequence, "", List.of()));
            if (left != settings.unacknowledged() / 2) return;
            synchronized (writing) {
                // An event loop that is no more takes no work; it outlives what is open.
                if (open) context.executor().execute(SmppSession.this::considerPause);
            }
        }
    }

    // ---- closing

    /** Takes nothing more; answers whether everything in flight is settled. */
    boolean drained() {
        accepting = false;
        flush();
        return inFlight.get() == 0 && unacknowledged.get() == 0;
    }

    void unbind(Duration limit) {
        context.executor().execute(() -> {
            if (gone || !context.channel().isActive()) return;
            reason = "closed";
            synchronized (writing) {
                if (open) append(new Pdu.Unbind(window.next()));
            }
            handOver();
            context.executor().schedule(() -> end("closed"), limit.toMillis(), TimeUnit.MILLISECONDS);
        });
    }
}
