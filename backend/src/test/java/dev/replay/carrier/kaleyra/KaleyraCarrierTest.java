package dev.replay.carrier.kaleyra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.replay.carrier.Delivery.Receipt;
import dev.replay.carrier.Inquiry;
import dev.replay.carrier.OutcomeSink;
import dev.replay.carrier.PartOutcome;
import dev.replay.carrier.PartOutcome.Accepted;
import dev.replay.carrier.PartOutcome.Refused;
import dev.replay.carrier.PartOutcome.Throttled;
import dev.replay.carrier.PartOutcome.Unconfirmed;
import dev.replay.carrier.PartOutcome.Unwritten;
import dev.replay.carrier.Submission;
import dev.replay.carrier.TooLate;
import dev.replay.sms.SmsText;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a stub that was made from what is publicly known of the API. */
@Timeout(60)
class KaleyraCarrierTest {
    private static final long NUMBER = 919_812_300_000L;

    private final Map<Integer, PartOutcome> settled = new ConcurrentHashMap<>();
    private final List<Integer> settledTwice = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final OutcomeSink ledger = (message, parts) -> {
        assertThat(parts).hasSize(1);
        if (settled.put(message.messageId(), parts.getFirst()) != null) settledTwice.add(message.messageId());
    };
    private KaleyraStub stub;

    @BeforeEach
    void listen() throws IOException {
        stub = KaleyraStub.start(0, "HX1IN", "key", Duration.ZERO);
        open.add(stub);
    }

    @AfterEach
    void close() throws Exception {
        assertThat(settledTwice).isEmpty();
        for (AutoCloseable each : open.reversed()) each.close();
    }

    private KaleyraCarrier carrier(URI url, String key, Duration limit) {
        var carrier = KaleyraCarrier.start(
                (short) 9,
                "kaleyra",
                new KaleyraSettings(
                        url, "HX1IN", key, "TXN", "1101", 50, 10, "", "", "secret", limit, Duration.ofMillis(200)));
        open.add(carrier);
        return carrier;
    }

    private KaleyraCarrier carrier() {
        return carrier(stub.url(), "key", Duration.ofSeconds(10));
    }

    private static Submission message(int id, int lastDigits, String text) {
        SmsText sms = SmsText.of(text);
        return new Submission(
                7,
                id,
                "ACME",
                NUMBER + id * 100L + lastDigits,
                sms.encoding(),
                sms.parts(),
                Duration.ofDays(1),
                "IN",
                "1107",
                true);
    }

    private boolean submit(KaleyraCarrier carrier, Submission message) {
        return carrier.submit(message, ledger);
    }

    @Test
    void aMessageWithoutAReceiptIsARequestOfItsOwnThatAsksForNoCallback() {
        var carrier = KaleyraCarrier.start(
                (short) 9,
                "kaleyra",
                new KaleyraSettings(
                        stub.url(),
                        "HX1IN",
                        "key",
                        "TXN",
                        "",
                        50,
                        10,
                        "",
                        "profile",
                        "",
                        Duration.ofSeconds(10),
                        Duration.ofMillis(200)));
        open.add(carrier);
        submit(carrier, message(1, 0, "Hi"));
        submit(carrier, message(2, 0, "Bye").withoutReceipt());
        carrier.flush();
        await().until(() -> settled.size() == 2);
        assertThat(stub.requests()).isEqualTo(2);
        for (var taken : stub.taken())
            assertThat(taken.node().has("callback_profile_id"))
                    .isEqualTo(taken.body().equals("Hi"));
    }

    @Test
    void messagesGoInBulkEachWithItsTextAndOurReference() {
        var carrier = carrier();
        List<String> texts = List.of("Hi {x} €", "x".repeat(400), "नमस्ते");
        for (int i = 0; i < 12; i++) submit(carrier, message(i, 0, texts.get(i % 3)));
        carrier.flush();
        await().until(() -> settled.size() == 12);
        // Two, unless we are held up and what lingers leaves earlier.
        assertThat(stub.requests()).isBetween(2, 11);
        assertThat(settled.values()).allMatch(Accepted.class::isInstance);
        for (var taken : stub.taken()) {
            int i = (int) (taken.recipient() - NUMBER) / 100;
            assertThat(settled.get(i)).isEqualTo(new Accepted(taken.id()));
            assertThat(taken.body()).isEqualTo(texts.get(i % 3));
            assertThat(taken.node().path("ref").asText()).isEqualTo("7." + i);
            assertThat(taken.node().path("unicode").asText()).isEqualTo(i % 3 == 2 ? "1" : "0");
            assertThat(taken.node().path("template_id").asText()).isEqualTo("1107");
            assertThat(taken.node().path("entity_id").asText()).isEqualTo("1101");
        }
    }

    @Test
    void withoutAFlushTheyLeaveByThemselves() {
        submit(carrier(), message(1, 0, "Hi"));
        await().until(() -> settled.get(1) instanceof Accepted);
    }

    @Test
    void oneThatIsRefusedDoesNotTakeTheOthersOfItsRequestWithIt() {
        var carrier = carrier();
        for (int i = 0; i < 8; i++) submit(carrier, message(i, i == 5 ? 76 : 0, "Hi"));
        carrier.flush();
        await().until(() -> settled.size() == 8);
        assertThat(settled.get(5)).isEqualTo(new Refused(400, "RBC422 Not a valid message: …576"));
        assertThat(settled.values().stream().filter(Accepted.class::isInstance)).hasSize(7);
        assertThat(stub.taken()).hasSize(7);
    }

    @ParameterizedTest
    @ValueSource(ints = {84, 85})
    void aRefusalThatNamesIdsIsNoneOfTheWholeAndNothingIsAskedForTwice(int refused) {
        var carrier = carrier();
        Map<Integer, Integer> digits = Map.of(6, 77, 7, refused);
        for (int i = 0; i < 8; i++) submit(carrier, message(i, digits.getOrDefault(i, 0), "Hi"));
        carrier.flush();
        await().until(() -> settled.size() == 8);
        assertThat(stub.taken()).hasSize(8);
        assertThat(settled.values().stream().filter(Accepted.class::isInstance)).hasSize(7);
        assertThat(settled.get(6)).isEqualTo(new Unconfirmed());
    }

    @Test
    void whatWasWrittenAndNotAnsweredForIsUnconfirmed() {
        var carrier = carrier(stub.url(), "key", Duration.ofMillis(500));
        for (int digits : List.of(77, 78, 79)) {
            submit(carrier, message(digits, digits, "Hi"));
            carrier.flush();
        }
        await().until(() -> settled.size() == 3);
        assertThat(settled.values()).containsOnly(new Unconfirmed());
        assertThat(carrier.load().inFlight()).isZero();
    }

    @Test
    void aGatewaysTimeoutIsNoRefusalAndNothingIsAskedForTwice() {
        var carrier = carrier();
        for (int i = 0; i < 4; i++) submit(carrier, message(i, 80, "Hi"));
        carrier.flush();
        await().until(() -> settled.size() == 4);
        assertThat(settled.values()).containsOnly(new Unconfirmed());
        assertThat(stub.taken()).hasSize(4);
    }

    @Test
    void whatMayLeaveNoMoreWhenTheConnectionStandsIsUnwritten() {
        var carrier = carrier();
        var late = new TooLate(ledger);
        carrier.submit(message(1, 0, "Hi"), late);
        carrier.flush();
        await().until(() -> settled.get(1) instanceof Unwritten);
        assertThat(carrier.load().inFlight()).isZero();
        submit(carrier, message(2, 0, "Hi"));
        await().until(() -> settled.get(2) instanceof Accepted);
        assertThat(stub.taken()).hasSize(1);
    }

    @Test
    void aConnectionThatIsRefusedLeavesThemUnwrittenAndTheCarrierAwayForAWhile() throws IOException {
        int nobody;
        try (var socket = new ServerSocket(0)) {
            nobody = socket.getLocalPort();
        }
        var carrier = carrier(URI.create("http://127.0.0.1:" + nobody), "key", Duration.ofSeconds(5));
        submit(carrier, message(1, 0, "Hi"));
        carrier.flush();
        await().until(() -> settled.get(1) instanceof Unwritten);
        assertThat(carrier.ready()).isFalse();
        assertThat(submit(carrier, message(2, 0, "Hi"))).isFalse();
        assertThat(carrier.binds().getFirst().lastError()).startsWith("no connection");
        await().until(carrier::ready);
    }

    @Test
    void whereNoRequestCanBeMadeTheyAreUnwrittenAndTheWindowIsFreeAgain() {
        var carrier = carrier(URI.create("http://no_host"), "key", Duration.ofSeconds(5));
        submit(carrier, message(1, 0, "Hi"));
        submit(carrier, message(2, 0, "Hi"));
        carrier.flush();
        assertThat(settled.get(1)).isInstanceOf(Unwritten.class);
        assertThat(settled.get(2)).isInstanceOf(Unwritten.class);
        assertThat(carrier.ready()).isFalse();
        assertThat(carrier.load().inFlight()).isZero();
    }

    @Test
    void aKeyThatNoHeaderCanHaveAndASidThatIsNoPathAreRefusedAtTheStart() {
        for (var wrong : Map.of("key\n", "api-key", "k\u00e9y", "api-key").entrySet())
            assertThatThrownBy(() -> carrier(stub.url(), wrong.getKey(), Duration.ofSeconds(5)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith(wrong.getValue())
                    .hasMessageNotContaining(wrong.getKey());
        assertThatThrownBy(() -> new KaleyraSettings(
                        stub.url(), "H X", "key", "TXN", "", 50, 10, "", "", "", Duration.ZERO, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("sid");
    }

    @Test
    void aRefusedKeySaysNothingOfTheMessages() {
        var carrier = carrier(stub.url(), "wrong", Duration.ofSeconds(5));
        submit(carrier, message(1, 0, "Hi"));
        carrier.flush();
        await().until(() -> settled.get(1) instanceof Throttled);
        assertThat(carrier.ready()).isFalse();
        assertThat(carrier.binds().getFirst().lastError()).contains("RBC001 Incorrect SID or API key.");
        assertThat(carrier.binds().toString()).doesNotContain("wrong");
        assertThat(stub.taken()).isEmpty();
    }

    @Test
    void tooManyIsBackPressure() {
        stub.throttle(1);
        var carrier = carrier();
        submit(carrier, message(1, 0, "Hi"));
        carrier.flush();
        await().until(() -> settled.get(1) instanceof Throttled);
        assertThat(carrier.ready()).isTrue();
        assertThat(carrier.room()).isZero();
        await().until(() -> carrier.room() == 50);
        submit(carrier, message(2, 0, "Hi"));
        await().until(() -> settled.get(2) instanceof Accepted);
    }

    @Test
    void theWindowIsNeverExceededAndNobodyWaits() throws Exception {
        var carrier = carrier(stub.url(), "key", Duration.ofSeconds(2));
        long began = System.nanoTime();
        int taken = 0;
        for (int i = 0; i < 80; i++) if (submit(carrier, message(i, 78, "Hi"))) taken++;
        assertThat(taken).isEqualTo(50);
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)).isLessThan(2_000);
        assertThat(carrier.room()).isZero();
        await().until(() -> settled.size() == 50);
        assertThat(carrier.room()).isEqualTo(50);
    }

    @Test
    void itCanBeAskedForAStatus() throws Exception {
        var carrier = carrier();
        submit(carrier, message(1, 61, "Hi"));
        submit(carrier, message(2, 0, "Hi"));
        carrier.flush();
        await().until(() -> settled.size() == 2);
        List<String> ids = stub.taken().stream().map(KaleyraStub.Taken::id).toList();
        var known = carrier.ask(Stream.of(ids.get(0), ids.get(1), "unknown:1")
                        .map(id -> new Inquiry.Asked(id, "ACME"))
                        .toList())
                .get(5, TimeUnit.SECONDS);
        assertThat(known)
                .extracting(
                        d -> ((Receipt) d).carrierMessageId() + " " + ((Receipt) d).stat() + " " + ((Receipt) d).err())
                .containsExactlyInAnyOrder(stub.taken().stream()
                        .map(t -> t.id()
                                + (t.recipient() % 100 == 61 ? " UNDELIVERED ABSENT-SUB" : " DELIVERED DELIVERED"))
                        .toArray(String[]::new));
    }
}
