package dev.replay.carrier.kaleyra;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The part of Kaleyra's API that we speak, as far as it is publicly known: sending in bulk, asking for a status, callbacks,
 * and its errors. The last digits of a number choose what becomes of its message:
 *
 * <ul>
 *   <li>60 Undelivered / INVALID-SUB, 61 Undelivered / ABSENT-SUB, 67 Undelivered / a code that no catalogue has
 *   <li>73 Sent / ENROUTE, 74 no callback, 83 delivered and called back twice
 *   <li>75 NOT-SENT / KLR-INV-NUMBER, 76 the whole request is refused, 77 missing from the answer
 *   <li>78 the answer never comes, 79 HTTP 500 after it was taken, 80 a gateway's HTTP 408 after it was taken
 *   <li>84 HTTP 400, and 85 HTTP 402, with the ids of the request's messages, which were taken
 *   <li>all others Delivered
 * </ul>
 */
public final class KaleyraStub implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final int MOST_NODES = 1_000;
    private static final int CALLBACK_TRIES = 3;

    /** A message as it was taken. */
    public record Taken(String id, long recipient, String sender, String body, JsonNode node) {}

    private record Fate(String status, String code) {}

    private final HttpServer server;
    private final String sid;
    private final String apiKey;
    private final Duration receiptDelay;
    private final ScheduledExecutorService timer;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<Taken> taken = new CopyOnWriteArrayList<>();
    private final Map<String, Fate> fates = new ConcurrentHashMap<>();
    private volatile int throttling;
    private volatile int requests;
    private volatile int called;

    private KaleyraStub(int port, String sid, String apiKey, Duration receiptDelay) throws IOException {
        this.sid = sid;
        this.apiKey = apiKey;
        this.receiptDelay = receiptDelay;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 100);
        timer = Executors.newScheduledThreadPool(
                2, Thread.ofPlatform().name("kaleyra-stub").daemon().factory());
        server.setExecutor(Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory()));
        server.createContext("/", this::answer);
        server.start();
    }

    /** @param port 0 for any free one */
    public static KaleyraStub start(int port, String sid, String apiKey, Duration receiptDelay) throws IOException {
        return new KaleyraStub(port, sid, apiKey, receiptDelay);
    }

    public int port() {
        return server.getAddress().getPort();
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + port());
    }

    public List<Taken> taken() {
        return taken;
    }

    public int requests() {
        return requests;
    }

    /** Callbacks that were answered with 2xx. */
    public int called() {
        return called;
    }

    /** The next requests are answered with 429. */
    public void throttle(int requests) {
        throttling = requests;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            String call = exchange.getRequestMethod() + " " + path.replaceFirst("^/v1/[^/]+", "");
            switch (call) {
                case "POST /sms/json", "POST /messages/json" -> {
                    if (authentic(exchange, path)) send(exchange);
                }
                case "GET /sms/status", "GET /messages/status" -> {
                    if (authentic(exchange, path)) status(exchange);
                }
                case "GET /counts" -> json(exchange, 200, counts());
                // Decided before the key is looked at.
                default -> error(exchange, 400, "RBC618", "Sorry, the page you are looking for could not be found.");
            }
        }
    }

    private boolean authentic(HttpExchange exchange, String path) throws IOException {
        if (path.startsWith("/v1/" + sid + "/")
                && apiKey.equals(exchange.getRequestHeaders().getFirst("api-key"))) return true;
        error(exchange, 401, "RBC001", "Incorrect SID or API key.");
        return false;
    }

    private synchronized boolean throttled() {
        requests++;
        if (throttling == 0) return false;
        throttling--;
        return true;
    }

    private void send(HttpExchange exchange) throws IOException {
        JsonNode body = JSON.readTree(exchange.getRequestBody());
        if (throttled()) {
            error(exchange, 429, "RBC429", "Too many requests.");
            return;
        }
        JsonNode nodes = body.path("sms");
        if (!nodes.isArray() || nodes.isEmpty() || nodes.size() > MOST_NODES) {
            error(exchange, 400, "RBC400", "Between 1 and 1000 nodes are allowed.");
            return;
        }
        for (JsonNode node : nodes) {
            if (!fate(node, 76)) continue;
            error(
                    exchange,
                    400,
                    "RBC422",
                    "Not a valid message: " + node.path("to").asText());
            return;
        }
        String parent = UUID.randomUUID().toString();
        ObjectNode answer = JSON.createObjectNode()
                .put("id", parent)
                .put("sender", body.path("from").asText())
                .put("type", body.path("type").asText())
                .put("createdDateTime", TIME.format(Instant.now().atOffset(ZoneOffset.UTC)) + "+00:00")
                .put("totalCount", nodes.size());
        var data = answer.putArray("data");
        int refusing = 0;
        boolean silent = false;
        boolean failing = false;
        boolean impatient = false;
        int position = 0;
        for (JsonNode node : nodes) {
            String id = parent + ":" + ++position;
            take(id, node, body);
            if (fate(node, 84)) refusing = 400;
            if (fate(node, 85)) refusing = 402;
            silent |= fate(node, 78);
            failing |= fate(node, 79);
            impatient |= fate(node, 80);
            if (!fate(node, 77))
                data.addObject()
                        .put("message_id", id)
                        .put("recipient", node.path("to").asText().replace("+", ""));
        }
        answer.putNull("dlrurl").putObject("error");
        if (silent) {
            sleep();
            return;
        }
        if (refusing > 0) json(exchange, refusing, answer.put("code", "RBC" + refusing));
        else if (impatient) error(exchange, 408, "", "Request Timeout");
        else if (failing) error(exchange, 500, "RBC500", "Something went wrong.");
        else json(exchange, 202, answer);
    }

    private static void sleep() {
        try {
            TimeUnit.MINUTES.sleep(5);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean fate(JsonNode node, int lastDigits) {
        return node.path("to").asText().endsWith("" + lastDigits);
    }

    private void take(String id, JsonNode node, JsonNode request) {
        String to = node.path("to").asText();
        long recipient = Long.parseLong(to.replaceAll("[^0-9]", ""));
        taken.add(new Taken(
                id, recipient, node.path("from").asText(), node.path("body").asText(), node));
        Fate fate =
                switch ((int) (recipient % 100)) {
                    case 60 -> new Fate("Undelivered", "INVALID-SUB");
                    case 61 -> new Fate("Undelivered", "ABSENT-SUB");
                    case 67 -> new Fate("Undelivered", "STUB-ODD-CODE");
                    case 73 -> new Fate("Sent", "ENROUTE");
                    case 75 -> new Fate("NOT-SENT", "KLR-INV-NUMBER");
                    default -> new Fate("Delivered", "DELIVERED");
                };
        fates.put(id, fate);
        JsonNode callback = request.path("callback");
        if (callback.isMissingNode() || recipient % 100 == 74) return;
        for (int i = recipient % 100 == 83 ? 2 : 1; i > 0; i--) later(callback, id, recipient, fate, 0);
    }

    private void later(JsonNode callback, String id, long recipient, Fate fate, int tries) {
        timer.schedule(
                () -> call(callback, id, recipient, fate, tries),
                receiptDelay.toMillis() + tries * 1_000L,
                TimeUnit.MILLISECONDS);
    }

    private void call(JsonNode callback, String id, long recipient, Fate fate, int tries) {
        String body = JSON.createObjectNode()
                .put("id", id)
                .put("recipient", Long.toString(recipient))
                .put("status", fate.status.toUpperCase(Locale.ROOT))
                .put("status_trace", fate.code)
                .put("timestamp", TIME.format(Instant.now().atOffset(ZoneOffset.UTC)))
                .toString();
        var request = HttpRequest.newBuilder(URI.create(callback.path("url").asText()))
                .timeout(Duration.ofSeconds(20))
                .header("Content-Type", "application/json");
        callback.path("header")
                .properties()
                .forEach(h -> request.header(h.getKey(), h.getValue().asText()));
        http.sendAsync(request.POST(BodyPublishers.ofString(body)).build(), BodyHandlers.discarding())
                .whenComplete((answer, failure) -> {
                    if (failure == null && answer.statusCode() / 100 == 2) {
                        synchronized (this) {
                            called++;
                        }
                    } else if (tries < CALLBACK_TRIES) {
                        later(callback, id, recipient, fate, tries + 1);
                    }
                });
    }

    private void status(HttpExchange exchange) throws IOException {
        ObjectNode answer = JSON.createObjectNode();
        var data = answer.putArray("data");
        for (String pair :
                String.valueOf(exchange.getRequestURI().getRawQuery()).split("&")) {
            if (!pair.startsWith("message_ids=")) continue;
            for (String id : URLDecoder.decode(pair.substring(pair.indexOf('=') + 1), UTF_8)
                    .split(",")) {
                Fate fate = fates.get(id);
                if (fate == null) continue;
                data.addObject()
                        .put("campaign_id", id)
                        .put("status", fate.status)
                        .put("status_details", fate.code);
            }
        }
        answer.putObject("error");
        json(exchange, 200, answer);
    }

    private ObjectNode counts() {
        return JSON.createObjectNode()
                .put("requests", requests)
                .put("taken", taken.size())
                .put("callbacks", called);
    }

    private static void error(HttpExchange exchange, int status, String code, String message) throws IOException {
        ObjectNode error = JSON.createObjectNode().put("code", code).put("message", message);
        error.putArray("data");
        error.putObject("error").put("error", message);
        json(exchange, status, error);
    }

    private static void json(HttpExchange exchange, int status, JsonNode body) throws IOException {
        byte[] octets = body.toString().getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, octets.length);
        exchange.getResponseBody().write(octets);
    }

    @Override
    public void close() {
        server.stop(0);
        timer.shutdownNow();
        http.shutdownNow();
    }

    /** {@code --port=8090 --sid=HXIN1IN --api-key=key --receipt-delay=500}; ends with the process. */
    public static void main(String... arguments) throws InterruptedException {
        Map<String, String> settings = new HashMap<>(
                Map.of("port", "8090", "sid", "HXIN0000000000IN", "api-key", "stub-api-key", "receipt-delay", "500"));
        try {
            for (String argument : arguments) {
                String[] sides = argument.replaceFirst("^--", "").split("=", 2);
                if (sides.length < 2 || settings.replace(sides[0], sides[1]) == null)
                    throw new IllegalArgumentException("not a setting: " + argument);
            }
            var stub = start(
                    Integer.parseInt(settings.get("port")),
                    settings.get("sid"),
                    settings.get("api-key"),
                    Duration.ofMillis(Long.parseLong(settings.get("receipt-delay"))));
            System.out.println("Kaleyra stub ready: " + stub.url() + "/v1/" + settings.get("sid") + " api-key="
                    + settings.get("api-key"));
            Thread.currentThread().join();
        } catch (IOException | IllegalArgumentException e) {
            System.err.println("Kaleyra stub: " + e.getMessage());
            System.exit(1);
        }
    }
}
