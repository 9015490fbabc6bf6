package dev.replay.carrier.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.replay.carrier.Delivery;
import dev.replay.carrier.PartOutcome;
import dev.replay.carrier.Submission;
import dev.replay.carrier.smpp.Dialect;
import dev.replay.carrier.smpp.SmppCarrier;
import dev.replay.carrier.smpp.SmppSettings;
import dev.replay.sms.Encoding;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The simulator's own ways: receipts again and again, copies, control page, its own process, TLS. */
@Timeout(60)
class SimulatorTest {
    private static final long NUMBER = 919_812_340_000L;

    private final List<AutoCloseable> toClose = new CopyOnWriteArrayList<>();
    private final Map<Integer, List<PartOutcome>> settled = new ConcurrentHashMap<>();
    private final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    private final List<Consumer<Boolean>> acknowledgements = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void lookOften() {
        Awaitility.setDefaultPollInterval(Duration.ofMillis(5));
        Awaitility.setDefaultPollDelay(Duration.ZERO);
    }

    @AfterEach
    void close() throws Exception {
        for (var each : toClose) each.close();
    }

    private Simulator start(SimulatorSettings settings) throws IOException {
        var smsc = Simulator.start(settings);
        toClose.add(smsc);
        return smsc;
    }

    private static SmppSettings settings(int port) {
        return SmppSettings.of("127.0.0.1", port, "replay", "secret")
                .withLimits(
                        Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(300), Duration.ofMillis(300));
    }

    private SmppCarrier carrier(SmppSettings settings) {
        var carrier = SmppCarrier.start((short) 1, "smsc", settings, (delivery, acknowledge) -> {
            deliveries.add(delivery);
            acknowledgements.add(acknowledge);
        });
        toClose.add(0, carrier);
        return carrier;
    }

    private void submit(SmppCarrier carrier, int id, long recipient) {
        var message = new Submission(
                1, id, "REPLAY", recipient, Encoding.GSM_7, List.of(new byte[] {'h', 'i'}), Duration.ofHours(1));
        await().until(() -> carrier.submit(message, (taken, parts) -> settled.put(taken.messageId(), parts)));
        carrier.flush();
    }

    @Test
    void a_receipt_is_sent_again_when_it_could_not_be_stored_or_the_connection_broke() throws IOException {
        var smsc = start(SimulatorSettings.defaults().with("receipt-retry", 50));
        var carrier = carrier(settings(smsc.port()));
        submit(carrier, 1, NUMBER);
        await().until(() -> deliveries.size() == 1);
        acknowledgements.get(0).accept(false);
        await().until(() -> deliveries.size() == 2);
        smsc.cut();
        await().until(() -> deliveries.size() == 3);
        assertThat(smsc.counts().receiptsPending()).isEqualTo(1);
        acknowledgements.get(1).accept(true);
        acknowledgements.get(2).accept(true);
        await().until(() -> smsc.counts().receiptsAcknowledged() == 1);
        assertThat(deliveries.get(2)).isEqualTo(deliveries.get(0));
        assertThat(smsc.counts().receiptsPending()).isZero();
        assertThat(smsc.counts().receiptsSent()).isEqualTo(3);
    }

    @Test
    void receipts_wait_for_a_receiver_and_keep_to_their_window() throws IOException {
        var smsc = start(SimulatorSettings.defaults().with("receipt-window", 2));
        var carrier = carrier(settings(smsc.port()));
        for (int id = 0; id < 5; id++) submit(carrier, id, NUMBER + id);
        await().until(() -> settled.size() == 5 && deliveries.size() == 2);
        await().during(Duration.ofMillis(100)).until(() -> deliveries.size() == 2);
        acknowledgements.get(0).accept(true);
        await().until(() -> deliveries.size() == 3);
        assertThat(smsc.counts().receiptsPending()).isEqualTo(4);
    }

    @Test
    void a_share_of_the_receipts_has_another_beside_it_with_an_id_that_nobody_knows() throws IOException {
        var smsc = start(SimulatorSettings.defaults().with("unknown-share", 1));
        var carrier = carrier(settings(smsc.port()));
        for (int id = 1; id <= 20; id++) submit(carrier, id, NUMBER + id);
        await().until(() -> settled.size() == 20 && deliveries.size() == 40);
        var known = settled.values().stream()
                .map(parts -> ((PartOutcome.Accepted) parts.getFirst()).carrierMessageId())
                .toList();
        assertThat(deliveries.stream().map(d -> ((Delivery.Receipt) d).carrierMessageId()))
                .doesNotHaveDuplicates()
                .containsAll(known);
    }

    @Test
    void a_share_of_the_receipts_comes_again() throws IOException {
        var smsc = start(SimulatorSettings.defaults().with("repeated-share", 1));
        var carrier = carrier(settings(smsc.port()));
        for (int id = 1; id <= 20; id++) submit(carrier, id, NUMBER + id);
        await().until(() -> settled.size() == 20 && deliveries.size() == 40);
        assertThat(deliveries.stream()
                        .map(d -> ((Delivery.Receipt) d).carrierMessageId())
                        .distinct())
                .hasSize(20);
    }

    @Test
    void a_cut_fate_takes_the_message_and_its_connection() throws IOException {
        var smsc = start(SimulatorSettings.defaults());
        var carrier = carrier(settings(smsc.port()));
        submit(carrier, 1, NUMBER + Fate.CUT.digits());
        await().until(() -> settled.containsKey(1));
        assertThat(settled.get(1)).containsExactly(new PartOutcome.Unconfirmed());
        assertThat(smsc.counts().accepted()).isEqualTo(1);
        await().until(carrier::ready);
    }

    @Test
    void no_response_and_a_late_one_leave_the_message_unconfirmed() throws IOException {
        var smsc = start(SimulatorSettings.defaults().with("late", 700));
        var late = new ConcurrentHashMap<Integer, PartOutcome>();
        var limits = settings(smsc.port())
                .withLimits(
                        Duration.ofMillis(300), Duration.ofSeconds(5), Duration.ofMillis(300), Duration.ofMillis(100));
        var carrier = carrier(limits);
        var sink = new dev.replay.carrier.OutcomeSink() {
            @Override
            public void settled(Submission message, List<PartOutcome> parts) {
                settled.put(message.messageId(), parts);
            }

            @Override
            public void late(Submission message, int part, PartOutcome outcome) {
                late.put(message.messageId(), outcome);
            }
        };
        for (var fate : List.of(Fate.NO_RESPONSE, Fate.LATE_RESPONSE)) {
            var message = new Submission(
                    1,
                    fate.digits(),
                    "REPLAY",
                    NUMBER + fate.digits(),
                    Encoding.GSM_7,
                    List.of(new byte[1]),
                    Duration.ofHours(1));
            await().until(() -> carrier.submit(message, sink));
        }
        await().until(() -> settled.size() == 2);
        assertThat(settled.values()).containsOnly(List.of(new PartOutcome.Unconfirmed()));
        await().until(() -> late.containsKey(Fate.LATE_RESPONSE.digits()) && deliveries.size() == 1);
        assertThat(late).hasSize(1);
    }

    @Test
    void latency_and_receipt_delay_are_kept() throws IOException {
        var smsc = start(SimulatorSettings.defaults().with(Map.of("latency", "150", "receipt-delay", "200")));
        var carrier = carrier(settings(smsc.port()));
        await().until(carrier::ready);
        long start = System.nanoTime();
        submit(carrier, 1, NUMBER);
        await().until(() -> settled.containsKey(1));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(150));
        await().until(() -> deliveries.size() == 1);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(350));
    }

    @Test
    void the_control_page_shows_counts_copies_and_numbers_and_changes_settings() throws Exception {
        var smsc = start(SimulatorSettings.defaults().with("receipts", false));
        var carrier = carrier(settings(smsc.port()));
        submit(carrier, 1, NUMBER);
        submit(carrier, 2, NUMBER);
        submit(carrier, 3, NUMBER + 1);
        await().until(() -> settled.size() == 3);

        assertThat(http(smsc, "GET", "/counts", 200))
                .contains("\"accepted\":3", "\"distinct\":2", "\"copiesBeyondOne\":1", "\"receiptsSent\":0");
        assertThat(http(smsc, "GET", "/copies", 200))
                .isEqualTo("[{\"number\":\"+919812340000\",\"part\":1,\"copies\":2}]");
        assertThat(http(smsc, "GET", "/numbers", 200).lines())
                .containsExactlyInAnyOrder("919812340000,1,2", "919812340001,1,1");
        assertThat(http(smsc, "POST", "/settings?latency=7&fates=lifelike", 200))
                .contains("\"latency\":\"7\"", "\"fates\":\"lifelike\"")
                .doesNotContain("password");
        assertThat(smsc.settings().latency()).isEqualTo(7);
        assertThat(http(smsc, "POST", "/settings?latency=soon", 400)).contains("latency");
        assertThat(http(smsc, "POST", "/settings?speed=1", 400)).contains("no such setting: speed");
        assertThat(http(smsc, "GET", "/nothing", 404)).contains("error");
        assertThat(http(smsc, "POST", "/inbound?system-id=replay&from=919812345678&to=56767&text=STOP%20ALL", 200))
                .contains("accepted");
        await().until(() -> deliveries.size() == 1);
        assertThat(deliveries).containsExactly(new Delivery.Inbound((short) 1, "919812345678", "56767", "STOP ALL"));
        assertThat(http(smsc, "POST", "/reset", 200)).contains("\"accepted\":0", "\"distinct\":0");
        assertThat(http(smsc, "GET", "/copies", 200)).isEqualTo("[]");
    }

    private static String http(Simulator smsc, String method, String path, int status) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + smsc.controlPort() + path))
                .timeout(Duration.ofSeconds(10))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(status);
        return response.body();
    }

    @Test
    void a_wrong_password_is_refused_and_a_rate_throttles() throws IOException {
        var smsc = start(SimulatorSettings.defaults().with(Map.of("password", "other", "rate", "50")));
        var stranger = carrier(settings(smsc.port()));
        await().until(() -> stranger.binds().get(0).lastError().contains("ESME_RINVPASWD"));

        var carrier = carrier(new SmppSettings(
                "127.0.0.1",
                smsc.port(),
                "replay",
                "other",
                "",
                false,
                1,
                50,
                false,
                null,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofMillis(300),
                Duration.ofMillis(300),
                100,
                Dialect.USUAL));
        await().until(carrier::ready);
        for (int id = 1; id <= 40; id++) submit(carrier, id, NUMBER + id);
        await().until(() -> settled.size() == 40);
        assertThat(smsc.counts().throttled()).isPositive();
        assertThat(settled.values().stream()
                        .filter(p -> p.get(0) instanceof PartOutcome.Throttled)
                        .count())
                .isEqualTo(smsc.counts().throttled());
    }

    @Test
    void lifelike_shares_are_lifelike_and_the_same_each_time() {
        var shares = new HashMap<Fate, Integer>();
        for (long i = 0; i < 100_000; i++) shares.merge(Fates.LIFELIKE.of(NUMBER + i, 0), 1, Integer::sum);
        assertThat(shares.get(Fate.DELIVERED)).isBetween(86_000, 88_000);
        assertThat(shares.get(Fate.ABSENT_SUBSCRIBER)).isBetween(3_200, 3_800);
        assertThat(shares).hasSizeGreaterThan(12);
        int reached = 0;
        int missed = 0;
        for (long i = 0; i < 100_000; i++) {
            var fate = Fates.LIFELIKE.of(NUMBER + i, 0);
            assertThat(Fates.LIFELIKE.of(NUMBER + i, 0)).isSameAs(fate);
            if (fate == Fate.INVALID_SUBSCRIBER)
                assertThat(Fates.LIFELIKE.of(NUMBER + i, 1)).isSameAs(fate);
            if (fate != Fate.ABSENT_SUBSCRIBER) continue;
            missed++;
            if (Fates.LIFELIKE.of(NUMBER + i, 1) == Fate.DELIVERED) reached++;
        }
        assertThat(reached).isBetween(missed / 2, missed - 1);
    }

    @Test
    void copies_are_counted_for_many_numbers() {
        var copies = new Copies();
        for (int round = 1; round <= 2; round++)
            for (long i = 0; i < 200_000; i++)
                assertThat(copies.add(Copies.key(NUMBER + i / 2, 1 + (int) i % 2)))
                        .isEqualTo(round);
        assertThat(copies.distinct()).isEqualTo(200_000);
        assertThat(copies.count(Copies.key(NUMBER, 3))).isZero();
        var seen = new AtomicInteger();
        copies.forEach((recipient, part, count) -> {
            assertThat(count).isEqualTo(2);
            assertThat(part).isBetween(1, 2);
            seen.incrementAndGet();
        });
        assertThat(seen.get()).isEqualTo(200_000);
    }

    @Test
    void settings_come_from_the_environment_and_then_the_arguments() {
        var settings = SimulatorSettings.read(
                Map.of("REPLAY_SIMULATOR_LATENCY", "5", "REPLAY_SIMULATOR_FATES", "none", "PATH", "/bin"),
                List.of("--latency=9", "--throttle-share=0.5"));
        assertThat(settings.latency()).isEqualTo(9);
        assertThat(settings.fates()).isEqualTo(Fates.NONE);
        assertThat(settings.throttleShare()).isEqualTo(0.5);
        for (String bad :
                List.of("latency=9", "--laten=9", "--latency=x", "--fates=some", "--receipts=perhaps", "--rate=-1"))
            assertThatThrownBy(() -> SimulatorSettings.read(Map.of(), List.of(bad)))
                    .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void in_its_own_process_it_says_its_ports_and_ends_with_its_standard_input() throws Exception {
        var process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Simulator.class.getName(),
                        "--latency=1",
                        "--end-with-stdin")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            String ready = new BufferedReader(new InputStreamReader(process.getInputStream())).readLine();
            assertThat(ready).matches("SMSC simulator ready: smpp=\\d+ control=\\d+");
            var carrier = carrier(settings(Integer.parseInt(ready.replaceAll(".*smpp=(\\d+).*", "$1"))));
            await().until(carrier::ready);
            process.getOutputStream().close();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            await().until(() -> !carrier.ready());
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void over_tls_the_name_of_the_host_must_be_the_certificates(@TempDir Path folder) throws Exception {
        var store = folder.resolve("store.p12");
        var keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "smsc",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "changeit",
                        "-validity",
                        "2")
                .redirectErrorStream(true)
                .start();
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        var keys = java.security.KeyStore.getInstance(store.toFile(), "changeit".toCharArray());
        var certificate = pem(
                folder.resolve("certificate.pem"),
                "CERTIFICATE",
                keys.getCertificate("smsc").getEncoded());
        var key = pem(
                folder.resolve("key.pem"),
                "PRIVATE KEY",
                keys.getKey("smsc", "changeit".toCharArray()).getEncoded());
        var smsc = start(SimulatorSettings.defaults()
                .with(Map.of("certificate", certificate.toString(), "key", key.toString())));

        var wrongName = carrier(settings(smsc.port()).withTls(certificate));
        await().until(() -> wrongName.binds().get(0).lastError().contains("TLS"));
        assertThat(wrongName.ready()).isFalse();
        var unknownIssuer = carrier(named(smsc.port()).withTls(null));
        await().until(() -> unknownIssuer.binds().get(0).lastError().contains("TLS"));

        var carrier = carrier(named(smsc.port()).withTls(certificate));
        await().until(carrier::ready);
        submit(carrier, 1, NUMBER);
        await().until(() -> settled.containsKey(1) && deliveries.size() == 1);
        assertThat(smsc.counts().sessions()).isEqualTo(1);
    }

    private static SmppSettings named(int port) {
        return SmppSettings.of("localhost", port, "replay", "secret")
                .withLimits(
                        Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(300), Duration.ofMillis(300));
    }

    private static Path pem(Path file, String what, byte[] octets) throws IOException {
        String body = java.util.Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(octets);
        return Files.writeString(file, "-----BEGIN " + what + "-----\n" + body + "\n-----END " + what + "-----\n");
    }
}
