package dev.replay.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replay.carrier.PartOutcome;
import dev.replay.carrier.PartOutcome.Accepted;
import dev.replay.carrier.PartOutcome.Refused;
import dev.replay.carrier.PartOutcome.Throttled;
import dev.replay.carrier.PartOutcome.Unconfirmed;
import dev.replay.carrier.PartOutcome.Unwritten;
import dev.replay.launch.Fixture;
import dev.replay.store.Database;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class StopAnswerClaimTest {
    /** That no process of the suite sends by. */
    private static final short CARRIER = 97;

    private static final StopAnswer ANSWER = new StopAnswer(1, 1, "56767", 919_812_345_678L, "Bye");

    @Inject
    Fixture given;

    @Inject
    Database database;

    @BeforeEach
    void oneWaits() {
        database.asEngine(c -> {
            StopAnswer.ask(c, null, CARRIER, "56767", 919_812_345_678L, "Bye", Instant.now());
            return null;
        });
    }

    @AfterEach
    void none() {
        given.sql("delete from stop_answer where carrier_id = " + CARRIER);
    }

    private List<StopAnswer> claim() {
        return database.asEngine(c -> StopAnswer.claim(c, CARRIER, 10, Instant.now()));
    }

    private void end(StopAnswer.End end) {
        database.asEngine(c -> {
            StopAnswer.end(c, List.of(end), Map.of(CARRIER, "test"), Instant.now());
            return null;
        });
    }

    private String state() {
        return given.text("select state from stop_answer where carrier_id = " + CARRIER);
    }

    private static StopAnswer.State of(PartOutcome... parts) {
        return ANSWER.end(ANSWER.submission(), List.of(parts)).state();
    }

    @Test
    void oneIsClaimedOnce() {
        assertThat(claim()).hasSize(1);
        assertThat(claim()).isEmpty();
    }

    @Test
    void whatIsSaidAgainOfAnEarlierClaimFreesNoLaterOne() {
        StopAnswer first = claim().getFirst();
        end(first.unwritten());
        StopAnswer second = claim().getFirst();
        end(first.unwritten());
        assertThat(state()).isEqualTo("claimed");
        end(second.end(second.submission(), List.of(new Accepted("a1"))));
        assertThat(state()).isEqualTo("sent");
        end(second.unwritten());
        assertThat(state()).isEqualTo("sent");
    }

    @Test
    void aLateAnswerSettlesWhatWasUnconfirmedAndNothingFreesIt() {
        StopAnswer one = claim().getFirst();
        end(one.end(one.submission(), List.of(new Unconfirmed())));
        end(one.unwritten());
        assertThat(state()).isEqualTo("unconfirmed");
        end(one.end(one.submission(), List.of(new Accepted("a1"))));
        assertThat(state()).isEqualTo("sent");
    }

    private void withdraw(Instant until) {
        database.asEngine(c -> {
            StopAnswer.withdraw(c, "56767", 919_812_345_678L, until);
            return null;
        });
    }

    @Test
    void aStartWhileItIsBeingWrittenKeepsItFromBeingWrittenAgain() {
        StopAnswer one = claim().getFirst();
        withdraw(Instant.now());
        end(one.unwritten());
        assertThat(state()).isEqualTo("withdrawn");
        assertThat(claim()).isEmpty();
    }

    @Test
    void whatLeftAllTheSameIsToldAsItWas() {
        StopAnswer one = claim().getFirst();
        withdraw(Instant.now());
        end(one.end(one.submission(), List.of(new Accepted("a1"))));
        assertThat(state()).isEqualTo("sent");
    }

    @Test
    void aStartThatCameBeforeTheStopWithdrawsNothing() {
        withdraw(Instant.now().minusSeconds(60));
        assertThat(state()).isEqualTo("waiting");
    }

    @Test
    void onlyWhatNobodyAcceptedMayGoAgain() {
        assertThat(of(new Throttled(0x58))).isEqualTo(StopAnswer.State.WAITING);
        assertThat(of(new Unwritten())).isEqualTo(StopAnswer.State.WAITING);
        assertThat(of(new Throttled(0x58), new Unconfirmed())).isEqualTo(StopAnswer.State.UNCONFIRMED);
        assertThat(of(new Throttled(0x58), new Accepted("a1"))).isEqualTo(StopAnswer.State.SENT);
        assertThat(of(new Refused(0x45))).isEqualTo(StopAnswer.State.REFUSED);
    }
}
