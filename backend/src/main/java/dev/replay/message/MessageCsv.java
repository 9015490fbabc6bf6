package dev.replay.message;

import dev.replay.account.Money;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Messages as CSV: UTF-8, RFC 4180. A spreadsheet would read +919812345678 as 9.2E+11 and =… as a formula, so a cell that
 * begins like a formula, or is a number of more than 11 digits, begins with an apostrophe; the import of recipients leaves
 * it out again.
 */
final class MessageCsv implements AutoCloseable {
    private static final List<String> HEADER = List.of(
            "id",
            "recipient",
            "country",
            "status",
            "subStatus",
            "segments",
            "price",
            "currency",
            "carrier",
            "carrierMessageIds",
            "submittedAt",
            "finalAt",
            "stat",
            "err");
    private static final int MOST_DIGITS_SHOWN = 11;

    private final BufferedWriter out;

    MessageCsv(OutputStream out) throws IOException {
        this.out = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), 1 << 16);
        for (int i = 0; i < HEADER.size(); i++) cell(i, HEADER.get(i));
        end();
    }

    void write(MessageView m) throws IOException {
        Money price = m.price();
        MessageView.Raw raw = m.raw();
        int at = 0;
        cell(at++, Integer.toString(m.id()));
        cell(at++, m.recipient());
        cell(at++, m.country());
        cell(at++, m.status());
        cell(at++, m.subStatus());
        cell(at++, Integer.toString(m.segments()));
        cell(at++, price == null ? null : price.amount());
        cell(at++, price == null ? null : price.currency());
        cell(at++, m.carrier());
        cell(at++, String.join(" ", m.carrierMessageIds()));
        cell(at++, m.submittedAt() == null ? null : m.submittedAt().toString());
        cell(at++, m.finalAt() == null ? null : m.finalAt().toString());
        cell(at++, raw == null ? null : raw.stat());
        cell(at, raw == null ? null : raw.err());
        end();
    }

    private void cell(int column, @Nullable String value) throws IOException {
        if (column > 0) out.write(',');
        if (value == null || value.isEmpty()) return;
        String safe = misread(value) ? "'" + value : value;
        if (safe.indexOf(',') < 0 && safe.indexOf('"') < 0 && safe.indexOf('\n') < 0 && safe.indexOf('\r') < 0) {
            out.write(safe);
        } else {
            out.write('"');
            out.write(safe.replace("\"", "\"\""));
            out.write('"');
        }
    }

    private static boolean misread(String value) {
        return "=+-@\t\r".indexOf(value.charAt(0)) >= 0
                || value.length() > MOST_DIGITS_SHOWN && value.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private void end() throws IOException {
        out.write("\r\n");
    }

    @Override
    public void close() throws IOException {
        out.flush();
    }
}
