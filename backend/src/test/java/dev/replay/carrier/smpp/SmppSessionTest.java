package dev.replay.carrier.smpp;

import static dev.replay.carrier.smpp.Ledger.message;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.replay.carrier.Delivery;
import dev.replay.carrier.Inquiry;
import dev.replay.carrier.PartOutcome;
import dev.replay.carrier.TooLate;
import dev.replay.sms.Encoding;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One bind against a peer that does exactly what the test says. */
@Timeout(60)
class SmppSessionTest {
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final long NUMBER = 919_812_345_678L;

    private final Ledger ledger = new Ledger();
    private ScriptedSmsc smsc;
    private SmppCarrier carrier;

    @BeforeEach
    void listen() throws IOException {
        smsc = new ScriptedSmsc();
    }

    @AfterEach
    void stop() throws IOException {
        smsc.close();
        if (carrier != null) carrier.close();
    }

    private void bind(SmppSettings settings) throws IOException {
        carrier = SmppCarrier.start((short) 1, "scripted", settings, ledger);
        smsc.acceptBind();
        await().until(carrier::ready);
    }

    private SmppSettings settings() {
        return Ledger.settings(smsc.port())
                .withLimits(Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMillis(300), SHORT);
    }

    @Test
    void it_binds_as_a_transceiver_with_its_credentials() throws IOException {
        carrier = SmppCarrier.start((short) 1, "scripted", settings(), ledger);
        smsc.accept();
        assertThat(smsc.expect(Pdu.Bind.class))
                .isEqualTo(new Pdu.Bind(Pdu.BindKind.TRANSCEIVER, 1, "replay", "secret", "", 0x34, 0, 0, ""));
        assertThat(carrier.ready()).isFalse();
        assertThat(ledger.submit(carrier, message(1, NUMBER, "too early"))).isFalse();
        assertThat(carrier.room()).isZero();
    }

    @Test
    void a_transmitter_and_a_receiver_where_the_smsc_wants_them_apart() throws IOException {
        carrier = SmppCarrier.start((short) 1, "scripted", settings().withSeparateBinds(), ledger);
        var kinds = new HashSet<Pdu.BindKind>();
        for (int i = 0; i < 2; i++) {
            smsc.accept();
            kinds.add(smsc.expect(Pdu.Bind.class).kind());
        }
        assertThat(kinds).containsExactlyInAnyOrder(Pdu.BindKind.TRANSMITTER, Pdu.BindKind.RECEIVER);
    }

    @Test
    void a_short_text_travels_as_it_is_with_a_receipt_asked_for_and_its_validity() throws IOException {
        bind(settings());
        ledger.submit(carrier, message(1, NUMBER, "hello"));

        var sent = smsc.expect(Pdu.SubmitSm.class).message();
        assertThat(sent.source()).isEqualTo(new Address(5, 0, "REPLAY"));
        assertThat(sent.destination()).isEqualTo(new Address(1, 1, "" + NUMBER));
        assertThat(sent.esmClass()).isZero();
        assertThat(sent.dataCoding()).isZero();
        assertThat(sent.registeredDelivery()).isEqualTo(1);
        assertThat(sent.validityPeriod()).isEqualTo("000001000000000R");
        assertThat(new String(sent.shortMessage(), ISO_8859_1)).isEqualTo("hello");
    }

    @Test
    void types_of_numbers_and_data_coding_are_as_the_smsc_wants_them() throws IOException {
        bind(settings()
                .with(new Dialect(
                        Dialect.LongTexts.UDH,
                        Alphabet.LATIN_1,
                        1,
                        5,
                        8,
                        0,
                        9,
                        0,
                        0x1400,
                        "",
                        0x1401,
                        List.of(),
                        false)));
        ledger.submit(carrier, message(1, NUMBER, "Hi"));
        var sent = smsc.expect(Pdu.SubmitSm.class).message();
        assertThat(sent.source()).isEqualTo(new Address(5, 8, "REPLAY"));
        assertThat(sent.destination()).isEqualTo(new Address(0, 9, "" + NUMBER));
        assertThat(sent.dataCoding()).isEqualTo(1);
    }

    @Test
    void a_text_in_one_pdu_has_one_outcome_and_a_late_one_is_of_the_whole() throws IOException {
        bind(settings()
                .withLimits(SHORT, Duration.ofSeconds(30), Duration.ofMillis(300), SHORT)
                .with(new Dialect(
                        Dialect.LongTexts.PAYLOAD,
                        Alphabet.GSM,
                        null,
                        null,
                        null,
                        null,
                        null,
                        0,
                        0x1400,
                        "",
                        0x1401,
                        List.of(),
                        false)));
        ledger.submit(carrier, message(1, NUMBER, "one", "two"));
        var sent = smsc.expect(Pdu.SubmitSm.class);
        assertThat(sent.message().shortMessage()).isEmpty();
        assertThat(new String(sent.message().text(), ISO_8859_1)).isEqualTo("onetwo");
        await().untilAsserted(
                        () -> assertThat(ledger.settled).containsEntry(1, List.of(new PartOutcome.Unconfirmed())));
        smsc.respond(sent, 0, "late");
        await().untilAsserted(() -> assertThat(ledger.late).containsEntry(1, new PartOutcome.Accepted("late")));
        assertThat(ledger.latePart).isEqualTo(dev.replay.carrier.OutcomeSink.WHOLE);
    }

    @Test
    void a_long_text_has_a_user_data_header_a_part_and_stays_on_one_bind() throws IOException {
        bind(settings());
        ledger.submit(carrier, message(1, NUMBER, Encoding.UCS_2, "नम", "स्ते"));
        ledger.submit(carrier, message(2, NUMBER, "one", "two"));

        var parts = new ArrayList<ShortMessage>();
        for (int i = 0; i < 4; i++) parts.add(smsc.expect(Pdu.SubmitSm.class).message());
        byte reference = parts.get(0).shortMessage()[3];
        assertThat(Arrays.copyOf(parts.get(0).shortMessage(), 6)).containsExactly(5, 0, 3, reference, 2, 1);
        assertThat(Arrays.copyOf(parts.get(1).shortMessage(), 6)).containsExactly(5, 0, 3, reference, 2, 2);
        assertThat(parts.get(2).shortMessage()[3]).isNotEqualTo(reference);
        assertThat(parts).extracting(ShortMessage::esmClass).containsOnly(0x40);
        assertThat(parts).extracting(ShortMessage::dataCoding).containsExactly(8, 8, 0, 0);
        assertThat(parts).extracting(ShortMessage::part).containsExactly(1, 2, 1, 2);
        assertThat(new String(parts.get(1).text(), java.nio.charset.StandardCharsets.UTF_16BE))
                .isEqualTo("स्ते");
    }

    @Test
    void senders_get_the_type_of_number_that_fits_them() {
        assertThat(Address.ofSender("ACME Shop")).isEqualTo(new Address(5, 0, "ACME Shop"));
        assertThat(Address.ofSender("56767")).isEqualTo(new Address(3, 0, "56767"));
        assertThat(Address.ofSender("+441632960123")).isEqualTo(new Address(1, 1, "441632960123"));
        for (String bad : List.of("", "TWELVE CHARS", "1234567890123456", "naïve"))
            assertThatThrownBy(() -> Address.ofSender(bad)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void what_can_never_be_sent_is_refused_before_a_byte_leaves() throws IOException {
        bind(settings());
        assertThatThrownBy(() -> ledger.submit(carrier, message(1, NUMBER)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ledger.submit(carrier, message(1, 0, "x")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ledger.submit(carrier, message(1, NUMBER, "x".repeat(161))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(carrier.room()).isEqualTo(50);
        assertThat(ledger.submit(carrier, message(2, NUMBER, "fine"))).isTrue();
        assertThat(new String(smsc.expect(Pdu.SubmitSm.class).message().text(), ISO_8859_1))
                .isEqualTo("fine");
    }

    @Test
    void a_full_window_takes_nothing_more_until_a_response_frees_a_place() throws IOException {
        bind(settings().withBinds(1, 3));
        for (int id = 1; id <= 3; id++)
            assertThat(ledger.submit(carrier, message(id, NUMBER, "x"))).isTrue();
        assertThat(carrier.room()).isZero();
        assertThat(ledger.submit(carrier, message(4, NUMBER, "x"))).isFalse();

        smsc.respond(smsc.expect(Pdu.SubmitSm.class), 0, "a");
        await().until(() -> carrier.room() == 1);
        assertThat(ledger.submit(carrier, message(5, NUMBER, "one", "two"))).isFalse();
        assertThat(ledger.submit(carrier, message(6, NUMBER, "x"))).isTrue();
        await().untilAsserted(() -> assertThat(ledger.settled)
                .containsOnlyKeys(1)
                .containsEntry(1, List.of(new PartOutcome.Accepted("a"))));
    }

    @Test
    void a_message_longer_than_the_window_goes_when_nothing_else_is_in_flight() throws IOException {
        bind(settings().withBinds(1, 2));
        assertThat(ledger.submit(carrier, message(1, NUMBER, "1", "2", "3"))).isTrue();
        assertThat(carrier.room()).isZero();
        for (int i = 0; i < 3; i++) smsc.respond(smsc.expect(Pdu.SubmitSm.class), 0, "id" + i);
        await().until(() -> ledger.settled.containsKey(1));
        assertThat(carrier.room()).isEqualTo(2);
    }

    @Test
    void what_may_leave_no_more_is_taken_out_of_what_is_about_to_leave() throws IOException {
        bind(settings());
        var late = new TooLate(ledger);
        carrier.submit(message(1, NUMBER, "one"), ledger);
        carrier.submit(message(2, NUMBER, "two", "of two parts"), late);
        carrier.submit(message(3, NUMBER, "three"), ledger);
        carrier.submit(message(4, NUMBER, "four"), late);
        carrier.flush();
        for (String text : List.of("one", "three")) {
            var sent = smsc.expect(Pdu.SubmitSm.class);
            assertThat(new String(sent.message().text(), ISO_8859_1)).isEqualTo(text);
            smsc.respond(sent, 0, text);
        }
        await().until(() -> ledger.settled.size() == 4);
        assertThat(ledger.settled.get(2)).containsExactly(new PartOutcome.Unwritten(), new PartOutcome.Unwritten());
        assertThat(ledger.settled.get(4)).containsExactly(new PartOutcome.Unwritten());
        assertThat(ledger.settled.get(3)).containsExactly(new PartOutcome.Accepted("three"));
        assertThat(carrier.load().inFlight()).isZero();
    }

    @Test
    void bytes_leave_by_themselves_when_nobody_flushes() throws IOException {
        bind(settings());
        carrier.submit(message(1, NUMBER, "lonely"), ledger);
        assertThat(smsc.expect(Pdu.SubmitSm.class).sequence()).isEqualTo(2);
    }

    @Test
    void a_cut_in_the_middle_of_a_window_settles_everything_exactly_once_and_it_binds_again() throws IOException {
        bind(settings());
        for (int id = 1; id <= 40; id++) ledger.submit(carrier, message(id, NUMBER + id, "x"));
        for (int i = 0; i < 15; i++) smsc.respond(smsc.expect(Pdu.SubmitSm.class), 0, "id" + i);
        await().until(() -> ledger.settled.size() == 15);
        smsc.reset();

        await().until(() -> ledger.settled.size() == 40);
        assertThat(ledger.settledTwice).isEmpty();
        assertThat(ledger.settled.values().stream().filter(p -> p.get(0) instanceof PartOutcome.Unconfirmed))
                .hasSize(25);

        smsc.acceptBind();
        await().until(carrier::ready);
        assertThat(carrier.room()).isEqualTo(50);
        ledger.submit(carrier, message(41, NUMBER, "again"));
        smsc.respond(smsc.expect(Pdu.SubmitSm.class), 0, "again");
        await().untilAsserted(
                        () -> assertThat(ledger.settled).containsEntry(41, List.of(new PartOutcome.Accepted("again"))));
    }

    @Test
    void a_reset_in_the_middle_of_a_pdu_leaves_the_part_unconfirmed() throws IOException {
        bind(settings());
        ledger.submit(carrier, message(1, NUMBER, "x"));
        smsc.expect(Pdu.SubmitSm.class);
        smsc.sendRaw((byte) 0, (byte) 0, (byte) 0, (byte) 20, (byte) 0x80, (byte) 0, (byte) 0);
        smsc.reset();

        await().until(() -> ledger.settled.containsKey(1));
        assertThat(ledger.settled.get(1)).containsExactly(new PartOutcome.Unconfirmed());
    }

    @Test
    void a_message_half_answered_when_the_connection_breaks_keeps_what_is_known() throws IOException {
        bind(settings());
        ledger.submit(carrier, message(1, NUMBER, "one", "two", "three"));
        smsc.respond(smsc.expect(Pdu.SubmitSm.class), 0, "a");
        smsc.respond(smsc.expect(Pdu.SubmitSm.class), 0x45, "");
        smsc.hangUp();

        await().until(() -> ledger.settled.containsKey(1));
        assertThat(ledger.settled.get(1))
                .containsExactly(
                        new PartOutcome.Accepted("a"), new PartOutcome.Refused(0x45), new PartOutcome.Unconfirmed());
    }

    @Test
    void without_a_response_a_part_is_unconfirmed_and_a_late_one_is_still_reported() throws IOException {
        bind(settings().withLimits(SHORT, Duration.ofSeconds(30), SHORT, SHORT));
        ledger.submit(carrier, message(1, NUMBER, "x"));
        var request = smsc.expect(Pdu.SubmitSm.class);
        await().until(() -> ledger.settled.containsKey(1));
        assertThat(ledger.settled.get(1)).containsExactly(new PartOutcome.Unconfirmed());
        assertThat(carrier.room()).isEqualTo(50);
        assertThat(carrier.ready()).isTrue();

        smsc.respond(request, 0, "late");
        await().untilAsserted(() -> assertThat(ledger.late).containsEntry(1, new PartOutcome.Accepted("late")));
        assertThat(ledger.settledTwice).isEmpty();
    }

    @Test
    void responses_in_any_order_twice_unknown_or_nacked_settle_each_message_once() throws IOException {
        bind(settings());
        var requests = new ArrayList<Pdu.SubmitSm>();
        for (int id = 1; id <= 4; id++) {
            ledger.submit(carrier, message(id, NUMBER, "x"));
            requests.add(smsc.expect(Pdu.SubmitSm.class));
        }
        smsc.respond(requests.get(3), 0, " d ");
        smsc.respond(requests.get(3), 0x45, "");
        smsc.send(new Pdu.SubmitSmResp(0, 999_999, "nobody", List.of()));
        smsc.send(new Pdu.GenericNack(0x03, requests.get(0).sequence()));
        smsc.respond(requests.get(1), 0x14, "");
        // A refusal without a body at all, as many SMSCs send it.
        smsc.sendRaw(header(16, 0x80000004, 0x0B, requests.get(2).sequence()));

        await().until(() -> ledger.settled.size() == 4);
        assertThat(ledger.settled)
                .containsEntry(4, List.of(new PartOutcome.Accepted("d")))
                .containsEntry(1, List.of(new PartOutcome.Refused(0x03)))
                .containsEntry(2, List.of(new PartOutcome.Throttled(0x14)))
                .containsEntry(3, List.of(new PartOutcome.Refused(0x0B)));
        assertThat(ledger.settledTwice).isEmpty();
    }

    @Test
    void a_throttled_part_of_a_message_half_accepted_is_written_again_by_the_session() throws IOException {
        bind(settings());
        ledger.submit(carrier, message(1, NUMBER, "one", "two", "three"));
        var first = smsc.expect(Pdu.SubmitSm.class);
        var second = smsc.expect(Pdu.SubmitSm.class);
        smsc.respond(first, 0, "a");
        smsc.respond(second, 0x58, "");
        smsc.respond(smsc.expect(Pdu.SubmitSm.class), 0, "c");

        var again = smsc.expect(Pdu.SubmitSm.class);
        assertThat(ledger.settled).isEmpty();
        assertThat(again.sequence()).isNotEqualTo(second.sequence());
        assertThat(again.message()).usingRecursiveComparison().isEqualTo(second.message());
        smsc.respond(again, 0, "b");
        await().untilAsserted(() -> assertThat(ledger.settled)
                .containsEntry(
                        1,
                        List.of(
                                new PartOutcome.Accepted("a"),
                                new PartOutcome.Accepted("b"),
                                new PartOutcome.Accepted("c"))));
        assertThat(carrier.room()).isEqualTo(50);
    }

    private static byte[] header(int length, int command, int status, int sequence) {
        return java.nio.ByteBuffer.allocate(16)
                .putInt(length)
                .putInt(command)
                .putInt(status)
                .putInt(sequence)
                .array();
    }

    @Test
    void an_idle_connection_is_tested_and_closed_when_nobody_answers() throws IOException {
        bind(settings().withLimits(Duration.ofSeconds(5), SHORT, SHORT, SHORT));
        var first = smsc.expect(Pdu.EnquireLink.class);
        smsc.send(new Pdu.EnquireLinkResp(0, first.sequence()));
        smsc.expect(Pdu.EnquireLink.class);
        assertThat(smsc.peerClosed()).isTrue();
        await().untilAsserted(
                        () -> assertThat(carrier.binds().get(0).lastError()).contains("enquire_link"));
        smsc.acceptBind();
        await().until(carrier::ready);
    }

    @Test
    void it_answers_the_smscs_requests_and_refuses_what_it_does_not_know() throws IOException {
        bind(settings());
        smsc.send(new Pdu.EnquireLink(77));
        assertThat(smsc.read()).isEqualTo(new Pdu.EnquireLinkResp(0, 77));
        smsc.send(new Pdu.Unknown(0x103, 0, 78, new byte[] {1, 2, 3}));
        assertThat(smsc.read()).isEqualTo(new Pdu.GenericNack(0x03, 78));
        smsc.send(new Pdu.Unknown(0x80000103, 0, 79, new byte[0]));
        smsc.send(new Pdu.Outbind(80, "x", "y"));
        smsc.send(new Pdu.Unbind(81));
        assertThat(smsc.read()).isEqualTo(new Pdu.UnbindResp(0, 81));
        assertThat(smsc.peerClosed()).isTrue();
        smsc.acceptBind();
        await().until(carrier::ready);
    }

    @Test
    void a_command_length_that_cannot_be_is_nacked_and_ends_the_connection() throws IOException {
        bind(settings());
        smsc.sendRaw(header(15, 5, 0, 9));
        assertThat(smsc.read()).isEqualTo(new Pdu.GenericNack(0x02, 0));
        assertThat(smsc.peerClosed()).isTrue();
        smsc.acceptBind();
        smsc.sendRaw(header(64 * 1024 + 1, 5, 0, 9));
        assertThat(smsc.read()).isEqualTo(new Pdu.GenericNack(0x02, 0));
    }

    @Test
    void a_refused_bind_is_told_to_the_operator_and_tried_again() throws IOException {
        carrier = SmppCarrier.start((short) 1, "scripted", settings(), ledger);
        for (int i = 0; i < 3; i++) {
            smsc.accept();
            var bind = smsc.expect(Pdu.Bind.class);
            smsc.send(new Pdu.BindResp(bind.kind(), 0x0E, bind.sequence(), "", List.of()));
            await().untilAsserted(() -> assertThat(carrier.binds().get(0).lastError())
                    .isEqualTo("bind refused: ESME_RINVPASWD (0x0E): password is wrong"));
        }
        smsc.acceptBind();
        await().until(carrier::ready);
        assertThat(carrier.binds().get(0).state()).isEqualTo("bound");
        assertThat(carrier.binds().get(0).lastError()).isEmpty();
    }

    @Test
    void nobody_listening_is_a_state_not_a_failure() throws IOException {
        int port = smsc.port();
        smsc.close();
        carrier = SmppCarrier.start((short) 1, "absent", Ledger.settings(port), ledger);
        await().until(() -> carrier.binds().get(0).lastError().startsWith("no connection"));
        assertThat(carrier.ready()).isFalse();
        assertThat(ledger.submit(carrier, message(1, NUMBER, "x"))).isFalse();
        smsc = new ScriptedSmsc();
    }

    // ---- deliveries

    private static ShortMessage receipt(String text) {
        return ShortMessage.delivered(
                new Address(1, 1, "" + NUMBER),
                new Address(5, 0, "REPLAY"),
                4,
                0,
                text.getBytes(ISO_8859_1),
                List.of());
    }

    @Test
    void a_delivery_is_answered_only_after_its_acknowledgement() throws IOException {
        bind(settings());
        ledger.holding = true;
        smsc.send(new Pdu.DeliverSm(501, receipt("id:a1 stat:DELIVRD err:000 done date:2611231005")));
        smsc.send(new Pdu.DeliverSm(502, receipt("id:a2 stat:DELIVRD")));
        smsc.send(new Pdu.EnquireLink(503));
        // The answer to the later request is the proof that the deliveries were read and not answered.
        assertThat(smsc.read()).isEqualTo(new Pdu.EnquireLinkResp(0, 503));
        assertThat(ledger.receipts())
                .extracting(Delivery.Receipt::carrierMessageId)
                .containsExactly("a1", "a2");
        assertThat(ledger.receipts().get(0).doneAt()).isEqualTo(Instant.parse("2026-11-23T10:05:00Z"));

        ledger.unacknowledged.get(1).accept(false);
        assertThat(smsc.expect(Pdu.DeliverSmResp.class))
                .isEqualTo(new Pdu.DeliverSmResp(CommandStatus.ESME_RX_T_APPN.code(), 502, "", List.of()));
        ledger.unacknowledged.get(0).accept(true);
        assertThat(smsc.read()).isEqualTo(new Pdu.DeliverSmResp(0, 501, "", List.of()));
        ledger.unacknowledged.get(0).accept(true);
        smsc.send(new Pdu.EnquireLink(504));
        assertThat(smsc.read()).isEqualTo(new Pdu.EnquireLinkResp(0, 504));
    }

    @Test
    void reading_pauses_while_too_much_is_unacknowledged_and_goes_on_afterwards() throws IOException {
        bind(settings().withUnacknowledged(10));
        ledger.holding = true;
        for (int i = 0; i < 11; i++) smsc.send(new Pdu.DeliverSm(600 + i, receipt("id:" + i + " stat:DELIVRD")));
        await().until(() -> ledger.deliveries.size() == 11);
        smsc.send(new Pdu.EnquireLink(700));
        await().during(Duration.ofMillis(200)).until(() -> ledger.deliveries.size() == 11);
        ledger.holding = false;
        ledger.unacknowledged.forEach(acknowledge -> acknowledge.accept(true));
        var replies = new ArrayList<Pdu>();
        for (int i = 0; i < 12; i++) replies.add(smsc.read());
        assertThat(replies.subList(0, 6)).hasOnlyElementsOfType(Pdu.DeliverSmResp.class);
        assertThat(replies).contains(new Pdu.EnquireLinkResp(0, 700)).doesNotHaveDuplicates();
    }

    @Test
    void a_message_is_asked_for_by_its_id_and_its_sender_and_only_a_last_word_counts() throws IOException {
        bind(settings().with(Dialect.USUAL.withQueries()));
        var answer = carrier.inquiry()
                .orElseThrow()
                .ask(List.of(
                        new Inquiry.Asked("a1", "ACME"),
                        new Inquiry.Asked("a2", "ACME"),
                        new Inquiry.Asked("a3", "ACME"),
                        new Inquiry.Asked("a4", "ACME")));
        for (int n = 1; n <= 4; n++) {
            var asked = smsc.expect(Pdu.QuerySm.class);
            assertThat(asked.messageId()).isEqualTo("a" + n);
            assertThat(asked.source()).isEqualTo(new Address(5, 0, "ACME"));
            smsc.send(
                    switch (n) {
                        case 1 -> new Pdu.QuerySmResp(0, asked.sequence(), "a1", "", 5, 27);
                        case 2 -> new Pdu.QuerySmResp(0, asked.sequence(), "a2", "", 1, 0);
                        case 3 -> new Pdu.QuerySmResp(0x67, asked.sequence(), "a3", "", 0, 0);
                        default -> new Pdu.GenericNack(3, asked.sequence());
                    });
        }
        assertThat(answer.join()).singleElement().isInstanceOfSatisfying(Delivery.Receipt.class, told -> {
            assertThat(told.carrierMessageId()).isEqualTo("a1");
            assertThat(told.stat()).isEqualTo("UNDELIV");
            assertThat(told.err()).isEqualTo("027");
        });
    }

    @Test
    void who_is_asked_when_the_connection_breaks_says_nothing() throws IOException {
        bind(settings().with(Dialect.USUAL.withQueries()));
        var answer = carrier.inquiry().orElseThrow().ask(List.of(new Inquiry.Asked("a1", "ACME")));
        smsc.expect(Pdu.QuerySm.class);
        smsc.close();
        assertThat(answer.orTimeout(10, TimeUnit.SECONDS).join()).isEmpty();
    }

    @Test
    void persons_messages_are_told_from_receipts() throws IOException {
        bind(settings());
        var person = new Address(1, 1, "" + NUMBER);
        var service = new Address(3, 0, "56767");
        smsc.send(new Pdu.DeliverSm(
                1,
                ShortMessage.delivered(
                        person, service, 0, 8, "हाँ".getBytes(java.nio.charset.StandardCharsets.UTF_16BE), List.of())));
        smsc.send(new Pdu.DeliverSm(
                2,
                ShortMessage.delivered(
                        person, service, 0x40, 3, new byte[] {5, 0, 3, 9, 2, 1, 'S', 'T', 'O', 'P'}, List.of())));
        smsc.send(new Pdu.DeliverSm(
                3,
                ShortMessage.delivered(
                        person,
                        service,
                        0,
                        3,
                        new byte[0],
                        List.of(new Tlv(Tlv.MESSAGE_PAYLOAD, "long one".getBytes(ISO_8859_1))))));
        smsc.send(new Pdu.DeliverSm(
                4,
                ShortMessage.delivered(
                        person, service, 0, 0, "ID:x9 Stat:undelivered ERR:1b".getBytes(ISO_8859_1), List.of())));

        await().until(() -> ledger.deliveries.size() == 4);
        assertThat(ledger.deliveries)
                .containsExactly(
                        new Delivery.Inbound((short) 1, "" + NUMBER, "56767", "हाँ"),
                        new Delivery.Inbound((short) 1, "" + NUMBER, "56767", "STOP"),
                        new Delivery.Inbound((short) 1, "" + NUMBER, "56767", "long one"),
                        new Delivery.Receipt(
                                (short) 1,
                                "x9",
                                NUMBER,
                                "56767",
                                "UNDELIV",
                                "1b",
                                null,
                                "ID:x9 Stat:undelivered ERR:1b"));
    }

    @Test
    void a_sink_that_fails_means_deliver_again() throws IOException {
        carrier = SmppCarrier.start((short) 1, "scripted", settings(), (delivery, acknowledge) -> {
            throw new IllegalStateException("disk full");
        });
        smsc.acceptBind();
        smsc.send(new Pdu.DeliverSm(5, receipt("id:1 stat:DELIVRD")));
        assertThat(smsc.expect(Pdu.DeliverSmResp.class).commandStatus()).isEqualTo(0x64);
    }

    @Test
    void an_outcome_that_is_not_taken_keeps_none_of_the_others_back() throws IOException {
        bind(settings().withLimits(SHORT, Duration.ofSeconds(30), Duration.ofMillis(300), SHORT));
        carrier.submit(message(1, NUMBER, "x"), (message, parts) -> {
            throw new OutOfMemoryError("as if");
        });
        ledger.submit(carrier, message(2, NUMBER, "x"));
        await().untilAsserted(
                        () -> assertThat(ledger.settled).containsEntry(2, List.of(new PartOutcome.Unconfirmed())));
        ledger.submit(carrier, message(3, NUMBER, "x"));
        await().untilAsserted(
                        () -> assertThat(ledger.settled).containsEntry(3, List.of(new PartOutcome.Unconfirmed())));
    }

    // ---- closing

    @Test
    void closing_waits_for_what_is_in_flight_and_unbinds() throws Exception {
        bind(settings().withLimits(Duration.ofSeconds(5), Duration.ofSeconds(30), SHORT, Duration.ofSeconds(5)));
        ledger.submit(carrier, message(1, NUMBER, "x"));
        var request = smsc.expect(Pdu.SubmitSm.class);
        var closing = Thread.ofVirtual().start(carrier::close);
        // Nothing is asked of it that would be written if it is not closing yet.
        await().until(() -> carrier.room() == 0);
        assertThat(ledger.submit(carrier, message(2, NUMBER, "x"))).isFalse();
        smsc.respond(request, 0, "last");
        var unbind = smsc.expect(Pdu.Unbind.class);
        smsc.send(new Pdu.UnbindResp(0, unbind.sequence()));
        assertThat(closing.join(Duration.ofSeconds(10))).isTrue();
        assertThat(ledger.settled).containsEntry(1, List.of(new PartOutcome.Accepted("last")));
        assertThat(carrier.binds().get(0).state()).isEqualTo("closed");
    }

    @Test
    void closing_gives_up_on_what_nobody_answers() throws IOException {
        bind(settings());
        ledger.submit(carrier, message(1, NUMBER, "one", "two"));
        carrier.close();
        assertThat(ledger.settled)
                .containsEntry(1, List.of(new PartOutcome.Unconfirmed(), new PartOutcome.Unconfirmed()));
    }

    @Test
    void validity_is_written_relative() {
        assertThat(Outgoing.relative(Duration.ofHours(24))).isEqualTo("000001000000000R");
        assertThat(Outgoing.relative(Duration.ofMinutes(90))).isEqualTo("000000013000000R");
        assertThat(Outgoing.relative(Duration.ofDays(45).plusSeconds(7))).isEqualTo("000115000007000R");
        assertThat(Outgoing.relative(Duration.ZERO)).isEqualTo("000000000001000R");
    }

    @Test
    void numbers_wrap_and_pass_over_places_that_are_taken() {
        record Waiting(int sequence) implements SequenceWindow.Sequenced {}
        var window = new SequenceWindow<Waiting>(8, 0x7FFFFFFD);
        assertThat(window.next()).isEqualTo(0x7FFFFFFE);
        assertThat(window.next()).isEqualTo(0x7FFFFFFF);
        window.put(new Waiting(0x7FFFFFFF));
        for (int lap = 1; lap <= 100; lap++)
            assertThat(window.next() & 15).isNotEqualTo(15).isNotNegative();
        assertThat(window.take(15)).isNull();
        assertThat(window.take(0x7FFFFFFF)).isEqualTo(new Waiting(0x7FFFFFFF));
        assertThat(window.take(0x7FFFFFFF)).isNull();
    }
}
