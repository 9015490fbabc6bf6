package dev.replay.replay;

import static dev.replay.status.Status.DELIVERED;
import static dev.replay.status.Status.NOT_SENT;
import static dev.replay.status.Status.SENT;
import static dev.replay.status.Status.UNDELIVERED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.replay.account.Caller;
import dev.replay.account.CallerInTest;
import dev.replay.campaign.GivenCampaign;
import dev.replay.message.MessagePages;
import dev.replay.status.Catalogue;
import dev.replay.store.Database;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * A campaign of 1,000,000 under breakdown, preview, pages, freeze and lineage, without HTTP. Not among the tests: its name
 * is asked for (`-Dtest=ReplayBench`).
 */
@QuarkusTest
@ActivateRequestContext
class ReplayBench {
    private static final int SUPPRESSIONS = 100_000;

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

    @Inject
    MessagePages pages;

    private long account;

    @Test
    void aCampaignOfAMillion() {
        account = database.asEngine(c -> Database.first(
                        c,
                        "insert into account (name, currency, zone, created_at) values ('A', 'EUR', 'UTC', now()) returning id",
                        s -> {},
                        r -> r.getLong(1))
                .orElseThrow());
        CallerInTest.is(caller, account, ZoneId.of("UTC"));
        GivenCampaign given = new GivenCampaign(database, catalogue, account)
                .submitted(Instant.now().minus(Duration.ofDays(3)));
        for (int i = 0; i < 100; i++) {
            given.with(5_000, DELIVERED, "DELIVRD")
                    .with(2_000, UNDELIVERED, "ABSENT-SUB")
                    .with(1_000, UNDELIVERED, "EXPIRED")
                    .with(500, SENT, "SENT - NO DLR")
                    .with(1_500, NOT_SENT, "NO-CREDITS");
        }
        given.with(1, UNDELIVERED, "HANDSET-BUSY");
        long[] made = new long[1];
        timed("fixture", 1, () -> made[0] = given.create());
        long id = made[0];
        database.asEngine(c -> Database.update(c, "analyze message", s -> {}));

        List<Selection.Item> half = List.of(
                new Selection.Item("UnDelivered", null),
                new Selection.Item("NotSent", null),
                new Selection.Item("Sent", null));
        timed(
                "row by primary key",
                200,
                () -> database.forAccount(
                        account,
                        c -> Database.first(c, "select id from campaign where id = ?", s -> s.setLong(1, id), r -> 1)));
        timed("breakdown", 200, () -> replays.getStatusBreakdown(id));
        timed("preview", 200, () -> preview(id, half));
        timed("first page", 200, () -> pages.read(account, id, null, null, 0));
        timed("last page", 200, () -> pages.read(account, id, null, null, 999_950));
        timed("page of the rarest", 20, () -> pages.read(account, id, null, "HANDSET-BUSY", 0));
        timed("page of a fragment", 20, () -> pages.read(account, id, "777777", null, 0));

        // At random places of the campaign and in no order, half of them of other people.
        database.asEngine(c -> Database.update(c, """
                insert into suppression (account_id, recipient, reason, created_at)
                select ?, ? + g, case when g % 3 = 0 then 'blocked' else 'opt-out' end, now()
                from (select g * 20 as g from generate_series(1, ?) g) s order by random()
                """, s -> {
            s.setLong(1, account);
            s.setLong(2, given.recipient(0));
            s.setInt(3, SUPPRESSIONS);
        }));
        database.asEngine(c -> Database.update(c, "analyze suppression", s -> {}));
        timed("preview, 100,000 suppressions, first", 1, () -> preview(id, half));
        timed("preview, 100,000 suppressions", 200, () -> preview(id, half));
        timed("preview, 100,000 suppressions, each time counted anew", 10, () -> {
            unsuppress();
            preview(id, half);
        });

        for (int i = 0; i < 2; i++) {
            timed("bare INSERT … SELECT of 500,001", 1, () -> bare(id));
            timed("freeze of 500,001 less the suppressed", 1, () -> freeze(id, half));
        }
        long replay = freeze(id, half);
        database.asEngine(c -> Database.update(
                c,
                "update message set status = 2, segments = 1 where campaign_id = ? and id % 2 = 0",
                s -> s.setLong(1, replay)));
        database.asEngine(c -> {
            Database.update(c, "update campaign set status = 'submitted' where id = ?", s -> s.setLong(1, replay));
            return Database.update(
                    c,
                    "insert into tally (campaign_id, count, shard, status, sub_status, segments, country) values (?, 1, 0, 2, 1, 1, 'IN')",
                    s -> s.setLong(1, replay));
        });
        timed("lineage of 1,500,000 rows", 5, () -> replays.getLineage(id));
        assertThat(replays.getLineage(replay).reach().reached()).isGreaterThan(700_000);
    }

    private PreviewView preview(long id, List<Selection.Item> select) {
        return replays.previewReplay(id, new ReplayResource.Select(select));
    }

    private void unsuppress() {
        database.asEngine(c -> Database.update(
                c,
                "delete from suppression where account_id = ? and recipient = (select min(recipient) from suppression where account_id = ?)",
                s -> {
                    s.setLong(1, account);
                    s.setLong(2, account);
                }));
    }

    private long freeze(long id, List<Selection.Item> select) {
        return drafts.create(account, ZoneId.of("UTC"), id, select, null).id();
    }

    private void bare(long id) {
        QuarkusTransaction.begin();
        database.asEngine(c -> Database.update(c, """
                insert into message (campaign_id, account_id, recipient, id, source_id, root_seq, source_status,
                    source_sub_status, country, variables)
                select 900, account_id, recipient, id, id, id, status, sub_status, country, variables
                from message where campaign_id = ? and status <> 2
                """, s -> s.setLong(1, id)));
        QuarkusTransaction.rollback();
    }

    private static void timed(String what, int times, Runnable work) {
        for (int i = 0; i < times && times >= 200; i++) work.run();
        List<Double> took = new ArrayList<>();
        for (int i = 0; i < times; i++) {
            long from = System.nanoTime();
            work.run();
            took.add((System.nanoTime() - from) / 1e6);
        }
        Collections.sort(took);
        System.out.printf(
                "MEASURED %-55s p50 %9.2f ms  p99 %9.2f ms%n",
                what, took.get(times / 2), took.get(Math.min(times - 1, times * 99 / 100)));
    }
}
