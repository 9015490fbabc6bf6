package dev.replay.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EventsTest {
    @Test
    void anEventIsOneLineOfNamesAndValues() {
        assertThat(Events.line("lease.lost", 123, "carrier", "smpp", "inDoubt", 14))
                .isEqualTo("event=lease.lost campaign=123 carrier=smpp inDoubt=14");
    }

    @Test
    void oneOfACarrierNamesTheCarrier() {
        assertThat(Events.line("stop.answered", "smpp", "sender", "56767", "recipient", "+919812345678"))
                .isEqualTo("event=stop.answered carrier=smpp sender=56767 recipient=…678");
    }

    @Test
    void whatIsNoWordIsQuotedAndStaysOnItsLine() {
        assertThat(Events.line("x", 1, "why", "it said \"no\"\nand left", "empty", ""))
                .isEqualTo("event=x campaign=1 why=\"it said 'no' and left\" empty=\"\"");
    }

    @Test
    void noNumberOfAPersonIsToldInFull() {
        assertThat(Events.line("x", 1, "why", "no route to +919812345678", "to", "919812345678", "id", 919_812_345L))
                .isEqualTo("event=x campaign=1 why=\"no route to …678\" to=…678 id=919812345");
    }
}
