package dev.visavis.signaling;

import dev.visavis.signaling.protocol.Addresses;
import dev.visavis.signaling.protocol.AgentGone;
import dev.visavis.signaling.protocol.AgentStatus;
import dev.visavis.signaling.protocol.PictureId;
import dev.visavis.signaling.protocol.Wire;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.Message;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running signaling server: the HTTP surface of {@code openapi.yaml}, the control sockets, the static files, and the
 * placement of calls on the agents that it hears on the event bus ({@link dev.visavis.signaling.protocol}).
 *
 * <pre>{@code
 * SignalingServer.start(vertx, new SignalingOptions().port(0)).onSuccess(server -> log(server.port()));
 * }</pre>
 */
public final class SignalingServer {
    private static final Logger LOG = LoggerFactory.getLogger(SignalingServer.class);

    /** How often the silence of agents is looked at, in pieces of the time that they are allowed. */
    private static final int SWEEPS_PER_SILENCE = 6;

    private static final long PICTURE_SWEEP_MS = 3_600_000;

    private final Vertx vertx;
    private final SignalingOptions options;
    private final AgentLink agents;
    private final CallRegistry calls;
    private final AgentDirectory directory;
    private final Pictures<StoredPortrait, ?> portraits;
    private final Pictures<StoredBackground, ?> backgrounds;
    private Router router;
    private HttpServer http;
    private String deploymentId;

    private SignalingServer(Vertx vertx, SignalingOptions options) {
        this.vertx = vertx;
        this.options = options;
        agents = new AgentLink(vertx.eventBus(), options.agentTimeoutMs);
        calls = new CallRegistry(vertx.eventBus(), agents);
        directory = new AgentDirectory(options.nowMs, options.agentSilenceMs, calls::agentLost);
        portraits = new Pictures<>(vertx, new PortraitKind(), options, directory, agents);
        backgrounds = new Pictures<>(vertx, new BackgroundKind(), options, directory, agents);
    }

    /**
     * Starts a server; it listens once the future succeeds.
     *
     * @return failed if the port is taken, the address is not ours, or the certificate cannot be read
     */
    public static Future<SignalingServer> start(Vertx vertx, SignalingOptions options) {
        SignalingServer server = new SignalingServer(vertx, new SignalingOptions(options));
        return vertx.deployVerticle(server.new Host()).map(id -> {
            server.deploymentId = id;
            return server;
        });
    }

    /** The port it listens on. */
    public int port() {
        return http.actualPort();
    }

    /**
     * The bytes of an uploaded picture, for agents in this process. Blocks; any thread.
     *
     * @param id a {@link PictureId}
     */
    public Optional<byte[]> photo(String id) {
        return PictureId.parse(id).flatMap(name -> portraits.picture(name).or(() -> backgrounds.picture(name)));
    }

    /** Ends every call, then stops listening. */
    public Future<Void> close() {
        return vertx.undeploy(deploymentId);
    }

    Router router() {
        return router;
    }

    /** One event loop for all state of the server; its consumers and timers end with it. */
    private final class Host extends VerticleBase {
        @Override
        public Future<?> start() {
            vertx.eventBus().<JsonObject>consumer(Addresses.AGENT_STATUS, SignalingServer.this::heard);
            vertx.eventBus().<JsonObject>consumer(Addresses.AGENT_GONE,
                    message -> directory.gone(Wire.decode(message.body(), AgentGone.class).agentId()));
            vertx.setPeriodic(Math.max(1, options.agentSilenceMs / SWEEPS_PER_SILENCE), t -> directory.sweep());
            vertx.setPeriodic(0, PICTURE_SWEEP_MS, t -> {
                portraits.sweep();
                backgrounds.sweep();
            });
            router = createRouter();
            http = vertx.createHttpServer(serverOptions()).requestHandler(router);
            return http.listen(options.port, options.host);
        }

        @Override
        public Future<?> stop() {
            return calls.endAll("The server stops.").eventually(http::close);
        }
    }

    private void heard(Message<JsonObject> message) {
        try {
            directory.heard(Wire.decode(message.body(), AgentStatus.class));
        } catch (IllegalArgumentException e) {
            LOG.warn("An agent's status is none: {}", e.getMessage());
        }
    }

    private HttpServerOptions serverOptions() {
        HttpServerOptions http = new HttpServerOptions().setReadIdleTimeout((int) options.idleTimeoutMs)
                .setIdleTimeoutUnit(TimeUnit.MILLISECONDS)
                .setMaxWebSocketFrameSize(VoiceRoutes.MAX_MESSAGE_BYTES)
                .setMaxWebSocketMessageSize(VoiceRoutes.MAX_MESSAGE_BYTES)
                .setPerMessageWebSocketCompressionSupported(false)
                .setPerFrameWebSocketCompressionSupported(false).setHttp2ClearTextEnabled(false).setUseAlpn(false);
        if (options.certificate != null) {
            http.setSsl(true).setKeyCertOptions(options.certificate);
        }
        return http;
    }

    private Router createRouter() {
        Router routes = Router.router(vertx);
        ProblemWriter problems = new ProblemWriter();
        routes.route().handler(StaticRoutes::secure).failureHandler(problems);
        for (int status : new int[] {400, 404, 405, 500}) {
            routes.errorHandler(status, problems);
        }
        KeyGate key = new KeyGate(options.accessKey);
        routes.route("/api/*").handler(new OriginGate(options.allowedOrigins)).handler(ctx -> {
            ctx.response().putHeader("Cache-Control", "no-store");
            ctx.next();
        });
        if (!options.accessKey.isEmpty()) {
            routes.route("/api/*").handler(key);
        }
        mountApi(routes);
        if (!options.accessKey.isEmpty()) {
            routes.get().handler(key::welcome);
        }
        StaticRoutes.mount(routes, options.staticRoots);
        return routes;
    }

    private void mountApi(Router routes) {
        ControlMessages messages = new ControlMessages();
        CallOpener opener = new CallOpener(directory, agents, calls);
        new CallRoutes(options, opener, calls, agents, new ControlQuery(messages), portraits, backgrounds)
                .mount(routes);
        new ControlRoutes(vertx, options, calls, agents, messages).mount(routes);
        new VoiceRoutes(vertx, options, calls, agents, directory).mount(routes);
        PictureRoutes pictures = new PictureRoutes(options);
        pictures.mount(routes, portraits);
        pictures.mount(routes, backgrounds);
        new InfoRoutes(directory, calls.metrics(), options).mount(routes);
    }
}
