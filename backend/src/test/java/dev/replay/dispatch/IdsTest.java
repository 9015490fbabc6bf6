package dev.replay.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IdsTest {
    @Test
    void whatIsAddedTwiceIsThereOnceAndWhatIsNotThereIsNotTakenOut() {
        var ids = new Ids(1_000_000);
        ids.add(1_000_001);
        ids.add(1_000_001);
        ids.add(1_020_000);
        assertThat(ids.size()).isEqualTo(2);
        ids.remove(1_000_002);
        assertThat(ids.size()).isEqualTo(2);
        ids.remove(1_000_001);
        ids.remove(1_000_001);
        assertThat(ids.contains(1_000_001)).isFalse();
        assertThat(ids.contains(1_020_000)).isTrue();
        ids.remove(1_020_000);
        assertThat(ids.isEmpty()).isTrue();
    }
}
