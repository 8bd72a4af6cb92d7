package dev.visavis.agent.worker;

import dev.visavis.signaling.protocol.AgentStatus.Listener;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Consumer;

/**
 * An agent's own HTTP listener, for what is too large or too live for the event bus. It listens on loopback, on any
 * free port, and lets in only who shows this process's token, which the agent's status tells signaling.
 */
final class AgentListener {
    private static final String HOST = "127.0.0.1";
    private static final int TOKEN_BYTES = 32;
    /** Five seconds of voice. */
    private static final int MAX_MESSAGE_BYTES = 256 * 1024;
    private static final String SCHEME = "Bearer ";

    private final HttpServer server;
    private final String token;

    private AgentListener(HttpServer server, String token) {
        this.server = server;
        this.token = token;
    }

    /** @param routes adds what is served; requests that reach it have shown the token */
    static Future<AgentListener> start(Vertx vertx, Consumer<Router> routes) {
        byte[] secret = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(secret);
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        Router router = Router.router(vertx);
        router.route().handler(ctx -> admit(ctx, token));
        routes.accept(router);
        HttpServerOptions options = new HttpServerOptions().setHost(HOST).setPort(0)
                .setMaxWebSocketFrameSize(MAX_MESSAGE_BYTES).setMaxWebSocketMessageSize(MAX_MESSAGE_BYTES)
                .setPerMessageWebSocketCompressionSupported(false).setPerFrameWebSocketCompressionSupported(false);
        return vertx.createHttpServer(options).requestHandler(router).listen()
                .map(server -> new AgentListener(server, token));
    }

    private static void admit(RoutingContext ctx, String token) {
        String shown = ctx.request().getHeader(HttpHeaders.AUTHORIZATION);
        if (shown != null && MessageDigest.isEqual(bytes(shown), bytes(SCHEME + token))) {
            ctx.next();
        } else {
            ctx.response().setStatusCode(401).putHeader("WWW-Authenticate", "Bearer").end();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** What signaling must know to get in. */
    Listener address() {
        return new Listener(HOST, server.actualPort(), token);
    }

    Future<Void> close() {
        return server.close();
    }
}
