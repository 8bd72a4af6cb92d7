package dev.visavis.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.signaling.protocol.CallEvent;
import dev.visavis.signaling.protocol.CallEvent.Stats.StageMs;
import dev.visavis.signaling.protocol.CallEvent.State;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.json.JsonObject;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** A peer that does not keep up misses stats, but no change of state. */
class SlowSocketTest {
    private final List<String> sent = new ArrayList<>();
    private boolean full;

    private final ServerWebSocket socket = (ServerWebSocket) Proxy.newProxyInstance(getClass().getClassLoader(),
            new Class<?>[] {ServerWebSocket.class}, (proxy, method, arguments) -> switch (method.getName()) {
                case "writeQueueFull" -> full;
                case "isClosed" -> false;
                case "writeTextMessage" -> {
                    sent.add(new JsonObject((String) arguments[0]).getString("type"));
                    yield null;
                }
                default -> null;
            });

    @Test
    void statsAreLeftOutWhileTheQueueIsFull() {
        Call call = new Call("abcdefgh", new IceCredentials("abcd", "0123456789012345678901"));
        new ControlSocket(socket, call, null, new ControlMessages(), new CallMetrics(() -> 1), 16_384, Assertions::fail)
                .open(() -> {
                });
        CallEvent stats = new CallEvent.Stats(call.id(), 25, 0, 14, new StageMs(0.1, 0.2, 0.3, 4), 300, -30, 25, 1);
        call.accept(stats);
        full = true;
        call.accept(stats);
        call.accept(new CallEvent.StateChanged(call.id(), State.INTERRUPTED, ""));
        full = false;
        call.accept(stats);
        assertThat(sent).containsExactly("state", "stats", "state", "stats");
    }
}
