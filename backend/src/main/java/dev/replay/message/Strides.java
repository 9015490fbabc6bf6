package dev.replay.message;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks through a campaign in the order of its ids, a range at a time. A range with two ends is read by the key and nothing
 * else; one that is open is read and sorted whole, for the first few of it, while PostgreSQL has no statistics of a campaign
 * that was imported a moment ago.
 */
public final class Strides {
    private static final int FACTOR = 8;
    private static final int LONGEST = 100_000;

    private Strides() {}

    @FunctionalInterface
    public interface Look<T> {
        /** At most limit of those whose id is above the first and at most the last, in order. */
        List<T> at(int above, int last, int limit) throws SQLException;
    }

    /** @param last the campaign's last id, which is how many messages it has @return the first ones behind an id, at most limit */
    public static <T> List<T> first(int limit, int above, int last, Look<T> look) throws SQLException {
        List<T> found = new ArrayList<>();
        int length = limit;
        for (int from = above; from < last && found.size() < limit; length = Math.min(length * FACTOR, LONGEST)) {
            int to = last - from > length ? from + length : last;
            found.addAll(look.at(from, to, limit - found.size()));
            from = to;
        }
        return found;
    }
}
