package dev.replay.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RoundsTest {
    private static final Duration OFTEN = Duration.ofMillis(5);

    private final Rounds rounds = new Rounds();
    private final AtomicInteger done = new AtomicInteger();

    @AfterEach
    void stop() throws InterruptedException {
        rounds.stop(new ShutdownEvent());
    }

    @Test
    void oneThatFailsComesRoundAgain() {
        rounds.every(OFTEN, OFTEN, () -> {
            if (done.incrementAndGet() == 1) throw new IllegalStateException("the first one");
            if (done.get() == 2) throw new StackOverflowError();
        });
        await().until(() -> done.get() >= 4);
    }

    @Test
    void oneThatTakesLongHoldsNoOtherBackAndIsNeverBesideItself() throws InterruptedException {
        var begun = new AtomicInteger();
        var hold = new CountDownLatch(1);
        rounds.every(OFTEN, OFTEN, () -> {
            begun.incrementAndGet();
            try {
                assertThat(hold.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        rounds.every(OFTEN, OFTEN, done::incrementAndGet);
        await().until(() -> done.get() >= 10 && begun.get() == 1);
        hold.countDown();
        await().until(() -> begun.get() >= 2);
    }

    @Test
    void afterTheEndNoneComes() throws InterruptedException {
        rounds.every(OFTEN, OFTEN, done::incrementAndGet);
        await().until(() -> done.get() > 0);
        rounds.stop(new ShutdownEvent());
        int last = done.get();
        assertThatThrownBy(() -> rounds.every(OFTEN, OFTEN, done::incrementAndGet))
                .isInstanceOf(RejectedExecutionException.class);
        assertThat(done.get()).isEqualTo(last);
    }
}
