package dev.replay.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.replay.Given;
import dev.replay.campaign.GivenCampaign;
import dev.replay.carrier.Delivery.Receipt;
import dev.replay.receipt.Settlement.Look;
import dev.replay.status.Catalogue;
import dev.replay.status.Status;
import dev.replay.store.Database;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Receipts that were quicker than their responses; those of an hour ago, which no scheduled look comes to meanwhile. */
@QuarkusTest
class SecondLooksTest {
    private static final AtomicLong NUMBERS = new AtomicLong(919_040_000_000L);
    private static final int MANY = 1_500;

    @Inject
    Database database;

    @Inject
    Catalogue catalogue;

    @Inject
    Settlement settlement;

    @Inject
    Doubts doubts;

    @Inject
    ReceiptSettings settings;

    @Inject
    Given given;

    private long series;
    private long campaign;
    private Instant received;

    @BeforeEach
    void submitted() {
        series = NUMBERS.addAndGet(10_000);
        received = Instant.now().minus(Duration.ofMinutes(50)).minusSeconds(series % 997);
        campaign = new GivenCampaign(database, catalogue, given.account().id())
                .to(series)
                .with(MANY, Status.SENT, "SUBMITTED")
                .create();
    }

    /** @param ids of the form %d, of the person's number */
    private void came(int howMany, String ids) {
        settlement.settle(
                LongStream.rangeClosed(series + 1, series + howMany)
                        .mapToObj(n -> new Receipt(
                                (short) 1, ids.formatted(n), n, "ACME", "DELIVRD", "000", null, "id: stat:DELIVRD"))
                        .toList(),
                received);
    }

    private void wereWrittenDown(int howMany, String ids) {
        database.asEngine(c -> Database.update(c, """
                insert into carrier_ref (submitted_at, campaign_id, recipient, message_id, carrier_id, part, carrier_message_id)
                select now(), ?, ? + g, g, 1, 0, format(?, ? + g) from generate_series(1, ?) g
                """, s -> {
            s.setLong(1, campaign);
            s.setLong(2, series);
            s.setString(3, ids);
            s.setLong(4, series);
            s.setInt(5, howMany);
        }));
    }

    private void look(@Nullable Instant heardOfSince) {
        settlement.rematch(
                new Look(
                        received.minusMillis(1),
                        received.plusMillis(1),
                        Duration.ZERO,
                        received.minus(Duration.ofDays(1)),
                        heardOfSince),
                Instant.now());
    }

    private long delivered() {
        return database.asEngine(c -> Database.first(
                        c,
                        "select sum(count) from tally where status = 2 and campaign_id = ?",
                        s -> s.setLong(1, campaign),
                        r -> r.getLong(1))
                .orElse(0L));
    }

    @Test
    void aFewAreFoundAlsoWhereTheIdIsSpelledOtherwise() {
        came(3, "%d");
        assertThat(delivered()).isZero();
        database.asEngine(c -> Database.update(c, """
                insert into carrier_ref (submitted_at, campaign_id, recipient, message_id, carrier_id, part, carrier_message_id)
                select now(), ?, ? + g, g, 1, 0, to_hex(? + g) from generate_series(1, 3) g
                """, s -> {
            s.setLong(1, campaign);
            s.setLong(2, series);
            s.setLong(3, series);
        }));
        look(null);
        assertThat(delivered()).isEqualTo(3);
    }

    @Test
    void ofManyThoseAreFoundWhoseIdsWereWrittenDownSinceTheLookBefore() {
        came(MANY, "id-%d");
        wereWrittenDown(MANY - 100, "id-%s");
        look(Instant.now().plusSeconds(60));
        assertThat(delivered()).isZero();
        look(Instant.now().minusSeconds(60));
        assertThat(delivered()).isEqualTo(MANY - 100);
        assertThat(unknown()).isEqualTo(100);
    }

    @Test
    void manyMayBeLeftToTheNextLook() {
        came(MANY, "id-%d");
        wereWrittenDown(MANY, "id-%s");
        look(null);
        assertThat(delivered()).isZero();
        look(received);
        assertThat(delivered()).isEqualTo(MANY);
        assertThat(unknown()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 8})
    void whatCameBeforeTheClockWasSetBackIsLookedAtAsSoonAsWithoutThat(int hours) {
        var clock = new SettableClock(received);
        var looks = new SecondLooks(settlement, doubts, settings, clock);
        looks.eachSecond();
        came(3, "%d");
        wereWrittenDown(3, "%s");
        clock.setBack(Duration.ofHours(hours));
        looks.eachSecond();
        clock.setBack(Duration.ofHours(hours));
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            looks.eachSecond();
            return delivered() == 3;
        });
    }

    @Test
    void whatCameAfterTheClockWasSetBackFindsItsIdOfBefore() {
        var clock = new SettableClock(received);
        var looks = new SecondLooks(settlement, doubts, settings, clock);
        looks.eachSecond();
        wereWrittenDown(3, "%s");
        clock.setBack(Duration.ofHours(8));
        looks.eachSecond();
        received = clock.instant();
        came(3, "%d");
        assertThat(delivered()).isZero();
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            looks.eachSecond();
            return delivered() == 3;
        });
    }

    /** Runs on from where it is set to. */
    private static final class SettableClock extends Clock {
        private final long start = System.nanoTime();
        private Instant first;

        SettableClock(Instant first) {
            this.first = first;
        }

        void setBack(Duration by) {
            first = first.minus(by);
        }

        @Override
        public Instant instant() {
            return first.plusNanos(System.nanoTime() - start);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            throw new UnsupportedOperationException();
        }
    }

    private long unknown() {
        return database.asEngine(c -> Database.first(
                        c,
                        "select count(*) from receipt_inbox where campaign_id is null and recipient between ? and ?",
                        s -> {
                            s.setLong(1, series);
                            s.setLong(2, series + MANY);
                        },
                        r -> r.getLong(1))
                .orElseThrow());
    }
}
