package dev.replay;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** HTTP/1.1 as anybody could write it: no client stands between that would mend what it is asked to send. */
final class RawHttp {
    private static final int PATIENCE_MILLIS = 10_000;

    private RawHttp() {}

    /** @param target as it goes out @param headers whole lines, beside Host and the body's length */
    record Request(
            String method,
            String target,
            List<String> headers,
            @Nullable String body) {
        String path() {
            return target.split("[?#]", 2)[0];
        }

        @Override
        public String toString() {
            String shown = "%s %s %s %s"
                    .formatted(
                            method,
                            target,
                            headers.stream()
                                    .filter(h -> !h.startsWith("api-key: r"))
                                    .toList(),
                            body);
            return shown.length() > 600 ? shown.substring(0, 600) + "…" : shown;
        }
    }

    /** @return of an event stream the head alone; status 0 where nothing was answered */
    static ContractFilter.Answer ask(URL server, Request request) throws IOException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(bytes(request));
            return answer(socket.getInputStream(), request.method.equals("HEAD"));
        } catch (SocketException e) {
            return new ContractFilter.Answer(
                    0, null, String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static byte[] bytes(Request request) throws IOException {
        StringBuilder head = new StringBuilder()
                .append(request.method)
                .append(' ')
                .append(request.target)
                .append(" HTTP/1.1\r\n");
        if (request.headers.stream().noneMatch(h -> h.startsWith("Host:"))) head.append("Host: localhost\r\n");
        for (String header : request.headers) head.append(header).append("\r\n");
        byte[] body = request.body == null ? new byte[0] : request.body.getBytes(StandardCharsets.UTF_8);
        if (request.body != null)
            head.append("Content-Length: ").append(body.length).append("\r\n");
        head.append("Connection: close\r\n\r\n");
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        all.write(body);
        return all.toByteArray();
    }

    private static ContractFilter.Answer answer(InputStream in, boolean headAlone) throws IOException {
        String first = line(in);
        if (!first.matches("HTTP/1[.][01] \\d{3}.*"))
            return new ContractFilter.Answer(0, null, first.getBytes(StandardCharsets.UTF_8));
        int status = Integer.parseInt(first.substring(9, 12));
        Map<String, String> headers = new TreeMap<>();
        for (String line = line(in); !line.isEmpty(); line = line(in)) {
            String[] parts = line.split(":", 2);
            headers.put(parts[0].toLowerCase(Locale.ROOT), parts[1].strip());
        }
        String type = headers.get("content-type");
        if (headAlone || type != null && type.startsWith("text/event-stream"))
            return new ContractFilter.Answer(status, type, new byte[0]);
        byte[] body = "chunked".equals(headers.get("transfer-encoding")) ? chunks(in) : in.readAllBytes();
        return new ContractFilter.Answer(status, type, body);
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        DataInputStream data = new DataInputStream(in);
        for (int size = Integer.parseInt(line(in), 16); size > 0; size = Integer.parseInt(line(in), 16)) {
            byte[] chunk = new byte[size];
            data.readFully(chunk);
            all.write(chunk);
            line(in);
        }
        return all.toByteArray();
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0 && b != '\n'; b = in.read()) if (b != '\r') line.write(b);
        return line.toString(StandardCharsets.ISO_8859_1);
    }
}
