package dev.replay.boot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replay.credit.Poster;
import dev.replay.launch.Fixture;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ten recipients at 0.0450; the campaign has ended, six are delivered and four in doubt, so that it does not settle. */
@QuarkusTest
class AuditTest {
    @Inject
    Fixture given;

    @Inject
    Poster poster;

    @Inject
    DataSource source;

    private Fixture.Account account;
    private long campaign;

    @BeforeEach
    void aCampaignInDoubt() {
        given.carrier();
        account = given.account("1");
        launched();
        ended();
        poster.postNow(campaign);
    }

    private void launched() {
        campaign = given.draft(account, 10);
        String at = Instant.now().plus(1, ChronoUnit.HOURS).toString();
        given.post(account, campaign, "launch", Map.of("estimateId", given.estimate(account, campaign), "sendAt", at))
                .statusCode(202);
    }

    private void ended() {
        given.sql("""
                update message set status = 2, sub_status = 1, segments = 1, parts_delivered = 1, submitted_at = now(), final_at = now()
                where campaign_id = %1$d and id <= 6;
                update message set status = 1, sub_status = 55, segments = 1, submitted_at = now()
                where campaign_id = %1$d and id > 6;
                insert into tally (campaign_id, shard, status, sub_status, country, segments, count)
                values (%1$d, 3, 0, 0, 'IN', 0, -10), (%1$d, 3, 2, 1, 'IN', 1, 6), (%1$d, 3, 1, 55, 'IN', 1, 4);
                update campaign set status = 'submitted', scheduled_at = null, submitted_at = now(), finished_at = now()
                where id = %1$d""".formatted(campaign));
    }

    /** What both forms say of this campaign and its account; other tests have campaigns too. */
    private List<String> findings() throws Exception {
        try (Connection c = source.getConnection()) {
            return Stream.concat(Audit.run(c).stream(), Stream.of(Audit.posted(c)))
                    .flatMap(r -> r.findings().stream().map(f -> r.name() + ": " + f))
                    .filter(f -> f.matches(".*: (campaign " + campaign + "|account " + account.id() + ")\\b.*"))
                    .toList();
        }
    }

    @Test
    void aCampaignInDoubtIsChargedForWhatIsInDoubt() throws Exception {
        assertThat(given.entries(campaign)).containsExactly("hold -0.45 0.45", "charge 0 -0.45");
        assertThat(findings()).isEmpty();
    }

    /** Wrong and consistent everywhere: hold, ledger and balance agree, the tally alone knows better. */
    private void charged(String more) {
        given.sql("""
                update hold set posted = posted + %2$s where campaign_id = %1$d;
                insert into ledger_entry (account_id, campaign_id, kind, available, reserved, at)
                values (%3$d, %1$d, 'charge', -(%2$s), 0, now());
                update balance set available = available - (%2$s) where account_id = %3$d""".formatted(campaign, more, account.id()));
    }

    @Test
    void aChargeTooMuchIsFoundWhileItIsInDoubt() throws Exception {
        charged("0.045");
        assertThat(findings())
                .singleElement()
                .asString()
                .startsWith("everything due is posted: campaign " + campaign)
                .contains("0.495000 charged, 0.450000 due");
    }

    @Test
    void aChargeTooLittleIsFoundWhileItIsInDoubt() throws Exception {
        charged("-0.045");
        assertThat(findings()).singleElement().asString().contains("0.405000 charged, 0.450000 due");
    }

    @Test
    void aHoldLeftOpenIsFound() throws Exception {
        launched();
        try (Connection lock = source.getConnection();
                Statement s = lock.createStatement()) {
            lock.setAutoCommit(false);
            // The poster passes over what somebody has locked.
            s.execute("select from hold where campaign_id = %d for update".formatted(campaign));
            ended();
            assertThat(findings()).singleElement().asString().endsWith("0.450000 due, its hold open");
            lock.rollback();
        }
    }

    @Test
    void aHoldThatTookFromTheLedgerOfAnotherCampaignIsFound() throws Exception {
        long other = given.draft(account, 1);
        given.sql("update ledger_entry set campaign_id = %d where campaign_id = %d and kind = 'hold'"
                .formatted(other, campaign));
        assertThat(findings()).singleElement().asString().startsWith("holds = ledger: campaign " + campaign);
    }
}
