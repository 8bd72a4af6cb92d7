package dev.visavis.demo.agents;

import dev.visavis.demo.config.VisavisConfig;
import dev.visavis.signaling.AgentGate;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The agents of a server as processes: each waits for its order from the moment it is started. */
public final class AgentProcesses {
    private AgentProcesses() {
    }

    /**
     * Opens the gate and prepares the supervisor, which then has to be started.
     *
     * @param photos the bytes of an uploaded photo; may block
     */
    public static AgentSupervisor supervise(Vertx vertx, VisavisConfig config,
            Function<String, Optional<byte[]>> photos) {
        Future<AgentGate> gate = AgentGate.start(vertx, photos);
        VisavisConfig.Agents agents = config.agents();
        int capacity = (config.calls().max() + agents.processes() - 1) / agents.processes();
        AgentSupervisor.Launcher launcher = (id, place, awaited) -> {
            Files.createDirectories(config.server().stateDirectory());
            AgentProcess process = AgentProcess.start(agents.heapMegabytes(), config.server().stateDirectory());
            gate.onSuccess(open -> give(process,
                    new AgentOrder(URI.create(open.address()), open.token(), id, capacity, place, agents.processes(),
                            awaited, config)))
                    .onFailure(e -> process.kill());
            return process;
        };
        return new AgentSupervisor(vertx.eventBus(), launcher,
                (ms, action) -> vertx.setTimer(ms, fired -> action.run()),
                () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()), agents.processes(), agents.recycleAfterCalls());
    }

    /**
     * Runs in this process what an agent's process runs, from its order until it has warmed up and takes calls,
     * and ends it. Blocks.
     *
     * @throws Exception why it does not start
     */
    public static void rehearse(VisavisConfig config) throws Exception {
        Vertx vertx = Vertx.vertx();
        AgentGate gate = AgentGate.start(vertx, id -> Optional.empty()).await();
        AgentOrder order = new AgentOrder(URI.create(gate.address()), gate.token(), "rehearsal", 1, 0, 1, false,
                config);
        new AgentMain().run(new BufferedReader(new StringReader(order.toLine())));
        vertx.close().await();
    }

    private static void give(AgentProcess process, AgentOrder order) {
        try {
            process.order(order);
        } catch (IOException e) {
            process.kill(); // it has ended already
        }
    }
}
