package dev.replay.carrier.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The simulator's counts and settings over HTTP, for scripts and tests. Settings travel as a query or a form:
 * {@code curl -d 'latency=20&fates=lifelike' …/settings}.
 */
final class Control implements AutoCloseable {
    private static final int FORM_LIMIT = 64 * 1024;

    private final Simulator simulator;
    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(2, work -> {
        var thread = new Thread(work, "smsc-control");
        thread.setDaemon(true);
        return thread;
    });

    Control(Simulator simulator, int port) throws IOException {
        this.simulator = simulator;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private void answer(HttpExchange exchange) throws IOException {
        try {
            switch (exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath()) {
                case "GET /counts" -> json(exchange, 200, simulator.counts().json());
                case "GET /copies" -> json(exchange, 200, copies());
                case "GET /numbers" -> numbers(exchange);
                case "GET /texts" -> json(exchange, 200, texts());
                case "GET /settings" -> json(exchange, 200, settings());
                case "GET /fates" -> send(exchange, 200, "text/markdown; charset=utf-8", Fates.markdown());
                case "POST /settings" -> {
                    simulator.change(form(exchange));
                    json(exchange, 200, settings());
                }
                case "POST /reset" -> {
                    simulator.reset();
                    json(exchange, 200, simulator.counts().json());
                }
                case "POST /release" -> {
                    simulator.release();
                    json(exchange, 200, simulator.counts().json());
                }
                case "POST /cut" -> {
                    simulator.cut();
                    json(exchange, 200, simulator.counts().json());
                }
                case "POST /inbound" -> {
                    var form = form(exchange);
                    simulator.inbound(
                            form.getOrDefault("system-id", ""),
                            form.getOrDefault("from", ""),
                            form.getOrDefault("to", ""),
                            form.getOrDefault("text", ""));
                    json(exchange, 200, simulator.counts().json());
                }
                default -> json(exchange, 404, "{\"error\":\"no such thing\"}");
            }
        } catch (IllegalArgumentException e) {
            json(exchange, 400, "{\"error\":" + quoted(String.valueOf(e.getMessage())) + "}");
        } finally {
            exchange.close();
        }
    }

    /** Parts taken more than once. */
    private String copies() {
        var list = new StringJoiner(",", "[", "]");
        simulator.copies().forEach((recipient, part, count) -> {
            if (count > 1) list.add("{\"number\":\"+%d\",\"part\":%d,\"copies\":%d}".formatted(recipient, part, count));
        });
        return list.toString();
    }

    /** One line for each part taken: digits, part, copies. */
    private void numbers(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/csv");
        exchange.sendResponseHeaders(200, 0);
        try (var out = new PrintStream(new BufferedOutputStream(exchange.getResponseBody(), 64 * 1024), false, UTF_8)) {
            simulator.copies().forEach((recipient, part, count) -> {
                out.append(Long.toString(recipient)).append(',').append(Integer.toString(part));
                out.append(',').append(Integer.toString(count)).append('\n');
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** What people read, the latest last. */
    private String texts() {
        var list = new StringJoiner(",", "[", "]");
        for (var text : simulator.texts())
            list.add("{\"number\":\"+%d\",\"sender\":%s,\"text\":%s,\"receipt\":%s}"
                    .formatted(text.recipient(), quoted(text.sender()), quoted(text.text()), text.receipt()));
        return list.toString();
    }

    private String settings() {
        var json = new StringJoiner(",", "{", "}");
        simulator.settings().asMap().forEach((name, value) -> {
            if (!name.equals("password")) json.add(quoted(name) + ":" + quoted(value));
        });
        return json.toString();
    }

    private static Map<String, String> form(HttpExchange exchange) throws IOException {
        String query = exchange.getRequestURI().getRawQuery();
        String body = new String(exchange.getRequestBody().readNBytes(FORM_LIMIT), UTF_8);
        var form = new LinkedHashMap<String, String>();
        for (String pair : ((query == null ? "" : query) + "&" + body.trim()).split("&")) {
            if (pair.isEmpty()) continue;
            int equals = pair.indexOf('=');
            if (equals < 0) throw new IllegalArgumentException("not name=value: " + pair);
            form.put(
                    URLDecoder.decode(pair.substring(0, equals), UTF_8),
                    URLDecoder.decode(pair.substring(equals + 1), UTF_8));
        }
        return form;
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("[\n\r\f]", " ") + '"';
    }

    private static void json(HttpExchange exchange, int status, String body) throws IOException {
        send(exchange, status, "application/json", body);
    }

    private static void send(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] octets = body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.sendResponseHeaders(status, octets.length);
        exchange.getResponseBody().write(octets);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
