package dev.replay.audience;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.replay.campaign.Shown;
import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import dev.replay.sms.VariableName;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Recipients from {@code {"recipients":[{"recipient":"+91…","variables":{"name":"Asha"}}]}}, read as a stream. */
final class RecipientJson {
    /** A token longer than a CSV line may be is no number and no value. */
    private static final JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxStringLength(CsvText.MAX_LINE)
                    .maxNameLength(CsvText.MAX_LINE)
                    .maxNestingDepth(20)
                    .build())
            .build();

    private final JsonParser json;
    private final ParsedAudience audience;
    private final Map<String, Integer> columns = new HashMap<>();
    private final List<String> names = new ArrayList<>();

    private RecipientJson(JsonParser json, ParsedAudience audience) {
        this.json = json;
        this.audience = audience;
    }

    /** @throws Refusal malformed-request, unknown-field, invalid-request or invalid-recipients */
    static void read(Path file, ParsedAudience audience) throws IOException {
        try (JsonParser json = JSON.createParser(file.toFile())) {
            new RecipientJson(json, audience).read();
        } catch (JsonProcessingException e) {
            int line = e.getLocation() == null ? 0 : e.getLocation().getLineNr();
            int column = e.getLocation() == null ? 0 : e.getLocation().getColumnNr();
            throw new Refusal(
                            Problem.MALFORMED_REQUEST,
                            "The body is no JSON that can be read, at line %d, column %d: %s."
                                    .formatted(
                                            line, column, Shown.shortened(Storable.repaired(e.getOriginalMessage()))))
                    .with("line", line)
                    .with("column", column);
        }
    }

    private void read() throws IOException {
        if (json.nextToken() != JsonToken.START_OBJECT) throw shape("", "The body is an object with recipients.");
        boolean found = false;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            if (!field.equals("recipients")) throw unknown("/" + escaped(field), field);
            if (found) throw shape("/recipients", "The body has recipients twice.");
            found = true;
            if (json.nextToken() != JsonToken.START_ARRAY) throw shape("/recipients", "recipients is an array.");
            for (int line = 1; json.nextToken() != JsonToken.END_ARRAY; line++) item(line);
        }
        if (!found) throw shape("/recipients", "The body lacks recipients.");
        if (json.nextToken() != null) throw shape("", "There is something behind the object.");
        audience.variables(names);
        if (audience.received() == 0) throw new Refusal(Problem.NO_RECIPIENTS, "The array of recipients is empty.");
    }

    private void item(int line) throws IOException {
        String pointer = "/recipients/" + (line - 1);
        if (json.currentToken() != JsonToken.START_OBJECT)
            throw shape(pointer, "Each of the recipients is an object with recipient and variables.");
        String number = "";
        String reason = null;
        List<String> values = new ArrayList<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            switch (field) {
                case "recipient" -> {
                    if (value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NUMBER_INT) number = json.getText();
                    else if (value != JsonToken.VALUE_NULL)
                        throw shape(pointer + "/recipient", "A recipient is a text such as \"+919812345678\".");
                }
                case "variables" -> {
                    if (value == JsonToken.START_OBJECT) reason = variables(pointer + "/variables", values);
                    else if (value != JsonToken.VALUE_NULL)
                        throw shape(pointer + "/variables", "variables is an object of texts.");
                }
                default -> throw unknown(pointer + "/" + escaped(field), field);
            }
        }
        if (reason == null) audience.recipient(line, number, values);
        else audience.reject(line, number, reason);
    }

    /** @return why the recipient is rejected, null where nothing is wrong */
    private @Nullable String variables(String pointer, List<String> values) throws IOException {
        String reason = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            int column = column(pointer, field);
            String value =
                    switch (json.nextToken()) {
                        case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
                            json.getText();
                        case VALUE_NULL -> "";
                        default -> throw shape(pointer + "/" + escaped(field), "The value of a variable is a text.");
                    };
            while (values.size() <= column) values.add("");
            values.set(column, value);
            if (value.length() > ParsedAudience.MAX_VALUE)
                reason = "The value of %s has %,d characters; %,d are allowed."
                        .formatted(names.get(column), value.length(), ParsedAudience.MAX_VALUE);
            else if (!Storable.is(value))
                reason = "The value of %s has a NUL or half of a surrogate pair, which is no text."
                        .formatted(names.get(column));
        }
        return reason;
    }

    private int column(String pointer, String field) {
        Integer known = columns.get(field);
        if (known != null) return known;
        String name = VariableName.canonical(field);
        if (!VariableName.isValid(name))
            throw Refusal.at(
                    Problem.INVALID_RECIPIENTS,
                    pointer + "/" + escaped(field),
                    "“%s” cannot be the name of a variable: a name has at most %d letters, digits and underscores and begins with no digit."
                            .formatted(Storable.repaired(Shown.shortened(field)), VariableName.MAX_LENGTH));
        int column = names.indexOf(name);
        if (column < 0) {
            if (names.size() == ParsedAudience.MAX_VARIABLES)
                throw Refusal.at(
                        Problem.INVALID_RECIPIENTS,
                        pointer + "/" + escaped(field),
                        "The recipients have more than %d different variables."
                                .formatted(ParsedAudience.MAX_VARIABLES));
            column = names.size();
            names.add(name);
        }
        columns.put(field, column);
        return column;
    }

    private static String escaped(String field) {
        return Storable.repaired(Shown.shortened(field)).replace("~", "~0").replace("/", "~1");
    }

    private static Refusal shape(String pointer, String detail) {
        return Refusal.at(Problem.INVALID_REQUEST, pointer, detail);
    }

    private static Refusal unknown(String pointer, String field) {
        return Refusal.at(
                Problem.UNKNOWN_FIELD,
                pointer,
                "There is no field “%s”.".formatted(Storable.repaired(Shown.shortened(field))));
    }
}
