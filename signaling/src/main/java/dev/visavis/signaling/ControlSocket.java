package dev.visavis.signaling;

import dev.visavis.signaling.protocol.AgentReply.Done;
import dev.visavis.signaling.protocol.AgentRequest;
import dev.visavis.signaling.protocol.AgentRequest.SetControls;
import dev.visavis.signaling.protocol.CallEvent;
import dev.visavis.signaling.protocol.CallEvent.StateChanged;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One control socket of a call. While the agent works on a change, later ones are merged into one that waits: the
 * newest value wins. Stats are left out for a peer that does not keep up; state changes never are.
 */
final class ControlSocket implements Consumer<CallEvent> {
    /** RFC 6455, section 7.4.1. */
    private static final short NORMAL = 1000;
    private static final short TOO_BIG = 1009;

    /** RFC 6455, section 5.5: a control frame holds 125 bytes, two of them the code. */
    private static final int MAX_REASON_BYTES = 123;

    private final ServerWebSocket socket;
    private final Call call;
    private final AgentLink agents;
    private final ControlMessages messages;
    private final CallMetrics metrics;
    private final int maxBytes;
    private final Runnable onGone;
    private JsonObject waiting;
    private boolean busy;

    /**
     * @param maxBytes of a message
     * @param onGone run when it turns out that the call's agent is gone
     */
    ControlSocket(ServerWebSocket socket, Call call, AgentLink agents, ControlMessages messages,
            CallMetrics metrics, int maxBytes, Runnable onGone) {
        this.maxBytes = maxBytes;
        this.socket = socket;
        this.call = call;
        this.agents = agents;
        this.messages = messages;
        this.metrics = metrics;
        this.onGone = onGone;
    }

    /** @param onClose run once the socket is closed, by whichever side */
    void open(Runnable onClose) {
        socket.textMessageHandler(text -> {
            if (text.length() > maxBytes) {
                socket.close(TOO_BIG, "A control message is shorter.");
            } else {
                read(text);
            }
        });
        socket.binaryMessageHandler(b -> send(ControlMessages.error("A control message is text.")));
        socket.exceptionHandler(e -> socket.close(TOO_BIG, "The message is too long, or no message."));
        socket.closeHandler(v -> {
            call.unlisten(this);
            onClose.run();
        });
        call.listen(this);
        accept(call.state());
        call.voice().ifPresent(this::accept);
    }

    void ping() {
        socket.writePing(Buffer.buffer());
    }

    /** From the agent to the caller. */
    @Override
    public void accept(CallEvent event) {
        if (socket.isClosed()) {
            return;
        }
        boolean mayDrop = event instanceof CallEvent.Stats;
        if (!(mayDrop && socket.writeQueueFull())) {
            send(ControlMessages.of(event));
        }
        if (event instanceof StateChanged change && change.state().isFinal()) {
            call.unlisten(this);
            socket.close(NORMAL, abbreviate(change.reason()));
        }
    }

    /** From the caller to the agent. */
    private void read(String text) {
        JsonObject message;
        try {
            message = messages.read(text);
        } catch (IllegalArgumentException e) {
            send(ControlMessages.error(e.getMessage()));
            return;
        }
        if (message.getString("type").equals("report")) {
            metrics.reported(call.id(), message);
            return;
        }
        if (message.getString("type").equals("interrupt")) {
            metrics.bargedIn();
        }
        Optional<AgentRequest> voice = ControlMessages.voice(call.id(), message);
        if (voice.isPresent()) {
            agents.ask(call.agentId(), voice.get(), Done.class)
                    .onFailure(e -> send(ControlMessages.error(e.getMessage())));
        } else if (busy) {
            waiting = waiting == null ? message : waiting.mergeIn(message);
        } else {
            forward(message);
        }
    }

    private void forward(JsonObject message) {
        busy = true;
        SetControls request = new SetControls(call.id(), ControlMessages.controls(message));
        agents.ask(call.agentId(), request, Done.class).onComplete(result -> {
            busy = false;
            if (result.cause() instanceof AgentLink.CallGone) {
                onGone.run();
            } else if (result.failed()) {
                send(ControlMessages.error(result.cause().getMessage()));
            }
            JsonObject next = waiting;
            waiting = null;
            if (next != null && !call.isClosed()) {
                forward(next);
            }
        });
    }

    private void send(JsonObject message) {
        if (!socket.isClosed()) {
            socket.writeTextMessage(message.encode());
        }
    }

    /** As many whole characters as fit. */
    static String abbreviate(String reason) {
        int end = reason.length();
        while (reason.substring(0, end).getBytes(StandardCharsets.UTF_8).length > MAX_REASON_BYTES) {
            end = reason.offsetByCodePoints(end, -1);
        }
        return reason.substring(0, end);
    }
}
