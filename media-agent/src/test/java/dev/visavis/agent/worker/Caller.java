package dev.visavis.agent.worker;

import dev.visavis.agent.transport.Pump;
import dev.visavis.signaling.protocol.Addresses;
import dev.visavis.signaling.protocol.AgentRequest;
import dev.visavis.signaling.protocol.AgentStatus;
import dev.visavis.signaling.protocol.CallEvent;
import dev.visavis.signaling.protocol.Wire;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Plays signaling: asks an agent and notes what is published. */
final class Caller {
    private final Vertx vertx;
    private final String agentId;
    private final List<CallEvent> events = new CopyOnWriteArrayList<>();
    private final List<AgentStatus> statuses = new CopyOnWriteArrayList<>();

    Caller(Vertx vertx, String agentId) {
        this.vertx = vertx;
        this.agentId = agentId;
        vertx.eventBus().<JsonObject>consumer(Addresses.AGENT_STATUS,
                m -> statuses.add(Wire.decode(m.body(), AgentStatus.class)));
    }

    void listenTo(String callId) {
        vertx.eventBus().<JsonObject>consumer(Addresses.callEvents(callId),
                m -> events.add(Wire.decode(m.body(), CallEvent.class)));
    }

    Future<JsonObject> send(AgentRequest request) {
        return vertx.eventBus().<JsonObject>request(Addresses.agent(agentId), Wire.encode(request))
                .map(m -> m.body());
    }

    <T> T ask(AgentRequest request, Class<T> reply) throws Exception {
        return Wire.decode(get(send(request)), reply);
    }

    /** The status an agent refuses with, and its message. */
    ReplyException refusal(AgentRequest request) throws Exception {
        try {
            throw new AssertionError("not refused: " + get(send(request)));
        } catch (ExecutionException e) {
            return (ReplyException) e.getCause();
        }
    }

    static <T> T get(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    AgentStatus lastStatus() {
        return statuses.isEmpty() ? null : statuses.get(statuses.size() - 1);
    }

    void awaitState(CallEvent.State state) {
        Pump.until("state " + state + ", heard " + events, () -> states().contains(state));
    }

    List<CallEvent.State> states() {
        return events.stream().filter(CallEvent.StateChanged.class::isInstance)
                .map(e -> ((CallEvent.StateChanged) e).state()).toList();
    }

    List<CallEvent.Stats> stats() {
        return events.stream().filter(CallEvent.Stats.class::isInstance).map(CallEvent.Stats.class::cast).toList();
    }

    /** What was told of the voice: mode, speaking or silent, and the detail if there is one. */
    List<String> voices() {
        return events.stream().filter(CallEvent.Voice.class::isInstance).map(CallEvent.Voice.class::cast)
                .map(v -> (v.mode() + (v.speaking() ? " speaking " : " silent ") + v.detail()).strip()).toList();
    }

    String lastReason() {
        return events.stream().filter(CallEvent.StateChanged.class::isInstance)
                .map(e -> ((CallEvent.StateChanged) e).reason()).reduce("", (first, second) -> second);
    }
}
