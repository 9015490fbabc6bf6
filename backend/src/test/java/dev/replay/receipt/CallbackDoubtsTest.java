package dev.replay.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.replay.carrier.CarriersTest;
import dev.replay.carrier.Released;
import dev.replay.store.Database;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(CarriersTest.Several.class)
class CallbackDoubtsTest {
    @Inject
    Released released;

    @Inject
    Doubts doubts;

    @Inject
    Clock clock;

    @Inject
    Database database;

    /** Kaleyra took them, its answer was an error of its own, and its callbacks name no sender. */
    @Test
    void aCallbackSettlesWhatItsCarrierHasInDoubt() {
        long campaign = released.to("transactional", Map.of("IN", 3), 79);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(released.standing(campaign)).isEqualTo(Map.of("kaleyra SUBMIT-UNCONFIRMED 2", 3)));
        await().atMost(Duration.ofSeconds(20)).until(() -> unknown(campaign) == 3);
        Instant later = clock.instant().plus(Duration.ofMinutes(10));
        doubts.settle(later.minus(Duration.ofHours(1)), later, later);
        assertThat(released.standing(campaign)).isEqualTo(Map.of("kaleyra DELIVRD 2", 3));
    }

    private int unknown(long campaign) {
        return database.asEngine(c -> Database.first(c, """
                        select count(*) from receipt_inbox r join message m on m.recipient = r.recipient
                        where m.campaign_id = ? and r.campaign_id is null and r.sender = ''
                        """, s -> s.setLong(1, campaign), r -> r.getInt(1))
                .orElseThrow());
    }
}
