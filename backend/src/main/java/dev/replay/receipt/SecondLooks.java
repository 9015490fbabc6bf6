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
 * Ages go by the clock that wrote the receipts down: where it is set back, what came before is looked at as if it were not.
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

    /** Less only delays a look by as much. */
    private static final Duration SET_BACK = Duration.ofSeconds(1);

    private static final int MOST_SET_BACKS = 8;

    private final Settlement settlement;
    private final Doubts doubts;
    private final Clock clock;
    private final Duration grace;
    private final Looks seconds;
    private final Looks minutes;

    SecondLooks(Settlement settlement, Doubts doubts, ReceiptSettings settings, Clock clock) {
        this.settlement = settlement;
        this.doubts = doubts;
        this.clock = clock;
        this.grace = settings.grace();
        this.seconds = new Looks(SECONDS, false);
        this.minutes = new Looks(MINUTES, true);
    }

    private static Stream<Duration> doubling(Duration first, Duration most) {
        return Stream.iterate(first, age -> age.compareTo(most) <= 0, age -> age.multipliedBy(2));
    }

    void rounds(@Observes StartupEvent event, Rounds rounds) {
        rounds.every(Duration.ofSeconds(1), this::eachSecond);
        rounds.every(Duration.ofMinutes(1), this::eachMinute);
    }

    void eachSecond() {
        seconds.go();
    }

    void eachMinute() {
        minutes.go();
    }

    /** By how much the clock was ahead of what it is now, until it was set back at a time by itself. */
    private record Before(Duration ahead, Instant until) {}

    private final class Looks {
        private final List<Duration> ages;
        private final boolean thorough;
        private Instant done = clock.instant().minus(AWAY);
        private long doneAt = System.nanoTime();
        private List<Before> before = List.of();

        Looks(List<Duration> ages, boolean thorough) {
            this.ages = ages;
            this.thorough = thorough;
        }

        void go() {
            long nanos = System.nanoTime();
            Instant now = clock.instant();
            Duration back = Duration.between(now, done.plusNanos(nanos - doneAt));
            if (back.compareTo(SET_BACK) > 0) setBack(back, now);
            look(now);
            before = before.stream()
                    .filter(one -> done.plus(one.ahead).minus(ages.getLast()).isBefore(one.until))
                    .toList();
            for (Before one : before) lookBack(one, now);
            done = now;
            doneAt = nanos;
        }

        private void setBack(Duration by, Instant now) {
            Stream<Before> earlier = before.stream().map(one -> new Before(one.ahead.plus(by), one.until));
            before = Stream.concat(Stream.of(new Before(by, now.plus(by))), earlier)
                    .limit(MOST_SET_BACKS)
                    .toList();
            done = done.minus(by);
        }

        /** Whoever came to one of the ages since the last look; nobody twice, and nobody left out. */
        private void look(Instant now) {
            if (!settlement.knowsUnknown(done.minus(ages.getLast()), now)) return;
            // The id of a receipt that came since can have been written down before the clock was set back.
            Duration ahead = before.isEmpty() ? Duration.ZERO : before.getLast().ahead;
            for (Duration age : ages) {
                Instant after = done.minus(age);
                Instant upTo = now.minus(age);
                rematch(age, after, upTo, ahead, now);
                if (age.compareTo(grace) >= 0) doubts.settle(after, upTo, now);
            }
        }

        /** Only for the rows they find: of what is in doubt it could not be told how long others were waited for. */
        private void lookBack(Before one, Instant now) {
            Instant doneThen = done.plus(one.ahead);
            if (!settlement.knowsUnknown(doneThen.minus(ages.getLast()), one.until)) return;
            for (Duration age : ages) {
                Instant after = doneThen.minus(age);
                Instant upTo = now.plus(one.ahead).minus(age);
                if (after.isBefore(one.until))
                    rematch(age, after, upTo.isBefore(one.until) ? upTo : one.until, one.ahead, now);
            }
        }

        /** @param ahead of the clock at most, when it said what the span is of or when the ids were written down */
        private void rematch(Duration age, Instant after, Instant upTo, Duration ahead, Instant now) {
            Instant written =
                    thorough ? now.minus(IDS_KEPT) : after.minus(A_DAY).minus(ahead);
            boolean evenMany = thorough || age.equals(ages.getFirst()) || age.equals(ages.getLast());
            Instant heard = after.plus(age.dividedBy(2)).minus(slack(age)).minus(ahead);
            settlement.rematch(new Settlement.Look(after, upTo, ahead, written, evenMany ? heard : null), now);
        }
    }

    /** For transactions that were open at the look before, and for clocks that differ. */
    private static Duration slack(Duration age) {
        if (age.compareTo(LEAST_SLACK) < 0) return LEAST_SLACK;
        return age.compareTo(MOST_SLACK) > 0 ? MOST_SLACK : age;
    }
}
