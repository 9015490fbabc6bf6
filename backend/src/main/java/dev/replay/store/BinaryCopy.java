package dev.replay.store;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Writes rows in PostgreSQL's binary COPY format (its manual, COPY, "Binary Format"). Binary, since nothing needs an escape
 * there, and the server has no text to read numbers from.
 */
public final class BinaryCopy implements AutoCloseable {
    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0};
    private static final int TEXT_OID = 25;

    private static final Instant EPOCH = Instant.parse("2000-01-01T00:00:00Z");
    private static final int SENT_AT_ONCE = 1 << 17;

    private final WritableByteChannel out;
    private ByteBuffer buffer = ByteBuffer.allocate(1 << 17);

    /** @param out closed with this */
    public BinaryCopy(WritableByteChannel out) {
        this.out = out;
        buffer.put(SIGNATURE).putInt(0).putInt(0);
    }

    public void row(int fields) throws IOException {
        room(2);
        buffer.putShort((short) fields);
    }

    public void int8(long value) throws IOException {
        room(12);
        buffer.putInt(8).putLong(value);
    }

    public void int4(int value) throws IOException {
        room(8);
        buffer.putInt(4).putInt(value);
    }

    public void int2(short value) throws IOException {
        room(6);
        buffer.putInt(2).putShort(value);
    }

    /** @param value to the microsecond; null is none */
    public void timestamptz(@Nullable Instant value) throws IOException {
        if (value == null) {
            nothing();
            return;
        }
        Duration since = Duration.between(EPOCH, value);
        int8(Math.addExact(Math.multiplyExact(since.getSeconds(), 1_000_000L), since.getNano() / 1_000));
    }

    public void text(String value) throws IOException {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        room(4 + bytes.length);
        buffer.putInt(bytes.length).put(bytes);
    }

    public void nothing() throws IOException {
        room(4);
        buffer.putInt(-1);
    }

    /** One dimension, no nulls. */
    public void texts(List<String> values) throws IOException {
        room(24);
        int start = buffer.position();
        buffer.putInt(0);
        buffer.putInt(values.isEmpty() ? 0 : 1).putInt(0).putInt(TEXT_OID);
        if (!values.isEmpty()) buffer.putInt(values.size()).putInt(1);
        for (int i = 0; i < values.size(); i++) {
            byte[] bytes = values.get(i).getBytes(StandardCharsets.UTF_8);
            grow(4 + bytes.length);
            buffer.putInt(bytes.length).put(bytes);
        }
        buffer.putInt(start, buffer.position() - start - 4);
    }

    private void room(int bytes) throws IOException {
        if (buffer.remaining() >= bytes) return;
        flush();
        grow(bytes);
    }

    /** Without a flush: the length of an array stands before it and is known only at its end. */
    private void grow(int bytes) {
        if (buffer.remaining() >= bytes) return;
        ByteBuffer larger = ByteBuffer.allocate(Math.max(2 * buffer.capacity(), buffer.position() + bytes));
        larger.put(buffer.flip());
        buffer = larger;
    }

    private void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) out.write(buffer);
        buffer.clear();
    }

    /** Writes the trailer: without it the rows are not whole. */
    public void finish() throws IOException {
        room(2);
        buffer.putShort((short) -1);
        flush();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }

    /**
     * Stores rows that were written so, in the caller's transaction.
     *
     * @param into a table and its columns in the order of the fields
     */
    public static void copy(Connection c, String into, InputStream rows) throws SQLException {
        try {
            c.unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyIn("copy " + into + " from stdin with (format binary)", rows, SENT_AT_ONCE);
        } catch (IOException e) {
            throw new UncheckedIOException("rows cannot be read", e);
        }
    }
}
