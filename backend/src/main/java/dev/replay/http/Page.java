package dev.replay.http;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A list as every list goes out: its items and the cursor of the next page, null on the last. */
public record Page<T>(List<T> items, @Nullable String nextCursor) {
    /** Of at most limit + 1 rows read: the surplus row only tells that there is a next page. */
    public static <T> Page<T> of(List<T> rows, int limit, Function<T, String> cursor) {
        if (rows.size() <= limit) return new Page<>(rows, null);
        List<T> items = List.copyOf(rows.subList(0, limit));
        return new Page<>(items, cursor.apply(items.getLast()));
    }
}
