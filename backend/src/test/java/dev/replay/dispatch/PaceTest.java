package dev.replay.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import dev.replay.store.Database;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** What several processes together are granted of one pace; here each is a {@link Pace} of its own. */
@QuarkusTest
class PaceTest {
    private static final int RATE = 500;

    @Inject
    Database database;

    private final long key = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);

    private Pace pace() {
        return new Pace(database, "campaign", key, RATE);
    }

    private static int takeAll(Pace pace, Pace.Share share, int most) {
        int now = pace.available(share, most);
        pace.spent(share, now);
        return now;
    }

    @Test
    void threeProcessesTogetherAreGrantedTheRateAndNoMore() throws Exception {
        int seconds = 6;
        var taken = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        long from = System.nanoTime();
        for (int i = 0; i < 3; i++) {
            Pace pace = pace();
            var share = new Pace.Share(1);
            threads.add(Thread.ofPlatform().start(() -> {
                while (System.nanoTime() - from < TimeUnit.SECONDS.toNanos(seconds)) {
                    taken.addAndGet(takeAll(pace, share, 50));
                    LockSupport.parkNanos(1_000_000);
                }
            }));
        }
        for (Thread thread : threads) thread.join();
        double rate = taken.get() / ((System.nanoTime() - from) / 1e9);
        assertThat(rate).isCloseTo(RATE, within(RATE * 0.03));
    }

    @Test
    void whatIsGrantedIsSharedByCampaignsWhicheverAsked() {
        Pace pace = pace();
        var eager = List.of(new Pace.Share(1), new Pace.Share(1), new Pace.Share(1));
        var other = new Pace.Share(2);
        int ofEager = 0;
        int ofOther = 0;
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(4);
        while (System.nanoTime() < until) {
            for (Pace.Share share : eager) ofEager += takeAll(pace, share, 50);
            ofOther += takeAll(pace, other, 50);
            LockSupport.parkNanos(1_000_000);
        }
        assertThat((double) ofOther / (ofEager + ofOther)).isCloseTo(0.5, within(0.1));
    }

    @Test
    void aTimeFromBeforeTheClockWasSetBackDoesNotHoldItUp() {
        Pace pace = pace();
        var share = new Pace.Share(1);
        await().atMost(Duration.ofSeconds(5)).until(() -> takeAll(pace, share, 50) > 0);
        database.asEngine(c -> Database.update(
                c, "update pace set next_at = next_at + interval '1 hour' where key = ?", s -> s.setLong(1, key)));
        await().atMost(Duration.ofSeconds(5)).until(() -> takeAll(pace, share, 1_000) > 0);
    }
}
