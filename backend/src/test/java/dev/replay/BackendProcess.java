package dev.replay;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The packaged backend in a process of its own, spoken to over REST as an integrator would; it is held to its contract. */
public final class BackendProcess implements AutoCloseable {
    public static final String ADMIN = "admin@example.com";
    public static final String PASSWORD = "correct horse battery staple";

    private static final Path JAR = Path.of("target", "quarkus-app", "quarkus-run.jar");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final JavaProcess process;
    private final int port;
    private String cookie = "";
    private long senderId;

    @Nullable
    private Contract contract;

    private BackendProcess(JavaProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** Starts it and does not wait. */
    public static BackendProcess start(Path log, Map<String, String> environment) {
        return start(JAR, log, environment);
    }

    /** The same of a jar elsewhere. */
    public static BackendProcess start(Path jar, Path log, Map<String, String> environment) {
        int port = freePort();
        Map<String, String> all = new HashMap<>(environment);
        all.put("QUARKUS_HTTP_PORT", Integer.toString(port));
        all.put("QUARKUS_HTTP_HOST", "127.0.0.1");
        all.put("REPLAY_ADMIN_EMAIL", ADMIN);
        all.put("REPLAY_ADMIN_PASSWORD", PASSWORD);
        all.put("MALLOC_ARENA_MAX", "2");
        // As make run starts it.
        List<String> arguments = List.of("-Xmx256m", "-XX:+UseSerialGC", "-jar", jar.toString());
        return new BackendProcess(JavaProcess.start(log, all, arguments), port);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public BackendProcess awaitReady() {
        await().atMost(Duration.ofSeconds(90))
                .pollInterval(Duration.ofMillis(100))
                .until(this::ready);
        contract = Contract.servedAt(address());
        return this;
    }

    private boolean ready() throws InterruptedException {
        if (!process.alive()) throw new IllegalStateException("the backend ended:\n" + process.output());
        return answers();
    }

    /** Whether it is there and ready; does not wait. */
    public boolean answers() throws InterruptedException {
        try {
            return send("GET", "/q/health/ready", "").statusCode() == 200;
        } catch (IOException e) {
            return false;
        }
    }

    public BackendProcess signIn() throws IOException, InterruptedException {
        HttpResponse<String> response =
                send("POST", "/v1/session", "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(ADMIN, PASSWORD));
        cookie = response.headers()
                .firstValue("set-cookie")
                .orElseThrow(() -> new IllegalStateException(response.body()))
                .split(";")[0];
        return this;
    }

    /** @return the body of a 2xx answer */
    public JsonNode call(String method, String path, String json) throws IOException, InterruptedException {
        HttpResponse<String> response = send(method, path, json);
        if (response.statusCode() / 100 != 2)
            throw new IllegalStateException(method + " " + path + ": " + response.statusCode() + " " + response.body());
        return JSON.readTree(response.body());
    }

    public JsonNode get(String path) throws IOException, InterruptedException {
        return call("GET", path, "");
    }

    public JsonNode putCsv(String path, String csv) throws IOException, InterruptedException {
        HttpResponse<String> response = checked(request(path)
                .header("Content-Type", "text/csv")
                .PUT(BodyPublishers.ofString(csv))
                .build());
        if (response.statusCode() != 200) throw new IllegalStateException(response.body());
        return JSON.readTree(response.body());
    }

    /** A list that may be too long to be held in memory. */
    public JsonNode putCsv(String path, Path csv) throws IOException, InterruptedException {
        HttpResponse<String> response = checked(request(path)
                .timeout(Duration.ofMinutes(5))
                .header("Content-Type", "text/csv")
                .PUT(BodyPublishers.ofFile(csv))
                .build());
        if (response.statusCode() != 200) throw new IllegalStateException(response.body());
        return JSON.readTree(response.body());
    }

    /** Any answer, whatever its status. */
    public HttpResponse<String> send(String method, String path, String json) throws IOException, InterruptedException {
        HttpRequest.Builder request = request(path);
        if (!json.isEmpty()) request.header("Content-Type", "application/json");
        request.method(method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
        return checked(request.build());
    }

    private HttpResponse<String> checked(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
        if (contract != null)
            ContractFilter.check(
                    contract,
                    request.method(),
                    request.uri().getRawPath(),
                    new ContractFilter.Answer(
                            response.statusCode(),
                            response.headers().firstValue("content-type").orElse(null),
                            response.body().getBytes(StandardCharsets.UTF_8)));
        return response;
    }

    /** A request of whoever has signed in, to be sent by somebody else: no answer is held to the contract. */
    public HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Duration.ofSeconds(60));
        if (!cookie.isEmpty()) request.header("Cookie", cookie);
        return request;
    }

    /** The one that {@link #withCredits} made. */
    public long senderId() {
        return senderId;
    }

    /** A sender ID, a price for India and credits. */
    public BackendProcess withCredits() throws IOException, InterruptedException {
        return withCreditsOf("ACME");
    }

    /** The same under a name of its own, for a second backend on one database. */
    public BackendProcess withCreditsOf(String sender) throws IOException, InterruptedException {
        senderId = call(
                        "POST",
                        "/v1/sender-ids",
                        "{\"sender\":\"" + sender + "\",\"route\":\"transactional\",\"countries\":[]}")
                .get("id")
                .asLong();
        call("PUT", "/v1/prices/transactional/IN", "{\"unitPrice\":\"0.0100\"}");
        call("POST", "/v1/credits/top-ups", "{\"amount\":\"100000.00\"}");
        return this;
    }

    /** Makes a campaign of one text to the Indian numbers +9198100xxxxx, from 10000 up, and launches it. @return its id */
    public String launchTo(int recipients) throws IOException, InterruptedException {
        String campaign = call(
                        "POST",
                        "/v1/campaigns",
                        "{\"senderId\":%d,\"route\":\"transactional\",\"body\":\"Your order is on its way.\"}"
                                .formatted(senderId))
                .get("id")
                .asText();
        String csv = IntStream.range(0, recipients)
                .mapToObj(i -> "+9198100" + (10_000 + i))
                .collect(Collectors.joining("\n", "recipient\n", "\n"));
        JsonNode imported = putCsv("/v1/campaigns/" + campaign + "/recipients", csv);
        if (imported.get("accepted").asInt() != recipients) throw new IllegalStateException(imported.toString());
        String estimate = call("POST", "/v1/campaigns/" + campaign + "/cost-estimate", "")
                .get("estimateId")
                .asText();
        call("POST", "/v1/campaigns/" + campaign + "/launch", "{\"estimateId\":" + estimate + "}");
        return campaign;
    }

    public String address() {
        return "http://127.0.0.1:" + port;
    }

    public JavaProcess process() {
        return process;
    }

    @Override
    public void close() {
        process.close();
    }
}
