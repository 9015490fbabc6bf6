package dev.replay.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class CursorTest {
    @Property
    void whatIsWrittenIsRead(@ForAll long id, @ForAll Instant at) {
        Cursor cursor = Cursor.read(Cursor.of(id, at, "IN"), 3);
        assertThat(cursor.number(0)).isEqualTo(id);
        assertThat(cursor.instant(1)).isEqualTo(at);
        assertThat(cursor.text(2)).isEqualTo("IN");
    }

    @Property
    void whatWasNotMadeHereIsRefusedAndNothingElse(@ForAll String tampered) {
        try {
            Cursor.id(tampered);
        } catch (Refusal refusal) {
            assertThat(refusal.problem()).isEqualTo(Problem.INVALID_PARAMETER);
        }
    }

    @Test
    void aCursorOfAnotherListIsRefused() {
        assertThatThrownBy(() -> Cursor.id(Cursor.of(1, 2))).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> Cursor.id(Cursor.of("x"))).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> Cursor.read(Cursor.of("x"), 1).instant(0)).isInstanceOf(Refusal.class);
    }
}
