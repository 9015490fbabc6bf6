package dev.replay.carrier.simulator;

import dev.replay.carrier.smpp.Address;
import dev.replay.carrier.smpp.PduFramer;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.File;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** An SMSC on a socket, within this process or, by {@link #main}, as one of its own. */
public final class Simulator implements AutoCloseable {
    private static final WriteBufferWaterMark UNREAD = new WriteBufferWaterMark(1 << 20, 4 << 20);
    private static final String END_WITH_STDIN = "--end-with-stdin";

    private final EventLoopGroup loop;
    private final Smsc smsc;
    private final Channel server;
    private final Control control;

    private Simulator(SimulatorSettings settings) throws IOException {
        loop = new NioEventLoopGroup(1, new DefaultThreadFactory("smsc", true));
        smsc = new Smsc((EventLoop) loop.next(), settings);
        try {
            SslContext tls = settings.certificate().isEmpty()
                    ? null
                    : SslContextBuilder.forServer(new File(settings.certificate()), new File(settings.key()))
                            .build();
            var bound = new ServerBootstrap()
                    .group(loop)
                    .channel(NioServerSocketChannel.class)
                    .option(ChannelOption.SO_REUSEADDR, true)
                    .childOption(ChannelOption.TCP_NODELAY, true)
                    .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, UNREAD)
                    .childHandler(new ChannelInitializer<Channel>() {
                        @Override
                        protected void initChannel(Channel channel) {
                            if (tls != null) channel.pipeline().addLast(tls.newHandler(channel.alloc()));
                            channel.pipeline().addLast(new PduFramer(), new SimulatorSession(smsc));
                        }
                    })
                    .bind(settings.host(), settings.port())
                    .awaitUninterruptibly();
            if (!bound.isSuccess())
                throw new IOException(
                        "cannot listen on " + settings.host() + ":" + settings.port() + ": "
                                + bound.cause().getMessage(),
                        bound.cause());
            server = bound.channel();
            control = new Control(this, settings.controlPort());
        } catch (IOException | RuntimeException e) {
            loop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
            throw e;
        }
    }

    /** @throws IOException when a port is in use or the certificate cannot be read */
    public static Simulator start(SimulatorSettings settings) throws IOException {
        return new Simulator(settings);
    }

    public int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    public int controlPort() {
        return control.port();
    }

    public Counts counts() {
        return onLoop(smsc::counts);
    }

    public SimulatorSettings settings() {
        return onLoop(smsc::settings);
    }

    /**
     * Changes settings while it runs.
     *
     * @throws IllegalArgumentException for an unknown name, or a value that does not fit
     */
    public void change(Map<String, String> changes) {
        var changed = settings().with(changes);
        onLoop(() -> {
            smsc.change(changed);
            return changed;
        });
    }

    /** Forgets counts and copies; receipts to come still come. */
    public void reset() {
        onLoop(() -> {
            smsc.reset();
            return true;
        });
    }

    /** What is due later is due now, in its order: receipts held back by a long delay come as a flood. */
    public void release() {
        onLoop(() -> {
            smsc.release();
            return true;
        });
    }

    /** Cuts all connections. */
    public void cut() {
        onLoop(() -> {
            smsc.cut();
            return true;
        });
    }

    /** A person writes to one of the numbers of a system id. */
    public void inbound(String systemId, String from, String to, String text) {
        onLoop(() -> {
            smsc.deliver(systemId, SimulatedDelivery.inbound(new Address(1, 1, from), new Address(1, 1, to), text), 0);
            smsc.turnEnds();
            return true;
        });
    }

    /** The latest, as handsets show them; none unless the setting {@code texts} keeps some. */
    List<Handsets.Text> texts() {
        return onLoop(smsc::texts);
    }

    Copies copies() {
        return onLoop(smsc::copies);
    }

    private <T> T onLoop(Callable<T> work) {
        try {
            return loop.submit(work).get(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the simulator does not answer", e);
        }
    }

    @Override
    public void close() {
        control.close();
        server.close().awaitUninterruptibly(1, TimeUnit.SECONDS);
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }

    /**
     * Settings come from {@code REPLAY_SIMULATOR_…} and {@code --name=value}; prints one line with its ports when it is
     * ready. With {@code --end-with-stdin} it ends when its standard input does, that is with the process that started it.
     */
    public static void main(String[] arguments) throws InterruptedException {
        var settingArguments = new ArrayList<>(List.of(arguments));
        boolean endWithStdin = settingArguments.remove(END_WITH_STDIN);
        try {
            var simulator = start(SimulatorSettings.read(System.getenv(), settingArguments));
            Runtime.getRuntime().addShutdownHook(new Thread(simulator::close));
            System.out.println(
                    "SMSC simulator ready: smpp=" + simulator.port() + " control=" + simulator.controlPort());
            if (endWithStdin) {
                while (System.in.read() >= 0)
                    ;
                System.exit(0);
            }
            simulator.server.closeFuture().await();
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("SMSC simulator: " + e.getMessage());
            System.exit(1);
        }
    }
}
