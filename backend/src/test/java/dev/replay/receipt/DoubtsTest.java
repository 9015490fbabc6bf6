package dev.replay.receipt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.replay.Given;
import dev.replay.campaign.GivenCampaign;
import dev.replay.carrier.Delivery.Receipt;
import dev.replay.status.Catalogue;
import dev.replay.status.Status;
import dev.replay.store.Database;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Campaigns whose responses were lost ten minutes ago, and receipts of ids that nobody knows, five minutes old. */
@QuarkusTest
class DoubtsTest {
    private static final AtomicLong NUMBERS = new AtomicLong(919_010_000_000L);
    private static final Instant LOST = Instant.now().minus(Duration.ofMinutes(10));
    private static final Instant RECEIVED = Instant.now().minus(Duration.ofMinutes(5));

    @Inject
    Database database;

    @Inject
    Catalogue catalogue;

    @Inject
    Settlement settlement;

    @Inject
    Doubts doubts;

    @Inject
    Given given;

    private long series;
    private long account;

    @BeforeEach
    void anAccount() {
        series = NUMBERS.addAndGet(1_000);
        account = given.account().id();
    }

    @AfterEach
    void everyCountIsItsRows() {
        assertThat(Books.differences(database, account)).isEmpty();
    }

    private GivenCampaign campaign() {
        return new GivenCampaign(database, catalogue, account).submitted(LOST).to(series);
    }

    private long doubtful(int segments) {
        return campaign()
                .segments(segments)
                .with(2, Status.SENT, "SUBMIT-UNCONFIRMED")
                .create();
    }

    private Receipt receipt(String id, String stat) {
        return new Receipt((short) 1, id, series + 1, "ACME", stat, "000", null, "id:" + id + " stat:" + stat);
    }

    private void came(Instant at, Receipt... receipts) {
        settlement.settle(List.of(receipts), at);
    }

    private void look() {
        doubts.settle(LOST.minus(Duration.ofDays(2)), Instant.now(), Instant.now());
    }

    private String standing(long campaign) {
        return text("""
                select s.code || ' ' || m.segments || ' ' || m.parts_delivered from message m
                join sub_status s on s.id = m.sub_status where m.campaign_id = %d and m.id = 1""".formatted(campaign));
    }

    private String unknown() {
        return text("select count(*) from receipt_inbox where campaign_id is null and recipient = " + (series + 1));
    }

    private String text(String query) {
        return database.asEngine(
                c -> Database.first(c, query, s -> {}, r -> r.getString(1)).orElse("nothing"));
    }

    private String id(String name) {
        return name + "-" + series;
    }

    @Test
    void aReceiptOfAnUnknownIdSettlesTheOnlyMessageInDoubtAndBringsItsId() {
        long campaign = doubtful(1);
        came(RECEIVED, receipt(id("a"), "ENROUTE"));
        look();
        assertThat(standing(campaign)).isEqualTo("ENROUTE 1 0");
        assertThat(unknown()).isEqualTo("0");
        // The id is known from now on.
        came(Instant.now(), receipt(id("a"), "DELIVRD"));
        assertThat(standing(campaign)).isEqualTo("DELIVRD 1 1");
        assertThat(text("select carrier_message_id from carrier_ref where campaign_id = " + campaign))
                .isEqualTo(id("a"));
    }

    @Test
    void twoMessagesInDoubtLeaveItOpen() {
        long first = doubtful(1);
        long second = doubtful(1);
        came(RECEIVED, receipt(id("a"), "DELIVRD"));
        look();
        assertThat(List.of(standing(first), standing(second))).containsOnly("SUBMIT-UNCONFIRMED 1 0");
        assertThat(unknown()).isEqualTo("1");
    }

    @Test
    void oneThatIsOnTheWireMayBeIt() {
        long doubtful = doubtful(1);
        long onTheWire = campaign().status("processing").queued(1).create();
        database.asEngine(c -> Database.update(c, """
                insert into lease (campaign_id, lo, hi, intent, owner, expires_at)
                values (?, 1, 1, 1, 'somebody', now() + interval '1 hour')
                """, s -> s.setLong(1, onTheWire)));
        came(RECEIVED, receipt(id("a"), "DELIVRD"));
        look();
        assertThat(standing(doubtful)).isEqualTo("SUBMIT-UNCONFIRMED 1 0");
        // It keeps its owner, so that no worker of this process takes it up and writes it.
        database.asEngine(c ->
                Database.update(c, "update lease set intent = 0 where campaign_id = ?", s -> s.setLong(1, onTheWire)));
        look();
        assertThat(standing(doubtful)).isEqualTo("DELIVRD 1 1");
    }

    @Test
    void whatItCannotBeOfStaysAsItIs() {
        long campaign = doubtful(1);
        Receipt ofAnotherSender =
                new Receipt((short) 1, id("a"), series + 1, "OTHER", "DELIVRD", "000", null, "id: stat:");
        Receipt ofNoSender = new Receipt((short) 1, id("b"), series + 1, "", "DELIVRD", "000", null, "id: stat:");
        came(RECEIVED, ofAnotherSender, ofNoSender);
        came(LOST.minus(Duration.ofHours(1)), receipt(id("before"), "DELIVRD"));
        came(Instant.now(), receipt(id("just-now"), "DELIVRD"));
        look();
        assertThat(standing(campaign)).isEqualTo("SUBMIT-UNCONFIRMED 1 0");
        assertThat(unknown()).isEqualTo("4");
    }

    @Test
    void whatCameAfterItsValidityIsNotOfIt() {
        long campaign = campaign()
                .submitted(LOST.minus(Duration.ofHours(30)))
                .with(2, Status.SENT, "SUBMIT-UNCONFIRMED")
                .create();
        came(RECEIVED, receipt(id("a"), "DELIVRD"));
        look();
        assertThat(standing(campaign)).isEqualTo("SUBMIT-UNCONFIRMED 1 0");
    }

    @Test
    void anOwnerThatFellSilentLongBeforeSomebodyNoticedClaimedBeforeThat() {
        long campaign = doubtful(1);
        Instant heard = LOST.minus(Duration.ofHours(3));
        database.asEngine(c -> Database.update(c, "update campaign set submitted_at = ? where id = ?", s -> {
            s.setTimestamp(1, java.sql.Timestamp.from(heard.minusSeconds(60)));
            s.setLong(2, campaign);
        }));
        came(heard.plusSeconds(1), receipt(id("a"), "DELIVRD"));
        look();
        assertThat(standing(campaign)).isEqualTo("SUBMIT-UNCONFIRMED 1 0");
        database.asEngine(c -> Database.update(c, """
                insert into lost_lease (campaign_id, lo, hi, heard_at, lost_at)
                values (?, 1, 2, ?, (select submitted_at from message where campaign_id = ? and id = 1))
                """, s -> {
            s.setLong(1, campaign);
            s.setTimestamp(2, java.sql.Timestamp.from(heard));
            s.setLong(3, campaign);
        }));
        look();
        assertThat(standing(campaign)).isEqualTo("DELIVRD 1 1");
    }

    @Test
    void aLongTextIsDeliveredByTheReceiptsOfAllItsParts() {
        long campaign = doubtful(3);
        came(RECEIVED, receipt(id("a"), "DELIVRD"), receipt(id("b"), "DELIVRD"));
        look();
        assertThat(standing(campaign)).isEqualTo("SUBMIT-UNCONFIRMED 3 3");
        came(RECEIVED, receipt(id("a"), "DELIVRD"), receipt(id("c"), "DELIVRD"));
        look();
        assertThat(standing(campaign)).isEqualTo("DELIVRD 3 7");
    }

    @Test
    void oneIdInTwoSpellingsIsOnePart() {
        long campaign = doubtful(2);
        String hex = Long.toHexString(series);
        came(RECEIVED, receipt(hex, "DELIVRD"), receipt(Long.toString(series), "DELIVRD"));
        came(RECEIVED.plusSeconds(1), receipt(hex.toUpperCase(), "DELIVRD"));
        look();
        assertThat(standing(campaign)).isEqualTo("SUBMIT-UNCONFIRMED 2 1");
        assertThat(unknown()).isEqualTo("0");
    }

    @Test
    void moreIdsThanPartsCannotBeTold() {
        long campaign = doubtful(2);
        came(RECEIVED, receipt(id("a"), "DELIVRD"), receipt(id("b"), "DELIVRD"), receipt(id("c"), "DELIVRD"));
        look();
        assertThat(standing(campaign)).isEqualTo("SUBMIT-UNCONFIRMED 2 0");
        assertThat(unknown()).isEqualTo("3");
    }

    @Test
    void ofALongTextWhoseOtherPartWasAcceptedItIsTheMissingPart() {
        long campaign = doubtful(2);
        accepted(campaign);
        came(RECEIVED, receipt(id("a"), "DELIVRD"));
        look();
        assertThat(standing(campaign)).isEqualTo("SUBMIT-UNCONFIRMED 2 2");
        came(RECEIVED, receipt(id("known"), "DELIVRD"));
        assertThat(standing(campaign)).isEqualTo("DELIVRD 2 3");
    }

    @Test
    void whatSomebodyDecidedIsProvenWrongByAReceiptThatComesAfterAll() {
        for (var decided : List.of("SENT - NO DLR", "RESOLVED-NOT-SENT")) {
            series = NUMBERS.addAndGet(1_000);
            long campaign = doubtful(2);
            decided(campaign, decided);
            came(RECEIVED, receipt(id("a"), "DELIVRD"));
            look();
            assertThat(standing(campaign)).as(decided).endsWith(" 2 1").doesNotStartWith("DELIVRD");
            came(RECEIVED, receipt(id("a"), "DELIVRD"), receipt(id("b"), "DELIVRD"));
            look();
            assertThat(standing(campaign)).as(decided).isEqualTo("DELIVRD 2 3");
        }
    }

    @Test
    void anIdThatWasWrittenDownTwiceIsOne() {
        long campaign = doubtful(2);
        // The answer of a commit was lost, and it was repeated.
        for (int i = 0; i < 2; i++) accepted(campaign);
        decided(campaign, "RESOLVED-NOT-SENT");
        came(RECEIVED, receipt(id("a"), "DELIVRD"));
        look();
        came(RECEIVED, receipt(id("known"), "DELIVRD"));
        assertThat(standing(campaign)).isEqualTo("DELIVRD 2 3");
    }

    /** The first of its parts, by the id "known". */
    private void accepted(long campaign) {
        database.asEngine(c -> Database.update(c, """
                insert into carrier_ref (submitted_at, campaign_id, recipient, message_id, carrier_id, part, carrier_message_id)
                values (now() - interval '10 minutes', ?, ?, 1, 1, 0, ?)
                """, s -> {
            s.setLong(1, campaign);
            s.setLong(2, series + 1);
            s.setString(3, id("known"));
        }));
    }

    private void decided(long campaign, String subStatus) {
        database.asEngine(c -> Database.update(c, """
                with moved as (
                    update message m set status = s.status, sub_status = s.id from sub_status s
                    where m.campaign_id = ? and m.id = 1 and s.code = ? returning m.status, m.sub_status),
                counted as (
                    insert into tally (campaign_id, shard, status, sub_status, country, segments, count)
                    select ?, 9, status, sub_status, 'IN', 2, 1 from moved
                    union all select ?, 9, 1, 55, 'IN', 2, -1)
                update campaign set resolved_at = now(), settled_at = now() where id = ?
                """, s -> {
            s.setLong(1, campaign);
            s.setString(2, subStatus);
            s.setLong(3, campaign);
            s.setLong(4, campaign);
            s.setLong(5, campaign);
        }));
    }
}
