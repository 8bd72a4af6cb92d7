package dev.visavis.signaling;

import dev.visavis.signaling.AgentLink.CallGone;
import dev.visavis.signaling.protocol.Addresses;
import dev.visavis.signaling.protocol.AgentReply;
import dev.visavis.signaling.protocol.AgentRequest;
import dev.visavis.signaling.protocol.CallEvent;
import dev.visavis.signaling.protocol.CallEvent.State;
import dev.visavis.signaling.protocol.CallEvent.StateChanged;
import dev.visavis.signaling.protocol.Wire;
import io.vertx.core.Future;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The calls that live. A call that ended, for whatever reason, is unknown from then on. */
final class CallRegistry {
    private static final Logger LOG = LoggerFactory.getLogger(CallRegistry.class);

    private final EventBus bus;
    private final AgentLink agents;
    private final Map<String, Call> calls = new HashMap<>();
    private final CallMetrics metrics = new CallMetrics(calls::size);
    private boolean closing;

    CallRegistry(EventBus bus, AgentLink agents) {
        this.bus = bus;
        this.agents = agents;
    }

    /**
     * A new call that hears its events already, so that none is missed while an agent opens it.
     *
     * @throws Problem 503 once {@link #endAll} was called
     */
    Future<Call> create(IceCredentials peer) {
        if (closing) {
            throw Problem.busy("The server is stopping.");
        }
        Call call = new Call(Tokens.next(), peer);
        MessageConsumer<JsonObject> consumer = bus.consumer(Addresses.callEvents(call.id()));
        consumer.handler(message -> hear(call, message.body()));
        call.events(consumer);
        calls.put(call.id(), call);
        return consumer.completion().map(call);
    }

    /** How they all go. */
    CallMetrics metrics() {
        return metrics;
    }

    /** @throws Problem 404 if there is no such call */
    Call get(String id) {
        Call call = calls.get(id);
        if (call == null) {
            throw new Problem(404, "There is no such call; it has ended, or never was.");
        }
        return call;
    }

    /**
     * Ends a call and waits until its agent has released it.
     *
     * @return failed with a {@link Problem} if the agent does not answer; the call then stays, to be ended again
     */
    Future<Void> end(Call call, String reason) {
        return agents.ask(call.agentId(), new AgentRequest.CloseCall(call.id(), reason), AgentReply.Done.class)
                .<Void>mapEmpty()
                .recover(e -> e instanceof CallGone ? Future.succeededFuture() : Future.failedFuture(e))
                .onSuccess(done -> closed(call, reason));
    }

    /** Drops a call at once. Its agent, if it still lives, is told to do the same. */
    void drop(Call call, String reason) {
        if (!call.agentId().isEmpty()) {
            agents.tell(call.agentId(), new AgentRequest.CloseCall(call.id(), reason));
        }
        closed(call, reason);
    }

    /** Everyone who follows a call of a dead agent hears that it is closed, this registry included. */
    void agentLost(String agentId) {
        LOG.warn("Agent {} is gone; its calls are lost", agentId);
        calls.values().stream().filter(c -> c.agentId().equals(agentId)).forEach(this::publishLost);
    }

    /** The same for one call whose agent turned out to be gone. */
    void publishLost(Call call) {
        bus.publish(Addresses.callEvents(call.id()),
                Wire.encode(new StateChanged(call.id(), State.LOST, "The agent no longer hosts the call.")));
    }

    /** Ends every call and lets no more begin; calls whose agent does not answer are dropped. */
    Future<Void> endAll(String reason) {
        closing = true;
        return Future.join(List.copyOf(calls.values()).stream().map(c -> end(c, reason)).toList()).otherwiseEmpty()
                .onSuccess(done -> List.copyOf(calls.values()).forEach(c -> closed(c, reason))).mapEmpty();
    }

    private void hear(Call call, JsonObject body) {
        try {
            take(call, Wire.decode(body, CallEvent.class));
        } catch (IllegalArgumentException e) {
            LOG.warn("Agent {} sent an event that is none: {}", call.agentId(), e.getMessage());
        }
    }

    private void closed(Call call, String reason) {
        take(call, new StateChanged(call.id(), State.CLOSED, reason));
    }

    private void take(Call call, CallEvent event) {
        boolean was = call.isClosed();
        metrics.heard(event);
        call.accept(event);
        if (call.isClosed() && !was) {
            calls.remove(call.id());
            call.events().unregister();
            LOG.info("Call {} closed: {}", call.shortId(), call.state().reason());
        }
    }
}
