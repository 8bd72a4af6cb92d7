package dev.visavis.signaling;

import dev.visavis.signaling.protocol.Addresses;
import dev.visavis.signaling.protocol.AgentGone;
import dev.visavis.signaling.protocol.GateFrame;
import dev.visavis.signaling.protocol.GateFrame.Answer;
import dev.visavis.signaling.protocol.GateFrame.Ask;
import dev.visavis.signaling.protocol.GateFrame.Publish;
import dev.visavis.signaling.protocol.GateFrame.Refuse;
import dev.visavis.signaling.protocol.Wire;
import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.Message;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One agent's socket at the gate: what the bus says to the agent goes out, what the agent says goes onto the bus. */
final class GateSocket {
    private static final Logger LOG = LoggerFactory.getLogger(GateSocket.class);

    private final EventBus bus;
    private final ServerWebSocket socket;
    private final String agentId;
    private final Map<Long, Message<JsonObject>> unanswered = new HashMap<>();
    private MessageConsumer<JsonObject> requests;
    private long asked;

    GateSocket(EventBus bus, ServerWebSocket socket, String agentId) {
        this.bus = bus;
        this.socket = socket;
        this.agentId = agentId;
    }

    /** @param onClose run once the socket is closed, by whichever side */
    void open(Runnable onClose) {
        requests = bus.consumer(Addresses.agent(agentId), this::ask);
        socket.textMessageHandler(this::hear);
        socket.exceptionHandler(e -> LOG.warn("Agent {}: {}", agentId, e.toString()));
        socket.closeHandler(closed -> {
            requests.unregister();
            List.copyOf(unanswered.values()).forEach(m -> m.fail(Addresses.GONE, "The agent is gone."));
            unanswered.clear();
            onClose.run();
            bus.publish(Addresses.AGENT_GONE, Wire.encode(new AgentGone(agentId)));
        });
    }

    private void ask(Message<JsonObject> message) {
        long id = asked++;
        if (message.replyAddress() != null) {
            unanswered.put(id, message);
        }
        socket.writeTextMessage(Wire.encode(new Ask(id, message.body().getMap())).encode());
    }

    private void hear(String text) {
        try {
            GateFrame frame = Wire.decode(new JsonObject(text), GateFrame.class);
            if (frame instanceof Answer answer) {
                Message<JsonObject> message = unanswered.remove(answer.id());
                if (message != null) {
                    message.reply(new JsonObject(answer.body()));
                }
            } else if (frame instanceof Refuse refuse) {
                Message<JsonObject> message = unanswered.remove(refuse.id());
                if (message != null) {
                    message.fail(refuse.code(), refuse.message());
                }
            } else if (frame instanceof Publish publish && Addresses.isAgents(publish.address())) {
                bus.publish(publish.address(), new JsonObject(publish.body()));
            } else {
                LOG.warn("Agent {} sent what is not its to send", agentId);
            }
        } catch (DecodeException | IllegalArgumentException e) {
            LOG.warn("Agent {} sent what is no frame: {}", agentId, e.getMessage());
        }
    }
}
