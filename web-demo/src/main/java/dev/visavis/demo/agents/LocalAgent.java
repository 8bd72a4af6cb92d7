package dev.visavis.demo.agents;

import dev.visavis.agent.conversation.ConversationOptions;
import dev.visavis.agent.conversation.ConversationOptions.Dialect;
import dev.visavis.agent.transport.TransportOptions;
import dev.visavis.agent.worker.AgentEngine;
import dev.visavis.agent.worker.AgentOptions;
import dev.visavis.agent.worker.AgentWorker;
import dev.visavis.agent.worker.VoiceOptions;
import dev.visavis.demo.config.VisavisConfig;
import dev.visavis.inference.pack.ModelPack;
import dev.visavis.inference.portrait.Presenters;
import dev.visavis.inference.provenance.VisibleBadge;
import dev.visavis.signaling.protocol.Presenter;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.Optional;
import java.util.function.Function;

/** An agent in this process, as the settings want it. */
public final class LocalAgent {
    private LocalAgent() {
    }

    /**
     * Loads the slow native libraries; blocks.
     *
     * @throws RuntimeException if one is missing; the message names it
     */
    public static void loadLibraries(VisavisConfig config) {
        Transports.load(config.transport());
    }

    /**
     * Starts an agent that takes calls from this process's event bus.
     *
     * @param pack stays the caller's to close, after the agent
     * @param uploads fetches an uploaded photo; may block
     */
    public static Future<AgentWorker> start(Vertx vertx, VisavisConfig config, String agentId, int capacity,
            ModelPack pack, Function<String, Optional<byte[]>> uploads) {
        return start(vertx, config, AgentOptions.of(agentId, capacity), pack, uploads);
    }

    /** As above; the settings go before the options. */
    static Future<AgentWorker> start(Vertx vertx, VisavisConfig config, AgentOptions agent, ModelPack pack,
            Function<String, Optional<byte[]>> uploads) {
        VisavisConfig.Calls calls = config.calls();
        AgentOptions options = agent
                .withTimeouts(calls.connectTimeout().toMillis(), calls.disconnectedTimeout().toMillis())
                .withComputeAllowanceMs((int) calls.computeAllowance().toMillis())
                .withVoices(voices(config));
        AgentEngine engine = new AgentEngine(pack, VisibleBadge::new,
                Presenters.list().stream().map(p -> new Presenter(p.id(), p.name())).toList(), Presenters::open,
                uploads);
        return AgentWorker.start(vertx, options, engine, Transports.of(config));
    }

    /** How an agent with these settings reaches the network. */
    public static TransportOptions transportOptions(VisavisConfig config) {
        return Transports.options(config);
    }

    private static VoiceOptions voices(VisavisConfig config) {
        VisavisConfig.Conversation c = config.conversation();
        return new VoiceOptions(config.voice().speechCommand(),
                c.url().map(url -> new ConversationOptions(url, c.key(), c.model(), c.voice(), c.instructions(),
                        c.beta() ? Dialect.BETA : Dialect.GA)));
    }
}
