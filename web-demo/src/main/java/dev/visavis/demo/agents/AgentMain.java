package dev.visavis.demo.agents;

import dev.visavis.agent.worker.AgentOptions;
import dev.visavis.agent.worker.AgentWorker;
import dev.visavis.agent.worker.SignalingLink;
import dev.visavis.inference.pack.ModelPack;
import dev.visavis.inference.pack.ModelPacks;
import dev.visavis.inference.pack.PackException;
import dev.visavis.signaling.protocol.Addresses;
import dev.visavis.signaling.protocol.AgentStatus;
import dev.visavis.signaling.protocol.Wire;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The main class of an agent's process. It takes its {@link AgentOrder} from standard input, and ends when that ends
 * (the server is gone), when its link to signaling ends, or when it was told to take no more calls and the last one is
 * over. A reason for not starting goes to standard error, as one line.
 */
final class AgentMain {
    /** How the line begins that says why an agent does not start. */
    static final String REASON = "visavis: ";

    private static final long CLOSE_SECONDS = 5;

    private final CountDownLatch end = new CountDownLatch(1);
    private final Vertx vertx = Vertx.vertx();

    public static void main(String[] args) {
        int code = 1;
        try {
            new AgentMain().run(new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)));
            code = 0;
        } catch (Exception e) {
            Throwable cause = e instanceof CompletionException && e.getCause() != null ? e.getCause() : e;
            System.err.println(REASON + Objects.requireNonNullElse(cause.getMessage(), cause.toString()));
        }
        // Not exit: the destructors of libwebrtc have been seen to hang and to abort, and nothing is left to be saved.
        Runtime.getRuntime().halt(code);
    }

    /**
     * Runs an agent until it is to end.
     *
     * @param input what a process would be told on its standard input
     */
    void run(BufferedReader input) throws Exception {
        // The slow parts load while the server opens its port.
        CompletableFuture<ModelPack> pack = CompletableFuture.supplyAsync(AgentMain::loadPack);
        String line = input.readLine();
        if (line == null) {
            return;
        }
        AgentOrder order = AgentOrder.parse(line);
        CompletableFuture<Void> libraries = CompletableFuture
                .runAsync(() -> LocalAgent.loadLibraries(order.config()));
        SignalingLink link = new SignalingLink(vertx, order.gate(), order.token(), order.agentId());
        link.open(end::countDown).await();
        vertx.eventBus().<JsonObject>consumer(Addresses.AGENT_STATUS, message -> heed(message.body()));
        libraries.join();
        AgentOptions options = AgentOptions.of(order.agentId(), order.capacity())
                .withPlace(order.place(), order.places()).withAwaited(order.awaited());
        AgentWorker agent = LocalAgent.start(vertx, order.config(), options, pack.join(), link::photo).await();
        Thread watch = new Thread(() -> awaitEnd(input), "server-watch");
        watch.setDaemon(true);
        watch.start();
        end.await();
        agent.close().await(CLOSE_SECONDS, TimeUnit.SECONDS);
    }

    private static ModelPack loadPack() {
        try {
            return ModelPacks.explicit();
        } catch (PackException e) {
            throw new CompletionException(e);
        }
    }

    private void heed(JsonObject body) {
        AgentStatus status = Wire.decode(body, AgentStatus.class);
        if (status.draining() && status.calls() == 0) {
            end.countDown();
        }
    }

    private void awaitEnd(BufferedReader input) {
        try {
            while (input.readLine() != null) {
                // nothing more is said
            }
        } catch (IOException e) {
            // as good as its end
        }
        end.countDown();
    }
}
