package dev.replay.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.replay.launch.Fixture.Account;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ScheduleTest {
    @Inject
    Fixture given;

    @Inject
    Schedule schedule;

    @BeforeEach
    void a_carrier() {
        given.carrier();
    }

    private long scheduled(Account account) {
        long draft = given.draft(account, 2);
        String at = Instant.now().plus(1, ChronoUnit.HOURS).toString();
        given.post(account, draft, "launch", Map.of("estimateId", given.estimate(account, draft), "sendAt", at))
                .statusCode(202);
        return draft;
    }

    private void dueAgo(long campaign, String interval) {
        given.sql(
                "update campaign set scheduled_at = now() - interval '%s' where id = %d".formatted(interval, campaign));
    }

    private String standing(long campaign) {
        return given.text(
                "select concat_ws(' ', status, pause_reason, case when submitted_at is not null then 'started' end) from campaign where id = "
                        + campaign);
    }

    @Test
    void what_is_due_starts_by_itself_and_what_is_not_waits() {
        var account = given.account("100");
        long due = scheduled(account);
        long later = scheduled(account);
        dueAgo(due, "1 second");
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(standing(due)).isIn("processing started", "submitted started"));
        assertThat(standing(later)).isEqualTo("scheduled");
        assertThat(given.entries(due)).filteredOn(e -> e.startsWith("hold")).hasSize(1);
    }

    @Test
    void one_that_came_due_long_before_the_service_was_up_is_paused_and_starts_when_resumed() {
        var account = given.account("100");
        long missed = scheduled(account);
        dueAgo(missed, "16 minutes");
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(standing(missed)).isEqualTo("paused missed-schedule"));
        assertThat(given.text("select count(*) from lease where campaign_id = " + missed))
                .isEqualTo("0");
        given.post(account, missed, "resume").statusCode(200);
        assertThat(standing(missed)).isIn("processing started", "submitted started");
    }

    @Test
    void a_missed_one_that_is_cancelled_gives_its_hold_back() {
        var account = given.account("100");
        long missed = scheduled(account);
        dueAgo(missed, "16 minutes");
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(standing(missed)).isEqualTo("paused missed-schedule"));
        given.post(account, missed, "cancel").statusCode(200);
        assertThat(given.balance(account)).isEqualTo("100 0");
    }

    @Test
    void several_looks_at_once_take_each_campaign_once() throws Exception {
        var account = given.account("100");
        for (int i = 0; i < 20; i++) scheduled(account);
        assertThat(versions(account)).isEqualTo("2");
        // Missed ones: paused, so that nobody but the schedule moves their version afterwards.
        given.sql(
                "update campaign set scheduled_at = now() - interval '16 minutes' where account_id = " + account.id());
        try (var threads = Executors.newFixedThreadPool(8)) {
            List<Callable<Boolean>> looks = new ArrayList<>();
            for (int i = 0; i < 8; i++)
                looks.add(() -> {
                    schedule.look();
                    return true;
                });
            for (var look : threads.invokeAll(looks)) assertThat(look.get()).isTrue();
        }
        await().atMost(Duration.ofSeconds(10))
                .untilAsserted(() -> assertThat(
                                given.text("select count(*) from campaign where status = 'paused' and account_id = "
                                        + account.id()))
                        .isEqualTo("20"));
        assertThat(versions(account)).isEqualTo("3");
    }

    private String versions(Account account) {
        return given.text(
                "select string_agg(distinct version::text, ',') from campaign where account_id = " + account.id());
    }
}
