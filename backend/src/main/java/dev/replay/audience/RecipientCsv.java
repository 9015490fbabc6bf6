package dev.replay.audience;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.replay.campaign.Shown;
import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import dev.replay.sms.VariableName;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Recipients from a CSV file: with a header row, or one bare column of numbers. */
final class RecipientCsv {
    /** Names of the column of numbers; where a file has several of them, the first of this list counts. */
    static final List<String> NUMBER_COLUMNS = List.of("recipient", "msisdn", "phone", "mobile", "to", "number");

    private static final int HEAD = 1 << 16;

    private final ParsedAudience audience;
    private int numberColumn;
    private int columns;
    private List<String> variables = List.of();

    private RecipientCsv(ParsedAudience audience) {
        this.audience = audience;
    }

    /** @throws Refusal invalid-recipients or no-recipients where the file as a whole cannot be read */
    static void read(Path file, ParsedAudience audience) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(HEAD);
        }
        int bom = bom(head);
        char delimiter = delimiter(head);
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            in.skipNBytes(bom);
            try (CsvReader<CsvRecord> records = CsvReader.builder()
                    .fieldSeparator(delimiter)
                    .skipEmptyLines(true)
                    .allowExtraFields(true)
                    .allowMissingFields(true)
                    .allowExtraCharsAfterClosingQuote(true)
                    .ofCsvRecord(new CsvText(in, delimiter))) {
                new RecipientCsv(audience).read(records);
            }
        } catch (CsvParseException e) {
            // What the text itself refused comes wrapped by the parser.
            if (e.getCause() instanceof Refusal refusal) throw refusal;
            throw new Refusal(Problem.INVALID_RECIPIENTS, "The file cannot be read as CSV: " + e.getMessage());
        }
    }

    private static int bom(byte[] head) {
        if (startsWith(head, 0xFF, 0xFE) || startsWith(head, 0xFE, 0xFF))
            throw new Refusal(
                    Problem.INVALID_RECIPIENTS,
                    "The file is in UTF-16, as its first two bytes say. Save it as “CSV UTF-8” and upload it again.");
        if (startsWith(head, 'P', 'K', 3, 4))
            throw new Refusal(
                    Problem.INVALID_RECIPIENTS,
                    "The file is not text but a spreadsheet or a zip archive. Export the list as “CSV UTF-8”.");
        return startsWith(head, 0xEF, 0xBB, 0xBF) ? 3 : 0;
    }

    private static boolean startsWith(byte[] head, int... bytes) {
        if (head.length < bytes.length) return false;
        for (int i = 0; i < bytes.length; i++) if ((head[i] & 0xFF) != bytes[i]) return false;
        return true;
    }

    /** Which of comma, semicolon and tab the first line that is not blank has most of, outside of quotes. */
    private static char delimiter(byte[] head) {
        int commas = 0;
        int semicolons = 0;
        int tabs = 0;
        boolean quoted = false;
        boolean blank = true;
        for (byte b : head) {
            if ((b == '\n' || b == '\r') && !quoted) {
                if (!blank) break;
                continue;
            }
            if (b != ' ' && b != '\t') blank = false;
            if (b == '"') quoted = !quoted;
            if (quoted) continue;
            if (b == ',') commas++;
            if (b == ';') semicolons++;
            if (b == '\t') tabs++;
        }
        if (semicolons > commas) return tabs > semicolons ? '\t' : ';';
        return tabs > commas ? '\t' : ',';
    }

    private void read(Iterable<CsvRecord> records) throws IOException {
        for (CsvRecord row : records) {
            if (isBlank(row)) continue;
            if (isTooLong(row)) {
                String shown = row.getField(0).replace(String.valueOf(CsvText.TOO_LONG), "");
                audience.reject((int) row.getStartingLineNumber(), shown, "The line is longer than 64 KB.");
            } else if (columns > 0) {
                recipient(row);
            } else if (row.getFieldCount() == 1 && isBare(row.getField(0))) {
                columns = 1;
                recipient(row);
            } else {
                header(row);
            }
        }
        if (columns == 0 && audience.received() == 0) throw new Refusal(Problem.NO_RECIPIENTS, "The file is empty.");
    }

    private static boolean isBlank(CsvRecord row) {
        return row.getFieldCount() == 1 && row.getField(0).isBlank();
    }

    /** One cell that has a digit is a number already: no name of a number column has any. */
    private static boolean isBare(String cell) {
        return cell.chars().anyMatch(Character::isDigit);
    }

    private static boolean isTooLong(CsvRecord row) {
        for (int i = 0; i < row.getFieldCount(); i++) if (row.getField(i).indexOf(CsvText.TOO_LONG) >= 0) return true;
        return false;
    }

    private void header(CsvRecord row) {
        columns = row.getFieldCount();
        List<String> names =
                row.getFields().stream().map(VariableName::canonical).toList();
        numberColumn = NUMBER_COLUMNS.stream()
                .filter(names::contains)
                .findFirst()
                .map(names::indexOf)
                .orElseThrow(() -> new Refusal(
                        Problem.INVALID_RECIPIENTS,
                        "No column holds the numbers: the first row, “%s”, must name one of its columns %s."
                                .formatted(
                                        Storable.repaired(Shown.shortened(String.join(", ", row.getFields()))),
                                        String.join(", ", NUMBER_COLUMNS))));
        if (columns - 1 > ParsedAudience.MAX_VARIABLES)
            throw new Refusal(
                    Problem.INVALID_RECIPIENTS,
                    "The file has %d columns beside the number; %d are allowed."
                            .formatted(columns - 1, ParsedAudience.MAX_VARIABLES));
        Map<String, Integer> seen = new LinkedHashMap<>();
        for (int i = 0; i < columns; i++) {
            String name = names.get(i);
            Integer before = seen.putIfAbsent(name, i);
            if (before != null)
                throw new Refusal(
                        Problem.INVALID_RECIPIENTS,
                        "The columns %d and %d have the same name, “%s”.".formatted(before + 1, i + 1, name));
            if (!VariableName.isValid(name))
                throw new Refusal(
                        Problem.INVALID_RECIPIENTS,
                        "Column %d is named “%s”; a name has at most %d letters, digits and underscores and begins with no digit."
                                .formatted(
                                        i + 1,
                                        Storable.repaired(Shown.shortened(row.getField(i))),
                                        VariableName.MAX_LENGTH));
        }
        variables = new ArrayList<>(names);
        variables.remove(numberColumn);
        audience.variables(variables);
    }

    private void recipient(CsvRecord row) throws IOException {
        int line = (int) row.getStartingLineNumber();
        int cells = row.getFieldCount();
        String number = numberColumn < cells ? row.getField(numberColumn).strip() : "";
        String[] values = new String[columns - 1];
        Arrays.fill(values, "");
        for (int i = 0; i < cells; i++) {
            String cell = row.getField(i);
            if (i >= columns || i == numberColumn) continue;
            String value = cell.strip();
            if (value.length() > ParsedAudience.MAX_VALUE) {
                audience.reject(
                        line,
                        number,
                        "The value of %s has %,d characters; %,d are allowed."
                                .formatted(
                                        variables.get(i < numberColumn ? i : i - 1),
                                        value.length(),
                                        ParsedAudience.MAX_VALUE));
                return;
            }
            values[i < numberColumn ? i : i - 1] = value;
        }
        if (cells > columns) {
            audience.reject(
                    line,
                    number,
                    "The line has %d cells, the file %d %s; put a cell with a delimiter in it between quotes."
                            .formatted(cells, columns, columns == 1 ? "column" : "columns"));
            return;
        }
        audience.recipient(line, number, Arrays.asList(values));
    }
}
