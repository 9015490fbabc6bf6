package dev.replay.carrier.kaleyra;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.replay.carrier.BindState;
import dev.replay.carrier.Callbacks;
import dev.replay.carrier.Carrier;
import dev.replay.carrier.Delivery;
import dev.replay.carrier.Inquiry;
import dev.replay.carrier.Meaning;
import dev.replay.carrier.OutcomeSink;
import dev.replay.carrier.PartOutcome;
import dev.replay.carrier.Submission;
import dev.replay.sms.Encoding;
import dev.replay.sms.Gsm7;
import dev.replay.sms.PhoneNumbers;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.UnresolvedAddressException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import javax.net.ssl.SSLHandshakeException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Submits in bulk and asynchronously: a message waits for its batch, a batch for its answer, and nobody for either.
 *
 * <p>What an answer proves decides: a connection that was never made, a refused key, an unknown path and "too many" took
 * nothing, so those messages are free; a message that Kaleyra will not have (400, 413, 422) is refused for good; everything
 * else that was written and not answered with an id is Unconfirmed: a time limit, ours or a gateway's (408), 5xx, a broken
 * connection, an answer that cannot be read.
 */
public final class KaleyraCarrier implements Carrier, Callbacks, Inquiry {
    private static final Logger LOG = Logger.getLogger(KaleyraCarrier.class);
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final long LINGER_MILLIS = 5;
    /** An answer that says so (429), and how long nothing is written after it; doubled while it lasts. */
    private static final Duration BACK_OFF = Duration.ofMillis(250);

    private static final Duration LONGEST_BACK_OFF = Duration.ofSeconds(10);
    /** After a refused key or connection: a try now and then, by the messages that are waiting. */
    private static final Duration AWAY = Duration.ofSeconds(2);

    private static final Duration LONGEST_AWAY = Duration.ofSeconds(60);
    /** The address of an inquiry must not grow beyond what servers take. */
    private static final int IDS_AT_ONCE = 100;
    /** Says the path or the method is wrong, before it looks at the key. */
    private static final String NO_SUCH_PAGE = "RBC618";

    private final short id;
    private final String name;
    private final KaleyraSettings settings;
    private final HttpClient http;
    private final ScheduledExecutorService timer;
    private final AtomicInteger inFlight = new AtomicInteger();

    private final Object writing = new Object();
    private List<Waiting> batch = new ArrayList<>();
    private boolean lingering;

    private volatile boolean closed;
    private volatile long backOffUntil = System.nanoTime();
    private volatile long awayUntil = System.nanoTime();
    private volatile Duration backOff = BACK_OFF;
    private volatile Duration away = AWAY;
    private volatile BindState state;

    private record Waiting(Submission message, OutcomeSink sink, ObjectNode node) {}

    private KaleyraCarrier(short id, String name, KaleyraSettings settings) {
        this.id = id;
        this.name = name;
        this.settings = settings;
        this.state = new BindState(0, "http", "bound", Instant.now(), "");
        timer = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("kaleyra-" + name).daemon().factory());
        http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .build();
    }

    public static KaleyraCarrier start(short id, String name, KaleyraSettings settings) {
        return new KaleyraCarrier(id, name, settings);
    }

    @Override
    public short id() {
        return id;
    }

    @Override
    public String name() {
        return name;
    }

    /** There is no connection to keep: it is up until a request proves otherwise, and again after a pause. */
    @Override
    public boolean ready() {
        return !closed && System.nanoTime() - awayUntil >= 0;
    }

    @Override
    public int room() {
        if (!ready() || System.nanoTime() - backOffUntil < 0) return 0;
        return Math.max(0, settings.window() - inFlight.get());
    }

    @Override
    public boolean submit(Submission message, OutcomeSink sink) {
        ObjectNode node = node(message);
        if (room() == 0) return false;
        if (inFlight.incrementAndGet() > settings.window()) {
            inFlight.decrementAndGet();
            return false;
        }
        synchronized (writing) {
            var waiting = new Waiting(message, sink, node);
            if (!message.receipt()) {
                // The callback is asked for by the request, for all of its messages.
                send(List.of(waiting));
                return true;
            }
            batch.add(waiting);
            if (batch.size() >= settings.bulk()) send();
            else linger();
        }
        return true;
    }

    @Override
    public void flush() {
        synchronized (writing) {
            send();
        }
    }

    private void linger() {
        if (lingering) return;
        lingering = true;
        timer.schedule(
                () -> {
                    synchronized (writing) {
                        lingering = false;
                        send();
                    }
                },
                LINGER_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    private void send() {
        if (batch.isEmpty()) return;
        List<Waiting> full = batch;
        batch = new ArrayList<>();
        send(full);
    }

    // ---- what is written

    private ObjectNode node(Submission message) {
        ObjectNode node = JSON.createObjectNode()
                .put("to", "+" + message.recipient())
                .put("from", message.sender())
                .put("body", text(message))
                .put("ref", message.campaignId() + "." + message.messageId())
                .put("unicode", message.encoding() == Encoding.UCS_2 ? "1" : "0");
        if (!message.dltTemplateId().isEmpty()) node.put("template_id", message.dltTemplateId());
        if (!settings.entityId().isEmpty()) node.put("entity_id", settings.entityId());
        if (message.receipt() && !settings.callbackProfile().isEmpty())
            node.put("callback_profile_id", settings.callbackProfile());
        return node;
    }

    private static String text(Submission message) {
        var text = new StringBuilder();
        for (byte[] part : message.parts())
            text.append(
                    message.encoding() == Encoding.UCS_2
                            ? new String(part, java.nio.charset.StandardCharsets.UTF_16BE)
                            : Gsm7.decode(part));
        if (text.isEmpty()) throw new IllegalArgumentException("a message without a text");
        return text.toString();
    }

    /** Each of them comes to an end, whatever is wrong with the request. */
    private void send(List<Waiting> messages) {
        CompletableFuture<HttpResponse<String>> sent;
        try {
            sent = http.sendAsync(request(messages), BodyHandlers.ofString(UTF_8));
        } catch (RuntimeException e) {
            goAway("no request can be made: " + e);
            for (Waiting w : messages) settle(w, new PartOutcome.Unwritten());
            return;
        }
        sent.whenComplete((response, failure) -> {
            try {
                if (failure != null) failed(messages, failure);
                else answered(messages, response);
            } catch (RuntimeException e) {
                LOG.error("an answer of " + name + " was not understood", e);
                for (Waiting w : messages) settle(w, new PartOutcome.Unconfirmed());
            }
        });
    }

    private HttpRequest request(List<Waiting> messages) {
        ObjectNode body = JSON.createObjectNode()
                .put("channel", "SMS")
                .put("source", "API")
                .put("type", settings.type())
                .put("from", messages.getFirst().message.sender());
        if (messages.getFirst().message.receipt() && !settings.callback().isEmpty()) {
            var callback =
                    body.putObject("callback").put("url", settings.callback()).put("method", "POST");
            if (!settings.secret().isEmpty()) callback.putObject("header").put("x-api-key", settings.secret());
        }
        var nodes = body.putArray("sms");
        for (Waiting w : messages) nodes.add(w.node);
        return HttpRequest.newBuilder(settings.at("/sms/json"))
                .timeout(settings.responseLimit())
                .header("api-key", settings.apiKey())
                .header("Content-Type", "application/json")
                .header("Accept", "application/json")
                .POST(new Guarded(
                        BodyPublishers.ofString(body.toString()),
                        () -> messages.stream().allMatch(w -> w.sink.mayLeave())))
                .build();
    }

    /** Asked when the connection stands, which may take its time: a request without its body is none. */
    private record Guarded(BodyPublisher body, BooleanSupplier mayLeave) implements BodyPublisher {
        @Override
        public long contentLength() {
            return body.contentLength();
        }

        @Override
        public void subscribe(Flow.Subscriber<? super ByteBuffer> subscriber) {
            if (mayLeave.getAsBoolean()) {
                body.subscribe(subscriber);
            } else {
                subscriber.onSubscribe(NOTHING);
                subscriber.onError(new Withheld());
            }
        }

        private static final Flow.Subscription NOTHING = new Flow.Subscription() {
            @Override
            public void request(long n) {}

            @Override
            public void cancel() {}
        };
    }

    private static final class Withheld extends IOException {}

    // ---- what is answered

    private void failed(List<Waiting> messages, Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (withheld(cause)) {
            for (Waiting w : messages) settle(w, new PartOutcome.Unwritten());
        } else if (neverConnected(cause)) {
            goAway("no connection: " + cause);
            for (Waiting w : messages) settle(w, new PartOutcome.Unwritten());
        } else {
            say("bound", cause.toString());
            for (Waiting w : messages) settle(w, new PartOutcome.Unconfirmed());
        }
    }

    private static boolean withheld(Throwable failure) {
        for (Throwable t = failure; t != null; t = t.getCause()) if (t instanceof Withheld) return true;
        return false;
    }

    private static boolean neverConnected(Throwable cause) {
        return cause instanceof ConnectException
                || cause instanceof HttpConnectTimeoutException
                || cause instanceof UnresolvedAddressException
                || cause instanceof SSLHandshakeException;
    }

    private void answered(List<Waiting> messages, HttpResponse<String> response) {
        int status = response.statusCode();
        JsonNode body = json(response.body());
        // At the top alone: of another shape it is not known that nothing was taken.
        String code = body.path("code").asText("");
        if (status == 429) {
            throttled(response);
            notTaken(messages, body, new PartOutcome.Throttled(status));
        } else if (status == 401
                || status == 402
                || status == 403
                || status == 404
                || status == 405
                || code.equals(NO_SUCH_PAGE)) {
            // Not a word about the messages: they would all be lost to one wrong setting.
            goAway("HTTP " + status + " " + said(body));
            notTaken(messages, body, new PartOutcome.Throttled(status));
        } else if (status == 400
                || status == 413
                || status == 422
                || status / 100 == 2 && !code.isEmpty() && body.path("data").isEmpty()) {
            if (messages.size() > 1 && !namesSome(body)) {
                halved(messages);
            } else {
                say("bound", "HTTP " + status + " " + said(body));
                notTaken(messages, body, new PartOutcome.Refused(status, said(body)));
            }
        } else if (status / 100 == 2) {
            well();
            accepted(messages, body.path("data"));
        } else {
            say("bound", "HTTP " + status + " " + said(body));
            for (Waiting w : messages) settle(w, new PartOutcome.Unconfirmed());
        }
    }

    /** An answer with an id is not the refusal of a whole request, whatever its status says. */
    private void notTaken(List<Waiting> messages, JsonNode body, PartOutcome outcome) {
        if (namesSome(body)) accepted(messages, body.path("data"));
        else for (Waiting w : messages) settle(w, outcome);
    }

    private static boolean namesSome(JsonNode body) {
        return body.findValues("message_id").stream()
                .anyMatch(id -> !id.asText("").isBlank());
    }

    private static JsonNode json(String body) {
        try {
            JsonNode read = JSON.readTree(body);
            return read == null ? JSON.missingNode() : read;
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }

    /** For logs and for whoever looks at the carriers, whatever number it repeats. */
    private static String said(JsonNode body) {
        return PhoneNumbers.masked((code(body) + " " + word(body, "message")).strip());
    }

    private static String code(JsonNode body) {
        return word(body, "code");
    }

    /** At the top, within the error, or within the data as RCS has it. */
    private static String word(JsonNode body, String name) {
        for (String place : List.of("/" + name, "/error/" + name, "/data/error/error_" + name, "/error/error")) {
            JsonNode found = body.at(place);
            if (found.isValueNode()
                    && !found.asText("").isBlank()
                    && !(name.equals("code") && place.endsWith("/error"))) return found.asText();
        }
        return "";
    }

    /** Which of several it would not have is not said: each half is asked for by itself, for nothing of it was taken. */
    private void halved(List<Waiting> messages) {
        int half = messages.size() / 2;
        send(messages.subList(0, half));
        send(messages.subList(half, messages.size()));
    }

    /** Ids come with their recipients; one that is missing may have been taken all the same. */
    private void accepted(List<Waiting> messages, JsonNode data) {
        Map<String, Deque<String>> ids = new HashMap<>();
        for (JsonNode each : data) {
            String number = each.path("recipient").asText("").replaceAll("[^0-9]", "");
            String messageId = each.path("message_id").asText("").strip();
            if (!messageId.isEmpty())
                ids.computeIfAbsent(number, n -> new ArrayDeque<>()).add(messageId);
        }
        for (Waiting w : messages) {
            Deque<String> own = ids.get(Long.toString(w.message.recipient()));
            settle(
                    w,
                    own == null || own.isEmpty()
                            ? new PartOutcome.Unconfirmed()
                            : new PartOutcome.Accepted(own.removeFirst()));
        }
    }

    private void settle(Waiting w, PartOutcome outcome) {
        inFlight.decrementAndGet();
        try {
            w.sink.settled(w.message, List.of(outcome));
        } catch (RuntimeException e) {
            LOG.error("An outcome was not taken", e);
        }
    }

    // ---- how it is

    private void well() {
        backOff = BACK_OFF;
        away = AWAY;
        if (!state.state().equals("bound") || !state.lastError().isEmpty()) say("bound", "");
    }

    private void throttled(HttpResponse<String> response) {
        Optional<Duration> asked = response.headers()
                .firstValue("Retry-After")
                .filter(value -> value.matches("\\d{1,4}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)));
        say("throttled", "HTTP 429");
        long now = System.nanoTime();
        boolean first = now - backOffUntil >= 0;
        // Of several that were on their way together the first one has said it, but for one that asks for longer.
        if (!first && asked.isEmpty()) return;
        long until = now
                + asked.orElse(backOff).toNanos() * ThreadLocalRandom.current().nextLong(100, 126) / 100;
        if (first || until - backOffUntil > 0) backOffUntil = until;
        if (first) backOff = shorter(backOff.multipliedBy(2), LONGEST_BACK_OFF);
    }

    private void goAway(String why) {
        awayUntil = System.nanoTime() + away.toNanos();
        away = shorter(away.multipliedBy(2), LONGEST_AWAY);
        if (!why.equals(state.lastError()))
            LOG.warnf("event=carrier.away carrier=%s to=%s why=\"%s\"", name, settings, why);
        say("waiting", why);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private void say(String word, String error) {
        state = new BindState(0, "http", word, Instant.now(), error);
    }

    @Override
    public List<BindState> binds() {
        return List.of(state);
    }

    @Override
    public Load load() {
        return new Load(settings.window(), inFlight.get());
    }

    @Override
    public void close() {
        flush();
        closed = true;
        long until = System.nanoTime() + settings.closeLimit().toNanos();
        while (inFlight.get() > 0 && System.nanoTime() - until < 0) LockSupport.parkNanos(1_000_000);
        timer.shutdownNow();
        http.shutdownNow();
    }

    // ---- receipts

    @Override
    public Optional<Meaning> meaning(String stat, String err) {
        return KaleyraWords.meaning(stat, err);
    }

    @Override
    public Optional<Callbacks> callbacks() {
        return Optional.of(this);
    }

    @Override
    public Optional<Inquiry> inquiry() {
        return Optional.of(this);
    }

    @Override
    public boolean admits(String secret) {
        return !settings.secret().isEmpty()
                && MessageDigest.isEqual(
                        secret.getBytes(UTF_8), settings.secret().getBytes(UTF_8));
    }

    @Override
    public Optional<Delivery> read(Map<String, String> fields, String raw) {
        return Optional.ofNullable(KaleyraWords.read(id, fields, raw));
    }

    @Override
    public int most() {
        return IDS_AT_ONCE;
    }

    @Override
    public CompletableFuture<List<Delivery>> ask(List<Asked> messages) {
        String ids = URLEncoder.encode(
                messages.stream().map(Asked::carrierMessageId).collect(Collectors.joining(",")), UTF_8);
        HttpRequest request = HttpRequest.newBuilder(settings.at("/sms/status?message_ids=" + ids))
                .timeout(settings.responseLimit())
                .header("api-key", settings.apiKey())
                .header("Accept", "application/json")
                .build();
        return http.sendAsync(request, BodyHandlers.ofString(UTF_8)).thenApply(response -> {
            if (response.statusCode() / 100 != 2)
                throw new IllegalStateException("HTTP " + response.statusCode() + " " + said(json(response.body())));
            List<Delivery> known = new ArrayList<>();
            // The id that was asked for comes back as campaign_id.
            for (JsonNode each : json(response.body()).path("data")) {
                Map<String, String> fields = new HashMap<>();
                each.properties()
                        .forEach(e -> fields.put(e.getKey(), e.getValue().asText("")));
                @Nullable Delivery delivery = KaleyraWords.read(id, fields, each.toString());
                if (delivery != null) known.add(delivery);
            }
            return known;
        });
    }
}
