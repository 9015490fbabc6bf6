package dev.replay.receipt;

import dev.replay.store.Rounds;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * Looks again at receipts that found no row: one can be quicker than its response, and a message can appear late, after an
 * outage. At ages that double, for what did not appear within a minute will hardly do so in the next one: some twenty looks
 * in three days in place of one a minute. A look at many asks the other way round, which of them were heard of since.
 */
@ApplicationScoped
class SecondLooks {
    private static final List<Duration> SECONDS =
            doubling(Duration.ofSeconds(1), Duration.ofSeconds(32)).toList();
    private static final List<Duration> MINUTES =
            doubling(Duration.ofMinutes(1), Duration.ofHours(72)).toList();

    /** A process that was away so long comes back to its round as if it had not been. */
    private static final Duration AWAY = Duration.ofMinutes(10);

    private static final Duration A_DAY = Duration.ofDays(1);
    private static final Duration IDS_KEPT = Duration.ofDays(31);
    private static final Duration LEAST_SLACK = Duration.ofSeconds(10);
    private static final Duration MOST_SLACK = Duration.ofMinutes(5);

    private final Settlement settlement;
    private final Doubts doubts;
    private final Clock clock;
    private final Duration grace;
    private Instant secondsDone;
    private Instant minutesDone;

    SecondLooks(Settlement settlement, Doubts doubts, ReceiptSettings settings, Clock clock) {
        this.settlement = settlement;
        this.doubts = doubts;
        this.clock = clock;
        this.grace = settings.grace();
        this.secondsDone = clock.instant().minus(AWAY);
        this.minutesDone = secondsDone;
    }

    private static Stream<Duration> doubling(Duration first, Duration most) {
        return Stream.iterate(first, age -> age.compareTo(most) <= 0, age -> age.multipliedBy(2));
    }

    void rounds(@Observes StartupEvent event, Rounds rounds) {
        rounds.every(Duration.ofSeconds(1), this::eachSecond);
        rounds.every(Duration.ofMinutes(1), this::eachMinute);
    }

    void eachSecond() {
        Instant now = clock.instant();
        look(SECONDS, false, secondsDone, now);
        secondsDone = now;
    }

    void eachMinute() {
        Instant now = clock.instant();
        look(MINUTES, true, minutesDone, now);
        minutesDone = now;
    }

    /**
     * Whoever came to one of the ages since the last look; nobody twice, and nobody left out.
     *
     * @param thorough among all ids that are kept
     */
    private void look(List<Duration> ages, boolean thorough, Instant done, Instant now) {
        if (!settlement.knowsUnknown(done.minus(ages.getLast()), now)) return;
        for (Duration age : ages) {
            Instant after = done.minus(age);
            Instant upTo = now.minus(age);
            Instant written = thorough ? now.minus(IDS_KEPT) : after.minus(A_DAY);
            boolean evenMany = thorough || age.equals(ages.getFirst()) || age.equals(ages.getLast());
            Instant before = after.plus(age.dividedBy(2)).minus(slack(age));
            settlement.rematch(new Settlement.Look(after, upTo, written, evenMany ? before : null), now);
            if (age.compareTo(grace) >= 0) doubts.settle(after, upTo, now);
        }
    }

    /** For transactions that were open at the look before, and for clocks that differ. */
    private static Duration slack(Duration age) {
        if (age.compareTo(LEAST_SLACK) < 0) return LEAST_SLACK;
        return age.compareTo(MOST_SLACK) > 0 ? MOST_SLACK : age;
    }
}
