package dev.replay.status;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatusTest {
    @ParameterizedTest
    @CsvSource({
        "Delivered,DELIVERED",
        "DELIVRD,DELIVERED",
        "UnDelivered,UNDELIVERED",
        "UNDELIVERED,UNDELIVERED",
        "Un-Delivered,UNDELIVERED",
        "undeliv,UNDELIVERED",
        "NotSent,NOT_SENT",
        "NOT-SENT,NOT_SENT",
        "Not Sent,NOT_SENT",
        "not_sent,NOT_SENT",
        "Failed,NOT_SENT",
        "Sent,SENT",
        "' SENT ',SENT",
        "SUBMITTED,SENT",
        "Sent - No DLR,SENT",
        "queued,QUEUED"
    })
    void spellings_of_carriers_are_understood(String spelled, Status status) {
        assertThat(Status.parse(spelled)).contains(status);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Bounced", "Deliver", "0"})
    void other_words_are_no_status(String spelled) {
        assertThat(Status.parse(spelled)).isEmpty();
    }

    @Test
    void labels_are_taken_to_the_letter_where_asked_for() {
        assertThat(Status.ofLabel("UnDelivered")).contains(Status.UNDELIVERED);
        assertThat(Status.ofLabel("UNDELIVERED")).isEmpty();
        assertThat(Status.ofLabel("Failed")).isEmpty();
    }

    @Test
    void a_replay_shows_them_in_its_order() {
        assertThat(Status.replayOrder())
                .extracting(Status::label)
                .containsExactly("Delivered", "UnDelivered", "NotSent", "Sent");
    }

    @Test
    void ids_lead_back_to_their_status() {
        for (Status status : Status.values()) assertThat(Status.of(status.id())).isEqualTo(status);
        assertThatThrownBy(() -> Status.of(5)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void json_has_the_words_of_the_contract() throws Exception {
        ObjectMapper json = new ObjectMapper();
        assertThat(json.writeValueAsString(Status.values()))
                .isEqualTo("[\"queued\",\"Sent\",\"Delivered\",\"UnDelivered\",\"NotSent\"]");
        assertThat(json.writeValueAsString(Retry.values()))
                .isEqualTo("[\"soon\",\"wait\",\"fix-first\",\"never\",\"reached\",\"unclear\"]");
        for (Retry retry : Retry.values())
            assertThat(Retry.ofSlug(retry.slug())).isEqualTo(retry);
    }
}
