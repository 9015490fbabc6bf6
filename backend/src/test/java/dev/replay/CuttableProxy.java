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

/** A TCP proxy on loopback whose connections a test can cut, tear in the middle of what they carry, and keep refused. */
public final class CuttableProxy implements AutoCloseable {
    private final ServerSocket server;
    private volatile int target;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private volatile boolean cut;
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

    public void mend() {
        cut = false;
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
                Socket there;
                try {
                    there = new Socket(InetAddress.getLoopbackAddress(), target);
                } catch (IOException e) {
                    here.close();
                    continue;
                }
                here.setTcpNoDelay(true);
                there.setTcpNoDelay(true);
                open.add(here);
                open.add(there);
                if (cut) open.forEach(CuttableProxy::close);
                Thread.ofVirtual().start(() -> pump(here, there));
                Thread.ofVirtual().start(() -> pump(there, here));
            } catch (IOException e) {
                // The proxy was closed.
            }
        }
    }

    private void pump(Socket from, Socket to) {
        try (InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream()) {
            byte[] buffer = new byte[16 * 1024];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                boolean whole = torn.getAndUpdate(t -> Math.max(0, t - 1)) == 0;
                out.write(buffer, 0, whole ? n : n / 2);
                if (!whole) break;
            }
        } catch (IOException e) {
            // Cut, or ended by the other side: both ends are closed below.
        }
        close(from);
        close(to);
        open.remove(from);
        open.remove(to);
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
        open.forEach(CuttableProxy::close);
    }
}
