package dev.replay.carrier.smpp;

import static dev.replay.carrier.smpp.Ledger.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.replay.carrier.Delivery;
import dev.replay.carrier.OutcomeSink;
import dev.replay.carrier.PartOutcome;
import dev.replay.carrier.simulator.Fate;
import dev.replay.carrier.simulator.Simulator;
import dev.replay.carrier.simulator.SimulatorSettings;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Our carrier and our simulator over a real socket: each fate arrives as what it says. */
class FatesOnTheWireTest {
    private static final long NUMBER = 919_812_340_000L;

    private final Ledger ledger = new Ledger();
    private Simulator smsc;
    private SmppCarrier carrier;

    @BeforeEach
    void start() throws IOException {
        smsc = Simulator.start(SimulatorSettings.defaults());
        carrier = SmppCarrier.start((short) 3, "smsc", Ledger.settings(smsc.port()), ledger);
        await().until(carrier::ready);
    }

    @AfterEach
    void stop() {
        carrier.close();
        smsc.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fate.class,
            names = {
                "DELIVERED",
                "INVALID_SUBSCRIBER",
                "ABSENT_SUBSCRIBER",
                "BARRED",
                "HANDSET_BUSY",
                "HANDSET_ERROR",
                "FAILED",
                "NETWORK_ERROR",
                "UNDELIVERABLE",
                "EXPIRED",
                "REJECTED",
                "DELETED",
                "UNKNOWN",
                "ACCEPTED",
                "ENROUTE",
                "RECEIPT_FIRST",
                "SECOND_PART_REFUSED",
                "RECEIPT_BY_TLV",
                "ODD_TEXT"
            })
    void an_accepted_message_has_one_receipt_with_its_id_and_state(Fate fate) {
        ledger.submit(carrier, message(1, NUMBER + fate.digits(), "hello"));

        await().until(() -> ledger.receipts().size() == 1 && ledger.settled.containsKey(1));
        var receipt = ledger.receipts().get(0);
        assertThat(ledger.settled.get(1)).containsExactly(new PartOutcome.Accepted(receipt.carrierMessageId()));
        assertThat(receipt.recipient()).isEqualTo(NUMBER + fate.digits());
        assertThat(receipt.carrierId()).isEqualTo((short) 3);
        assertThat(receipt.stat()).isEqualTo(fate == Fate.SECOND_PART_REFUSED ? "DELIVRD" : stat(fate));
        assertThat(Integer.parseInt(receipt.err())).isEqualTo(err(fate));
        if (fate != Fate.RECEIPT_BY_TLV) assertThat(receipt.doneAt()).isNotNull();
        await().until(() -> smsc.counts().receiptsAcknowledged() == 1);
    }

    private static String stat(Fate fate) {
        return fate.happens().contains("`UNDELIV`")
                ? "UNDELIV"
                : switch (fate) {
                    case EXPIRED -> "EXPIRED";
                    case REJECTED -> "REJECTD";
                    case DELETED -> "DELETED";
                    case UNKNOWN -> "UNKNOWN";
                    case ACCEPTED -> "ACCEPTD";
                    case ENROUTE -> "ENROUTE";
                    default -> "DELIVRD";
                };
    }

    private static int err(Fate fate) {
        var matcher = java.util.regex.Pattern.compile("err:(\\d+)").matcher(fate.happens());
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    @Test
    void refusals_carry_their_command_status() {
        ledger.submit(carrier, message(1, NUMBER + Fate.BAD_DESTINATION.digits(), "hello"));
        ledger.submit(carrier, message(2, NUMBER + Fate.BAD_SOURCE.digits(), "hello"));
        ledger.submit(carrier, message(3, NUMBER + Fate.SUBMIT_FAILED.digits(), "hello"));

        await().until(() -> ledger.settled.size() == 3);
        assertThat(ledger.settled)
                .containsEntry(1, List.of(new PartOutcome.Refused(0x0B)))
                .containsEntry(2, List.of(new PartOutcome.Refused(0x0A)))
                .containsEntry(3, List.of(new PartOutcome.Refused(0x45)));
        assertThat(smsc.counts().refused()).isEqualTo(3);
        assertThat(smsc.counts().accepted()).isZero();
    }

    @Test
    void a_receipt_may_come_twice_or_after_another_state() {
        ledger.submit(carrier, message(1, NUMBER + Fate.RECEIPT_TWICE.digits(), "hello"));
        await().until(() -> ledger.receipts().size() == 2);
        ledger.submit(carrier, message(2, NUMBER + Fate.ENROUTE_THEN_DELIVERED.digits(), "hello"));
        await().until(() -> ledger.receipts().size() == 4);
        ledger.submit(carrier, message(3, NUMBER + Fate.UNDELIVERED_THEN_DELIVERED.digits(), "hello"));
        await().until(() -> ledger.receipts().size() == 6);

        assertThat(ledger.receipts())
                .extracting(Delivery.Receipt::stat)
                .containsExactly("DELIVRD", "DELIVRD", "ENROUTE", "DELIVRD", "UNDELIV", "DELIVRD");
    }

    @Test
    void a_decimal_id_stands_for_the_hex_one_of_the_response() {
        ledger.submit(carrier, message(1, NUMBER + Fate.DECIMAL_ID.digits(), "hello"));

        await().until(() -> ledger.receipts().size() == 1 && ledger.settled.size() == 1);
        var accepted = (PartOutcome.Accepted) ledger.settled.get(1).get(0);
        assertThat(Long.parseLong(ledger.receipts().get(0).carrierMessageId()))
                .isEqualTo(Long.parseLong(accepted.carrierMessageId(), 16));
    }

    @Test
    void a_person_answers_stop() {
        ledger.submit(carrier, message(1, NUMBER + Fate.STOP_REPLY.digits(), "hello"));

        await().until(() -> ledger.deliveries.size() == 2);
        assertThat(ledger.deliveries)
                .contains(new Delivery.Inbound((short) 3, "" + (NUMBER + Fate.STOP_REPLY.digits()), "REPLAY", "STOP"));
    }

    @Test
    void throttling_accepts_nothing_backs_off_and_recovers() throws InterruptedException {
        long number = NUMBER + Fate.THROTTLED.digits();
        for (int attempt = 1; attempt <= 4; attempt++) {
            int id = attempt;
            var heard = new LinkedBlockingQueue<String>();
            OutcomeSink sink = (message, parts) -> {
                boolean taken = carrier.submit(message(99, number, "at once"), ledger);
                heard.add(carrier.room() + " " + taken + " "
                        + carrier.binds().get(0).state());
                ledger.settled(message, parts);
            };
            if (attempt < 4) {
                await().until(() -> carrier.submit(message(id, number, "hello"), sink));
                carrier.flush();
                assertThat(heard.poll(5, TimeUnit.SECONDS)).isEqualTo("0 false throttled");
                await().until(() -> ledger.settled.containsKey(id));
                assertThat(ledger.settled.get(id)).containsExactly(new PartOutcome.Throttled(0x58));
            } else {
                await().until(() -> ledger.submit(carrier, message(id, number, "hello")));
                await().until(() -> ledger.settled.containsKey(id));
            }
        }
        assertThat(ledger.settled.get(4).get(0)).isInstanceOf(PartOutcome.Accepted.class);
        assertThat(carrier.room()).isEqualTo(50);
        assertThat(smsc.counts().accepted()).isEqualTo(1);
        assertThat(smsc.counts().throttled()).isEqualTo(3);
    }

    @Test
    void of_a_long_text_the_list_says_which_part_was_refused() {
        ledger.submit(carrier, message(1, NUMBER + Fate.SECOND_PART_REFUSED.digits(), "one", "two", "three"));

        await().until(() -> ledger.settled.containsKey(1));
        assertThat(ledger.settled.get(1))
                .satisfiesExactly(
                        one -> assertThat(one).isInstanceOf(PartOutcome.Accepted.class),
                        two -> assertThat(two).isEqualTo(new PartOutcome.Refused(0x45)),
                        three -> assertThat(three).isInstanceOf(PartOutcome.Accepted.class));
        await().until(() -> ledger.receipts().size() == 2);
        assertThat(smsc.counts().distinct()).isEqualTo(2);
    }

    @Test
    void every_fate_has_its_own_number_and_a_line_in_the_table() {
        String table = dev.replay.carrier.simulator.Fates.markdown();
        for (var fate : Fate.values())
            assertThat(table).contains(fate.happens()).contains(fate.becomes());
        assertThat(List.of(Fate.values())).extracting(Fate::digits).doesNotHaveDuplicates();
        assertThat(table.lines().count()).isEqualTo(2 + Fate.values().length);
    }
}
