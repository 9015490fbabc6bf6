package dev.replay.carrier.smpp;

import dev.replay.carrier.BindState;
import dev.replay.carrier.ReceiptSink;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one connection bound: at once the first time and after a break, then after 250 ms, doubling with jitter up to
 * the limit, for ever. Everything runs on its event loop.
 */
final class SmppBind implements SmppSession.Owner {
    private static final Logger LOG = Logger.getLogger(SmppBind.class);

    private static final int CONNECT_MILLIS = 10_000;
    private static final long FIRST_PAUSE_MILLIS = 250;
    /** A bind that did not last this long does not make the next pauses short again. */
    private static final Duration LASTED = Duration.ofSeconds(1);
    /** Far more than a window: reached only by replies that the peer does not read. */
    private static final WriteBufferWaterMark UNREAD = new WriteBufferWaterMark(1 << 20, 4 << 20);

    private final int index;
    private final Pdu.BindKind kind;
    private final SmppSettings settings;
    private final short carrierId;
    private final String name;
    private final ReceiptSink receipts;
    private final AtomicInteger references;
    private final @Nullable SslContext tls;
    private final EventLoop loop;
    private final Runnable changed;

    private volatile @Nullable SmppSession live;
    private volatile BindState state;
    private volatile boolean closing;
    private @Nullable SmppSession current;
    private int failures;
    private String logged = "";

    SmppBind(
            int index,
            Pdu.BindKind kind,
            SmppSettings settings,
            short carrierId,
            String name,
            ReceiptSink receipts,
            AtomicInteger references,
            @Nullable SslContext tls,
            EventLoop loop,
            Runnable changed) {
        this.index = index;
        this.kind = kind;
        this.settings = settings;
        this.carrierId = carrierId;
        this.name = name;
        this.receipts = receipts;
        this.references = references;
        this.tls = tls;
        this.loop = loop;
        this.changed = changed;
        this.state = new BindState(index, word(), "connecting", Instant.now(), "");
    }

    void start() {
        loop.execute(this::connect);
    }

    /** The session, while it is bound. */
    @Nullable
    SmppSession live() {
        return live;
    }

    Pdu.BindKind kind() {
        return kind;
    }

    BindState state() {
        var now = state;
        var session = live;
        return session != null && session.throttled() && now.state().equals("bound")
                ? new BindState(index, now.kind(), "throttled", now.since(), now.lastError())
                : now;
    }

    private String word() {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private void become(String name, String error) {
        state = new BindState(index, word(), name, Instant.now(), error);
    }

    private void connect() {
        if (closing) return;
        try {
            attempt();
        } catch (RuntimeException | Error e) {
            // For want of memory, say: the next attempt is as likely to succeed as any.
            failed("no connection: " + e);
        }
    }

    private void attempt() {
        become("connecting", state.lastError());
        var session = new SmppSession(settings, carrierId, kind, receipts, references, this);
        current = session;
        new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, UNREAD)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        if (tls != null) channel.pipeline().addLast(verifying(channel, tls));
                        channel.pipeline().addLast(new PduFramer(), session);
                    }
                })
                .connect(settings.host(), settings.port())
                .addListener((ChannelFuture done) -> {
                    if (!done.isSuccess())
                        failed("no connection: " + done.cause().getMessage());
                    else if (closing) done.channel().close();
                    else become("binding", state.lastError());
                });
    }

    private SslHandler verifying(Channel channel, SslContext tls) {
        var handler = tls.newHandler(channel.alloc(), settings.host(), settings.port());
        var parameters = handler.engine().getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        handler.engine().setSSLParameters(parameters);
        return handler;
    }

    @Override
    public void bound(SmppSession session) {
        if (session != current) {
            // Of an attempt that was given up for a failure of ours.
            session.unbind(Duration.ZERO);
            return;
        }
        live = session;
        logged = "";
        become("bound", "");
        LOG.infof("event=bind.up carrier=%s bind=%d kind=%s", name, index, word());
        changed.run();
    }

    @Override
    public void gone(SmppSession session, String reason) {
        if (session != current) return;
        boolean lasted = live != null && state.since().plus(LASTED).isBefore(Instant.now());
        live = null;
        if (lasted) failures = 0;
        try {
            changed.run();
        } finally {
            failed(reason);
        }
    }

    /** Said once for each new reason; the attempts after it are only counted. */
    private void failed(String reason) {
        current = null;
        if (closing) {
            become("closed", state.lastError());
            return;
        }
        // First of all: whatever else fails, it comes back.
        loop.schedule(this::connect, pauseMillis(failures++), TimeUnit.MILLISECONDS);
        become("waiting", reason);
        if (!reason.equals(logged))
            LOG.warnf("event=bind.down carrier=%s bind=%d to=%s why=\"%s\"", name, index, settings, reason);
        logged = reason;
    }

    private long pauseMillis(int failures) {
        if (failures == 0) return 0;
        long pause = Math.min(settings.reconnectMax().toMillis(), FIRST_PAUSE_MILLIS << Math.min(20, failures - 1));
        return ThreadLocalRandom.current().nextLong(pause / 2, pause + 1);
    }

    /** No more submissions and no more attempts; answers whether everything in flight is settled. */
    boolean drained() {
        closing = true;
        var session = live;
        return session == null || session.drained();
    }

    void unbind(Duration limit) {
        closing = true;
        loop.execute(() -> {
            if (current == null) become("closed", state.lastError());
            else current.unbind(limit);
        });
    }

    boolean closed() {
        return state.state().equals("closed");
    }
}
