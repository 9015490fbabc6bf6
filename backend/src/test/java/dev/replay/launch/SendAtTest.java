package dev.replay.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class SendAtTest {
    private static final Instant NOW = Instant.parse("2026-11-30T09:05:12.345Z");
    private static final ZoneId ROME = ZoneId.of("Europe/Rome");

    private static Instant at(String text) {
        return SendAt.parse(text, NOW, Duration.ofMinutes(15), ROME);
    }

    private static Refusal refusal(String text) {
        Refusal refusal = catchThrowableOfType(Refusal.class, () -> at(text));
        assertThat(refusal.problem()).isEqualTo(Problem.INVALID_SEND_AT);
        assertThat(refusal.members()).containsKeys("earliest", "latest", "errors");
        return refusal;
    }

    @Test
    void an_offset_is_read() {
        assertThat(at("2026-12-01T09:00:00+05:30")).isEqualTo(Instant.parse("2026-12-01T03:30:00Z"));
    }

    @Test
    void a_time_without_zone_is_refused_and_told_so() {
        assertThat(refusal("2026-12-01T09:00:00"))
                .hasMessageContaining("has no zone")
                .hasMessageContaining("09:00:00Z");
    }

    @Test
    void past_near_far_and_nonsense_each_have_their_sentence() {
        assertThat(refusal("2026-11-30T09:05:12Z")).hasMessageContaining("in the past");
        assertThat(refusal("2026-11-30T09:20:12Z"))
                .hasMessageContaining("too near")
                .hasMessageContaining("15 minutes");
        assertThat(refusal("2027-02-28T09:05:13Z"))
                .hasMessageContaining("too far")
                .hasMessageContaining("3 months");
        assertThat(refusal("tomorrow")).hasMessageContaining("not an RFC 3339 time");
    }

    @Test
    void past_near_and_far_are_told_between_which_instants_it_can_be() {
        for (String refused : new String[] {"2026-11-30T09:05:12Z", "2026-11-30T09:20:12Z", "2027-02-28T09:05:13Z"})
            assertThat(refusal(refused))
                    .hasMessageEndingWith(
                            ": a campaign is scheduled for 2026-11-30T09:20:13Z at the earliest and 2027-02-28T09:05:12Z at"
                                    + " the latest.");
    }

    @Test
    void the_bounds_that_a_refusal_names_are_themselves_allowed() {
        var members = refusal("2026-11-30T09:05:00Z").members();
        Instant earliest = (Instant) members.get("earliest");
        Instant latest = (Instant) members.get("latest");
        // Three months after the 30th of November is the end of February.
        assertThat(latest).isEqualTo(Instant.parse("2027-02-28T09:05:12Z"));
        assertThat(at(earliest.toString())).isEqualTo(earliest);
        assertThat(at(latest.toString())).isEqualTo(latest);
        assertThat(refusal(earliest.minusSeconds(1).toString())).hasMessageContaining("too near");
        assertThat(refusal(latest.plusSeconds(1).toString())).hasMessageContaining("too far");
    }

    @Test
    void with_no_distance_asked_for_this_instant_is_allowed() {
        assertThat(SendAt.parse(NOW.toString(), NOW, Duration.ZERO, ROME)).isEqualTo(NOW);
    }
}
