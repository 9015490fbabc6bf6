package dev.replay.account;

import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How often somebody may guess: 10 failures in 15 minutes for an e-mail from one address, 100 for an address or an e-mail
 * alone (so that a stranger cannot lock a person out with ten requests). Each process counts its own.
 */
@Singleton
final class SignInAttempts {
    private static final Duration SPAN = Duration.ofMinutes(15);
    private static final int MOST_REMEMBERED = 10_000;

    private record Subject(String what, int allowed) {}

    private static final class Count {
        private final Instant since;
        private int attempts;

        Count(Instant since) {
            this.since = since;
        }
    }

    private final Clock clock;
    private final Map<Subject, Count> counts = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Subject, Count> eldest) {
            return size() > MOST_REMEMBERED;
        }
    };

    SignInAttempts(Clock clock) {
        this.clock = clock;
    }

    /** Counts it before it is known how it ends, so that guesses side by side do not pass. @throws Refusal too-many-requests */
    synchronized void begin(String email, String address) {
        Instant now = clock.instant();
        for (Subject subject : subjects(email, address)) {
            Count count = counts.get(subject);
            if (count == null || !now.isBefore(count.since.plus(SPAN))) continue;
            if (count.attempts < subject.allowed) continue;
            long wait =
                    Math.max(1, Duration.between(now, count.since.plus(SPAN)).toSeconds());
            throw new Refusal(Problem.TOO_MANY_REQUESTS, "Too many attempts to sign in; try again later.")
                    .with("retryAfterSeconds", wait);
        }
        for (Subject subject : subjects(email, address)) {
            Count count = counts.get(subject);
            if (count == null || !now.isBefore(count.since.plus(SPAN))) {
                counts.remove(subject);
                count = new Count(now);
                counts.put(subject, count);
            }
            count.attempts++;
        }
    }

    /** The password was right: this attempt was no guess. */
    synchronized void succeeded(String email, String address) {
        List<Subject> subjects = subjects(email, address);
        counts.remove(subjects.getFirst());
        for (Subject subject : subjects.subList(1, subjects.size())) {
            Count count = counts.get(subject);
            if (count != null && count.attempts > 0) count.attempts--;
        }
    }

    private static List<Subject> subjects(String email, String address) {
        return List.of(
                new Subject("both " + email + " " + address, 10),
                new Subject("address " + address, 100),
                new Subject("email " + email, 100));
    }
}
