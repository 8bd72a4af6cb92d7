package dev.visavis.signaling;

import dev.visavis.signaling.protocol.Addresses;
import dev.visavis.signaling.protocol.AgentRequest;
import dev.visavis.signaling.protocol.AgentRequest.AnalyzePhoto;
import dev.visavis.signaling.protocol.AgentRequest.CheckBackground;
import dev.visavis.signaling.protocol.AgentRequest.CloseCall;
import dev.visavis.signaling.protocol.AgentRequest.OpenCall;
import dev.visavis.signaling.protocol.AgentRequest.Say;
import dev.visavis.signaling.protocol.AgentRequest.SetControls;
import dev.visavis.signaling.protocol.AgentRequest.SetVoice;
import dev.visavis.signaling.protocol.Wire;
import io.vertx.core.Future;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/** Asks an agent something, and says in HTTP's terms what went wrong. */
final class AgentLink {
    private final EventBus bus;
    private final long timeoutMs;

    /** Nobody listens at the agent's address, or the agent does not know the call (any more). */
    static final class CallGone extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CallGone() {
            super("The agent no longer hosts the call.", null, false, false);
        }
    }

    AgentLink(EventBus bus, long timeoutMs) {
        this.bus = bus;
        this.timeoutMs = timeoutMs;
    }

    /** Fails with {@link CallGone}, or with a {@link Problem}: 504 if no answer came, else the agent's own status. */
    <T> Future<T> ask(String agentId, AgentRequest request, Class<T> reply) {
        return bus
                .<JsonObject>request(Addresses.agent(agentId), Wire.encode(request),
                        new DeliveryOptions()
                                .setSendTimeout(patience(request) * timeoutMs))
                .map(message -> Wire.decode(message.body(), reply))
                .recover(e -> Future.failedFuture(explain(e, request)));
    }

    /** Asks without caring for the answer. */
    void tell(String agentId, AgentRequest request) {
        bus.send(Addresses.agent(agentId), Wire.encode(request));
    }

    private static Throwable explain(Throwable e, AgentRequest request) {
        if (!(e instanceof ReplyException reply)) {
            return e;
        }
        return switch (reply.failureType()) {
            case NO_HANDLERS -> new CallGone();
            case TIMEOUT -> new Problem(504, "The agent did not answer in time; try again.");
            default -> reply.failureCode() == Addresses.GONE
                    || reply.failureCode() == 404 && !(request instanceof OpenCall)
                            ? new CallGone()
                            : refusal(reply, request);
        };
    }

    private static Problem refusal(ReplyException reply, AgentRequest request) {
        int status = reply.failureCode();
        if (!refusals(request).contains(status)) {
            return new Problem(500, "The agent failed: " + reply.getMessage());
        }
        return status == 503 ? Problem.busy(reply.getMessage()) : new Problem(status, reply.getMessage());
    }

    private static int patience(AgentRequest request) {
        return looks(request) || request instanceof OpenCall ? SignalingOptions.PICTURE_PATIENCE : 1;
    }

    private static boolean looks(AgentRequest request) {
        return request instanceof AnalyzePhoto || request instanceof CheckBackground;
    }

    /** The statuses by which an agent refuses; any other is a failure of its own. */
    private static Set<Integer> refusals(AgentRequest request) {
        if (request instanceof OpenCall) {
            return Set.of(400, 406, 422, 503);
        }
        if (looks(request)) {
            return Set.of(422, 503);
        }
        if (request instanceof SetControls) { // another face or background may not be there
            return Set.of(400, 422, 503);
        }
        if (request instanceof SetVoice || request instanceof Say) {
            return Set.of(422);
        }
        return request instanceof CloseCall ? Set.of() : Set.of(400);
    }
}
