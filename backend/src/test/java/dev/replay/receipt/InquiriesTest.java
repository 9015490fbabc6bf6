package dev.replay.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.replay.carrier.Carriers;
import dev.replay.carrier.CarriersTest;
import dev.replay.carrier.Delivery;
import dev.replay.carrier.Released;
import dev.replay.store.Database;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(CarriersTest.Several.class)
class InquiriesTest {
    @Inject
    Released released;

    @Inject
    Inquiries inquiries;

    @Inject
    Clock clock;

    @Inject
    Database database;

    @Inject
    Carriers carriers;

    @Test
    void whatCouldNotBeKeptIsAskedForAgain() {
        long campaign = released.to("transactional", Map.of("IN", 3), 74);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(released.standing(campaign)).isEqualTo(Map.of("kaleyra SUBMITTED 2", 3)));
        List<Delivery> told = new ArrayList<>();
        var keeps = new AtomicBoolean();
        var asking = new Inquiries(
                database,
                carriers,
                (delivery, acknowledge) -> {
                    if (ofCampaign(delivery, campaign)) told.add(delivery);
                    acknowledge.accept(keeps.get());
                },
                clock);
        Instant comesOfAge = clock.instant().plus(Duration.ofMinutes(15));
        asking.look(comesOfAge.minusSeconds(60), comesOfAge.plusSeconds(60));
        assertThat(told).hasSize(3);
        keeps.set(true);
        asking.look(comesOfAge.plusSeconds(60), comesOfAge.plusSeconds(120));
        assertThat(told).hasSize(6);
        asking.look(comesOfAge.plusSeconds(120), comesOfAge.plusSeconds(180));
        assertThat(told).hasSize(6);
    }

    private boolean ofCampaign(Delivery delivery, long campaign) {
        return delivery instanceof Delivery.Receipt receipt
                && database.asEngine(c -> Database.first(
                                c,
                                "select 1 from carrier_ref where campaign_id = ? and carrier_message_id = ?",
                                s -> {
                                    s.setLong(1, campaign);
                                    s.setString(2, receipt.carrierMessageId());
                                },
                                r -> 1))
                        .isPresent();
    }

    @Test
    void aMessageWhoseReceiptDoesNotComeIsAskedFor() {
        long campaign = released.to("transactional", Map.of("IN", 3), 74);
        var submitted = Map.of("kaleyra SUBMITTED 2", 3);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(released.standing(campaign)).isEqualTo(submitted));
        Instant comesOfAge = clock.instant().plus(Duration.ofMinutes(15));
        inquiries.look(comesOfAge.minusSeconds(180), comesOfAge.minusSeconds(120));
        assertThat(released.standing(campaign)).isEqualTo(submitted);
        inquiries.look(comesOfAge.minusSeconds(60), comesOfAge.plusSeconds(60));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(released.standing(campaign)).isEqualTo(Map.of("kaleyra DELIVRD 2", 3)));
    }

    @Test
    void anSmscIsAskedByQuerySm() {
        long campaign = released.to("transactional", Map.of("IT", 3), 74);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(released.standing(campaign)).isEqualTo(Map.of("questioned SUBMITTED 2", 3)));
        Instant comesOfAge = clock.instant().plus(Duration.ofMinutes(15));
        inquiries.look(comesOfAge.minusSeconds(60), comesOfAge.plusSeconds(60));
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(released.standing(campaign)).isEqualTo(Map.of("questioned DELIVRD 2", 3)));
    }
}
