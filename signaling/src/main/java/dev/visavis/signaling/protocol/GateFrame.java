package dev.visavis.signaling.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Map;

/**
 * What passes between signaling and an agent in another process, as text messages on the WebSocket that the agent opens
 * at signaling's gate: the event bus of each side, as far as it concerns the other.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({@JsonSubTypes.Type(value = GateFrame.Ask.class, name = "ask"),
    @JsonSubTypes.Type(value = GateFrame.Answer.class, name = "answer"),
    @JsonSubTypes.Type(value = GateFrame.Refuse.class, name = "refuse"),
    @JsonSubTypes.Type(value = GateFrame.Publish.class, name = "publish")})
public sealed interface GateFrame {
    /**
     * To the agent: an {@link AgentRequest}.
     *
     * @param id of the answer, unique on this socket
     */
    record Ask(long id, Map<String, Object> body) implements GateFrame {
    }

    /** From the agent: an {@link AgentReply}. */
    record Answer(long id, Map<String, Object> body) implements GateFrame {
    }

    /**
     * From the agent: a refusal or a failure.
     *
     * @param code as {@link Addresses#agent} says
     */
    record Refuse(long id, int code, String message) implements GateFrame {
    }

    /** From the agent: {@link AgentStatus} or {@link CallEvent}, to everyone who listens at the address. */
    record Publish(String address, Map<String, Object> body) implements GateFrame {
    }
}
