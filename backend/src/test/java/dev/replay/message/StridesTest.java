package dev.replay.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StridesTest {
    private final List<String> looks = new ArrayList<>();

    private List<Integer> first(int limit, int above, int last, IntPredicate chosen) throws Exception {
        return Strides.first(limit, above, last, (from, to, most) -> {
            looks.add(from + "-" + to);
            return IntStream.rangeClosed(from + 1, to)
                    .filter(chosen)
                    .limit(most)
                    .boxed()
                    .toList();
        });
    }

    @Test
    void aPageWithoutAFilterIsOneLook() throws Exception {
        assertThat(first(50, 100, 1_000_000, id -> true))
                .isEqualTo(IntStream.rangeClosed(101, 150).boxed().toList());
        assertThat(looks).containsExactly("100-150");
    }

    @Test
    void theLastIdIsTheEnd() throws Exception {
        assertThat(first(50, 980, 1_000, id -> true)).hasSize(20);
        assertThat(looks).containsExactly("980-1000");
        assertThat(first(50, 1_000, 1_000, id -> true)).isEmpty();
    }

    @Test
    void whatIsRareIsLookedForInRangesThatGrow() throws Exception {
        assertThat(first(50, 0, 1_000_000, id -> id == 7 || id == 999_999)).containsExactly(7, 999_999);
        assertThat(looks).hasSizeLessThan(20).startsWith("0-50", "50-450", "450-3650");
    }

    @Test
    void noMoreAreFoundThanWereAskedForAndNoneIsLeftOut() throws Exception {
        List<Integer> every = new ArrayList<>();
        for (int above = 0; ; above = every.getLast()) {
            List<Integer> page = first(9, above, 5_000, id -> id % 13 == 0);
            if (page.isEmpty()) break;
            assertThat(page).hasSizeLessThanOrEqualTo(9);
            every.addAll(page);
        }
        assertThat(every)
                .isEqualTo(IntStream.rangeClosed(1, 5_000)
                        .filter(id -> id % 13 == 0)
                        .boxed()
                        .toList());
    }
}
