package dev.replay.receipt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.replay.carrier.Carriers;
import dev.replay.carrier.Delivery.Inbound;
import dev.replay.carrier.simulator.Simulator;
import dev.replay.dispatch.StopAnswers;
import dev.replay.launch.Fixture;
import dev.replay.launch.Fixture.Account;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whoever writes STOP is told once that it is heard; over the socket of the simulator, which keeps what phones show. */
@QuarkusTest
class StopAnswerTest {
    private static final AtomicInteger CODES = new AtomicInteger(70_000);
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final short SIMULATOR = 2;
    private static final short ANOTHER = 98;

    /** What one phone shows. */
    private record Text(String sender, String text, boolean receipt) {}

    @Inject
    Fixture given;

    @Inject
    Replies replies;

    @Inject
    StopAnswers answers;

    @Inject
    Carriers carriers;

    private Account account;
    private String code;

    @BeforeEach
    void anAccountWithAShortCode() {
        given.carrier();
        account = given.account("10");
        code = Integer.toString(CODES.incrementAndGet());
        owns(account);
        simulator().change(Map.of("texts", "1000"));
    }

    private void owns(Account owner) {
        given.sql("update sender set sender = '%s' where account_id = %d".formatted(code, owner.id()));
    }

    private Simulator simulator() {
        return carriers.simulator().orElseThrow();
    }

    /** With last digits that choose what the simulator does with a message to them. */
    private long person(String lastDigits) {
        return Long.parseLong("919" + code + "0".repeat(4 - lastDigits.length()) + lastDigits);
    }

    private long person() {
        return person("00");
    }

    private void writes(long person, String text) {
        simulator().inbound("replay", Long.toString(person), code, text);
    }

    private List<Text> shownTo(long person) {
        List<Text> shown = new ArrayList<>();
        try (var in = URI.create("http://127.0.0.1:" + simulator().controlPort() + "/texts")
                .toURL()
                .openStream()) {
            for (JsonNode text : new ObjectMapper().readTree(new String(in.readAllBytes(), UTF_8)))
                if (text.get("number").asText().equals("+" + person))
                    shown.add(new Text(
                            text.get("sender").asText(),
                            text.get("text").asText(),
                            text.get("receipt").asBoolean()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return shown;
    }

    /** The states of all that were asked for, oldest first. */
    private String states(long person) {
        return given.text(
                "select coalesce(string_agg(state, ' ' order by id), 'none') from stop_answer where recipient = %d and sender = '%s'"
                        .formatted(person, code));
    }

    private void awaitStates(long person, String states) {
        await().atMost(SOON).until(() -> states(person), states::equals);
    }

    private String suppressed(Account of, long person) {
        return given.text(
                "select reason from suppression where account_id = %d and recipient = %d".formatted(of.id(), person));
    }

    /** An answer as another process has left it. */
    private void left(long person, short carrier, String state, Duration age) {
        given.sql("""
                insert into stop_answer (carrier_id, sender, recipient, body, state, tries, asked_at, state_at)
                values (%d, '%s', %d, 'Left', '%s', 1, now() - interval '%d seconds', now())
                """.formatted(carrier, code, person, state, age.toSeconds()));
    }

    @Test
    void whoWritesStopIsToldByTheNumberTheyWroteToAndItCostsNobodyAnything() {
        writes(person(), "Stop");
        awaitStates(person(), "sent");
        assertThat(suppressed(account, person())).isEqualTo("opt-out");
        assertThat(shownTo(person()))
                .containsExactly(new Text(
                        code, code + " will send you no more messages. To get them again, reply START.", false));
        assertThat(given.text(
                        "select account_id || ' ' || (said <> '') from stop_answer where recipient = " + person()))
                .isEqualTo(account.id() + " true");
        assertThat(given.balance(account)).isEqualTo("10 0");
    }

    @Test
    void howeverOftenItComesAndAtOnceThereIsOneAnswer() throws Exception {
        int times = 8;
        var together = new CyclicBarrier(times);
        try (ExecutorService threads = Executors.newFixedThreadPool(times)) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < times; i++)
                all.add(threads.submit(() -> {
                    together.await();
                    replies.keep(new Inbound(SIMULATOR, Long.toString(person()), code, "STOP"), Instant.now());
                    return null;
                }));
            for (Future<?> one : all) one.get();
        }
        writes(person(), "STOP");
        writes(person(), "unsubscribe");
        await().atMost(SOON)
                .until(() -> given.text("select count(*) from inbound_message where recipient = '%s'".formatted(code))
                        .equals(Integer.toString(times + 2)));
        awaitStates(person(), "sent");
        assertThat(shownTo(person())).hasSize(1);
    }

    @Test
    void whoWasSuppressedBeforeIsNotAnswered() {
        given.suppress(account, person(), "blocked");
        replies.keep(new Inbound(SIMULATOR, Long.toString(person()), code, "STOP"), Instant.now());
        assertThat(states(person())).isEqualTo("none");
    }

    @Test
    void ofANumberThatTwoAccountsShareThereIsOneAnswer() {
        Account other = given.account("10");
        owns(other);
        writes(person(), "STOP");
        awaitStates(person(), "sent");
        assertThat(suppressed(account, person())).isEqualTo("opt-out");
        assertThat(suppressed(other, person())).isEqualTo("opt-out");
        assertThat(shownTo(person())).hasSize(1);
    }

    @Test
    void afterStartAnotherStopIsAnsweredAgain() {
        for (String answered : List.of("sent", "sent sent")) {
            writes(person(), "STOP");
            awaitStates(person(), answered);
            writes(person(), "START");
            await().atMost(SOON).until(() -> suppressed(account, person()).equals("nothing"));
        }
        assertThat(shownTo(person())).hasSize(2);
    }

    @Test
    void startTakesBackAnAnswerThatIsNotWrittenYet() {
        left(person(), ANOTHER, "waiting", Duration.ZERO);
        replies.keep(new Inbound(ANOTHER, Long.toString(person()), code, "START"), Instant.now());
        assertThat(states(person())).isEqualTo("withdrawn");
    }

    @Test
    void theAnswerIsInTheLanguageOfTheWord() {
        writes(person(), "στοπ");
        awaitStates(person(), "sent");
        assertThat(shownTo(person()))
                .containsExactly(
                        new Text(code, code + " δεν θα σας στέλνει πια μηνύματα. Για επαναφορά: START", false));
    }

    @Test
    void whatTheCarrierWouldNotTakeYetIsWrittenLater() {
        long throttledThreeTimes = person("9980");
        writes(throttledThreeTimes, "STOP");
        awaitStates(throttledThreeTimes, "sent");
        assertThat(shownTo(throttledThreeTimes)).hasSize(1);
        assertThat(given.text("select tries from stop_answer where recipient = " + throttledThreeTimes))
                .isEqualTo("4");
    }

    @Test
    void whatTheCarrierWillNeverTakeIsGivenUp() {
        long refused = person("77");
        writes(refused, "STOP");
        awaitStates(refused, "refused");
        assertThat(given.text("select said from stop_answer where recipient = " + refused))
                .isEqualTo("0x00000045");
    }

    @Test
    void whatMayHaveArrivedIsNeverWrittenAgain() {
        long cut = person("9979");
        writes(cut, "STOP");
        awaitStates(cut, "unconfirmed");
        long next = person("01");
        writes(next, "STOP");
        awaitStates(next, "sent");
        assertThat(states(cut)).isEqualTo("unconfirmed");
        assertThat(shownTo(cut)).hasSize(1);
    }

    @Test
    void whatAProcessHadClaimedThatDiedIsNeverWrittenWhatItHadNotIs() {
        long claimed = person("01");
        long waiting = person("02");
        left(claimed, SIMULATOR, "claimed", Duration.ZERO);
        left(waiting, SIMULATOR, "waiting", Duration.ZERO);
        awaitStates(waiting, "sent");
        assertThat(states(claimed)).isEqualTo("claimed");
        assertThat(shownTo(claimed)).isEmpty();
        assertThat(shownTo(waiting)).hasSize(1);
    }

    @Test
    void anAnswerThatComesTooLateIsNotWrittenAndSaysSo() {
        left(person(), SIMULATOR, "waiting", Duration.ofMinutes(11));
        answers.begin();
        awaitStates(person(), "expired");
        assertThat(shownTo(person())).isEmpty();
    }

    @Test
    void anotherCarrierThanTheOneThatBroughtItIsNotTaken() {
        left(person(), ANOTHER, "waiting", Duration.ZERO);
        long next = person("01");
        writes(next, "STOP");
        awaitStates(next, "sent");
        assertThat(states(person())).isEqualTo("waiting");
        given.sql("delete from stop_answer where carrier_id = " + ANOTHER);
    }
}
