package dev.replay.dispatch;

import java.util.Comparator;
import java.util.List;

/**
 * What one run may write of everything that limits it. The narrowest is asked first, and the next only for what that one
 * allows, so that nothing is taken from a carrier's pace that a slow campaign cannot use.
 */
final class Allowance {
    private static final double ASKED_SECONDS = 0.1;
    private static final double LEASE_SECONDS = 0.25;
    private static final int LEAST_LEASE = 20;

    private record Limit(Pace pace, Pace.Share share) {}

    private final List<Limit> limits;
    private final int narrowest;

    Allowance(long campaignId, List<Pace> paces) {
        limits = paces.stream()
                .sorted(Comparator.comparingInt(Pace::rate))
                .map(pace -> new Limit(pace, new Pace.Share(campaignId)))
                .toList();
        narrowest = limits.isEmpty() ? 0 : limits.getFirst().pace.rate();
    }

    /**
     * @param wanted segments that could be written at once
     * @param left segments of the whole lease, as far as known
     * @return how many of the wanted may be written now
     */
    int available(int wanted, int left) {
        if (limits.isEmpty()) return wanted;
        // At a high rate a window is written many times in a tenth of a second.
        int asked = Math.min(left, Math.max(wanted, (int) Math.ceil(narrowest * ASKED_SECONDS)));
        for (Limit limit : limits) {
            asked = limit.pace.available(limit.share, asked);
            if (asked == 0) return 0;
        }
        return Math.min(wanted, asked);
    }

    boolean unlimited() {
        return limits.isEmpty();
    }

    void spent(int segments) {
        for (Limit limit : limits) limit.pace.spent(limit.share, segments);
    }

    void end() {
        for (Limit limit : limits) limit.pace.end(limit.share);
    }

    /** Messages of a lease: what a slow pace lets out in a moment, so that campaigns alternate and share their workers. */
    int leaseSize(int most) {
        return limits.isEmpty() ? most : Math.min(most, Math.max(LEAST_LEASE, (int) (narrowest * LEASE_SECONDS)));
    }
}
