package dev.visavis.demo.agents;

import dev.visavis.signaling.protocol.Addresses;
import dev.visavis.signaling.protocol.AgentRequest.Drain;
import dev.visavis.signaling.protocol.AgentStatus;
import dev.visavis.signaling.protocol.Wire;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a number of agents running, each in a process of its own, so that a native abort takes one agent's calls along
 * and no other's. One that ends is replaced at once; one that keeps ending soon after its start, after ever longer
 * pauses of up to {@value #MAX_PAUSE_MS} ms. An agent that has taken a number of calls is replaced too, before the little
 * that libwebrtc leaks with each of them adds up: its successor starts first, then it takes no more calls, and it ends
 * with its last one.
 */
public final class AgentSupervisor {
    private static final Logger LOG = LoggerFactory.getLogger(AgentSupervisor.class);
    static final long MAX_PAUSE_MS = 30_000;
    private static final long FIRST_PAUSE_MS = 1_000;
    /** One that lived longer ended for a reason of its own. */
    private static final long SOON_MS = 10_000;
    private static final long END_SECONDS = 8;

    private final EventBus bus;
    private final Launcher launcher;
    private final Timer timer;
    private final LongSupplier nowMs;
    private final int recycleAfterCalls;
    private final String prefix = "agent-" + UUID.randomUUID().toString().substring(0, 8) + "-";
    private final List<Slot> slots = new ArrayList<>();
    private final Set<Running> living = new HashSet<>();
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private MessageConsumer<JsonObject> statuses;
    private int launched;
    private boolean closing;

    /** Starts an agent under an id that no other has had. */
    interface Launcher {
        /**
         * @param place among the agents, from 0; a successor takes that of the agent before it
         * @param awaited callers wait for it, because there is no other agent; it should take calls before it is warm
         */
        Agent launch(String agentId, int place, boolean awaited) throws IOException;
    }

    /** An agent that was launched. */
    interface Agent {
        /** Completes with its exit code. */
        CompletionStage<Integer> exit();

        /** Why it ended, where it said so; else empty. */
        String reason();

        /** Asks it to end its calls and itself. */
        void end();

        void kill();
    }

    /** Runs something later. */
    interface Timer {
        void after(long ms, Runnable action);
    }

    private record Running(String id, Agent agent, long startedMs) {
    }

    /** The place of one agent, and of its successor while that starts. */
    private static final class Slot {
        final int place;
        Running current;
        Running successor;
        boolean isAnnounced;
        int soonEnded;

        Slot(int place) {
            this.place = place;
        }
    }

    /** @param recycleAfterCalls 0 never replaces an agent that runs */
    AgentSupervisor(EventBus bus, Launcher launcher, Timer timer, LongSupplier nowMs, int agents,
            int recycleAfterCalls) {
        this.bus = bus;
        this.launcher = launcher;
        this.timer = timer;
        this.nowMs = nowMs;
        this.recycleAfterCalls = recycleAfterCalls;
        for (int i = 0; i < agents; i++) {
            slots.add(new Slot(i));
        }
    }

    /**
     * Starts the first agent, and each other one when the one before it is there: they would only slow each other down.
     *
     * @return done when the first one takes calls; fails with an {@link IOException} if it ends before
     */
    public CompletableFuture<Void> start() {
        statuses = bus.consumer(Addresses.AGENT_STATUS,
                message -> heard(Wire.decode(message.body(), AgentStatus.class)));
        launch(slots.get(0));
        return ready;
    }

    private synchronized void launch(Slot slot) {
        if (closing) {
            return;
        }
        String id = prefix + launched++;
        long startedMs = nowMs.getAsLong();
        try {
            Running running = new Running(id, launcher.launch(id, slot.place, isAwaited()), startedMs);
            living.add(running);
            if (slot.current == null) {
                slot.current = running;
                slot.isAnnounced = false;
            } else {
                slot.successor = running;
            }
            running.agent.exit().thenAccept(code -> ended(slot, running, code));
        } catch (IOException e) {
            LOG.error("An agent cannot be started: {}", e.getMessage());
            ready.completeExceptionally(new IOException("an agent cannot be started: " + e.getMessage(), e));
            timer.after(MAX_PAUSE_MS, () -> launch(slot));
        }
    }

    private boolean isAwaited() {
        return slots.stream().noneMatch(slot -> slot.isAnnounced);
    }

    private synchronized void heard(AgentStatus status) {
        for (Slot slot : slots) {
            if (slot.successor != null && slot.successor.id.equals(status.agentId())) {
                replace(slot);
            } else if (slot.current != null && slot.current.id.equals(status.agentId())) {
                if (!slot.isAnnounced) {
                    slot.isAnnounced = true;
                    ready.complete(null);
                    launchNext();
                }
                if (recycleAfterCalls > 0 && status.opened() >= recycleAfterCalls && slot.successor == null) {
                    LOG.info("Agent {} has taken {} calls and is replaced", status.agentId(), status.opened());
                    launch(slot);
                }
            }
        }
    }

    private void launchNext() {
        slots.stream().filter(s -> s.current == null && s.soonEnded == 0).findFirst().ifPresent(this::launch);
    }

    private void replace(Slot slot) {
        bus.send(Addresses.agent(slot.current.id), Wire.encode(new Drain()));
        slot.current = slot.successor;
        slot.successor = null;
        slot.isAnnounced = true;
    }

    private synchronized void ended(Slot slot, Running running, int code) {
        living.remove(running);
        if (closing || slot.current != running && slot.successor != running) {
            return; // it was to end
        }
        if (ready.completeExceptionally(new IOException("the agent ended before it was ready (exit code " + code
                + "): " + running.agent.reason()))) {
            return;
        }
        boolean soon = nowMs.getAsLong() - running.startedMs < SOON_MS;
        slot.soonEnded = soon ? slot.soonEnded + 1 : 0;
        if (slot.successor == running) {
            slot.successor = null;
        } else {
            slot.current = slot.successor;
            slot.successor = null;
            slot.isAnnounced = false;
        }
        long pauseMs = soon ? Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS << Math.min(slot.soonEnded - 1, 5)) : 0;
        LOG.warn("Agent {} ended with code {}; another starts in {} ms", running.id, code, pauseMs);
        if (slot.current == null) {
            if (pauseMs == 0) {
                launch(slot);
            } else {
                timer.after(pauseMs, () -> launch(slot));
            }
        }
    }

    /** Asks all agents to end, and kills those that have not after some seconds. Blocks. */
    public void close() {
        List<Running> left;
        synchronized (this) {
            closing = true;
            left = List.copyOf(living);
        }
        if (statuses != null) {
            statuses.unregister();
        }
        left.forEach(running -> running.agent.end());
        for (Running running : left) {
            try {
                running.agent.exit().toCompletableFuture().get(END_SECONDS, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                running.agent.kill();
            } catch (ExecutionException | TimeoutException e) {
                LOG.warn("Agent {} did not end and is killed", running.id);
                running.agent.kill();
            }
        }
    }
}
