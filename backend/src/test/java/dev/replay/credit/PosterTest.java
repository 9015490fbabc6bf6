package dev.replay.credit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replay.launch.Fixture;
import dev.replay.launch.Fixture.Account;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ten recipients at 0.0450 a segment, and a tally moved as dispatch and receipts move it. */
@QuarkusTest
class PosterTest {
    private static final int SUBMITTED = 1;
    private static final int DELIVERED = 2;
    private static final int UNDELIVERED = 3;
    private static final int NOT_SENT = 4;

    @Inject
    Fixture given;

    @Inject
    Poster poster;

    @BeforeEach
    void a_carrier() {
        given.carrier();
    }

    /** Holding 0.45, under way; paused, so that no dispatcher takes part. */
    private long running(Account account) {
        long campaign = given.draft(account, 10);
        String at = Instant.now().plus(1, ChronoUnit.HOURS).toString();
        given.post(account, campaign, "launch", Map.of("estimateId", given.estimate(account, campaign), "sendAt", at))
                .statusCode(202);
        given.sql("update campaign set status = 'paused', pause_reason = 'by-hand', submitted_at = now() where id = "
                + campaign);
        return campaign;
    }

    /** Moves messages of one segment from queued in one shard. */
    private String moved(long campaign, int shard, int status, int count) {
        return """
                insert into tally (campaign_id, shard, status, sub_status, country, segments, count)
                values (%1$d, %2$d, 0, 0, 'IN', 0, -%4$d), (%1$d, %2$d, %3$d, 1, 'IN', 1, %4$d)
                on conflict (campaign_id, shard, status, sub_status, country, segments)
                do update set count = tally.count + excluded.count;""".formatted(campaign, shard, status, count);
    }

    /** Moves a message of one segment from one status to another, in the last shard. */
    private String changed(long campaign, int from, int to, int count) {
        return """
                insert into tally (campaign_id, shard, status, sub_status, country, segments, count)
                values (%1$d, 15, %2$d, 1, 'IN', %5$d, -%4$d), (%1$d, 15, %3$d, 1, 'IN', %6$d, %4$d)
                on conflict (campaign_id, shard, status, sub_status, country, segments)
                do update set count = tally.count + excluded.count;""".formatted(campaign, from, to, count, from == NOT_SENT ? 0 : 1, to == NOT_SENT ? 0 : 1);
    }

    private String finished(long campaign) {
        return "update campaign set status = 'submitted', finished_at = now(), settled_at = now() where id = %d;"
                .formatted(campaign);
    }

    @Test
    void accepted_messages_are_charged_from_the_hold_whatever_became_of_them() {
        var account = given.account("1");
        long campaign = running(account);
        given.sql(moved(campaign, 3, SUBMITTED, 4)
                + moved(campaign, 7, NOT_SENT, 1)
                + changed(campaign, SUBMITTED, DELIVERED, 2)
                + changed(campaign, SUBMITTED, UNDELIVERED, 1));
        poster.postNow(campaign);
        assertThat(given.entries(campaign)).containsExactly("hold -0.45 0.45", "charge 0 -0.18");
        assertThat(given.balance(account)).isEqualTo("0.55 0.27");
        poster.postNow(campaign);
        assertThat(given.entries(campaign)).hasSize(2);
    }

    @Test
    void a_running_campaign_gets_one_entry_a_minute() {
        var account = given.account("1");
        long campaign = running(account);
        given.sql(moved(campaign, 0, SUBMITTED, 4));
        poster.postRunning();
        given.sql(moved(campaign, 1, SUBMITTED, 2));
        poster.postRunning();
        assertThat(given.entries(campaign)).containsExactly("hold -0.45 0.45", "charge 0 -0.18");
        given.sql("update hold set posted_at = posted_at - interval '1 minute' where campaign_id = " + campaign);
        poster.postRunning();
        assertThat(given.entries(campaign)).containsExactly("hold -0.45 0.45", "charge 0 -0.18", "charge 0 -0.09");
    }

    @Test
    void at_the_end_the_rest_is_charged_at_once_and_what_is_left_released() {
        var account = given.account("1");
        long campaign = running(account);
        given.sql(moved(campaign, 0, SUBMITTED, 4));
        poster.postNow(campaign);
        given.sql(moved(campaign, 0, SUBMITTED, 4) + moved(campaign, 0, NOT_SENT, 2) + finished(campaign));
        poster.postRunning();
        assertThat(given.entries(campaign))
                .containsExactly("hold -0.45 0.45", "charge 0 -0.18", "charge 0 -0.18", "release 0.09 -0.09");
        assertThat(given.balance(account)).isEqualTo("0.64 0");
    }

    @Test
    void a_campaign_that_was_never_charged_gets_everything_back() {
        var account = given.account("1");
        long campaign = running(account);
        given.sql(moved(campaign, 0, NOT_SENT, 10)
                + "update campaign set status = 'cancelled', finished_at = now(), settled_at = now() where id = "
                + campaign);
        poster.postRunning();
        poster.postNow(campaign);
        assertThat(given.entries(campaign)).containsExactly("hold -0.45 0.45", "release 0.45 -0.45");
    }

    @Test
    void after_the_end_what_changes_is_charged_from_and_refunded_to_the_available_credits() {
        var account = given.account("1");
        long campaign = running(account);
        given.sql(moved(campaign, 0, SUBMITTED, 8) + moved(campaign, 0, NOT_SENT, 2) + finished(campaign));
        poster.postNow(campaign);
        assertThat(given.balance(account)).isEqualTo("0.64 0");
        given.sql(changed(campaign, NOT_SENT, DELIVERED, 2));
        poster.postNow(campaign);
        given.sql(changed(campaign, SUBMITTED, NOT_SENT, 3));
        poster.postNow(campaign);
        assertThat(given.entries(campaign).subList(3, 5)).containsExactly("charge -0.09 0", "refund 0.135 0");
        assertThat(given.balance(account)).isEqualTo("0.685 0");
    }

    @Test
    void what_the_available_credits_do_not_cover_stays_due_until_a_top_up() {
        var account = given.account("0.45");
        long campaign = running(account);
        given.sql(moved(campaign, 0, SUBMITTED, 9) + moved(campaign, 0, NOT_SENT, 1) + finished(campaign));
        poster.postNow(campaign);
        assertThat(given.balance(account)).isEqualTo("0.045 0");
        // Two parts of a long text where one was estimated: 0.09 more than 0.045.
        given.sql(
                "insert into tally (campaign_id, shard, status, sub_status, country, segments, count) values (%d, 9, 2, 1, 'IN', 3, 1);"
                        .formatted(campaign));
        poster.postNow(campaign);
        poster.postNow(campaign);
        assertThat(given.entries(campaign)).last().isEqualTo("charge -0.045 0");
        assertThat(given.balance(account)).isEqualTo("0 0");
        given.sql(
                "insert into ledger_entry (account_id, kind, available, reserved, at) values (%1$d, 'top-up', 1, 0, now()); update balance set available = 1 where account_id = %1$d"
                        .formatted(account.id()));
        poster.postNow(campaign);
        assertThat(given.entries(campaign)).last().isEqualTo("charge -0.09 0");
        assertThat(given.balance(account)).isEqualTo("0.91 0");
    }

    @Test
    void the_prices_of_the_launch_hold_whatever_they_are_now() {
        var account = given.account("1");
        long campaign = running(account);
        given.price(account, "IN", "0.5");
        given.sql(moved(campaign, 0, SUBMITTED, 1));
        poster.postNow(campaign);
        assertThat(given.entries(campaign)).containsExactly("hold -0.45 0.45", "charge 0 -0.045");
    }

    @Test
    void products_are_never_rounded() {
        var account = given.account("1");
        given.price(account, "IN", "0.000001");
        long campaign = running(account);
        given.sql(moved(campaign, 0, SUBMITTED, 7));
        poster.postNow(campaign);
        assertThat(given.balance(account)).isEqualTo("0.99999 0.000003");
    }

    @Test
    void many_posters_at_once_charge_and_release_once() throws Exception {
        var account = given.account("1");
        long campaign = running(account);
        given.sql(moved(campaign, 0, SUBMITTED, 4) + moved(campaign, 0, NOT_SENT, 6) + finished(campaign));
        try (var threads = Executors.newFixedThreadPool(20)) {
            List<Callable<Boolean>> posts = new ArrayList<>();
            for (int i = 0; i < 20; i++)
                posts.add(() -> {
                    poster.postNow(campaign);
                    return true;
                });
            for (var post : threads.invokeAll(posts)) assertThat(post.get()).isTrue();
        }
        poster.postNow(campaign);
        assertThat(given.entries(campaign)).containsExactly("hold -0.45 0.45", "charge 0 -0.18", "release 0.27 -0.27");
        assertThat(given.balance(account)).isEqualTo("0.82 0");
    }
}
