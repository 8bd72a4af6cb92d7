package dev.visavis.signaling;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** Opens the control sockets of calls (RFC 6455). */
final class ControlRoutes {
    private static final int PINGS_PER_IDLE_TIMEOUT = 3;

    private final Vertx vertx;
    private final SignalingOptions options;
    private final CallRegistry calls;
    private final AgentLink agents;
    private final ControlMessages messages;

    ControlRoutes(Vertx vertx, SignalingOptions options, CallRegistry calls, AgentLink agents,
            ControlMessages messages) {
        this.vertx = vertx;
        this.options = options;
        this.calls = calls;
        this.agents = agents;
        this.messages = messages;
    }

    void mount(Router router) {
        new ApiPath(router, "/api/calls/:id/control").on(HttpMethod.GET, this::open).done();
    }

    private void open(RoutingContext ctx) {
        Call call = calls.get(ctx.pathParam("id"));
        if (!"websocket".equalsIgnoreCase(ctx.request().getHeader(HttpHeaders.UPGRADE))) {
            throw new Problem(426, "This is a WebSocket.").with("Upgrade", "websocket").with("Connection", "Upgrade");
        }
        if (call.listeners() >= options.maxSocketsPerCall) {
            throw new Problem(429, "The call has " + options.maxSocketsPerCall + " control sockets already.");
        }
        ctx.request().toWebSocket().onSuccess(socket -> opened(socket, call));
    }

    private void opened(ServerWebSocket socket, Call call) {
        ControlSocket control = new ControlSocket(socket, call, agents, messages, calls.metrics(),
                options.maxControlBytes,
                () -> calls.publishLost(call));
        long pings = vertx.setPeriodic(Math.max(1, options.idleTimeoutMs / PINGS_PER_IDLE_TIMEOUT),
                t -> control.ping());
        control.open(() -> vertx.cancelTimer(pings));
    }
}
