package dev.replay.receipt;

import static dev.replay.launch.Fixture.as;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.replay.carrier.Delivery.Inbound;
import dev.replay.launch.Fixture;
import dev.replay.launch.Fixture.Account;
import dev.replay.launch.Fixture.Person;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RepliesTest {
    private static final AtomicLong NUMBERS = new AtomicLong(919_030_000_000L);

    @Inject
    Fixture given;

    @Inject
    Replies replies;

    private Account account;
    private Account other;
    private String sender;
    private long person;

    @BeforeEach
    void twoAccountsOfOneSenderId() {
        given.carrier();
        account = given.account("10");
        other = given.account("10");
        person = NUMBERS.addAndGet(1_000) + 1;
        sender = "S" + person % 1_000_000_000;
        given.sql("update sender set sender = '%s' where account_id in (%d, %d)"
                .formatted(sender, account.id(), other.id()));
    }

    private void wrote(Account of) {
        long campaign = given.draft(of, "Hello", List.of(), List.of(new Person(person, "IN")));
        given.sql("update message set submitted_at = now() where campaign_id = " + campaign);
    }

    private void says(String text) {
        says(text, Instant.now());
    }

    private void says(String text, Instant at) {
        replies.keep(new Inbound((short) 2, Long.toString(person), sender, text), at);
    }

    private String suppressed(Account of) {
        return given.text(
                "select reason from suppression where account_id = %d and recipient = %d".formatted(of.id(), person));
    }

    @Test
    void stopSuppressesThePersonForTheAccountThatWroteToThem() {
        wrote(account);
        says("Stop");
        assertThat(suppressed(account)).isEqualTo("opt-out");
        assertThat(suppressed(other)).isEqualTo("nothing");
        assertThat(given.text("select account_id || ' ' || body from inbound_message where sender = '" + person + "'"))
                .isEqualTo(account.id() + " Stop");
    }

    @Test
    void ofASenderIdUnderWhichNobodyHasWrittenItHoldsForAllWhoOwnIt() {
        says("STOP " + sender);
        assertThat(suppressed(account)).isEqualTo("opt-out");
        assertThat(suppressed(other)).isEqualTo("opt-out");
    }

    @Test
    void saidTwiceItIsSaidOnceAndSinceTheFirstTime() {
        wrote(account);
        says("STOP");
        String since = given.text("select created_at::text from suppression where recipient = " + person);
        says("STOP");
        assertThat(given.text("select created_at::text from suppression where recipient = " + person))
                .isEqualTo(since);
    }

    @Test
    void startUndoesWhatStopDid() {
        wrote(account);
        says("STOP");
        says("START");
        assertThat(suppressed(account)).isEqualTo("nothing");
    }

    @Test
    void aStartThatIsWrittenDownLateUndoesNoLaterStop() {
        wrote(account);
        Instant start = Instant.now();
        says("STOP", start.plusSeconds(1));
        says("START", start);
        assertThat(suppressed(account)).isEqualTo("opt-out");
    }

    @Test
    void norOneThatOnlySaidItOnceMore() {
        wrote(account);
        Instant start = Instant.now();
        says("STOP", start.minusSeconds(60));
        says("STOP", start.plusSeconds(1));
        says("START", start);
        assertThat(suppressed(account)).isEqualTo("opt-out");
        says("START", start.plusSeconds(2));
        assertThat(suppressed(account)).isEqualTo("nothing");
    }

    @Test
    void whoStaysOptedOutIsStillAnswered() {
        wrote(account);
        Instant start = Instant.now();
        // By a carrier that nobody sends by, so that the answer waits.
        replies.keep(new Inbound((short) 97, Long.toString(person), sender, "STOP"), start.minusSeconds(60));
        String state = "select state from stop_answer where recipient = " + person;
        says("STOP", start.plusSeconds(1));
        says("START", start);
        assertThat(given.text(state)).isEqualTo("waiting");
        says("START", start.plusSeconds(2));
        assertThat(given.text(state)).isEqualTo("withdrawn");
    }

    @Test
    void startUndoesNothingThatWasDecidedOtherwise() {
        wrote(account);
        for (String reason : List.of("opt-out", "blocked")) {
            given.suppress(account, person, reason);
            says("STOP");
            says("START");
            assertThat(suppressed(account)).isEqualTo(reason);
            given.sql("delete from suppression where recipient = " + person);
        }
    }

    @Test
    void whateverElseIsSaidIsKeptAndNoMore() {
        wrote(account);
        says("please stop the delivery");
        assertThat(suppressed(account)).isEqualTo("nothing");
        replies.keep(new Inbound((short) 2, "not a number", "nobody's", "STOP"), Instant.now());
        assertThat(given.text("select account_id is null from inbound_message where recipient = 'nobody''s'"))
                .isEqualTo("t");
    }

    @Test
    void whoAnswersStopIsLeftOutOfTheNextCampaign() {
        long answersStop = person - 1 + 90;
        List<Person> people = List.of(new Person(person, "IN"), new Person(answersStop, "IN"));
        assertThat(delivered(people)).isEqualTo("DELIVRD 2");
        await().atMost(Duration.ofSeconds(20))
                .until(() -> given.text("select reason from suppression where account_id = %d and recipient = %d"
                                .formatted(account.id(), answersStop))
                        .equals("opt-out"));
        assertThat(delivered(people)).isEqualTo("DELIVRD 1, OPT-OUT 1");
        as(account.viewer())
                .get("/v1/suppressions?q=" + answersStop)
                .then()
                .statusCode(200)
                .body("items[0].reason", equalTo("opt-out"));
    }

    /** Launches a campaign to them and waits for its end. @return where they stand then */
    private String delivered(List<Person> people) {
        long campaign = given.draft(account, "Hello", List.of(), people);
        given.launch(account, campaign).statusCode(202);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> given.text("select settled_at is not null from campaign where id = " + campaign)
                        .equals("t"));
        return given.text("""
                select string_agg(code || ' ' || n, ', ' order by code) from (
                    select s.code, count(*) as n from message m join sub_status s on s.id = m.sub_status
                    where m.campaign_id = %d group by 1) x""".formatted(campaign));
    }
}
