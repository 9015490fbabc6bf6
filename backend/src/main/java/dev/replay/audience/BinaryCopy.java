package dev.replay.audience;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * Writes rows in PostgreSQL's binary COPY format (its manual, COPY, "Binary Format") to a file. Binary, since nothing needs
 * an escape there, and the server has no text to read numbers from.
 */
final class BinaryCopy implements AutoCloseable {
    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xFF, '\r', '\n', 0};
    private static final int TEXT_OID = 25;

    private final FileChannel file;
    private ByteBuffer buffer = ByteBuffer.allocate(1 << 17);

    BinaryCopy(Path path) throws IOException {
        file = FileChannel.open(path, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING);
        buffer.put(SIGNATURE).putInt(0).putInt(0);
    }

    void row(int fields) throws IOException {
        room(2);
        buffer.putShort((short) fields);
    }

    void int8(long value) throws IOException {
        room(12);
        buffer.putInt(8).putLong(value);
    }

    void int4(int value) throws IOException {
        room(8);
        buffer.putInt(4).putInt(value);
    }

    void text(String value) throws IOException {
        byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
        room(4 + bytes.length);
        buffer.putInt(bytes.length).put(bytes);
    }

    void nothing() throws IOException {
        room(4);
        buffer.putInt(-1);
    }

    /** One dimension, no nulls. */
    void texts(List<String> values) throws IOException {
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
        while (buffer.hasRemaining()) file.write(buffer);
        buffer.clear();
    }

    /** Writes the trailer: without it the file is not whole. */
    void finish() throws IOException {
        room(2);
        buffer.putShort((short) -1);
        flush();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
