package dev.replay.carrier.smpp;

import dev.replay.carrier.BindState;
import dev.replay.carrier.Carrier;
import dev.replay.carrier.Delivery;
import dev.replay.carrier.Inquiry;
import dev.replay.carrier.OutcomeSink;
import dev.replay.carrier.ReceiptSink;
import dev.replay.carrier.Submission;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** An SMSC reached by SMPP 3.4 over several binds; messages take turns over those that are up and have room. */
public final class SmppCarrier implements Carrier, Inquiry {
    /** A bind of its own thread pays only where there are cores to run it beside everything else. */
    private static final int THREADS = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

    /** What is asked together: few enough that messages do not wait behind it. */
    private static final int QUERIES_AT_ONCE = 100;

    private static final Duration UNBIND = Duration.ofSeconds(1);

    private final short id;
    private final String name;
    private final SmppSettings settings;
    private final EventLoopGroup loops;
    private final List<SmppBind> binds = new ArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final AtomicBoolean closed = new AtomicBoolean();
    private volatile SmppSession[] senders = {};

    private SmppCarrier(short id, String name, SmppSettings settings, ReceiptSink receipts) {
        this.id = id;
        this.name = name;
        this.settings = settings;
        SslContext tls = settings.tls() ? tls(settings) : null;
        loops = new NioEventLoopGroup(
                Math.min(settings.binds(), THREADS), new DefaultThreadFactory("smpp-" + name, true));
        var references = new AtomicInteger(ThreadLocalRandom.current().nextInt());
        for (int i = 0; i < settings.binds(); i++) {
            if (settings.separateBinds()) {
                add(Pdu.BindKind.TRANSMITTER, receipts, references, tls);
                add(Pdu.BindKind.RECEIVER, receipts, references, tls);
            } else {
                add(Pdu.BindKind.TRANSCEIVER, receipts, references, tls);
            }
        }
    }

    /**
     * Starts to connect, and keeps at it until {@link #close}.
     *
     * @param receipts takes what is delivered on any of the binds
     * @throws IllegalArgumentException when the trusted certificates cannot be read
     */
    public static SmppCarrier start(short id, String name, SmppSettings settings, ReceiptSink receipts) {
        var carrier = new SmppCarrier(id, name, settings, receipts);
        carrier.binds.forEach(SmppBind::start);
        return carrier;
    }

    private void add(Pdu.BindKind kind, ReceiptSink receipts, AtomicInteger references, @Nullable SslContext tls) {
        binds.add(new SmppBind(
                binds.size(), kind, settings, id, name, receipts, references, tls, loops.next(), this::changed));
    }

    private static SslContext tls(SmppSettings settings) {
        try {
            var context = SslContextBuilder.forClient();
            if (settings.trustedCertificates() != null)
                context.trustManager(settings.trustedCertificates().toFile());
            return context.build();
        } catch (SSLException | IllegalArgumentException e) {
            throw new IllegalArgumentException("trusted certificates of " + settings + ": " + e.getMessage(), e);
        }
    }

    private synchronized void changed() {
        senders = binds.stream()
                .filter(bind -> bind.kind().sends())
                .map(SmppBind::live)
                .filter(Objects::nonNull)
                .toArray(SmppSession[]::new);
    }

    @Override
    public short id() {
        return id;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean ready() {
        return senders.length > 0;
    }

    @Override
    public int room() {
        int room = 0;
        for (var session : senders) room += session.room();
        return room;
    }

    @Override
    public boolean submit(Submission message, OutcomeSink sink) {
        var outgoing = new Outgoing(message, settings.dialect());
        var sessions = senders;
        if (sessions.length == 0) return false;
        int first = (turn.getAndIncrement() & Integer.MAX_VALUE) % sessions.length;
        for (int i = 0; i < sessions.length; i++) {
            if (sessions[(first + i) % sessions.length].submit(message, outgoing, sink)) return true;
        }
        return false;
    }

    @Override
    public void flush() {
        for (var session : senders) session.flush();
    }

    @Override
    public List<BindState> binds() {
        return binds.stream().map(SmppBind::state).toList();
    }

    @Override
    public Optional<Inquiry> inquiry() {
        return settings.dialect().queries() ? Optional.of(this) : Optional.empty();
    }

    @Override
    public int most() {
        return QUERIES_AT_ONCE;
    }

    /** By {@code query_sm}, over one of the binds that send. */
    @Override
    public CompletableFuture<List<Delivery>> ask(List<Asked> messages) {
        var sessions = senders;
        if (sessions.length == 0) return CompletableFuture.failedFuture(new IOException("no connection is up"));
        var session = sessions[(turn.getAndIncrement() & Integer.MAX_VALUE) % sessions.length];
        List<CompletableFuture<Optional<Delivery>>> answers = messages.stream()
                .map(asked -> session.query(
                                asked.carrierMessageId(), settings.dialect().source(asked.sender()))
                        .thenApply(answer -> answer.map(a -> (Delivery) Deliveries.answer(id, asked.sender(), a))))
                .toList();
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenApply(done -> answers.stream()
                        .map(CompletableFuture::join)
                        .flatMap(Optional::stream)
                        .toList());
    }

    @Override
    public Load load() {
        int window = 0;
        int inFlight = 0;
        for (var session : senders) {
            window += settings.window();
            inFlight += session.inFlight();
        }
        return new Load(window, inFlight);
    }

    /**
     * Takes nothing more, waits for what is in flight, unbinds, and closes; what is unanswered then is Unconfirmed. Takes
     * at most the close limit and some two seconds more.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) return;
        await(settings.closeLimit(), () -> binds.stream().map(SmppBind::drained).reduce(true, Boolean::logicalAnd));
        binds.forEach(bind -> bind.unbind(UNBIND));
        await(UNBIND.multipliedBy(2), () -> binds.stream().allMatch(SmppBind::closed));
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }

    private static void await(Duration limit, BooleanSupplier condition) {
        long until = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < until) LockSupport.parkNanos(1_000_000);
    }
}
