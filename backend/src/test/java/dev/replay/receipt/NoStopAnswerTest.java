package dev.replay.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replay.carrier.Delivery.Inbound;
import dev.replay.launch.Fixture;
import dev.replay.launch.Fixture.Account;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(NoStopAnswerTest.Off.class)
class NoStopAnswerTest {
    public static class Off implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("replay.stop-answer", "false");
        }
    }

    private static final long PERSON = 919_870_999_900L;

    @Inject
    Fixture given;

    @Inject
    Replies replies;

    @Test
    void byItsSettingStopIsObeyedAndNotAnswered() {
        Account account = given.account("10");
        given.sql("update sender set sender = '70999' where account_id = " + account.id());
        replies.keep(new Inbound((short) 2, Long.toString(PERSON), "70999", "STOP"), Instant.now());
        assertThat(given.text("select reason from suppression where recipient = " + PERSON))
                .isEqualTo("opt-out");
        assertThat(given.text("select state from stop_answer where recipient = " + PERSON))
                .isEqualTo("nothing");
    }
}
