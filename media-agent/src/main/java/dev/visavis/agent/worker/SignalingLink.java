package dev.visavis.agent.worker;

import dev.visavis.signaling.protocol.Addresses;
import dev.visavis.signaling.protocol.GateFrame;
import dev.visavis.signaling.protocol.GateFrame.Answer;
import dev.visavis.signaling.protocol.GateFrame.Ask;
import dev.visavis.signaling.protocol.GateFrame.Publish;
import dev.visavis.signaling.protocol.GateFrame.Refuse;
import dev.visavis.signaling.protocol.Wire;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryContext;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/**
 * Joins an agent's process to signaling's: the requests that come through signaling's gate are asked on this process's
 * event bus, and what the agent publishes here goes there. Where the link ends, the agent has no more purpose; so the
 * process should end.
 */
public final class SignalingLink {
    private static final Duration PHOTO_TIMEOUT = Duration.ofSeconds(10);
    /** An agent answers sooner, or signaling has given the request up. */
    private static final long ANSWER_TIMEOUT_MS = 60_000;
    private static final int MAX_MESSAGE_BYTES = 4 << 20;
    private static final int FAULT = 500;

    private final Vertx vertx;
    private final URI gate;
    private final String authorization;
    private final String agentId;
    private final WebSocketClient client;

    /** Made with the first picture: it brings TLS and its certificates along, which a start need not wait for. */
    private static final class Http {
        static final HttpClient CLIENT = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(PHOTO_TIMEOUT).build();
    }

    /**
     * @param gate address of the gate, such as http://127.0.0.1:40123
     * @param token that the gate asks for
     */
    public SignalingLink(Vertx vertx, URI gate, String token, String agentId) {
        this.vertx = vertx;
        this.gate = gate;
        this.authorization = "Bearer " + token;
        this.agentId = agentId;
        // A field, because a client that nobody refers to is closed by the garbage collector, and its sockets with it.
        this.client = vertx.createWebSocketClient(new WebSocketClientOptions()
                .setMaxMessageSize(MAX_MESSAGE_BYTES).setMaxFrameSize(MAX_MESSAGE_BYTES));
    }

    /**
     * Opens the link; to be done before the agent starts, so that its first status arrives.
     *
     * @param onEnd run once the link has ended
     */
    public Future<Void> open(Runnable onEnd) {
        WebSocketConnectOptions options = new WebSocketConnectOptions().setHost(gate.getHost()).setPort(gate.getPort())
                .setURI("/agents/" + agentId).putHeader("Authorization", authorization);
        return client.connect(options).onSuccess(socket -> {
            Handler<DeliveryContext<JsonObject>> outbound = context -> pass(context, socket);
            vertx.eventBus().addOutboundInterceptor(outbound);
            socket.textMessageHandler(text -> hear(text, socket));
            socket.closeHandler(closed -> {
                vertx.eventBus().removeOutboundInterceptor(outbound);
                onEnd.run();
            });
        }).mapEmpty();
    }

    private static void pass(DeliveryContext<JsonObject> context, WebSocket socket) {
        String address = context.message().address();
        if (Addresses.isAgents(address)) {
            socket.writeTextMessage(Wire.encode(new Publish(address, context.message().body().getMap())).encode());
        }
        context.next();
    }

    private void hear(String text, WebSocket socket) {
        if (Wire.decode(new JsonObject(text), GateFrame.class) instanceof Ask ask) {
            vertx.eventBus()
                    .<JsonObject>request(Addresses.agent(agentId), new JsonObject(ask.body()),
                            new DeliveryOptions().setSendTimeout(ANSWER_TIMEOUT_MS))
                    .map(reply -> (GateFrame) new Answer(ask.id(), reply.body().getMap()))
                    .otherwise(e -> new Refuse(ask.id(), e instanceof ReplyException r && r.failureCode() > 0
                            ? r.failureCode()
                            : FAULT, String.valueOf(e.getMessage())))
                    .onSuccess(frame -> socket.writeTextMessage(Wire.encode(frame).encode()));
        }
    }

    /**
     * The bytes of an uploaded picture, if signaling has it. Blocks.
     *
     * @param id a {@link dev.visavis.signaling.protocol.PictureId}
     * @throws IllegalStateException if signaling does not answer
     */
    public Optional<byte[]> photo(String id) {
        HttpRequest request = HttpRequest.newBuilder(gate.resolve("/photos/" + id)).timeout(PHOTO_TIMEOUT)
                .header("Authorization", authorization).build();
        try {
            HttpResponse<byte[]> response = Http.CLIENT.send(request, HttpResponse.BodyHandlers.ofByteArray());
            return response.statusCode() == 200 ? Optional.of(response.body()) : Optional.empty();
        } catch (IOException e) {
            throw new IllegalStateException("the picture cannot be fetched: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a picture was fetched", e);
        }
    }
}
