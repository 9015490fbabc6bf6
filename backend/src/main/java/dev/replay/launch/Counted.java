package dev.replay.launch;

import dev.replay.sms.Encoding;
import dev.replay.sms.SmsText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Segments of an audience by country, and who cannot be sent to; parts of an audience are counted apart and joined. */
final class Counted {
    /** How many failures are listed; all are counted. */
    static final int LISTED = 100;

    static final class Country {
        int recipients;
        long segments;
    }

    /** A row that cannot be sent. */
    record Missing(int id, List<String> variables) {}

    record TooLong(int id, int segments) {}

    final Map<String, Country> countries = new TreeMap<>();
    final Set<Encoding> encodings = EnumSet.noneOf(Encoding.class);
    final List<Missing> missing = new ArrayList<>();
    final List<TooLong> tooLong = new ArrayList<>();
    int missingCount;
    int tooLongCount;

    /** Equal texts to many recipients of a country. */
    void all(String country, int recipients, SmsText text) {
        Country counted = countries.computeIfAbsent(country, c -> new Country());
        counted.recipients += recipients;
        counted.segments += (long) recipients * text.segments();
        encodings.add(text.encoding());
        if (text.segments() > SmsText.MAX_SEGMENTS) tooLongCount += recipients;
    }

    /** One recipient's own text; id is the row's ordinal in the campaign. */
    void one(String country, int id, SmsText text) {
        all(country, 1, text);
        if (text.segments() > SmsText.MAX_SEGMENTS && tooLong.size() < LISTED)
            tooLong.add(new TooLong(id, text.segments()));
    }

    void missing(int id, List<String> variables) {
        missingCount++;
        if (missing.size() < LISTED) missing.add(new Missing(id, variables));
    }

    /** Takes up another part; of both parts' failures the first by id stay listed. */
    void join(Counted other) {
        other.countries.forEach((code, part) -> {
            Country mine = countries.computeIfAbsent(code, c -> new Country());
            mine.recipients += part.recipients;
            mine.segments += part.segments;
        });
        encodings.addAll(other.encodings);
        missingCount += other.missingCount;
        tooLongCount += other.tooLongCount;
        first(missing, other.missing, Comparator.comparingInt(Missing::id));
        first(tooLong, other.tooLong, Comparator.comparingInt(TooLong::id));
    }

    private static <T> void first(List<T> mine, List<T> others, Comparator<T> byId) {
        mine.addAll(others);
        mine.sort(byId);
        if (mine.size() > LISTED) mine.subList(LISTED, mine.size()).clear();
    }

    String encoding() {
        return encodings.size() > 1 ? "mixed" : encodings.iterator().next().label();
    }
}
