package dev.visavis.signaling;

import dev.visavis.signaling.protocol.AgentReply.Done;
import dev.visavis.signaling.protocol.AgentRequest.Say;
import dev.visavis.signaling.protocol.AgentStatus.Listener;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketBase;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.TimeoutHandler;
import java.util.List;

/**
 * What a portrait says: texts, and the voice sockets of programs, which are joined to the listener of the call's agent,
 * because media does not cross the event bus.
 */
final class VoiceRoutes {
    /** Longest message of a voice socket: five seconds of PCM. */
    static final int MAX_MESSAGE_BYTES = 256 * 1024;

    private static final String JSON = "application/json";
    private static final int MAX_TEXT_BYTES = 8 * 1024;
    private static final int CONNECT_TIMEOUT_MS = 5_000;

    private final SignalingOptions options;
    private final CallRegistry calls;
    private final AgentLink agents;
    private final AgentDirectory directory;
    private final WebSocketClient client;

    VoiceRoutes(Vertx vertx, SignalingOptions options, CallRegistry calls, AgentLink agents,
            AgentDirectory directory) {
        this.options = options;
        this.calls = calls;
        this.agents = agents;
        this.directory = directory;
        client = vertx.createWebSocketClient(new WebSocketClientOptions().setConnectTimeout(CONNECT_TIMEOUT_MS)
                .setMaxFrameSize(MAX_MESSAGE_BYTES).setMaxMessageSize(MAX_MESSAGE_BYTES).setMaxConnections(1_000));
    }

    void mount(Router router) {
        new ApiPath(router, "/api/calls/:id/voice").on(HttpMethod.GET, this::open).done();
        new ApiPath(router, "/api/calls/:id/say").on(HttpMethod.POST, List.of(VoiceRoutes::takesJson,
                TimeoutHandler.create(options.requestTimeoutMs, 408),
                BodyHandler.create(false).setBodyLimit(MAX_TEXT_BYTES), this::say)).done();
    }

    private static void takesJson(RoutingContext ctx) {
        String type = ctx.request().getHeader(HttpHeaders.CONTENT_TYPE);
        if (type == null || !type.split(";")[0].strip().equalsIgnoreCase(JSON)) {
            throw new Problem(415, "The body must be " + JSON + ".").with("Accept-Post", JSON);
        }
        ctx.next();
    }

    private void say(RoutingContext ctx) {
        Call call = calls.get(ctx.pathParam("id"));
        agents.ask(call.agentId(), new Say(call.id(), text(ctx)), Done.class)
                .onSuccess(done -> ctx.response().setStatusCode(202).end()).onFailure(e -> ctx.fail(explain(e)));
    }

    private static String text(RoutingContext ctx) {
        Object text;
        try {
            JsonObject body = ctx.body().asJsonObject();
            text = body == null ? null : body.getValue("text");
        } catch (DecodeException | ClassCastException e) {
            text = null;
        }
        if (!(text instanceof String words) || words.isBlank() || words.length() > Say.MAX_CHARS) {
            throw new Problem(422, "The body is {\"text\": \"...\"} with 1 to " + Say.MAX_CHARS + " characters.");
        }
        return words;
    }

    private static Throwable explain(Throwable e) {
        return e instanceof AgentLink.CallGone ? new Problem(404, e.getMessage()) : e;
    }

    private void open(RoutingContext ctx) {
        Call call = calls.get(ctx.pathParam("id"));
        if (!"websocket".equalsIgnoreCase(ctx.request().getHeader(HttpHeaders.UPGRADE))) {
            throw new Problem(426, "This is a WebSocket.").with("Upgrade", "websocket").with("Connection", "Upgrade");
        }
        Listener listener = directory.listener(call.agentId())
                .orElseThrow(() -> Problem.busy("The call's agent is not heard; try again in a moment."));
        String query = ctx.request().query() == null ? "" : "?" + ctx.request().query();
        ctx.request().pause();
        client.connect(new WebSocketConnectOptions().setHost(listener.host()).setPort(listener.port())
                .setURI("/calls/" + call.id() + "/voice" + query)
                .addHeader(HttpHeaders.AUTHORIZATION, "Bearer " + listener.token()))
                .onFailure(e -> {
                    ctx.request().resume();
                    ctx.fail(refusal(e));
                }).onSuccess(agent -> join(ctx, agent));
    }

    private void join(RoutingContext ctx, WebSocket agent) {
        agent.pause();
        Future<ServerWebSocket> program = ctx.request().toWebSocket();
        program.onFailure(e -> agent.close()).onSuccess(socket -> {
            pump(socket, agent);
            pump(agent, socket);
            agent.resume();
        });
    }

    /** Frames of one side go to the other; a side that does not keep up holds the other back. */
    private static void pump(WebSocketBase from, WebSocketBase to) {
        Handler<Void> resume = v -> from.resume();
        from.frameHandler(frame -> {
            if (frame.isText() || frame.isBinary() || frame.isContinuation()) {
                to.writeFrame(frame);
                if (to.writeQueueFull()) {
                    from.pause();
                    to.drainHandler(resume);
                }
            }
        });
        from.exceptionHandler(e -> to.close());
        from.closeHandler(v -> {
            if (!to.isClosed()) {
                to.close(closeCode(from), from.closeReason() == null ? "" : from.closeReason());
            }
        });
    }

    /** Codes that say "none" and "lost" may not be sent (RFC 6455, section 7.4.1). */
    private static short closeCode(WebSocketBase socket) {
        Short code = socket.closeStatusCode();
        return code == null || code == 1005 || code == 1006 ? (short) 1001 : code;
    }

    private static Problem refusal(Throwable e) {
        if (!(e instanceof UpgradeRejectedException refused)) {
            return Problem.busy("The call's agent does not take the voice; try again in a moment.");
        }
        String why;
        try {
            why = refused.getBody().toJsonObject().getString("detail");
        } catch (RuntimeException notOurs) {
            why = "The call's agent refused the voice.";
        }
        return switch (refused.getStatus()) {
            case 400, 404, 409 -> new Problem(refused.getStatus(), why);
            default -> Problem.busy(why);
        };
    }
}
