package dev.replay.message;

import static dev.replay.status.Status.DELIVERED;
import static dev.replay.status.Status.NOT_SENT;
import static dev.replay.status.Status.SENT;
import static dev.replay.status.Status.UNDELIVERED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.replay.account.Caller;
import dev.replay.account.CallerInTest;
import dev.replay.campaign.GivenCampaign;
import dev.replay.http.Page;
import dev.replay.http.Problem;
import dev.replay.http.Refusal;
import dev.replay.status.Catalogue;
import dev.replay.store.Database;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.context.control.ActivateRequestContext;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.StreamingOutput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@ActivateRequestContext
class MessagesTest {
    @Inject
    Database database;

    @Inject
    Catalogue catalogue;

    @Inject
    Caller caller;

    @Inject
    MessageResource messages;

    private long account;

    @BeforeEach
    void anAccount() {
        account = newAccount();
        CallerInTest.is(caller, account, ZoneId.of("Asia/Kolkata"));
    }

    private long newAccount() {
        return database.asEngine(c -> Database.first(
                        c,
                        "insert into account (name, currency, zone, created_at) values ('A', 'EUR', 'Asia/Kolkata', now()) returning id",
                        s -> {},
                        r -> r.getLong(1))
                .orElseThrow());
    }

    private GivenCampaign campaign() {
        return new GivenCampaign(database, catalogue, account).submitted(Instant.parse("2026-11-20T09:05:12Z"));
    }

    private Page<MessageView> list(long id, @Nullable String status, @Nullable String subStatus, @Nullable String q) {
        return messages.listMessages(id, status, subStatus, q, null, null);
    }

    private String csv(long id, @Nullable String status) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ((StreamingOutput) messages.exportMessages(id, status, null).getEntity()).write(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private void heard(long id, int message, String... carrierMessageIds) {
        database.asEngine(c -> {
            Database.update(
                    c,
                    "insert into carrier (id, name, kind, active) values (7, 'smsc', 'smpp', false) on conflict do nothing",
                    s -> {});
            Database.update(
                    c,
                    "insert into raw_status (id, stat, err) values (7777, 'UNDELIV', '027') on conflict do nothing",
                    s -> {});
            Database.update(c, """
                    update message set carrier_id = 7,
                        raw = (select id from raw_status where stat = 'UNDELIV' and err = '027')
                    where campaign_id = ? and id = ?
                    """, s -> {
                s.setLong(1, id);
                s.setInt(2, message);
            });
            for (int part = 0; part < carrierMessageIds.length; part++) {
                int number = part;
                Database.update(c, """
                        insert into carrier_ref (submitted_at, campaign_id, recipient, message_id, carrier_id, part,
                            carrier_message_id)
                        select submitted_at, campaign_id, recipient, id, 7, ?, ? from message
                        where campaign_id = ? and id = ?
                        """, s -> {
                    s.setInt(1, number);
                    s.setString(2, carrierMessageIds[number]);
                    s.setLong(3, id);
                    s.setInt(4, message);
                });
            }
            return null;
        });
    }

    @Test
    void aMessageSaysAllThatIsKnownOfIt() {
        GivenCampaign given = campaign()
                .segments(2)
                .with(1, UNDELIVERED, "ABSENT-SUB")
                .with(1, NOT_SENT, "SUBMIT-FAIL")
                .queued(1);
        long id = given.create();
        heard(id, 1, "A1", "B2");
        List<MessageView> items = list(id, null, null, null).items();
        MessageView first = items.getFirst();
        assertThat(first.recipient()).isEqualTo("+" + given.recipient(1));
        assertThat(first.status()).isEqualTo("UnDelivered");
        assertThat(first.subStatus()).isEqualTo("ABSENT-SUB");
        assertThat(first.price().amount()).isEqualTo("0.0050");
        assertThat(first.carrier()).isEqualTo("smsc");
        assertThat(first.carrierMessageIds()).containsExactly("A1", "B2");
        assertThat(first.submittedAt()).isEqualTo("2026-11-20T09:05:12Z");
        assertThat(first.raw()).isEqualTo(new MessageView.Raw("UNDELIV", "027"));
        assertThat(items.get(1).price().amount()).isEqualTo("0.0000");
        assertThat(items.get(1).raw()).isNull();
        assertThat(items.get(2).status()).isEqualTo("queued");
        assertThat(items.get(2).subStatus()).isNull();
        assertThat(items.get(2).price()).isNull();
    }

    @Test
    void pagesFollowEachOtherWithoutGapOrRepetition() {
        long id = campaign()
                .with(70, DELIVERED, "DELIVRD")
                .with(70, UNDELIVERED, "EXPIRED")
                .with(30, DELIVERED, "DELIVRD")
                .create();
        List<Integer> seen = new ArrayList<>();
        String cursor = null;
        do {
            Page<MessageView> page = messages.listMessages(id, "DELIVERED", null, null, cursor, "40");
            page.items().forEach(message -> seen.add(message.id()));
            cursor = page.nextCursor();
        } while (cursor != null);
        assertThat(seen).hasSize(100).doesNotHaveDuplicates().isSorted().doesNotContain(71, 140);
    }

    @Test
    void filtersAreSpelledLenientlyAndUnknownOnesNameWhatIsAllowed() {
        long id = campaign()
                .with(2, UNDELIVERED, "INV-NUMBER")
                .with(3, NOT_SENT, "INV-NUMBER")
                .with(1, SENT, "SUBMITTED")
                .queued(4)
                .create();
        assertThat(list(id, "not sent", null, null).items()).hasSize(3);
        assertThat(list(id, null, "inv_number", null).items()).hasSize(5);
        assertThat(list(id, "UnDelivered", "INV-NUMBER", null).items()).hasSize(2);
        assertThat(list(id, "queued", null, null).items()).hasSize(4);
        assertThat(list(id, "Delivered", null, null).items()).isEmpty();
        Refusal status = catchThrowableOfType(Refusal.class, () -> list(id, "lost", null, null));
        assertThat(status.problem()).isEqualTo(Problem.INVALID_PARAMETER);
        assertThat(status.members().get("allowed").toString()).contains("queued", "NotSent");
        Refusal code = catchThrowableOfType(Refusal.class, () -> list(id, "Sent", "INV-NUMBER", null));
        assertThat(code.members().get("allowed").toString())
                .contains("SUBMITTED")
                .doesNotContain("INV-NUMBER");
    }

    @Test
    void aNumberIsFoundWholeByItsBeginningOrByAPart() {
        GivenCampaign given = campaign().with(200, DELIVERED, "DELIVRD");
        long id = given.create();
        String number = Long.toString(given.recipient(123));
        for (String q : List.of(number, "+" + number, "+91 98000 00123", "00000123"))
            assertThat(list(id, null, null, q).items())
                    .extracting(MessageView::id)
                    .containsExactly(123);
        assertThat(list(id, null, null, "+91980000001").items()).hasSize(10);
        assertThat(list(id, null, null, "+800000").items()).isEmpty();
        assertThat(list(id, "Sent", null, number).items()).isEmpty();
        for (String q : List.of("12", "Asha", "%%%", "12345678901234567"))
            assertThat(catchThrowableOfType(Refusal.class, () -> list(id, null, null, q))
                            .problem())
                    .isEqualTo(Problem.INVALID_PARAMETER);
    }

    @Test
    void theExportIsCsvThatASpreadsheetDoesNotMisread() throws IOException {
        GivenCampaign given = campaign().with(2, UNDELIVERED, "ABSENT-SUB").with(1, DELIVERED, "DELIVRD");
        long id = given.create();
        heard(id, 1, "123456789012345678");
        heard(id, 2, "=1+\"1\"");
        assertThat(csv(id, "UnDelivered")).isEqualTo("""
                id,recipient,country,status,subStatus,segments,price,currency,carrier,carrierMessageIds,submittedAt,finalAt,stat,err\r
                1,'+%d,IN,UnDelivered,ABSENT-SUB,1,0.0025,EUR,smsc,'123456789012345678,2026-11-20T09:05:12Z,2026-11-20T09:05:12Z,UNDELIV,027\r
                2,'+%d,IN,UnDelivered,ABSENT-SUB,1,0.0025,EUR,smsc,"'=1+""1""\",2026-11-20T09:05:12Z,2026-11-20T09:05:12Z,UNDELIV,027\r
                """.formatted(given.recipient(1), given.recipient(2)));
    }

    @Test
    void theExportHasEveryRowOfACampaignOfManyChunks() throws IOException {
        long id = campaign().with(12_000, DELIVERED, "DELIVRD").create();
        assertThat(csv(id, null).lines()).hasSize(12_001);
    }

    @Test
    void aStrangersMessagesAreNotThere() {
        long id = campaign().with(1, DELIVERED, "DELIVRD").create();
        CallerInTest.is(caller, newAccount(), ZoneId.of("UTC"));
        assertThat(catchThrowableOfType(Refusal.class, () -> list(id, null, null, null))
                        .problem())
                .isEqualTo(Problem.NOT_FOUND);
        assertThat(catchThrowableOfType(Refusal.class, () -> messages.exportMessages(id, null, null))
                        .problem())
                .isEqualTo(Problem.NOT_FOUND);
    }
}
