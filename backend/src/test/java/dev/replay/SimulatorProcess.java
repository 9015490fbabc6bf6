package dev.replay;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The SMSC simulator in a process of its own: what it counted survives whatever happens to the backend. */
public final class SimulatorProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("ready: smpp=(\\d+) control=(\\d+)");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final JavaProcess process;
    private final int port;
    private final int controlPort;

    private SimulatorProcess(JavaProcess process, int port, int controlPort) {
        this.process = process;
        this.port = port;
        this.controlPort = controlPort;
    }

    /** @param settings as `--name=value`, without the dashes */
    public static SimulatorProcess start(Path log, String... settings) {
        return start(log, 512, settings);
    }

    /** @param heap megabytes; a receipt that waits takes some 400 bytes */
    public static SimulatorProcess start(Path log, int heap, String... settings) {
        List<String> arguments = new ArrayList<>(
                List.of("-Xmx" + heap + "m", "-cp", JavaProcess.classPath(), "dev.replay.carrier.simulator.Simulator"));
        for (String setting : settings) arguments.add("--" + setting);
        // An earlier run's ports would be taken for this one's.
        try {
            Files.deleteIfExists(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        JavaProcess process = JavaProcess.start(log, Map.of(), arguments);
        await().atMost(Duration.ofSeconds(30))
                .until(() -> READY.matcher(process.output()).find());
        Matcher ready = READY.matcher(process.output());
        ready.find();
        return new SimulatorProcess(process, Integer.parseInt(ready.group(1)), Integer.parseInt(ready.group(2)));
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    public JsonNode counts() throws IOException, InterruptedException {
        return JSON.readTree(get("/counts"));
    }

    /** Every number that it took a message for, a line each: the number and how often. */
    public List<String> numbers() throws IOException, InterruptedException {
        return get("/numbers").lines().toList();
    }

    /** Changes settings while it runs. @param form as `name=value&name=value` */
    public void change(String form) throws IOException, InterruptedException {
        send(request("/settings").POST(HttpRequest.BodyPublishers.ofString(form)));
    }

    /** Whatever waits for its time comes now. */
    public void release() throws IOException, InterruptedException {
        send(request("/release").POST(HttpRequest.BodyPublishers.noBody()));
    }

    private String get(String path) throws IOException, InterruptedException {
        return send(request(path));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + controlPort + path));
    }

    private String send(HttpRequest.Builder request) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        if (response.statusCode() != 200) throw new IllegalStateException(response + ": " + response.body());
        return response.body();
    }

    @Override
    public void close() {
        process.close();
    }
}
