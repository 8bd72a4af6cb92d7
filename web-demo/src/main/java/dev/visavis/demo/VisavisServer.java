package dev.visavis.demo;

import dev.visavis.agent.worker.AgentWorker;
import dev.visavis.demo.agents.AgentProcesses;
import dev.visavis.demo.agents.AgentSupervisor;
import dev.visavis.demo.agents.LocalAgent;
import dev.visavis.demo.config.VisavisConfig;
import dev.visavis.demo.tls.LocalNames;
import dev.visavis.demo.tls.SelfSignedCertificate;
import dev.visavis.inference.pack.ModelPack;
import dev.visavis.inference.pack.ModelPacks;
import dev.visavis.inference.pack.PackException;
import dev.visavis.signaling.SignalingOptions;
import dev.visavis.signaling.SignalingServer;
import dev.visavis.signaling.StaticRoot;
import dev.visavis.signaling.UploadOptions;
import dev.visavis.signaling.protocol.TurnSecret;
import dev.visavis.signaling.protocol.Addresses;
import dev.visavis.signaling.protocol.AgentStatus;
import dev.visavis.signaling.protocol.Wire;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import io.vertx.core.net.PemKeyCertOptions;
import java.io.IOException;
import java.net.BindException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Page and signaling in this process, and the agents in processes of their own or here, as the settings say.
 *
 * <pre>{@code
 * try (VisavisServer server = VisavisServer.start(VisavisConfig.withOverrides(Map.of("visavis.server.port", 0)))) {
 *     browser.open(server.address());
 * }
 * }</pre>
 */
public final class VisavisServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(VisavisServer.class);
    private static final long START_SECONDS = 60;
    private static final long CLOSE_SECONDS = 10;

    private final Vertx vertx = Vertx.vertx();
    private SignalingServer signaling;
    private ModelPack ownPack;
    private AgentWorker agent;
    private AgentSupervisor agents;
    private ServerAddresses addresses;
    private SelfSignedCertificate certificate;
    private boolean closed;

    private VisavisServer() {
    }

    /**
     * Starts with the pack that comes with the product; once it returns, calls are taken.
     *
     * @throws StartException if it cannot start; nothing is left running
     */
    public static VisavisServer start(VisavisConfig config) throws StartException {
        return start(config, null);
    }

    /**
     * Starts with another pack, and one agent in this process.
     *
     * @param pack stays the caller's to close, after the server
     * @throws StartException if it cannot start; nothing is left running
     */
    public static VisavisServer start(VisavisConfig config, ModelPack pack) throws StartException {
        VisavisServer server = new VisavisServer();
        try {
            if (pack == null && config.agents().processes() > 0) {
                server.openWithProcesses(config);
            } else {
                server.openAll(config, pack);
            }
            return server;
        } catch (StartException | RuntimeException | Error e) {
            server.close();
            throw e;
        }
    }

    private void openAll(VisavisConfig config, ModelPack pack) throws StartException {
        // The slow libraries load while the port is opened; that it is taken still shows at once.
        CompletableFuture<Void> natives = CompletableFuture.runAsync(() -> LocalAgent.loadLibraries(config));
        openSignaling(config);
        ModelPack used = pack != null ? pack : loadPack();
        join(natives);
        openAgent(config, used);
    }

    private void openSignaling(VisavisConfig config) throws StartException {
        VisavisConfig.Server c = config.server();
        String accessKey = ServerAddresses.accessKey(c);
        SignalingOptions options = new SignalingOptions().host(c.host()).port(c.port()).accessKey(accessKey)
                .maxSetUpsPerMinute(c.setUpsPerMinute())
                .serve(StaticRoot.classPath("/", "dev/visavis/demo/web"))
                .serve(StaticRoot.classPath("/presenters", "dev/visavis/inference/presenters"));
        VisavisConfig.Uploads kept = config.uploads();
        options.uploads(new UploadOptions(c.stateDirectory(), kept.maxBytes(), kept.maxStoredBytes(), kept.keep()));
        c.allowedOrigins().forEach(options::allowOrigin);
        VisavisConfig.Ice ice = config.ice();
        if (!ice.servers().isEmpty()) {
            options.iceServer(new dev.visavis.signaling.IceServer(ice.servers(), ice.username(), ice.credential()))
                    .relayOnly(ice.relayOnly());
            if (!ice.secret().isEmpty()) {
                options.turnSecret(new TurnSecret(ice.secret(), ice.loginLifetime()));
            }
        }
        if (c.https()) {
            certificate = certificate(c);
            options.certificate(new PemKeyCertOptions().setCertPath(certificate.certificate().toString())
                    .setKeyPath(certificate.key().toString()));
        }
        signaling = await(SignalingServer.start(vertx, options), config);
        addresses = ServerAddresses.of(c, signaling.port(), accessKey);
    }

    private static void join(CompletableFuture<Void> natives) throws StartException {
        try {
            natives.join();
        } catch (CompletionException e) {
            throw new StartException("the WebRTC library does not load: " + e.getCause().getMessage()
                    + "; ./visavis doctor says what is missing", e);
        }
    }

    private ModelPack loadPack() throws StartException {
        try {
            ownPack = ModelPacks.explicit();
            return ownPack;
        } catch (PackException e) {
            throw new StartException(e.getMessage(), e);
        }
    }

    private void openAgent(VisavisConfig config, ModelPack pack) throws StartException {
        String id = "agent-" + UUID.randomUUID();
        Promise<Void> announced = Promise.promise();
        MessageConsumer<JsonObject> statuses = vertx.eventBus().consumer(Addresses.AGENT_STATUS, message -> {
            if (Wire.decode(message.body(), AgentStatus.class).agentId().equals(id)) {
                announced.tryComplete();
            }
        });
        agent = await(LocalAgent.start(vertx, config, id, config.calls().max(), pack, signaling::photo), config);
        await(announced.future(), config);
        statuses.unregister();
    }

    private void openWithProcesses(VisavisConfig config) throws StartException {
        agents = AgentProcesses.supervise(vertx, config, id -> signaling.photo(id));
        CompletableFuture<Void> ready = agents.start(); // while it loads, the port is opened
        openSignaling(config);
        try {
            ready.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new StartException(e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw new StartException("no agent was ready within " + START_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartException("interrupted at the start", e);
        }
    }

    private static SelfSignedCertificate certificate(VisavisConfig.Server config) throws StartException {
        try {
            return SelfSignedCertificate.loadOrCreate(config.stateDirectory(), LocalNames.all(), Instant.now());
        } catch (IOException e) {
            throw new StartException("cannot keep a certificate in " + config.stateDirectory() + ": " + e.getMessage()
                    + "; set visavis.server.state-directory", e);
        }
    }

    private static <T> T await(Future<T> future, VisavisConfig config) throws StartException {
        try {
            return future.await(START_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new StartException("the server did not start within " + START_SECONDS + " s", e);
        } catch (Exception e) {
            throw explained(e, config.server());
        }
    }

    private static StartException explained(Throwable e, VisavisConfig.Server config) {
        String where = config.host() + ":" + config.port();
        if (e instanceof BindException && String.valueOf(e.getMessage()).contains("in use")) {
            return new StartException("port " + config.port() + " is in use by another program, maybe another"
                    + " ./visavis serve; stop that, or choose another port with --port", e);
        }
        if (e instanceof IOException) {
            return new StartException("cannot listen on " + where + ": " + e.getMessage(), e);
        }
        return new StartException("the server cannot start on " + where + ": " + e, e);
    }

    /** Base URL to open in a browser on this machine, without a slash at the end; with the key where one is asked. */
    public String address() {
        return addresses.urls().get(0);
    }

    /** URLs for other machines. */
    public List<String> otherAddresses() {
        return addresses.urls().subList(1, addresses.urls().size());
    }

    /** The TCP port it listens on. */
    public int port() {
        return signaling.port();
    }

    /** True if other machines can reach it. */
    public boolean isOpenToOthers() {
        return addresses.openToOthers();
    }

    /** SHA-256 of the certificate, with HTTPS. */
    public Optional<String> fingerprint() {
        return Optional.ofNullable(certificate).map(SelfSignedCertificate::fingerprint);
    }

    /** Ends every call, then stops listening; may be called twice and from any thread. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (signaling != null) {
            quietly("signaling", signaling.close());
        }
        if (agent != null) {
            quietly("agent", agent.close());
        }
        if (agents != null) {
            agents.close();
        }
        if (ownPack != null) {
            ownPack.close();
        }
        quietly("event loops", vertx.close());
    }

    private static void quietly(String what, Future<?> closing) {
        try {
            closing.await(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            LOG.warn("closing {}: {}", what, e.toString());
        }
    }
}
