package dev.replay.carrier.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.replay.carrier.Delivery;
import dev.replay.carrier.Inquiry;
import dev.replay.carrier.OutcomeSink;
import dev.replay.carrier.PartOutcome;
import dev.replay.carrier.PartOutcome.Accepted;
import dev.replay.carrier.Submission;
import dev.replay.carrier.smpp.Alphabet;
import dev.replay.carrier.smpp.Dialect;
import dev.replay.carrier.smpp.Dialect.LongTexts;
import dev.replay.carrier.smpp.SmppCarrier;
import dev.replay.carrier.smpp.SmppSettings;
import dev.replay.carrier.smpp.Tlv;
import dev.replay.sms.SmsText;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever way an SMSC wants it, over a socket a person reads what was written. */
@Timeout(60)
class DialectTest {
    private static final long NUMBER = 919_812_300_000L;
    private static final String GSM =
            "@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCXYZÄÖÑÜ§¿abcxyzäöñüà^{}\\[~]|€";
    private static final String LATIN = "@£$¥èéùìòÇ\nØøÅå_ÆæßÉ !\"#%&0123456789¡ABCXYZÄÖÑÜ§¿abcxyzäöñüà^{}[~]|";

    private final Map<Integer, List<PartOutcome>> settled = new ConcurrentHashMap<>();
    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();
    private final OutcomeSink ledger = (message, parts) -> settled.put(message.messageId(), parts);

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) each.close();
    }

    private Simulator simulator(Alphabet alphabet) throws IOException {
        var simulator = Simulator.start(SimulatorSettings.defaults()
                .with("texts", 1_000)
                .with(
                        "alphabet",
                        alphabet.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-')));
        open.add(simulator);
        return simulator;
    }

    private SmppCarrier carrier(Simulator simulator, Dialect dialect) {
        var carrier = SmppCarrier.start(
                (short) 1,
                "dialect",
                SmppSettings.of("127.0.0.1", simulator.port(), "replay", "").with(dialect),
                (delivery, acknowledge) -> {
                    deliveries.add(delivery);
                    acknowledge.accept(true);
                });
        open.add(carrier);
        await().until(carrier::ready);
        return carrier;
    }

    private void send(SmppCarrier carrier, int id, String text, String template) {
        SmsText sms = SmsText.of(text);
        var message = new Submission(
                1,
                id,
                "ACME",
                NUMBER + id * 100L,
                sms.encoding(),
                sms.parts(),
                Duration.ofDays(1),
                "IN",
                template,
                true);
        await().until(() -> {
            boolean taken = carrier.submit(message, ledger);
            carrier.flush();
            return taken;
        });
    }

    private static Dialect dialect(LongTexts longTexts, Alphabet alphabet) {
        return new Dialect(longTexts, alphabet, null, null, null, null, null, 0, 0x1400, "", 0x1401, List.of(), false);
    }

    @Test
    void theSimulatorTellsOfItsLatestMessagesAndOfNoneOfAnotherSender() throws IOException {
        var simulator = simulator(Alphabet.GSM);
        simulator.change(Map.of("queries", "10"));
        var carrier = carrier(simulator, Dialect.USUAL.withQueries());
        var message = new Submission(
                1,
                1,
                "ACME",
                919_812_345_674L,
                SmsText.of("x").encoding(),
                SmsText.of("x").parts(),
                Duration.ofDays(1),
                "IN",
                "",
                true);
        await().until(() -> carrier.submit(message, ledger));
        carrier.flush();
        await().until(() -> settled.containsKey(1));
        String id = ((Accepted) settled.get(1).getFirst()).carrierMessageId();
        assertThat(deliveries).isEmpty();
        assertThat(carrier.ask(List.of(new Inquiry.Asked(id, "OTHER"))).join()).isEmpty();
        assertThat(carrier.ask(List.of(new Inquiry.Asked(id, "ACME"))).join())
                .singleElement()
                .isInstanceOfSatisfying(
                        Delivery.Receipt.class, told -> assertThat(told.stat()).isEqualTo("DELIVRD"));
    }

    static Stream<Arguments> dialects() {
        return Stream.of(LongTexts.values())
                .flatMap(longTexts -> Stream.of(Alphabet.values()).map(alphabet -> Arguments.of(longTexts, alphabet)));
    }

    private static String random(Random random, String alphabet) {
        var text = new StringBuilder();
        for (int i = random.nextInt(1, 600); i > 0; i--)
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        return text.toString();
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void aPersonReadsWhatWasWritten(LongTexts longTexts, Alphabet alphabet) throws IOException {
        // Latin-1 says what it is by its data coding; what it lacks travels as plain septets.
        var simulator = simulator(alphabet == Alphabet.GSM_PACKED ? alphabet : Alphabet.GSM);
        var carrier = carrier(simulator, dialect(longTexts, alphabet));
        var random = new Random(7);
        List<String> texts = new ArrayList<>(List.of(
                "Hi",
                "x".repeat(160),
                "x".repeat(161),
                "€".repeat(200),
                "नमस्ते ".repeat(40),
                "1234567",
                "ê".repeat(71)));
        for (int i = 0; i < 60; i++) texts.add(random(random, i % 3 == 0 ? GSM + "नमस्ते" : i % 3 == 1 ? GSM : LATIN));
        for (int i = 0; i < texts.size(); i++) send(carrier, i, texts.get(i), "");
        await().until(() -> settled.size() == texts.size());

        Map<Long, String> read = new java.util.HashMap<>();
        for (var text : simulator.texts()) read.put(text.recipient(), text.text());
        for (int i = 0; i < texts.size(); i++) {
            assertThat(read).as("text " + i).containsEntry(NUMBER + i * 100L, texts.get(i));
            int parts = SmsText.of(texts.get(i)).parts().size();
            assertThat(settled.get(i))
                    .hasSize(longTexts == LongTexts.PAYLOAD ? 1 : parts)
                    .allMatch(Accepted.class::isInstance);
        }
    }

    @Test
    void dltIdsOtherParametersAndThePriorityGoWithEachMessage() throws IOException {
        var simulator = simulator(Alphabet.GSM);
        var carrier = carrier(
                simulator,
                new Dialect(
                        LongTexts.SAR,
                        Alphabet.GSM,
                        null,
                        null,
                        null,
                        null,
                        null,
                        2,
                        Dialect.tagOf("0x1400"),
                        "1101234567890",
                        Dialect.tagOf("5121"),
                        Dialect.tlvsOf(List.of("0x1402=abc")),
                        false));
        send(carrier, 1, "x".repeat(200), "1107160000000012345");
        send(carrier, 2, "short", "");
        await().until(() -> settled.size() == 2);
        var first = simulator.texts().getFirst();
        assertThat(first.priority()).isEqualTo(2);
        assertThat(first.tlvs())
                .extracting(Tlv::tag, tlv -> new String(tlv.value()))
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(0x1402, "abc"),
                        org.assertj.core.groups.Tuple.tuple(0x1400, "1101234567890"),
                        org.assertj.core.groups.Tuple.tuple(0x1401, "1107160000000012345"));
        assertThat(simulator.texts().getLast().tlvs()).extracting(Tlv::tag).containsExactly(0x1402, 0x1400);
    }
}
