package dev.replay;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP proxy on loopback whose connections a test can cut, so that both sides notice at once; silence, so that neither
 * does; and tear in the middle of what they carry.
 */
public final class CuttableProxy implements AutoCloseable {
    private final ServerSocket server;
    private volatile int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;
    private final Object sound = new Object();
    private boolean silent;
    private final AtomicInteger torn = new AtomicInteger();

    public CuttableProxy(int target) throws IOException {
        this.target = target;
        server = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::accept);
    }

    public int port() {
        return server.getLocalPort();
    }

    public void cut() {
        cut = true;
        open.forEach(CuttableProxy::close);
    }

    /**
     * As a network that drops packets: what either side sends, its goodbye too, is held; connections stay open, new ones are
     * taken and lead nowhere.
     */
    public void silence() {
        synchronized (sound) {
            silent = true;
        }
    }

    /** What was held arrives now, as if sent again by the network. */
    public void mend() {
        cut = false;
        synchronized (sound) {
            silent = false;
            sound.notifyAll();
        }
    }

    /** As {@link #mend}, through a network that has forgotten its connections: what was held is lost with them. */
    public void mendForgetful() {
        open.forEach(CuttableProxy::close);
        mend();
    }

    private void awaitSound() {
        synchronized (sound) {
            try {
                while (silent) sound.wait();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    /** The next octets that pass, in any direction, pass in half, and then their connection ends. */
    public void tear() {
        torn.incrementAndGet();
    }

    /** New connections lead elsewhere. */
    public void to(int port) {
        target = port;
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                Socket here = server.accept();
                if (cut) {
                    here.close();
                    continue;
                }
                open.add(here);
                Thread.ofVirtual().start(() -> connect(here));
            } catch (IOException e) {
                // The proxy was closed.
            }
        }
    }

    private void connect(Socket here) {
        awaitSound();
        Socket there;
        try {
            there = new Socket(InetAddress.getLoopbackAddress(), target);
        } catch (IOException e) {
            end(here);
            return;
        }
        open.add(there);
        Thread.ofVirtual().start(() -> pump(here, there));
        Thread.ofVirtual().start(() -> pump(there, here));
        if (cut) open.forEach(CuttableProxy::close);
    }

    private void pump(Socket from, Socket to) {
        try {
            to.setTcpNoDelay(true);
            InputStream in = from.getInputStream();
            OutputStream out = to.getOutputStream();
            byte[] buffer = new byte[16 * 1024];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                awaitSound();
                boolean whole = torn.getAndUpdate(t -> Math.max(0, t - 1)) == 0;
                out.write(buffer, 0, whole ? n : n / 2);
                if (!whole) break;
            }
        } catch (IOException e) {
            // Cut, or ended by the other side: both ends are closed below.
        }
        awaitSound();
        end(from);
        end(to);
    }

    private void end(Socket socket) {
        close(socket);
        open.remove(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
        mendForgetful();
    }
}
