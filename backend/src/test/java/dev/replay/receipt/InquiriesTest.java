package dev.replay.receipt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.replay.carrier.CarriersTest;
import dev.replay.carrier.Released;
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
class InquiriesTest {
    @Inject
    Released released;

    @Inject
    Inquiries inquiries;

    @Inject
    Clock clock;

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
}
