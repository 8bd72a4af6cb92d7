package dev.visavis.signaling;

import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A server on any free port, one agent, and a client that holds every answer against the OpenAPI file. */
abstract class ServerTest {
    static final String SDP = "application/sdp";
    static final String FRAGMENT = "application/trickle-ice-sdpfrag";

    /** Long enough a beginning of a JPEG for signaling, which does not look further. */
    static final byte[] PHOTO = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 0, 16, 'J', 'F', 'I', 'F'};

    private static final HttpClient HTTP = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    final Vertx vertx = Vertx.vertx();
    /** The server's clock. */
    final AtomicLong nowMs = new AtomicLong();
    /** The server's time of day. */
    final SettableClock wallClock = new SettableClock();
    @TempDir
    Path uploads;
    final Contract contract = new Contract();
    SignalingServer server;
    FakeAgent agent;

    /** Starts the server and an agent with room for two calls and the presenters w1 and m1. */
    void start(UnaryOperator<SignalingOptions> options) {
        startAlone(options);
        agent = new FakeAgent(vertx, "a1").announce(2, 0, "w1", "m1");
        settle();
    }

    void startAlone(UnaryOperator<SignalingOptions> options) {
        server = Wait.on(SignalingServer.start(vertx, options.apply(new SignalingOptions().port(0)
                .clock(nowMs::get).wallClock(wallClock).uploads(UploadOptions.in(uploads)))));
    }

    @AfterEach
    void stop() {
        Wait.on(vertx.close());
    }

    /**
     * Lets the server take in what was published so far. Its event loop looks at sockets before messages, so only the
     * second answer proves that the messages before the first request were read.
     */
    void settle() {
        send(request("GET", "/health/live"));
        send(request("GET", "/health/live"));
    }

    HttpRequest.Builder request(String method, String path) {
        return request(method, path, "", null);
    }

    HttpRequest.Builder request(String method, String path, String body, String contentType) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
                .timeout(Duration.ofSeconds(Wait.SECONDS))
                .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        return contentType == null ? request : request.header("Content-Type", contentType);
    }

    /** Uploads a photo; the query begins with a question mark. */
    HttpRequest.Builder upload(String query, byte[] photo) {
        return post("/api/portraits" + query, photo);
    }

    HttpRequest.Builder post(String path, byte[] picture) {
        return request("POST", path).method("POST", BodyPublishers.ofByteArray(picture)).header("Content-Type",
                "image/jpeg");
    }

    HttpResponse<String> send(HttpRequest.Builder builder) {
        HttpRequest request = builder.build();
        try {
            HttpResponse<String> response = HTTP.send(request, HttpResponse.BodyHandlers.ofString());
            contract.check(request.method(), request.uri().getPath(), response.statusCode(), response.headers(),
                    response.body());
            return response;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(request + " failed", e);
        }
    }

    /** Unlike {@link #send}, not held against the OpenAPI file. */
    CompletableFuture<HttpResponse<String>> sendAsync(HttpRequest.Builder builder) {
        return HTTP.sendAsync(builder.build(), HttpResponse.BodyHandlers.ofString());
    }

    HttpRequest.Builder offer(String query, String sdp) {
        return request("POST", "/api/calls" + query, sdp, SDP);
    }

    HttpRequest.Builder patch(String call, String etag, String fragment) {
        return request("PATCH", call, fragment, FRAGMENT).header("If-Match", etag);
    }

    /** Sets up a call with presenter w1. */
    HttpResponse<String> open() {
        HttpResponse<String> response = send(offer("?portrait=w1", Fixtures.CHROME));
        if (response.statusCode() != 201) {
            throw new AssertionError(response.body());
        }
        return response;
    }

    static String location(HttpResponse<String> response) {
        return response.headers().firstValue("Location").orElseThrow();
    }

    static String etag(HttpResponse<String> response) {
        return response.headers().firstValue("ETag").orElseThrow();
    }

    static String id(String location) {
        return location.substring(location.lastIndexOf('/') + 1);
    }
}
