package dev.replay.audience;

import dev.replay.campaign.Shown;
import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import dev.replay.sms.PhoneNumbers;
import dev.replay.store.BinaryCopy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a list of recipients turned out to hold: accepted ones and rejections, each in a file as COPY takes them. In memory
 * are the numbers, to know duplicates, and the first rejections.
 */
final class ParsedAudience implements AutoCloseable {
    static final int MAX_LINES = 1_000_000;
    static final int MAX_VARIABLES = 50;
    static final int MAX_VALUE = 1_000;
    private static final int REJECTIONS_SHOWN = 100;

    /** @param line physical line of the file, or place in the JSON array, from 1 */
    record Rejection(int line, String value, String reason) {}

    private final long accountId;
    private final long campaignId;
    private final @Nullable String defaultRegion;
    private final Uploads.Spool messageFile;
    private final Uploads.Spool rejectionFile;
    private final BinaryCopy messages;
    private final BinaryCopy rejected;
    private final NumberSet seen = new NumberSet();
    private final Map<String, int[]> countries = new TreeMap<>();
    private final List<Rejection> firstRejections = new ArrayList<>();
    private List<String> variables = List.of();
    private int received;
    private int accepted;
    private int duplicates;
    private int rejections;

    /** @param defaultRegion ISO 3166-1 alpha-2 of national numbers, null for none */
    ParsedAudience(long accountId, long campaignId, @Nullable String defaultRegion, Uploads uploads)
            throws IOException {
        this.accountId = accountId;
        this.campaignId = campaignId;
        this.defaultRegion = defaultRegion;
        messageFile = uploads.make(".messages");
        rejectionFile = uploads.make(".rejections");
        messages = new BinaryCopy(messageFile.writable());
        rejected = new BinaryCopy(rejectionFile.writable());
    }

    /** Canonical names; may grow while rows come: an earlier row's array is shorter then, and lacks the rest. */
    void variables(List<String> names) {
        variables = List.copyOf(names);
    }

    /** @param values in the order of the variables, "" for none */
    void recipient(int line, String number, List<String> values) throws IOException {
        count();
        switch (PhoneNumbers.parse(number, defaultRegion)) {
            case PhoneNumbers.Invalid invalid -> addRejection(line, number, invalid.reason());
            case PhoneNumbers.Valid valid -> {
                if (seen.add(valid.e164())) accept(valid, values);
                else duplicates++;
            }
        }
    }

    /** @param value what the person will recognise; shown shortened */
    void reject(int line, String value, String reason) throws IOException {
        count();
        addRejection(line, value, reason);
    }

    private void count() {
        if (++received > MAX_LINES)
            throw new Refusal(
                            Problem.INVALID_RECIPIENTS,
                            "The list has more than %,d recipients: split it over several campaigns."
                                    .formatted(MAX_LINES))
                    .with("limit", MAX_LINES);
    }

    private void accept(PhoneNumbers.Valid number, List<String> values) throws IOException {
        accepted++;
        countries.computeIfAbsent(number.country(), c -> new int[1])[0]++;
        messages.row(6);
        messages.int8(campaignId);
        messages.int8(accountId);
        messages.int8(number.e164());
        messages.int4(accepted);
        messages.text(number.country());
        if (values.isEmpty()) messages.nothing();
        else messages.texts(values);
    }

    private void addRejection(int line, String value, String reason) throws IOException {
        rejections++;
        String shown = Storable.repaired(Shown.shortened(value));
        if (firstRejections.size() < REJECTIONS_SHOWN) firstRejections.add(new Rejection(line, shown, reason));
        rejected.row(5);
        rejected.int8(campaignId);
        rejected.int8(accountId);
        rejected.int4(line);
        rejected.text(shown);
        rejected.text(Storable.repaired(reason));
    }

    /** All lines were read. @throws Refusal no-recipients where there was none */
    void finish() throws IOException {
        if (received == 0)
            throw new Refusal(Problem.NO_RECIPIENTS, "The list has a header, but no recipients below it.");
        messages.finish();
        rejected.finish();
    }

    Uploads.Spool messageFile() {
        return messageFile;
    }

    Uploads.Spool rejectionFile() {
        return rejectionFile;
    }

    List<String> variables() {
        return variables;
    }

    Map<String, int[]> countries() {
        return countries;
    }

    List<Rejection> firstRejections() {
        return firstRejections;
    }

    int received() {
        return received;
    }

    int accepted() {
        return accepted;
    }

    int duplicates() {
        return duplicates;
    }

    int rejections() {
        return rejections;
    }

    @Override
    public void close() throws IOException {
        try (messageFile;
                rejectionFile;
                messages;
                rejected) {
            // Each is closed, whatever happens to the others.
        }
    }
}
