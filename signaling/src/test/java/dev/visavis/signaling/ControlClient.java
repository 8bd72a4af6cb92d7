package dev.visavis.signaling;

import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A caller's end of a control socket. */
final class ControlClient implements WebSocket.Listener {
    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final BlockingQueue<JsonObject> messages = new LinkedBlockingQueue<>();
    private final BlockingQueue<Object> pings = new LinkedBlockingQueue<>();
    private final CompletableFuture<String> closed = new CompletableFuture<>();
    private final StringBuilder partial = new StringBuilder();
    private WebSocket socket;

    private ControlClient() {
    }

    /** @param headers names and values in turn */
    static ControlClient open(int port, String call, String... headers) {
        return openAt(port, call + "/control", headers);
    }

    private static ControlClient openAt(int port, String path, String... headers) {
        ControlClient client = new ControlClient();
        WebSocket.Builder builder = HTTP.newWebSocketBuilder();
        for (int i = 0; i < headers.length; i += 2) {
            builder.header(headers[i], headers[i + 1]);
        }
        URI uri = URI.create("ws://127.0.0.1:" + port + path);
        client.socket = builder.buildAsync(uri, client).orTimeout(Wait.SECONDS, TimeUnit.SECONDS).join();
        return client;
    }

    /** The answer to a handshake that is refused. */
    static HttpResponse<?> refused(int port, String call, String... headers) {
        return refusedAt(port, call + "/control", headers);
    }

    /** The same for any socket. */
    static HttpResponse<?> refusedAt(int port, String path, String... headers) {
        try {
            openAt(port, path, headers);
        } catch (CompletionException e) {
            if (e.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse();
            }
            throw e;
        }
        throw new AssertionError("the server opened the socket");
    }

    void send(String text) {
        socket.sendText(text, true).join();
    }

    void sendBinary(byte[] bytes) {
        socket.sendBinary(java.nio.ByteBuffer.wrap(bytes), true).join();
    }

    /** Closes, and waits until the server has answered that. */
    void close() {
        socket.sendClose(WebSocket.NORMAL_CLOSURE, "").join();
        closed();
    }

    /** The next message of the server. */
    JsonObject next() {
        return poll(messages, "message");
    }

    void awaitPing() {
        poll(pings, "ping");
    }

    /** Code and reason, once the server has closed. */
    String closed() {
        return closed.orTimeout(Wait.SECONDS, TimeUnit.SECONDS).join();
    }

    private static <T> T poll(BlockingQueue<T> queue, String what) {
        try {
            T item = queue.poll(Wait.SECONDS, TimeUnit.SECONDS);
            if (item == null) {
                throw new AssertionError("no " + what + " came");
            }
            return item;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public CompletionStage<?> onText(WebSocket ws, CharSequence data, boolean last) {
        partial.append(data);
        if (last) {
            messages.add(new JsonObject(partial.toString()));
            partial.setLength(0);
        }
        ws.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onPing(WebSocket ws, java.nio.ByteBuffer message) {
        pings.add(message);
        ws.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket ws, int code, String reason) {
        closed.complete(code + " " + reason);
        return null;
    }

    @Override
    public void onError(WebSocket ws, Throwable error) {
        closed.complete("error " + error.getMessage());
    }
}
