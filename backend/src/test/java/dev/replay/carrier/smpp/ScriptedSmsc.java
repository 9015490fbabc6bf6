package dev.replay.carrier.smpp;

import io.netty.buffer.Unpooled;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;

/** The other end of the wire, octet by octet: says only what a test tells it to. */
final class ScriptedSmsc implements Closeable {
    private static final int PATIENCE_MILLIS = 10_000;

    private final ServerSocket server;
    private Socket socket;
    private DataInputStream in;

    ScriptedSmsc() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        server.setSoTimeout(PATIENCE_MILLIS);
    }

    int port() {
        return server.getLocalPort();
    }

    /** Takes the next connection and its bind, and grants it. */
    void acceptBind() throws IOException {
        accept();
        var bind = expect(Pdu.Bind.class);
        send(new Pdu.BindResp(bind.kind(), 0, bind.sequence(), "scripted", List.of()));
    }

    void accept() throws IOException {
        socket = server.accept();
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(PATIENCE_MILLIS);
        in = new DataInputStream(socket.getInputStream());
    }

    byte[] readRaw() throws IOException {
        int length = in.readInt();
        byte[] frame = new byte[length];
        Unpooled.wrappedBuffer(frame).setInt(0, length);
        in.readFully(frame, 4, length - 4);
        return frame;
    }

    Pdu read() throws IOException {
        return PduCodec.read(Unpooled.wrappedBuffer(readRaw()));
    }

    <T extends Pdu> T expect(Class<T> kind) throws IOException {
        return kind.cast(read());
    }

    void send(Pdu pdu) throws IOException {
        var out = Unpooled.buffer();
        PduCodec.write(pdu, out);
        sendRaw(java.util.Arrays.copyOf(out.array(), out.writerIndex()));
    }

    void sendRaw(byte... octets) throws IOException {
        socket.getOutputStream().write(octets);
    }

    void respond(Pdu.SubmitSm request, int status, String id) throws IOException {
        send(new Pdu.SubmitSmResp(status, request.sequence(), id, List.of()));
    }

    boolean peerClosed() throws IOException {
        while (in.read() >= 0) {
            // What was still under way does not matter.
        }
        return true;
    }

    /** RST instead of FIN. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    void hangUp() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        if (socket != null) socket.close();
        server.close();
    }
}
