package dev.replay.audience;

import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * The text of a CSV file, for the parser to read: strictly UTF-8, and no line longer than 64 KB. In the place of a longer
 * one stands {@link #TOO_LONG} with the line's beginning, so that a line without an end costs no memory and its record can
 * be refused by itself. Nothing else can bring a NUL: a file with one is refused as no text.
 */
final class CsvText extends Reader {
    static final char TOO_LONG = '\0';
    static final int MAX_LINE = 1 << 16;
    private static final int SHOWN_OF_LONG_LINE = 100;

    private final InputStream in;
    private final char delimiter;
    private final byte[] block = new byte[1 << 16];
    private int blockAt;
    private int blockEnd;
    private long blockStart;

    private final byte[] line = new byte[MAX_LINE + 2];
    private final char[] chars = new char[MAX_LINE + 2];
    private int charsAt;
    private int charsEnd;
    private int lineNumber;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);

    private enum Cell {
        START,
        PLAIN,
        QUOTED,
        QUOTE_IN_QUOTED
    }

    private Cell cell = Cell.START;
    private int quoteLine;
    private int quotedLength;

    CsvText(InputStream in, char delimiter) {
        this.in = in;
        this.delimiter = delimiter;
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
        if (length == 0) return 0;
        while (charsAt == charsEnd) if (!nextLine()) return -1;
        int read = Math.min(length, charsEnd - charsAt);
        System.arraycopy(chars, charsAt, target, offset, read);
        charsAt += read;
        return read;
    }

    private boolean nextLine() throws IOException {
        charsAt = 0;
        charsEnd = 0;
        if (!fill()) {
            if (cell == Cell.QUOTED) throw unclosed();
            return false;
        }
        lineNumber++;
        long start = blockStart + blockAt;
        int length = 0;
        long lineLength = 0;
        int bits = 0;
        boolean quotes = false;
        boolean ended = false;
        while (!ended && fill()) {
            byte b = block[blockAt++];
            if (b == 0) throw notText();
            if (length < line.length) line[length++] = b;
            lineLength++;
            bits |= b;
            quotes |= b == '"';
            ended = b == '\n' || b == '\r' && !(fill() && block[blockAt] == '\n');
        }
        if (lineLength > MAX_LINE) replaceLongLine();
        else if (bits < 0) decode(start, length);
        else for (; charsEnd < length; charsEnd++) chars[charsEnd] = (char) line[charsEnd];
        if (quotes || cell == Cell.QUOTED) followQuotes();
        return true;
    }

    private boolean fill() throws IOException {
        if (blockAt < blockEnd) return true;
        blockStart += blockEnd;
        blockAt = 0;
        blockEnd = Math.max(0, in.read(block));
        return blockEnd > 0;
    }

    private void decode(long start, int length) {
        ByteBuffer bytes = ByteBuffer.wrap(line, 0, length);
        CharBuffer decoded = CharBuffer.wrap(chars);
        CoderResult result = decoder.reset().decode(bytes, decoded, true);
        if (result.isError()) {
            int at = bytes.position();
            throw new Refusal(
                            Problem.INVALID_RECIPIENTS,
                            "The file is not in UTF-8: byte 0x%02X in line %d. Save it as “CSV UTF-8” and upload it again."
                                    .formatted(line[at], lineNumber))
                    .with("line", lineNumber)
                    .with("offset", start + at);
        }
        charsEnd = decoded.position();
    }

    private void replaceLongLine() throws CharacterCodingException {
        chars[charsEnd++] = TOO_LONG;
        for (int i = 0; charsEnd <= SHOWN_OF_LONG_LINE; i++) {
            // Quotes and delimiters would have a meaning to the parser.
            if (line[i] > ' ' && line[i] < 127 && line[i] != '"' && line[i] != delimiter)
                chars[charsEnd++] = (char) line[i];
            else if (i > 2 * SHOWN_OF_LONG_LINE) break;
        }
        chars[charsEnd++] = '\n';
    }

    /** A quote that is never closed would make one cell of everything below it: nobody means that. */
    private void followQuotes() {
        for (int i = 0; i < charsEnd; i++) {
            char c = chars[i];
            boolean boundary = c == delimiter || c == '\n' || c == '\r';
            switch (cell) {
                case START -> {
                    if (c == '"') {
                        cell = Cell.QUOTED;
                        quoteLine = lineNumber;
                        quotedLength = 0;
                    } else if (!boundary) cell = Cell.PLAIN;
                }
                case PLAIN -> {
                    if (boundary) cell = Cell.START;
                }
                case QUOTED -> {
                    if (c == '"') cell = Cell.QUOTE_IN_QUOTED;
                    else if (++quotedLength > MAX_LINE) throw unclosed();
                }
                case QUOTE_IN_QUOTED -> cell = c == '"' ? Cell.QUOTED : boundary ? Cell.START : Cell.PLAIN;
            }
        }
        // Lines without quotes are not looked at; each of them begins a cell.
        if (cell == Cell.PLAIN) cell = Cell.START;
    }

    private Refusal unclosed() {
        return new Refusal(
                        Problem.INVALID_RECIPIENTS,
                        "The quote that opens a cell in line %d is never closed.".formatted(quoteLine))
                .with("line", quoteLine);
    }

    private Refusal notText() {
        return new Refusal(
                        Problem.INVALID_RECIPIENTS,
                        "The file is not text: it has a NUL byte in line %d. Export the list as “CSV UTF-8”."
                                .formatted(lineNumber))
                .with("line", lineNumber);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
