package dev.visavis.signaling;

import dev.visavis.signaling.protocol.AgentStatus.Listener;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** The listener of a fake agent: opens every voice socket, or refuses it as a test says. */
final class FakeVoiceListener {
    static final String TOKEN = "the token of this listener";

    private final HttpServer server;
    private final BlockingQueue<ServerWebSocket> sockets = new LinkedBlockingQueue<>();
    private volatile String asked = "";
    private volatile int status = 101;

    FakeVoiceListener(Vertx vertx) {
        server = Wait.on(vertx.createHttpServer().requestHandler(this::answer).listen(0, "127.0.0.1"));
    }

    private void answer(HttpServerRequest request) {
        asked = request.uri();
        if (!("Bearer " + TOKEN).equals(request.getHeader("Authorization"))) {
            request.response().setStatusCode(401).end();
        } else if (status != 101) {
            request.response().setStatusCode(status).end("{\"detail\":\"because of " + status + "\"}");
        } else {
            request.toWebSocket().onSuccess(socket -> {
                socket.frameHandler(f -> {
                });
                sockets.add(socket);
            });
        }
    }

    Listener address() {
        return new Listener("127.0.0.1", server.actualPort(), TOKEN);
    }

    /** Refuses from now on. */
    void refuse(int with) {
        status = with;
    }

    /** Path and query of the last request. */
    String asked() {
        return asked;
    }

    /** The next socket that was opened. */
    ServerWebSocket next() {
        try {
            ServerWebSocket socket = sockets.poll(Wait.SECONDS, TimeUnit.SECONDS);
            if (socket == null) {
                throw new AssertionError("no voice socket was opened");
            }
            return socket;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    void stop() {
        Wait.on(server.close());
    }
}
