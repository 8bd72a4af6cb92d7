package dev.visavis.signaling;

import dev.visavis.signaling.protocol.PictureId;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Where agents in other processes of this machine come in. It listens on 127.0.0.1 only and asks for a token:
 *
 * <ul>
 * <li>{@code WS /agents/{id}}: joins the agent to this process's event bus ({@link
 * dev.visavis.signaling.protocol.GateFrame}). The end of the socket is the end of the agent: signaling hears it at once.
 * <li>{@code GET /photos/{id}}: the bytes of an uploaded picture, or 404.
 * </ul>
 */
public final class AgentGate {
    private static final String HOST = "127.0.0.1";
    private static final String AGENTS = "/agents/";
    private static final String PHOTOS = "/photos/";
    private static final String AGENT_ID = "[A-Za-z0-9._-]{1,64}";
    /** An answer about a photo holds its picture. */
    private static final int MAX_MESSAGE_BYTES = 4 << 20;

    private final Vertx vertx;
    private final String token = Tokens.next();
    private final Function<String, Optional<byte[]>> photos;
    private final Set<String> present = new HashSet<>();
    private HttpServer http;

    private AgentGate(Vertx vertx, Function<String, Optional<byte[]>> photos) {
        this.vertx = vertx;
        this.photos = photos;
    }

    /** @param photos the bytes of an uploaded picture by its {@link PictureId}; may block */
    public static Future<AgentGate> start(Vertx vertx, Function<String, Optional<byte[]>> photos) {
        AgentGate gate = new AgentGate(vertx, photos);
        gate.http = vertx
                .createHttpServer(new HttpServerOptions().setMaxWebSocketMessageSize(MAX_MESSAGE_BYTES)
                        .setMaxWebSocketFrameSize(MAX_MESSAGE_BYTES))
                .webSocketHandshakeHandler(gate::shake).webSocketHandler(gate::join).requestHandler(gate::serve);
        return gate.http.listen(0, HOST).map(gate);
    }

    /** Base address for agents, without a slash at the end. */
    public String address() {
        return "http://" + HOST + ":" + http.actualPort();
    }

    /** What agents show as {@code Authorization: Bearer TOKEN}. */
    public String token() {
        return token;
    }

    /** The agents that are here lose their way in. */
    public Future<Void> close() {
        return http.close();
    }

    private boolean isAllowed(String authorization) {
        byte[] expected = ("Bearer " + token).getBytes(StandardCharsets.UTF_8);
        return authorization != null
                && MessageDigest.isEqual(expected, authorization.getBytes(StandardCharsets.UTF_8));
    }

    private void shake(ServerWebSocketHandshake handshake) {
        String path = handshake.path();
        if (!isAllowed(handshake.headers().get(HttpHeaders.AUTHORIZATION))) {
            handshake.reject(401);
        } else if (!path.startsWith(AGENTS) || !path.substring(AGENTS.length()).matches(AGENT_ID)) {
            handshake.reject(404);
        } else if (present.contains(path.substring(AGENTS.length()))) {
            handshake.reject(409);
        } else {
            handshake.accept();
        }
    }

    private void join(ServerWebSocket socket) {
        String agentId = socket.path().substring(AGENTS.length());
        present.add(agentId);
        new GateSocket(vertx.eventBus(), socket, agentId).open(() -> present.remove(agentId));
    }

    private void serve(HttpServerRequest request) {
        Optional<PictureId> id = request.path().startsWith(PHOTOS)
                ? PictureId.parse(request.path().substring(PHOTOS.length()))
                : Optional.empty();
        if (!isAllowed(request.getHeader(HttpHeaders.AUTHORIZATION))) {
            request.response().setStatusCode(401).end();
        } else if (id.isEmpty()) {
            request.response().setStatusCode(404).end();
        } else {
            vertx.executeBlocking(() -> photos.apply(id.get().toString()), false)
                    .onSuccess(photo -> photo.ifPresentOrElse(
                            bytes -> request.response().end(Buffer.buffer(bytes)),
                            () -> request.response().setStatusCode(404).end()))
                    .onFailure(e -> request.response().setStatusCode(500).end());
        }
    }
}
