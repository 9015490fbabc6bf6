package dev.replay.replay;

import static dev.replay.status.Status.DELIVERED;
import static dev.replay.status.Status.NOT_SENT;
import static dev.replay.status.Status.SENT;
import static dev.replay.status.Status.UNDELIVERED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.replay.account.Caller;
import dev.replay.account.CallerInTest;
import dev.replay.campaign.CampaignView;
import dev.replay.campaign.GivenCampaign;
import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import dev.replay.status.Catalogue;
import dev.replay.store.Database;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@ActivateRequestContext
class ReplayTest {
    private static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");

    @Inject
    Database database;

    @Inject
    Catalogue catalogue;

    @Inject
    Caller caller;

    @Inject
    ReplayResource replays;

    @Inject
    Replays drafts;

    private long account;

    @BeforeEach
    void anAccountWithPrices() {
        account = newAccount();
        CallerInTest.is(caller, account, ZONE);
    }

    private long newAccount() {
        return database.asEngine(c -> {
            long id = Database.first(
                            c,
                            "insert into account (name, currency, zone, created_at) values ('A', 'EUR', 'Asia/Kolkata', now()) returning id",
                            s -> {},
                            r -> r.getLong(1))
                    .orElseThrow();
            Database.update(
                    c,
                    "insert into price (account_id, route, country, unit_price) values (?, 'transactional', 'IN', 0.0025), (?, 'transactional', 'DE', 0.06)",
                    s -> {
                        s.setLong(1, id);
                        s.setLong(2, id);
                    });
            return id;
        });
    }

    private GivenCampaign campaign() {
        return new GivenCampaign(database, catalogue, account).submitted(daysAgo(3));
    }

    private static Instant daysAgo(int days) {
        return Instant.now().minus(Duration.ofDays(days));
    }

    private static List<Selection.Item> whole(String... statuses) {
        return List.of(statuses).stream()
                .map(status -> new Selection.Item(status, null))
                .toList();
    }

    private static Selection.Item some(String status, String... codes) {
        return new Selection.Item(status, List.of(codes));
    }

    private CampaignView replay(long of, List<Selection.Item> select) {
        return drafts.create(caller.accountId(), ZONE, of, select, null);
    }

    private PreviewView preview(long of, List<Selection.Item> select) {
        return replays.previewReplay(of, new ReplayResource.Select(select));
    }

    private void unsuppress(long recipient) {
        database.asEngine(
                c -> Database.update(c, "delete from suppression where recipient = ?", s -> s.setLong(1, recipient)));
    }

    private void suppress(long recipient, String reason) {
        database.asEngine(c -> Database.update(
                c, "insert into suppression (account_id, recipient, reason, created_at) values (?, ?, ?, now())", s -> {
                    s.setLong(1, account);
                    s.setLong(2, recipient);
                    s.setString(3, reason);
                }));
    }

    /** Moves rows of a campaign to another end, and its tally with them. */
    private void move(long campaign, String rows, int status, int subStatus) {
        database.asEngine(c -> {
            Database.update(
                    c,
                    "update message set status = ?, sub_status = ?, segments = 1 where campaign_id = ? and (" + rows
                            + ")",
                    s -> {
                        s.setInt(1, status);
                        s.setInt(2, subStatus);
                        s.setLong(3, campaign);
                    });
            Database.update(c, "delete from tally where campaign_id = ?", s -> s.setLong(1, campaign));
            return Database.update(c, """
                    insert into tally (campaign_id, count, shard, status, sub_status, segments, country)
                    select campaign_id, count(*), 0, status, sub_status, segments, country
                    from message where campaign_id = ? group by campaign_id, status, sub_status, segments, country
                    """, s -> s.setLong(1, campaign));
        });
    }

    private void submit(long campaign) {
        database.asEngine(c -> Database.update(
                c,
                "update campaign set status = 'submitted', submitted_at = now() - interval '2 days' where id = ?",
                s -> s.setLong(1, campaign)));
    }

    private List<String> rows(long campaign) {
        return database.asEngine(c -> Database.list(c, """
                select concat_ws(' ', id, recipient, source_id, source_status, root_seq, country, variables[1], status)
                from message where campaign_id = ? order by id
                """, s -> s.setLong(1, campaign), r -> r.getString(1)));
    }

    private short id(dev.replay.status.Status status, String code) {
        return catalogue.find(status, code).orElseThrow().id();
    }

    private static Refusal refused(ThrowingCallable call) {
        Refusal refusal = catchThrowableOfType(Refusal.class, call);
        assertThat(refusal).isNotNull();
        return refusal;
    }

    @Test
    void theBreakdownHasAlwaysFourStatusesAndTheirSubStatusesMostFirst() {
        long id = campaign()
                .with(50, DELIVERED, "DELIVRD")
                .with(10, UNDELIVERED, "ABSENT-SUB")
                .with(30, UNDELIVERED, "EXPIRED")
                .queued(10)
                .create();
        BreakdownView breakdown = replays.getStatusBreakdown(id);
        assertThat(breakdown.total()).isEqualTo(100);
        assertThat(breakdown.queued()).isEqualTo(10);
        assertThat(breakdown.statuses())
                .extracting(BreakdownView.OfStatus::status)
                .containsExactly("Delivered", "UnDelivered", "NotSent", "Sent");
        BreakdownView.OfStatus undelivered = breakdown.statuses().get(1);
        assertThat(undelivered.count()).isEqualTo(40);
        assertThat(undelivered.share()).isEqualByComparingTo("0.4");
        assertThat(undelivered.subStatuses())
                .extracting(BreakdownView.OfSubStatus::code)
                .containsExactly("EXPIRED", "ABSENT-SUB");
        assertThat(breakdown.statuses().get(2).subStatuses()).isEmpty();
    }

    @Test
    void theBreakdownOfADraftWithoutRecipientsIsAllZeros() {
        BreakdownView breakdown =
                replays.getStatusBreakdown(campaign().status("draft").create());
        assertThat(breakdown.total()).isZero();
        assertThat(breakdown.statuses())
                .extracting(BreakdownView.OfStatus::count)
                .containsOnly(0L);
    }

    @Test
    void aPreviewAddsUpItsItemsAndChoosesNobodyTwice() {
        long id = campaign()
                .with(50, DELIVERED, "DELIVRD")
                .with(20, UNDELIVERED, "ABSENT-SUB")
                .with(5, NOT_SENT, "NO-CREDITS")
                .with(7, NOT_SENT, "SUBMIT-FAIL")
                .in("DE")
                .with(3, UNDELIVERED, "EXPIRED")
                .create();
        PreviewView preview = preview(
                id,
                List.of(
                        new Selection.Item("UnDelivered", null),
                        some("UnDelivered", "EXPIRED"),
                        some("NotSent", "NO-CREDITS"),
                        some("NotSent", "NO-CREDITS")));
        assertThat(preview.targets()).isEqualTo(28);
        assertThat(preview.segments()).isEqualTo(28);
        assertThat(preview.skipped()).isEmpty();
        assertThat(preview.estimate().total()).isEqualTo("0.2425");
        assertThat(preview.byStatus())
                .extracting(PreviewView.OfStatus::status, PreviewView.OfStatus::targets)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("UnDelivered", 23L),
                        org.assertj.core.groups.Tuple.tuple("NotSent", 5L));
        assertThat(preview.byCountry())
                .extracting(PreviewView.OfCountry::country)
                .containsExactly("IN", "DE");
        assertThat(preview.eligibility().eligible()).isTrue();
    }

    @Test
    void aPreviewSaysWhoIsLeftOutAndWhy() {
        GivenCampaign given = campaign()
                .with(10, UNDELIVERED, "ABSENT-SUB")
                .with(10, DELIVERED, "DELIVRD")
                .with(4, SENT, "SUBMIT-UNCONFIRMED")
                .with(6, SENT, "SENT - NO DLR");
        long id = given.create();
        suppress(given.recipient(1), "opt-out");
        suppress(given.recipient(2), "opt-out");
        suppress(given.recipient(3), "blocked");
        suppress(given.recipient(15), "opt-out");
        suppress(4915112345678L, "blocked");
        List<Selection.Item> select = whole("UnDelivered", "Sent");
        PreviewView preview = preview(id, select);
        assertThat(preview.targets()).isEqualTo(13);
        assertThat(preview.skipped())
                .containsExactly(
                        new PreviewView.Skipped("blocked", 1),
                        new PreviewView.Skipped("opt-out", 2),
                        new PreviewView.Skipped("unconfirmed", 4));
        assertThat(preview(id, select)).isEqualTo(preview);
        suppress(given.recipient(4), "blocked");
        assertThat(preview(id, select).targets()).isEqualTo(12);
        assertThat(replay(id, select).recipients()).isEqualTo(12);
    }

    @Test
    void whoeverOptsOutOrComesBackBetweenTwoPreviewsIsCountedOnce() {
        GivenCampaign given = campaign().with(10, UNDELIVERED, "ABSENT-SUB");
        long id = given.create();
        List<Selection.Item> select = whole("UnDelivered");
        suppress(given.recipient(1), "opt-out");
        assertThat(preview(id, select).targets()).isEqualTo(9);
        suppress(given.recipient(2), "opt-out");
        suppress(given.recipient(3), "blocked");
        assertThat(preview(id, select).targets()).isEqualTo(7);
        suppress(given.recipient(4), "opt-out");
        assertThat(preview(id, select).skipped())
                .containsExactly(new PreviewView.Skipped("blocked", 1), new PreviewView.Skipped("opt-out", 3));
        unsuppress(given.recipient(1));
        assertThat(preview(id, select).targets()).isEqualTo(7);
        suppress(given.recipient(1), "blocked");
        assertThat(preview(id, select).skipped())
                .containsExactly(new PreviewView.Skipped("blocked", 2), new PreviewView.Skipped("opt-out", 2));
    }

    @Test
    void moreSuppressionsThanRecipientsCountTheSame() {
        GivenCampaign given = campaign().with(3, UNDELIVERED, "ABSENT-SUB");
        long id = given.create();
        for (int i = 3; i < 10; i++) suppress(given.recipient(i), "opt-out");
        assertThat(preview(id, whole("UnDelivered")).targets()).isEqualTo(2);
        assertThat(preview(id, whole("UnDelivered")).skipped()).containsExactly(new PreviewView.Skipped("opt-out", 1));
    }

    @Test
    void theErasedAreLeftOutAndCounted() {
        long id = campaign().with(5, UNDELIVERED, "ABSENT-SUB").create();
        database.asEngine(c -> Database.update(
                c, "update message set recipient = -id where campaign_id = ? and id <= 2", s -> s.setLong(1, id)));
        assertThat(preview(id, whole("UnDelivered")).skipped()).containsExactly(new PreviewView.Skipped("erased", 2));
        assertThat(replay(id, whole("UnDelivered")).recipients()).isEqualTo(3);
    }

    @Test
    void aPreviewOfATextWithVariablesCountsWhatTheCarrierTookTheFirstTime() {
        long id = campaign()
                .body("Hello {name}")
                .variable("name")
                .with(8, UNDELIVERED, "ABSENT-SUB")
                .segments(2)
                .with(2, UNDELIVERED, "EXPIRED")
                .with(5, NOT_SENT, "SUBMIT-FAIL")
                .create();
        // 8 × 1 + 2 × 2, and for the five of which nothing is known the average of 1.2.
        assertThat(preview(id, whole("UnDelivered", "NotSent")).segments()).isEqualTo(18);
    }

    @Test
    void aPreviewWorksWhereAReplayDoesNotAndSaysWhy() {
        long young = campaign()
                .submitted(Instant.now())
                .with(5, UNDELIVERED, "ABSENT-SUB")
                .create();
        PreviewView preview = preview(young, whole("UnDelivered"));
        assertThat(preview.targets()).isEqualTo(5);
        assertThat(preview.eligibility().reason()).isEqualTo("too-recent");
        assertThat(preview(young, whole("NotSent")).targets()).isZero();
    }

    @Test
    void aCountryWithoutAPriceIsShownWithoutOne() {
        long id = campaign().in("FR").with(5, UNDELIVERED, "ABSENT-SUB").create();
        PreviewView preview = preview(id, whole("UnDelivered"));
        assertThat(preview.byCountry().getFirst().unitPrice()).isNull();
        assertThat(preview.estimate().total()).isEqualTo("0.0000");
    }

    @Test
    void aReplayIsADraftOfTheChosenWithEverythingOfTheOriginal() {
        GivenCampaign given = campaign()
                .body("Hello {name}")
                .variable("name")
                .with(2, DELIVERED, "DELIVRD")
                .with(2, UNDELIVERED, "ABSENT-SUB")
                .with(1, NOT_SENT, "SUBMIT-FAIL")
                .in("DE")
                .with(1, NOT_SENT, "NO-CREDITS");
        long id = given.create();
        CampaignView draft =
                replay(id, List.of(new Selection.Item("UnDelivered", null), some("NotSent", "NO-CREDITS")));
        assertThat(draft.status().slug()).isEqualTo("draft");
        assertThat(draft.recipients()).isEqualTo(3);
        assertThat(draft.counts().queued()).isEqualTo(3);
        assertThat(draft.body()).isEqualTo("Hello {name}");
        assertThat(draft.replayOf()).isEqualTo(id);
        assertThat(draft.rootId()).isEqualTo(id);
        assertThat(draft.name()).matches("\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}");
        assertThat(rows(draft.id()))
                .containsExactly(
                        "1 " + given.recipient(3) + " 3 3 3 IN 3 0",
                        "2 " + given.recipient(4) + " 4 3 4 IN 4 0",
                        "3 " + given.recipient(6) + " 6 4 6 DE 6 0");
    }

    @Test
    void aReplayOfAReplayKeepsThePersonsPlaceInTheFirstCampaign() {
        long first = campaign()
                .with(3, DELIVERED, "DELIVRD")
                .with(4, UNDELIVERED, "ABSENT-SUB")
                .create();
        long second = replay(first, whole("UnDelivered")).id();
        move(second, "id <= 2", 2, id(DELIVERED, "DELIVRD"));
        move(second, "id > 2", 3, id(UNDELIVERED, "EXPIRED"));
        submit(second);
        CampaignView third = replay(second, whole("UnDelivered"));
        assertThat(third.replayOf()).isEqualTo(second);
        assertThat(third.rootId()).isEqualTo(first);
        assertThat(rows(third.id())).extracting(row -> row.split(" ")[4]).containsExactly("6", "7");
    }

    @Test
    void aLineageIsTheSameTreeFromAnyMemberAndCountsEachPersonOnce() {
        long first = campaign()
                .with(6, DELIVERED, "DELIVRD")
                .with(4, UNDELIVERED, "ABSENT-SUB")
                .create();
        long again = replay(first, whole("UnDelivered")).id();
        move(again, "id <= 3", 2, id(DELIVERED, "DELIVRD"));
        move(again, "id > 3", 3, id(UNDELIVERED, "EXPIRED"));
        submit(again);
        long reminder = replay(first, whole("Delivered")).id();
        move(reminder, "true", 2, id(DELIVERED, "DELIVRD"));
        submit(reminder);
        long last = replay(again, whole("UnDelivered")).id();
        LineageView lineage = replays.getLineage(last);
        assertThat(lineage).isEqualTo(replays.getLineage(first));
        assertThat(lineage.rootId()).isEqualTo(first);
        assertThat(lineage.campaign().children())
                .extracting(LineageView.Node::id)
                .containsExactly(again, reminder);
        LineageView.Node child = lineage.campaign().children().getFirst();
        assertThat(child.selection()).containsExactly(new Selection.Item("UnDelivered", null));
        assertThat(child.children()).extracting(LineageView.Node::id).containsExactly(last);
        assertThat(lineage.reach().people()).isEqualTo(10);
        assertThat(lineage.reach().reached()).isEqualTo(9);
        assertThat(lineage.reach().neverReached()).isEqualTo(1);
        assertThat(lineage.reach().steps())
                .extracting(LineageView.Step::delivered, LineageView.Step::additional, LineageView.Step::reached)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(6L, 6L, 6L),
                        org.assertj.core.groups.Tuple.tuple(3L, 3L, 9L),
                        org.assertj.core.groups.Tuple.tuple(6L, 0L, 9L));
        assertThat(lineage.cost().charged().amount()).isEqualTo("0.0250");
        assertThat(lineage.reach().costPerReached().amount()).isEqualTo("0.002778");
    }

    @Test
    void onlyASubmittedCampaignOfTheRightAgeCanBeReplayed() {
        for (String status : List.of("draft", "scheduled", "processing", "paused", "cancelled")) {
            long id =
                    campaign().status(status).with(1, UNDELIVERED, "ABSENT-SUB").create();
            Refusal refusal = refused(() -> replay(id, whole("UnDelivered")));
            assertThat(refusal.problem()).isEqualTo(Problem.REPLAY_NOT_ELIGIBLE);
            assertThat(refusal.members()).containsEntry("reason", "not-submitted");
        }
        long young = campaign()
                .submitted(Instant.now().minus(Duration.ofHours(23)))
                .with(1, UNDELIVERED, "ABSENT-SUB")
                .create();
        assertThat(refused(() -> replay(young, whole("UnDelivered"))).members())
                .containsEntry("reason", "too-recent")
                .containsKeys("from", "until");
        long old = campaign()
                .submitted(daysAgo(40))
                .with(1, UNDELIVERED, "ABSENT-SUB")
                .create();
        assertThat(refused(() -> replay(old, whole("UnDelivered"))).members()).containsEntry("reason", "window-closed");
    }

    @Test
    void aSelectionThatIsNoneIsRefusedAndMakesNothing() {
        long id = campaign()
                .with(1, UNDELIVERED, "ABSENT-SUB")
                .with(2, SENT, "SUBMIT-UNCONFIRMED")
                .create();
        assertThat(refused(() -> replay(id, List.of())).problem()).isEqualTo(Problem.NOTHING_SELECTED);
        assertThat(refused(() -> replay(id, null)).problem()).isEqualTo(Problem.NOTHING_SELECTED);
        assertThat(refused(() -> replay(id, List.of(some("UnDelivered")))).problem())
                .isEqualTo(Problem.NOTHING_SELECTED);
        for (String unknown : List.of("Lost", "failed", "queued", "")) {
            Refusal refusal = refused(() -> preview(id, whole("Delivered", unknown)));
            assertThat(refusal.problem()).isEqualTo(Problem.UNKNOWN_STATUS);
            assertThat(refusal.members().get("errors").toString()).contains("/select/1/status");
        }
        Refusal code = refused(() -> replay(id, List.of(some("UnDelivered", "ABSENT-SUB", "NO-CREDITS"))));
        assertThat(code.problem()).isEqualTo(Problem.UNKNOWN_STATUS);
        assertThat(code.members()).containsEntry("unknown", "NO-CREDITS");
        assertThat(refused(() -> replay(id, whole("Delivered"))).problem()).isEqualTo(Problem.NO_TARGETS);
        assertThat(refused(() -> replay(id, List.of(some("Sent", "SUBMIT-UNCONFIRMED"))))
                        .problem())
                .isEqualTo(Problem.NO_TARGETS);
        assertThat(replays.getLineage(id).campaign().children()).isEmpty();
    }

    @Test
    void aStrangersCampaignIsNotThere() {
        long id = campaign().with(1, UNDELIVERED, "ABSENT-SUB").create();
        CallerInTest.is(caller, newAccount(), ZONE);
        for (ThrowingCallable call : List.<ThrowingCallable>of(
                () -> replays.getStatusBreakdown(id),
                () -> preview(id, whole("UnDelivered")),
                () -> replay(id, whole("UnDelivered")),
                () -> replays.getLineage(id))) {
            assertThat(refused(call).problem()).isEqualTo(Problem.NOT_FOUND);
        }
    }
}
