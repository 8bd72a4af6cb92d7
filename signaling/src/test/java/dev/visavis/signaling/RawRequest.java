package dev.visavis.signaling;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A request by hand, for what no decent client sends. */
final class RawRequest implements AutoCloseable {
    private final Socket socket;

    /** An answer, and that the server closed the connection after it. */
    record Answer(int status, HttpHeaders headers, String body) {
    }

    RawRequest(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(Wait.SECONDS * 1_000);
    }

    /** Sends lines, each ended by CRLF. */
    RawRequest send(String... lines) throws IOException {
        OutputStream out = socket.getOutputStream();
        out.write((String.join("\r\n", lines) + "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
        return this;
    }

    /** Sends pieces of a body without end until the server stops taking them; how many bytes it took in. */
    long flood(int maxBytes) throws IOException {
        byte[] chunk = ("1000\r\n" + "x".repeat(0x1000) + "\r\n").getBytes(StandardCharsets.UTF_8);
        long sent = 0;
        try {
            while (sent < maxBytes && socket.getInputStream().available() == 0) {
                socket.getOutputStream().write(chunk);
                sent += chunk.length;
            }
        } catch (SocketException closed) {
            return sent;
        }
        return sent;
    }

    /** The answer, read until the server closes. */
    Answer answer() throws IOException {
        InputStream in = socket.getInputStream();
        String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        int split = text.indexOf("\r\n\r\n");
        String[] head = text.substring(0, split).split("\r\n");
        Map<String, List<String>> headers = Arrays.stream(head).skip(1).map(line -> line.split(": ", 2))
                .collect(Collectors.groupingBy(h -> h[0].toLowerCase(Locale.ROOT),
                        Collectors.mapping(h -> h[1], Collectors.toList())));
        return new Answer(Integer.parseInt(head[0].split(" ")[1]), HttpHeaders.of(headers, (n, v) -> true),
                text.substring(split + 4));
    }

    /** Resets the connection. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
