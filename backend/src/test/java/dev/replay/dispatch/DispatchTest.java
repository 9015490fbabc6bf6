package dev.replay.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.replay.boot.Audit;
import dev.replay.carrier.Carriers;
import dev.replay.carrier.Delivery;
import dev.replay.carrier.Line;
import dev.replay.carrier.OutcomeSink;
import dev.replay.carrier.PartOutcome;
import dev.replay.carrier.Routing;
import dev.replay.carrier.TestCarrier;
import dev.replay.message.RawStatuses;
import dev.replay.receipt.Settlement;
import dev.replay.store.Database;
import dev.replay.store.StoreException;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

@QuarkusTest
class DispatchTest {
    @Inject
    Database database;

    @Inject
    DataSource source;

    @Inject
    Carriers carriers;

    @Inject
    Outcomes outcomes;

    @Inject
    SubStatusIds ids;

    @Inject
    RawStatuses raw;

    @Inject
    Unrecorded unrecorded;

    @Inject
    Clock clock;

    @Inject
    DispatchSettings settings;

    @Inject
    Settlement settlement;

    /** Recipients that end in the given two digits, as many as asked for, in a campaign that launch has released. */
    private long released(String body, Map<String, Integer> digits) {
        return database.asEngine(c -> {
            long campaign = campaign(c, body);
            int id = 0;
            for (var group : digits.entrySet())
                for (int i = 0; i < group.getValue(); i++) insert(c, campaign, ++id, group.getKey());
            tally(c, campaign, id);
            return campaign;
        });
    }

    private static long campaign(Connection c, String body) throws java.sql.SQLException {
        return Database.first(c, """
                        with a as (insert into account (name, currency, zone, created_at)
                            values ('A', 'EUR', 'Europe/Rome', now()) returning id),
                        s as (insert into sender (account_id, sender, route, created_at)
                            select id, 'ACME', 'transactional', now() from a returning id, account_id)
                        insert into campaign (account_id, name, status, sender_id, route, body, created_at, submitted_at)
                        select account_id, 'x', 'draft', id, 'transactional', ?, now(), now() from s returning id
                        """, s -> s.setString(1, body), r -> r.getLong(1))
                .orElseThrow();
    }

    private static void insert(Connection c, long campaign, int id, String lastDigits) throws java.sql.SQLException {
        Database.update(c, """
                insert into message (campaign_id, account_id, id, recipient, country)
                select id, account_id, ?, ?, 'IN' from campaign where id = ?
                """, s -> {
            s.setInt(1, id);
            s.setLong(2, Long.parseLong("9198" + "%08d".formatted(id).substring(lastDigits.length()) + lastDigits));
            s.setLong(3, campaign);
        });
    }

    private static void tally(Connection c, long campaign, int n) throws java.sql.SQLException {
        Database.update(c, """
                insert into tally (campaign_id, shard, status, sub_status, country, segments, count)
                values (?, 0, 0, 0, 'IN', 0, ?)
                """, s -> {
            s.setLong(1, campaign);
            s.setInt(2, n);
        });
        Database.update(
                c, "update campaign set recipients = " + n + ", status = 'processing' where id = " + campaign, s -> {});
        Database.update(
                c,
                "insert into lease (campaign_id, lo, hi, intent) values (" + campaign + ", 1, " + n + ", 0)",
                s -> {});
    }

    private Map<String, Integer> standing(long campaign) {
        Map<String, Integer> found = new TreeMap<>();
        database.asEngine(c ->
                        Database.list(c, """
                        select coalesce(s.code, 'queued'), count(*) from message m
                        left join sub_status s on s.id = m.sub_status where campaign_id = ? group by 1
                        """, s -> s.setLong(1, campaign), r -> Map.entry(r.getString(1), r.getInt(2))))
                .forEach(e -> found.put(e.getKey(), e.getValue()));
        return found;
    }

    private String status(long campaign) {
        return database.asEngine(c -> Database.first(
                        c,
                        "select status || case when settled_at is null then '' else ', settled' end from campaign where id = ?",
                        s -> s.setLong(1, campaign),
                        r -> r.getString(1))
                .orElseThrow());
    }

    /** Other tests' fixtures share the database: only what is said of this campaign counts. */
    private void proven(long campaign) throws Exception {
        try (Connection c = source.getConnection()) {
            for (Audit.Result result : Audit.run(c))
                assertThat(result.findings())
                        .as(result.name())
                        .noneMatch(finding -> finding.matches("campaign " + campaign + "\\b.*"));
        }
    }

    @Test
    void everybodyIsWrittenToOnceAndReceiptsSettleTheCampaign() throws Exception {
        var before = carriers.simulator().orElseThrow().counts();
        long campaign = released("Hello", Map.of("00", 3_000));
        await().atMost(Duration.ofSeconds(30)).until(() -> status(campaign).equals("submitted, settled"));
        assertThat(standing(campaign)).isEqualTo(Map.of("DELIVRD", 3_000));
        var after = carriers.simulator().orElseThrow().counts();
        assertThat(after.accepted() - before.accepted()).isEqualTo(3_000);
        assertThat(after.copiesBeyondOne()).isEqualTo(before.copiesBeyondOne());
        proven(campaign);
    }

    @Test
    void eachFateEndsAsTheTableSays() throws Exception {
        long campaign = released(
                "Hello",
                Map.ofEntries(
                        Map.entry("60", 2),
                        Map.entry("61", 3),
                        Map.entry("68", 1),
                        Map.entry("69", 1),
                        Map.entry("71", 2),
                        Map.entry("73", 1),
                        Map.entry("74", 4),
                        Map.entry("75", 2),
                        Map.entry("76", 1),
                        Map.entry("77", 1),
                        Map.entry("9980", 1),
                        Map.entry("9981", 1)));
        Map<String, Integer> expected = Map.ofEntries(
                Map.entry("INVALID-SUB", 2),
                Map.entry("ABSENT-SUB", 3),
                Map.entry("EXPIRED", 1),
                Map.entry("REJECTED", 1),
                Map.entry("NO-DLR-OPTR", 2),
                Map.entry("ENROUTE", 1),
                Map.entry("SUBMITTED", 4),
                Map.entry("INV-NUMBER", 2),
                Map.entry("SENDER-ID-NOT-FOUND", 1),
                Map.entry("SUBMIT-FAIL", 1),
                Map.entry("DELIVRD", 2));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(standing(campaign)).isEqualTo(expected));
        // Receipts may be faster than the look that ends it.
        await().until(() -> status(campaign).startsWith("submitted"));
        proven(campaign);
    }

    @Test
    void aLongTextIsDeliveredWhenAllItsPartsAre() throws Exception {
        long campaign = released("x".repeat(400), Map.of("00", 50));
        await().atMost(Duration.ofSeconds(30)).until(() -> status(campaign).equals("submitted, settled"));
        assertThat(standing(campaign)).isEqualTo(Map.of("DELIVRD", 50));
        proven(campaign);
    }

    private Worker worker(Ways ways) {
        return worker(ways, database);
    }

    private Worker worker(Ways ways, Database database) {
        return worker(ways, database, outcomes);
    }

    private Worker worker(Ways ways, Database database, Outcomes outcomes) {
        return worker(ways, database, outcomes, settings);
    }

    private Worker worker(Ways ways, Database database, Outcomes outcomes, DispatchSettings settings) {
        return new Worker(database, outcomes, ids, clock, new Paces(database), settings, ways, "test", (short) 3, -1);
    }

    /** A lease over n messages that the test's own worker holds, with everything of it on the wire. */
    private Run written(Worker worker, TestCarrier carrier, int n) {
        Run run = begun(worker, "Hello", n);
        run.step(System.nanoTime(), true);
        assertThat(carrier.taken).hasSize(n);
        return run;
    }

    private Run begun(Worker worker, String body, int n) {
        return database.asEngine(c -> {
            long campaign = campaign(c, body);
            for (int id = 1; id <= n; id++) insert(c, campaign, id, "00");
            tally(c, campaign, n);
            Database.update(c, """
                    update lease set owner = 'test', fence = 7, expires_at = clock_timestamp() + interval '1 minute'
                    where campaign_id = ?
                    """, s -> s.setLong(1, campaign));
            var outgoing = Outgoing.read(c, campaign, settings.validity());
            return new Run(worker, new Lease(campaign, 1, n, 0, 7), outgoing, worker.deadline());
        });
    }

    private static void workOff(Run run) {
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            run.step(System.nanoTime(), true);
            return run.done();
        });
        run.release();
    }

    @Test
    void anAnswerAfterTheLeaseWasGivenBackSettlesItsMessage() throws Exception {
        var carrier = new TestCarrier((short) 1, "silent");
        var worker = worker(Ways.only(carrier));
        Run run = written(worker, carrier, 2);
        for (int i = 0; i < 2; i++) carrier.settle(i, new PartOutcome.Unconfirmed());
        workOff(run);
        long campaign = carrier.taken.getFirst().campaignId();
        assertThat(standing(campaign)).isEqualTo(Map.of("SUBMIT-UNCONFIRMED", 2));
        carrier.late(0, 0, new PartOutcome.Accepted("late-" + campaign));
        carrier.late(1, 0, new PartOutcome.Refused(0x0B));
        worker.settleLate();
        assertThat(standing(campaign)).isEqualTo(Map.of("SUBMITTED", 1, "INV-NUMBER", 1));
        proven(campaign);
    }

    @Test
    void anIdBeyondAllStandardsDoesNotHoldTheOthersBack() throws Exception {
        var carrier = new TestCarrier((short) 1, "silent");
        Run run = written(worker(Ways.only(carrier)), carrier, 2);
        var random = new Random(1);
        String endless = random.ints(20_000, 33, 127)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        carrier.settle(0, new PartOutcome.Accepted(endless));
        carrier.settle(1, new PartOutcome.Accepted("sh\0rt"));
        workOff(run);
        long campaign = carrier.taken.getFirst().campaignId();
        assertThat(standing(campaign)).isEqualTo(Map.of("SUBMITTED", 2));
        proven(campaign);
    }

    private Map<String, Integer> carriersOf(long campaign) {
        Map<String, Integer> found = new TreeMap<>();
        database.asEngine(c -> Database.list(
                        c,
                        "select carrier_id, count(*) from message where campaign_id = ? group by 1",
                        s -> s.setLong(1, campaign),
                        r -> Map.entry(r.getString(1), r.getInt(2))))
                .forEach(e -> found.put(e.getKey(), e.getValue()));
        return found;
    }

    private static void steps(Run run, Callable<Boolean> until) {
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            run.step(System.nanoTime(), true);
            return until.call();
        });
    }

    private static PartOutcome accepted(int id) {
        return new PartOutcome.Accepted("id-" + id);
    }

    @Test
    void whatWasNeverWrittenMovesOverToTheNextCarrierAndWhatWasWrittenStays() throws Exception {
        var first = new TestCarrier((short) 11, "first");
        var second = new TestCarrier((short) 12, "second");
        first.room = 8;
        var ways = new Ways(Routing.of(Map.of(), List.of(new Line(first, 0), new Line(second, 0))));
        Run run = begun(worker(ways), "Hello", 12);
        steps(run, () -> first.taken.size() >= 8);
        assertThat(second.taken).isEmpty();
        int written = first.taken.size();
        long campaign = first.taken.getFirst().campaignId();
        first.settle(0, accepted(0));
        for (int i = 1; i < written - 1; i++) first.settle(i, new PartOutcome.Unconfirmed());
        first.settle(written - 1, new PartOutcome.Unwritten());
        first.room = 0;
        steps(run, () -> second.taken.size() == 12 - written + 1);
        for (int i = 0; i < second.taken.size(); i++) second.settle(i, accepted(100 + i));
        workOff(run);
        assertThat(standing(campaign))
                .isEqualTo(Map.of("SUBMITTED", 12 - written + 2, "SUBMIT-UNCONFIRMED", written - 2));
        assertThat(carriersOf(campaign)).isEqualTo(Map.of("11", written - 1, "12", 12 - written + 1));
        proven(campaign);
    }

    /** Bounds of a campaign's leases, with an asterisk where somebody owns it. */
    private List<String> leases(long campaign) {
        return database.asEngine(c -> Database.list(
                c,
                "select lo || '-' || hi || case when owner is null then '' else '*' end from lease where campaign_id = ? order by lo",
                s -> s.setLong(1, campaign),
                r -> r.getString(1)));
    }

    @Test
    void aRunWhoseLeaseWasTakenWritesNoFurtherByteAndWhatItHadWrittenSettles() throws Exception {
        var carrier = new TestCarrier((short) 1, "slow");
        carrier.room = 3;
        Run run = begun(worker(Ways.only(carrier)), "Hello", 12);
        steps(run, () -> carrier.taken.size() >= 3);
        int written = carrier.taken.size();
        long campaign = carrier.taken.getFirst().campaignId();
        assertThat(carrier.mayLeave(0)).isTrue();
        database.asEngine(c -> {
            Database.update(
                    c,
                    "update lease set expires_at = clock_timestamp() - interval '1 hour' where campaign_id = ?",
                    s -> s.setLong(1, campaign));
            return null;
        });
        // A sweep of the running service, or of another test, finds it.
        await().atMost(Duration.ofSeconds(30)).until(() -> !leases(campaign).contains("1-12*"));
        carrier.room = 100;
        carrier.settle(0, accepted(0));
        await().atMost(Duration.ofSeconds(10)).until(() -> {
            run.step(System.nanoTime(), true);
            return !carrier.mayLeave(0);
        });
        assertThat(carrier.taken).hasSize(written);
        for (int i = 1; i < written; i++) carrier.settle(i, accepted(i));
        workOff(run);
        assertThat(carrier.taken).hasSize(written);
        await().atMost(Duration.ofSeconds(30)).until(() -> standing(campaign).getOrDefault("queued", 0) == 0);
        assertThat(standing(campaign).getOrDefault("SUBMIT-UNCONFIRMED", 0)).isLessThan(12 - written + 1);
        proven(campaign);
    }

    @Test
    void ofWhatMayHaveBeenSentAgainAnOldAnswerSaysNothing() throws Exception {
        var atOnce = new SmallRyeConfigBuilder()
                .withMapping(DispatchSettings.class)
                .withDefaultValue("replay.dispatch.send-again-after", "PT0S")
                .build()
                .getConfigMapping(DispatchSettings.class);
        var carrier = new TestCarrier((short) 1, "slow");
        Run run = written(worker(Ways.only(carrier), database, outcomes, atOnce), carrier, 2);
        long campaign = run.campaignId();
        database.asEngine(c -> Database.update(
                c,
                "update lease set expires_at = clock_timestamp() - interval '1 hour' where campaign_id = ?",
                s -> s.setLong(1, campaign)));
        var inDoubt = Map.of("SUBMIT-UNCONFIRMED", 2);
        await().atMost(Duration.ofSeconds(30)).until(() -> standing(campaign).equals(inDoubt));
        carrier.settle(0, new PartOutcome.Refused(0x0B));
        carrier.settle(1, accepted(1));
        workOff(run);
        assertThat(standing(campaign)).isEqualTo(inDoubt);
        proven(campaign);
    }

    @Test
    void aRunThatIsHaltedGivesBackAtOnceWhatItHasNotClaimed() throws Exception {
        var carrier = new TestCarrier((short) 1, "silent");
        carrier.room = 3;
        var worker = worker(Ways.only(carrier));
        Run run = begun(worker, "Hello", 1_000);
        steps(run, () -> carrier.taken.size() >= 3);
        carrier.room = 0;
        long campaign = carrier.taken.getFirst().campaignId();
        assertThat(leases(campaign)).isEqualTo(List.of("1-1000*"));
        paused(campaign, true);
        steps(run, run::draining);
        var shared = leases(campaign);
        assertThat(shared).hasSize(2);
        int claimed = Integer.parseInt(shared.getFirst().replaceAll("1-|\\*", ""));
        assertThat(shared).isEqualTo(List.of("1-" + claimed + "*", (claimed + 1) + "-1000"));
        for (int i = 0; i < carrier.taken.size(); i++) carrier.settle(i, accepted(i));
        workOff(run);
        assertThat(standing(campaign))
                .isEqualTo(Map.of("SUBMITTED", carrier.taken.size(), "queued", 1_000 - carrier.taken.size()));
        proven(campaign);
        database.asEngine(c -> Database.update(c, "delete from lease where campaign_id = " + campaign, s -> {}));
    }

    private void paused(long campaign, boolean paused) {
        database.asEngine(c -> Database.update(
                c,
                "update campaign set status = '" + (paused ? "paused" : "processing") + "' where id = " + campaign,
                s -> {}));
    }

    /** Commits, and loses the answer as often as it is told. */
    private final class Forgetful extends Database {
        private int lose;

        Forgetful() {
            super(source);
        }

        @Override
        public <T> T asEngineInTurn(Work<T> work) {
            T answer = super.asEngineInTurn(work);
            if (lose-- > 0) throw new StoreException(new SQLException("connection lost", "08006"));
            return answer;
        }
    }

    @Test
    void aClaimWhoseAnswerWasLostIsGivenBackByARunThatIsHalted() throws Exception {
        var carrier = new TestCarrier((short) 1, "silent");
        carrier.room = 3;
        var forgetful = new Forgetful();
        Run run = begun(worker(Ways.only(carrier), forgetful), "Hello", 1_000);
        steps(run, () -> carrier.taken.size() >= 3);
        long campaign = run.campaignId();
        for (int i = 0; i < carrier.taken.size(); i++) carrier.settle(i, accepted(i));
        int written = carrier.taken.size();
        forgetful.lose = 1;
        assertThatThrownBy(() -> steps(run, () -> carrier.taken.size() > written))
                .hasMessageContaining("connection lost");
        run.halt();
        paused(campaign, true);
        workOff(run);
        assertThat(carrier.taken).hasSize(written);
        assertThat(standing(campaign)).isEqualTo(Map.of("SUBMITTED", written, "queued", 1_000 - written));
        assertThat(free(campaign)).isEqualTo(1_000 - written);
        proven(campaign);
        database.asEngine(c -> Database.update(c, "delete from lease where campaign_id = " + campaign, s -> {}));
    }

    @Test
    void anAnswerThatCannotBeWrittenDownYetIsNotForgotten() throws Exception {
        var carrier = new TestCarrier((short) 1, "wordy");
        int[] failures = {2};
        var unable = new Outcomes(ids, raw, unrecorded) {
            @Override
            Settled settled(Attempt attempt, short carrierId) {
                if (failures[0]-- > 0) throw new StoreException(new SQLException("connection lost", "08006"));
                return super.settled(attempt, carrierId);
            }
        };
        Run run = written(worker(Ways.only(carrier), database, unable), carrier, 2);
        long campaign = run.campaignId();
        carrier.settle(0, new PartOutcome.Refused(0x0B));
        carrier.settle(1, accepted(1));
        for (int i = 0; i < 2; i++)
            assertThatThrownBy(() -> run.step(System.nanoTime(), true)).hasMessageContaining("connection lost");
        assertThat(run.done()).isFalse();
        workOff(run);
        assertThat(standing(campaign)).isEqualTo(Map.of("INV-NUMBER", 1, "SUBMITTED", 1));
        assertThat(leases(campaign)).isEmpty();
        proven(campaign);
    }

    @Test
    void whatIsAnsweredTwiceCountsOnce() throws Exception {
        var carrier = new TestCarrier((short) 1, "twice");
        Run run = written(worker(Ways.only(carrier)), carrier, 2);
        long campaign = run.campaignId();
        for (int i = 0; i < 3; i++) carrier.settle(0, accepted(i));
        steps(run, () -> standing(campaign).containsKey("SUBMITTED"));
        assertThat(run.done()).isFalse();
        carrier.settle(1, accepted(9));
        workOff(run);
        assertThat(standing(campaign)).isEqualTo(Map.of("SUBMITTED", 2));
        proven(campaign);
    }

    @Test
    void aCarrierThatFailsAtAMessageMayHaveIt() throws Exception {
        var carrier = new TestCarrier((short) 1, "failing");
        carrier.failure = new IllegalStateException("bug");
        Run run = begun(worker(Ways.only(carrier)), "Hello", 2);
        workOff(run);
        long campaign = run.campaignId();
        assertThat(carrier.taken).hasSize(2);
        assertThat(standing(campaign)).isEqualTo(Map.of("SUBMIT-UNCONFIRMED", 2));
        proven(campaign);
    }

    @Test
    void anAnswerToWhatSomebodyElseSendsAgainIsNotTheirs() throws Exception {
        var carrier = new TestCarrier((short) 1, "late");
        Run run = written(worker(Ways.only(carrier)), carrier, 1);
        long campaign = run.campaignId();
        var settled = outcomes.settled(
                new Attempt(carrier.taken.getFirst(), List.of(new PartOutcome.Refused(0x0B))), carrier.id());
        for (boolean ours : List.of(false, true)) {
            database.asEngine(c -> {
                outcomes.write(c, campaign, List.of(settled), ours, (short) 3, clock.instant());
                return null;
            });
            assertThat(standing(campaign)).isEqualTo(Map.of(ours ? "INV-NUMBER" : "queued", 1));
        }
        carrier.settle(0, accepted(0));
        workOff(run);
        proven(campaign);
    }

    @Test
    void aHaltWhoseAnswerWasLostLeavesNobodyTwiceAndNobodyOutWhenTheCampaignGoesOn() throws Exception {
        var carrier = new TestCarrier((short) 1, "silent");
        carrier.room = 3;
        var forgetful = new Forgetful();
        Run run = begun(worker(Ways.only(carrier), forgetful), "Hello", 1_000);
        steps(run, () -> carrier.taken.size() >= 3);
        carrier.room = 0;
        long campaign = run.campaignId();
        int claimed = run.open();
        paused(campaign, true);
        forgetful.lose = 1;
        assertThatThrownBy(() -> steps(run, run::draining)).hasMessageContaining("connection lost");
        assertThat(leases(campaign)).isEqualTo(List.of("1-" + claimed + "*", (claimed + 1) + "-1000"));
        // Somebody else has the rest before the run hears anything more.
        database.asEngine(c -> Database.update(
                c, "update lease set owner = 'other' where campaign_id = " + campaign + " and owner is null", s -> {}));
        paused(campaign, false);
        carrier.room = 100;
        steps(run, () -> carrier.taken.size() == claimed);
        for (int i = 0; i < claimed; i++) carrier.settle(i, accepted(i));
        workOff(run);
        assertThat(carrier.taken).hasSize(claimed);
        assertThat(standing(campaign)).isEqualTo(Map.of("SUBMITTED", claimed, "queued", 1_000 - claimed));
        assertThat(leases(campaign)).isEqualTo(List.of((claimed + 1) + "-1000*"));
        proven(campaign);
        database.asEngine(c -> {
            Database.update(c, "delete from lease where campaign_id = " + campaign, s -> {});
            return null;
        });
        paused(campaign, true);
    }

    /** Queued rows that a free lease covers. */
    private int free(long campaign) {
        return database.asEngine(c -> Database.first(c, """
                        select count(*) from message m join lease l
                            on l.campaign_id = m.campaign_id and l.owner is null and m.id between l.lo and l.hi
                        where m.campaign_id = ? and m.status = 0
                        """, s -> s.setLong(1, campaign), r -> r.getInt(1))
                .orElseThrow());
    }

    @Test
    void whatWasClaimedLongAgoAndNotWrittenIsReadAnew() throws Exception {
        var carrier = new TestCarrier((short) 1, "full");
        carrier.room = 5;
        var worker = worker(Ways.only(carrier));
        Run run = begun(worker, "Hello", 5);
        long campaign = run.campaignId();
        steps(run, () -> carrier.taken.size() == 5);
        carrier.room = 0;
        for (int i = 0; i < 4; i++) carrier.settle(i, new PartOutcome.Throttled(0x58));
        carrier.settle(4, accepted(4));
        paused(campaign, false);
        run.step(System.nanoTime(), true);
        assertThat(run.draining()).isFalse();
        run.step(System.nanoTime() + Duration.ofSeconds(11).toNanos(), true);
        assertThat(run.draining()).isTrue();
        paused(campaign, true);
        workOff(run);
        assertThat(standing(campaign)).isEqualTo(Map.of("SUBMITTED", 1, "queued", 4));
        assertThat(leases(campaign)).isEqualTo(List.of("1-4"));
        proven(campaign);
        database.asEngine(c -> Database.update(c, "delete from lease where campaign_id = " + campaign, s -> {}));
    }

    @Test
    void aTextTakenInOnePieceHasAllItsSegmentsAndOneReceiptDeliversIt() throws Exception {
        var carrier = new TestCarrier((short) 1, "whole");
        var worker = worker(Ways.only(carrier));
        Run run = begun(worker, "x".repeat(400), 3);
        steps(run, () -> carrier.taken.size() == 3);
        long campaign = carrier.taken.getFirst().campaignId();
        String id = "whole-" + campaign;
        carrier.settle(0, new PartOutcome.Accepted(id));
        carrier.settle(1, new PartOutcome.Unconfirmed());
        carrier.settle(2, new PartOutcome.Unconfirmed());
        workOff(run);
        carrier.late(1, OutcomeSink.WHOLE, new PartOutcome.Accepted(id + "-late"));
        worker.settleLate();
        assertThat(standing(campaign)).isEqualTo(Map.of("SUBMITTED", 2, "SUBMIT-UNCONFIRMED", 1));
        settlement.settle(
                List.of(receipt(id, carrier.taken.get(0).recipient()), receipt(id + "-late", 0)), clock.instant());
        assertThat(standing(campaign)).isEqualTo(Map.of("DELIVRD", 2, "SUBMIT-UNCONFIRMED", 1));
        assertThat(segmentsOf(campaign)).isEqualTo(9);
        proven(campaign);
    }

    private static Delivery.Receipt receipt(String id, long recipient) {
        return new Delivery.Receipt((short) 1, id, recipient, "", "DELIVRD", "", null, "");
    }

    private int segmentsOf(long campaign) {
        return database.asEngine(c -> Database.first(
                        c,
                        "select sum(segments) from message where campaign_id = ?",
                        s -> s.setLong(1, campaign),
                        r -> r.getInt(1))
                .orElseThrow());
    }

    @Test
    void aCancelledCampaignWhoseLeaseIsGoneComesToItsEnd() throws Exception {
        long campaign = database.asEngine(c -> {
            long id = campaign(c, "Hello");
            for (int n = 1; n <= 3; n++) insert(c, id, n, "00");
            tally(c, id, 3);
            Database.update(c, "delete from lease where campaign_id = " + id, s -> {});
            Database.update(c, "update campaign set status = 'cancelled' where id = " + id, s -> {});
            return id;
        });
        await().atMost(Duration.ofSeconds(15)).until(() -> status(campaign).equals("cancelled, settled"));
        assertThat(standing(campaign)).isEqualTo(Map.of("CANCELLED", 3));
        proven(campaign);
    }
}
