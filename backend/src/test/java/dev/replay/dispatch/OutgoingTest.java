package dev.replay.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replay.carrier.Released;
import dev.replay.carrier.Submission;
import dev.replay.store.Database;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

@QuarkusTest
class OutgoingTest {
    @Inject
    Released released;

    @Inject
    Database database;

    @Test
    void whatOperatorsKnowTheTextByGoesWithTheMessage() {
        long campaign = released.to("transactional", Map.of("IN", 1), 0);
        Submission message =
                Objects.requireNonNull(database.asEngine(c -> Outgoing.read(c, campaign, Duration.ofDays(1)))
                        .submission(1, 919_812_345_600L, "IN", null));
        assertThat(message.dltTemplateId()).isEqualTo("1107");
    }
}
