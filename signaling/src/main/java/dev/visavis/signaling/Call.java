package dev.visavis.signaling;

import dev.visavis.signaling.protocol.CallEvent;
import dev.visavis.signaling.protocol.CallEvent.State;
import dev.visavis.signaling.protocol.CallEvent.StateChanged;
import dev.visavis.signaling.protocol.CallEvent.Voice;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** One call as signaling knows it. Its id is the right to it: whoever has it may end it. */
final class Call {
    private final String id;
    private final Set<Consumer<CallEvent>> listeners = new LinkedHashSet<>();
    private MessageConsumer<JsonObject> events;
    private String agentId = "";
    private IceCredentials peer;
    private String etag;
    private StateChanged state;
    private Voice voice;

    Call(String id, IceCredentials peer) {
        this.id = id;
        state = new StateChanged(id, State.CONNECTING, "");
        iceSession(peer);
    }

    String id() {
        return id;
    }

    /** For logs, which are no place for a capability. */
    String shortId() {
        return id.substring(0, 6);
    }

    String agentId() {
        return agentId;
    }

    void agentId(String agent) {
        agentId = agent;
    }

    void events(MessageConsumer<JsonObject> consumer) {
        events = consumer;
    }

    MessageConsumer<JsonObject> events() {
        return events;
    }

    /** Begins an ICE session; each has an entity tag of its own (RFC 9725, section 4.3.1). */
    void iceSession(IceCredentials credentials) {
        peer = credentials;
        etag = '"' + Tokens.next() + '"';
    }

    IceCredentials peer() {
        return peer;
    }

    String etag() {
        return etag;
    }

    StateChanged state() {
        return state;
    }

    /** What was told last of the portrait's voice; empty before the first. */
    Optional<Voice> voice() {
        return Optional.ofNullable(voice);
    }

    boolean isClosed() {
        return state.state().isFinal();
    }

    void listen(Consumer<CallEvent> listener) {
        listeners.add(listener);
    }

    void unlisten(Consumer<CallEvent> listener) {
        listeners.remove(listener);
    }

    int listeners() {
        return listeners.size();
    }

    /** Takes an event in and passes it on; after CLOSED nothing more. */
    void accept(CallEvent event) {
        if (isClosed()) {
            return;
        }
        if (event instanceof StateChanged change) {
            state = change;
        }
        if (event instanceof Voice change) {
            voice = change;
        }
        List.copyOf(listeners).forEach(l -> l.accept(event));
    }
}
