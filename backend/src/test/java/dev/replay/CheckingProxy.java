package dev.replay;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Stands between a server and a client that is no Java, as curl, and holds every answer to the server's contract. */
final class CheckingProxy implements AutoCloseable {
    /** The client's connection to the proxy, not the request's. */
    private static final Set<String> OF_THE_HOP =
            Set.of("host", "connection", "content-length", "transfer-encoding", "expect", "upgrade", ":status");

    private final HttpClient http = HttpClient.newHttpClient();
    private final Queue<String> faults = new ConcurrentLinkedQueue<>();
    private final Queue<String> seen = new ConcurrentLinkedQueue<>();
    private final String server;
    private final Contract contract;
    private final HttpServer proxy;

    CheckingProxy(String server) throws IOException {
        this.server = server;
        this.contract = Contract.servedAt(server);
        this.proxy = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        proxy.createContext("/", this::pass);
        proxy.start();
    }

    String address() {
        return "http://127.0.0.1:" + proxy.getAddress().getPort();
    }

    /** What was answered against the contract. */
    List<String> faults() {
        return List.copyOf(faults);
    }

    /** Methods and paths, in their order. */
    List<String> seen() {
        return List.copyOf(seen);
    }

    private void pass(HttpExchange exchange) throws IOException {
        String method = exchange.getRequestMethod();
        URI target = exchange.getRequestURI();
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(server + target));
        exchange.getRequestHeaders().forEach((name, values) -> {
            if (!OF_THE_HOP.contains(name.toLowerCase(java.util.Locale.ROOT)))
                values.forEach(value -> request.header(name, value));
        });
        byte[] body = exchange.getRequestBody().readAllBytes();
        request.method(
                method,
                body.length == 0 ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofByteArray(body));
        try (exchange) {
            HttpResponse<byte[]> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
            seen.add(method + " " + target.getRawPath());
            check(method, target.getRawPath(), answer);
            answer.headers().map().forEach((name, values) -> {
                if (!OF_THE_HOP.contains(name.toLowerCase(java.util.Locale.ROOT)))
                    exchange.getResponseHeaders().put(name, values);
            });
            exchange.sendResponseHeaders(answer.statusCode(), answer.body().length == 0 ? -1 : answer.body().length);
            if (answer.body().length > 0) exchange.getResponseBody().write(answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void check(String method, String path, HttpResponse<byte[]> answer) {
        try {
            String type = answer.headers().firstValue("content-type").orElse(null);
            ContractFilter.check(
                    contract, method, path, new ContractFilter.Answer(answer.statusCode(), type, answer.body()));
        } catch (AssertionError e) {
            faults.add(e.getMessage());
        }
    }

    @Override
    public void close() {
        proxy.stop(0);
        http.close();
    }
}
