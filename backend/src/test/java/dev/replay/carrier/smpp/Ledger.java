package dev.replay.carrier.smpp;

import dev.replay.carrier.Carrier;
import dev.replay.carrier.Delivery;
import dev.replay.carrier.OutcomeSink;
import dev.replay.carrier.PartOutcome;
import dev.replay.carrier.ReceiptSink;
import dev.replay.carrier.Submission;
import dev.replay.sms.Encoding;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.awaitility.Awaitility;

/** Writes down every outcome and delivery, and notices what is settled twice. */
final class Ledger implements OutcomeSink, ReceiptSink {
    static {
        Awaitility.setDefaultPollInterval(Duration.ofMillis(5));
        Awaitility.setDefaultPollDelay(Duration.ZERO);
    }

    final Map<Integer, List<PartOutcome>> settled = new ConcurrentHashMap<>();
    final List<Integer> settledTwice = new CopyOnWriteArrayList<>();
    final Map<Integer, PartOutcome> late = new ConcurrentHashMap<>();
    final List<Delivery> deliveries = new CopyOnWriteArrayList<>();
    final List<Consumer<Boolean>> unacknowledged = new CopyOnWriteArrayList<>();
    volatile boolean holding;
    volatile int latePart;

    @Override
    public void settled(Submission message, List<PartOutcome> parts) {
        if (settled.putIfAbsent(message.messageId(), parts) != null) settledTwice.add(message.messageId());
    }

    @Override
    public void late(Submission message, int part, PartOutcome outcome) {
        latePart = part;
        late.put(message.messageId(), outcome);
    }

    @Override
    public void receive(Delivery delivery, Consumer<Boolean> acknowledge) {
        deliveries.add(delivery);
        if (holding) unacknowledged.add(acknowledge);
        else acknowledge.accept(true);
    }

    List<Delivery.Receipt> receipts() {
        return deliveries.stream()
                .filter(Delivery.Receipt.class::isInstance)
                .map(Delivery.Receipt.class::cast)
                .toList();
    }

    boolean submit(Carrier carrier, Submission message) {
        boolean taken = carrier.submit(message, this);
        carrier.flush();
        return taken;
    }

    static Submission message(int id, long recipient, String... parts) {
        return message(id, recipient, Encoding.GSM_7, parts);
    }

    static Submission message(int id, long recipient, Encoding encoding, String... parts) {
        var charset = encoding == Encoding.UCS_2 ? StandardCharsets.UTF_16BE : StandardCharsets.US_ASCII;
        return new Submission(
                7,
                id,
                "REPLAY",
                recipient,
                encoding,
                Arrays.stream(parts).map(part -> part.getBytes(charset)).toList(),
                Duration.ofHours(24));
    }

    static SmppSettings settings(int port) {
        return SmppSettings.of("127.0.0.1", port, "replay", "secret")
                .withLimits(
                        Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofMillis(500), Duration.ofSeconds(2));
    }
}
