package dev.replay.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replay.carrier.OutcomeSink;
import dev.replay.message.Move.State;
import dev.replay.status.Status;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class PrecedenceTest {
    private static final short DELIVRD = 1;
    private static final short ENROUTE = 2;
    private static final short PARTIAL = 3;
    private static final short ABSENT = 4;
    private static final short EXPIRED = 5;
    private static final short SUBMITTED = 6;
    private static final short UNCONFIRMED = 7;
    private static final short NO_DLR = 8;
    private static final short UNKNOWN = 9;
    private static final short CANCELLED = 10;

    private final Precedence precedence = new Precedence(DELIVRD, ENROUTE, PARTIAL, UNCONFIRMED);

    private record Word(int part, Status status, short subStatus) {}

    private static State sent(short subStatus, int segments) {
        return new State(Status.SENT.id(), subStatus, (short) segments, 0);
    }

    private State after(State at, Word... words) {
        for (Word w : words) at = precedence.after(at, w.part, w.status, w.subStatus);
        return at;
    }

    private static Word delivered(int part) {
        return new Word(part, Status.DELIVERED, DELIVRD);
    }

    private static Word failed(int part, short subStatus) {
        return new Word(part, Status.UNDELIVERED, subStatus);
    }

    @Test
    void deliveredBeatsAFailure() {
        assertThat(after(sent(SUBMITTED, 1), failed(0, ABSENT), delivered(0)))
                .isEqualTo(new State(Status.DELIVERED.id(), DELIVRD, (short) 1, 1));
    }

    @Test
    void aTextInOnePieceIsDeliveredByItsOneReceiptEvenWhenItWasUnconfirmed() {
        assertThat(after(sent(SUBMITTED, 3), delivered(OutcomeSink.WHOLE)).status())
                .isEqualTo(Status.DELIVERED.id());
        assertThat(after(sent(UNCONFIRMED, 3), new Word(OutcomeSink.WHOLE, Status.SENT, ENROUTE)))
                .isEqualTo(sent(ENROUTE, 3));
        assertThat(after(sent(SUBMITTED, 3), failed(OutcomeSink.WHOLE, ABSENT)))
                .isEqualTo(new State(Status.UNDELIVERED.id(), ABSENT, (short) 3, 0));
    }

    @Test
    void aReceiptThatSaysNotSentMakesItFreeAndTheFirstReasonStays() {
        State notSent = after(sent(SUBMITTED, 3), new Word(OutcomeSink.WHOLE, Status.NOT_SENT, CANCELLED));
        assertThat(notSent).isEqualTo(new State(Status.NOT_SENT.id(), CANCELLED, (short) 0, 0));
        assertThat(after(notSent, new Word(OutcomeSink.WHOLE, Status.NOT_SENT, UNKNOWN)))
                .isEqualTo(notSent);
        assertThat(after(notSent, delivered(OutcomeSink.WHOLE)).status()).isEqualTo(Status.DELIVERED.id());
        State delivered = after(sent(SUBMITTED, 1), delivered(0));
        assertThat(after(delivered, new Word(0, Status.NOT_SENT, CANCELLED))).isEqualTo(delivered);
    }

    @Test
    void nothingBeatsDelivered() {
        State delivered = after(sent(SUBMITTED, 1), delivered(0));
        assertThat(after(delivered, failed(0, EXPIRED), new Word(0, Status.SENT, ENROUTE), delivered(0)))
                .isEqualTo(delivered);
    }

    @Test
    void amongFailuresTheFirstStays() {
        assertThat(after(sent(SUBMITTED, 1), failed(0, ABSENT), failed(0, EXPIRED))
                        .subStatus())
                .isEqualTo(ABSENT);
    }

    @Test
    void aLongTextIsDeliveredWhenAllItsPartsAre() {
        State two = after(sent(SUBMITTED, 3), delivered(2), delivered(0));
        assertThat(two.status()).isEqualTo(Status.SENT.id());
        assertThat(after(two, delivered(1)).status()).isEqualTo(Status.DELIVERED.id());
    }

    @Test
    void theSamePartTwiceIsOnePart() {
        assertThat(after(sent(SUBMITTED, 2), delivered(0), delivered(0)).status())
                .isEqualTo(Status.SENT.id());
    }

    @Test
    void aLongTextIsUndeliveredWhenOnePartFinallyFails() {
        assertThat(after(sent(SUBMITTED, 3), delivered(0), failed(1, EXPIRED)).subStatus())
                .isEqualTo(EXPIRED);
    }

    @Test
    void oneOfWhichAPartWasRefusedNeverBecomesWhole() {
        var partial = new State(Status.UNDELIVERED.id(), PARTIAL, (short) 1, 0);
        assertThat(after(partial, delivered(0)).subStatus()).isEqualTo(PARTIAL);
    }

    @Test
    void anyReceiptBeatsSilenceAndDoubt() {
        for (short silent : List.of(NO_DLR, UNCONFIRMED)) {
            assertThat(after(sent(silent, 1), new Word(0, Status.SENT, ENROUTE)).subStatus())
                    .isEqualTo(ENROUTE);
            assertThat(after(sent(silent, 1), failed(0, ABSENT)).subStatus()).isEqualTo(ABSENT);
            assertThat(after(sent(silent, 1), delivered(0)).status()).isEqualTo(Status.DELIVERED.id());
        }
    }

    @Test
    void onePartOnItsWayDoesNotEndTheDoubtAboutTheOthers() {
        State doubtful = sent(UNCONFIRMED, 2);
        assertThat(after(doubtful, new Word(0, Status.SENT, ENROUTE))).isEqualTo(doubtful);
        State one = after(doubtful, delivered(0));
        assertThat(one.subStatus()).isEqualTo(UNCONFIRMED);
        assertThat(after(one, delivered(1)).status()).isEqualTo(Status.DELIVERED.id());
        assertThat(after(doubtful, failed(1, ABSENT)).subStatus()).isEqualTo(ABSENT);
    }

    @Test
    void whatIsToBeSentAnewIsNotMovedByTheReceiptOfWhatWasSentBefore() {
        assertThat(after(State.QUEUED, delivered(0), failed(0, ABSENT))).isEqualTo(State.QUEUED);
    }

    @Test
    void aNotSentThatGetsAReceiptMovesAndIsCharged() {
        var notSent = new State(Status.NOT_SENT.id(), CANCELLED, (short) 0, 0);
        assertThat(after(notSent, delivered(0))).isEqualTo(new State(Status.DELIVERED.id(), DELIVRD, (short) 1, 1));
        assertThat(after(notSent, failed(1, ABSENT)).segments()).isEqualTo((short) 2);
    }

    @Provide
    Arbitrary<List<Word>> words() {
        Arbitrary<Word> word = Combinators.combine(
                        Arbitraries.integers().between(0, 2),
                        Arbitraries.of(
                                delivered(0),
                                failed(0, ABSENT),
                                failed(0, EXPIRED),
                                new Word(0, Status.SENT, ENROUTE),
                                new Word(0, Status.SENT, UNKNOWN)))
                .as((part, w) -> new Word(part, w.status, w.subStatus));
        return word.list().ofMinSize(1).ofMaxSize(9);
    }

    @Property
    void theFinalStatusDoesNotDependOnTheOrder(@ForAll("words") List<Word> words) {
        State forwards = after(sent(SUBMITTED, 3), words.toArray(Word[]::new));
        State backwards = after(sent(SUBMITTED, 3), words.reversed().toArray(Word[]::new));
        assertThat(backwards.status()).isEqualTo(forwards.status());
        assertThat(backwards.parts()).isEqualTo(forwards.parts());
    }

    @Property
    void aReceiptTwiceIsAReceiptOnce(@ForAll("words") List<Word> words) {
        State at = sent(SUBMITTED, 3);
        for (Word w : words) {
            at = after(at, w);
            assertThat(after(at, w)).isEqualTo(at);
        }
    }
}
