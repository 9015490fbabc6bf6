package dev.replay.carrier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.replay.status.Status;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusTableTest {
    private final StatusTable table = StatusTable.read(List.of(
            "UNDELIV/045=UnDelivered/ABSENT-SUB", " undeliv = UnDelivered/FAILED", "BLOCKED/x=NotSent/DND-NUMB"));

    @Test
    void the_error_decides_and_without_one_of_its_own_the_status() {
        assertThat(table.of("UNDELIV", "45")).contains(new Meaning(Status.UNDELIVERED, "ABSENT-SUB"));
        assertThat(table.of("UNDELIV", "001")).contains(new Meaning(Status.UNDELIVERED, "FAILED"));
        assertThat(table.of("BLOCKED", "X")).contains(new Meaning(Status.NOT_SENT, "DND-NUMB"));
        assertThat(table.of("BLOCKED", "y")).isEmpty();
        assertThat(table.of("DELIVRD", "000")).isEmpty();
    }

    @Test
    void what_is_not_of_the_form_is_refused() {
        for (String bad : List.of("UNDELIV", "UNDELIV=Failed/X", "UNDELIV=Sent", "UNDELIV=Sent/"))
            assertThatThrownBy(() -> StatusTable.read(List.of(bad))).hasMessageContaining(bad);
    }
}
