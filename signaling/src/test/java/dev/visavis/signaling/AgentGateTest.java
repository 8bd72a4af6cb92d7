package dev.visavis.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.visavis.signaling.protocol.Addresses;
import dev.visavis.signaling.protocol.AgentGone;
import dev.visavis.signaling.protocol.AgentReply.Done;
import dev.visavis.signaling.protocol.AgentRequest.CloseCall;
import dev.visavis.signaling.protocol.GateFrame;
import dev.visavis.signaling.protocol.Wire;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.ReplyException;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AgentGateTest {
    private static final String PHOTO = "0a".repeat(32);

    private final Vertx vertx = Vertx.vertx();
    /** A field: the garbage collector closes a client that nobody refers to. */
    private final WebSocketClient client = vertx.createWebSocketClient();
    private final AgentGate gate = Wait
            .on(AgentGate.start(vertx, id -> id.equals(PHOTO) ? Optional.of(new byte[] {1, 2}) : Optional.empty()));
    private final BlockingQueue<JsonObject> heard = new LinkedBlockingQueue<>();

    @AfterEach
    void stop() {
        Wait.on(vertx.close());
    }

    private WebSocket connect(String agent, String token) {
        URI address = URI.create(gate.address());
        WebSocket socket = Wait
                .on(client.connect(new WebSocketConnectOptions().setHost(address.getHost()).setPort(address.getPort())
                        .setURI("/agents/" + agent).putHeader("Authorization", "Bearer " + token)));
        socket.textMessageHandler(text -> heard.add(new JsonObject(text)));
        return socket;
    }

    private JsonObject next() throws InterruptedException {
        JsonObject message = heard.poll(Wait.SECONDS, TimeUnit.SECONDS);
        assertThat(message).as("something is heard").isNotNull();
        return message;
    }

    private void listen(String address) {
        Wait.on(vertx.eventBus().<JsonObject>consumer(address, m -> heard.add(m.body())).completion());
    }

    private static void send(WebSocket socket, GateFrame frame) {
        socket.writeTextMessage(Wire.encode(frame).encode());
    }

    private io.vertx.core.Future<Done> ask(String agent) {
        return new AgentLink(vertx.eventBus(), 60_000).ask(agent, new CloseCall("c1", "DELETE"), Done.class);
    }

    @Test
    void requestsGoToTheAgentAndAnswersComeBack() throws Exception {
        WebSocket socket = connect("a1", gate.token());
        var asked = ask("a1");
        JsonObject frame = next();
        assertThat(frame.getJsonObject("body").getString("callId")).isEqualTo("c1");
        send(socket, new GateFrame.Answer(frame.getLong("id"), Map.of()));
        assertThat(Wait.on(asked)).isEqualTo(new Done());
    }

    @Test
    void refusalsKeepTheirCode() throws Exception {
        WebSocket socket = connect("a1", gate.token());
        var asked = vertx.eventBus().request(Addresses.agent("a1"), Wire.encode(new CloseCall("c1", "DELETE")));
        send(socket, new GateFrame.Refuse(next().getLong("id"), 422, "no"));
        assertThatThrownBy(() -> Wait.on(asked)).hasRootCauseInstanceOf(ReplyException.class)
                .rootCause().satisfies(e -> assertThat(((ReplyException) e).failureCode()).isEqualTo(422));
    }

    @Test
    void whatAgentsPublishIsHeardAndNothingElse() throws Exception {
        listen(Addresses.AGENT_STATUS);
        listen(Addresses.agent("a2"));
        WebSocket socket = connect("a1", gate.token());
        send(socket, new GateFrame.Publish(Addresses.agent("a2"), Map.of("forged", true)));
        socket.writeTextMessage("no frame");
        send(socket, new GateFrame.Publish(Addresses.AGENT_STATUS, Map.of("agentId", "a1")));
        assertThat(next()).isEqualTo(new JsonObject().put("agentId", "a1"));
    }

    @Test
    void theEndOfTheSocketIsTheEndOfTheAgent() throws Exception {
        listen(Addresses.AGENT_GONE);
        WebSocket socket = connect("a1", gate.token());
        var asked = ask("a1");
        next();
        Wait.on(socket.close());
        assertThat(Wire.decode(next(), AgentGone.class).agentId()).isEqualTo("a1");
        assertThatThrownBy(() -> Wait.on(asked)).hasStackTraceContaining("CallGone");
        assertThat(connect("a1", gate.token())).as("its place is free again").isNotNull();
    }

    @Test
    void strangersAndDoublesStayOutside() {
        connect("a1", gate.token());
        assertThatThrownBy(() -> connect("a2", "guess")).hasRootCauseInstanceOf(UpgradeRejectedException.class)
                .hasStackTraceContaining("401");
        assertThatThrownBy(() -> connect("a1", gate.token())).hasStackTraceContaining("409");
        assertThatThrownBy(() -> connect("../a1", gate.token())).hasStackTraceContaining("404");
    }

    private int fetch(String photo, String token) throws Exception {
        return HttpClient.newHttpClient().send(HttpRequest.newBuilder(URI.create(gate.address() + "/photos/" + photo))
                .header("Authorization", "Bearer " + token).build(), HttpResponse.BodyHandlers.ofByteArray())
                .statusCode();
    }

    @Test
    void photosAreForAgentsOnly() throws Exception {
        assertThat(fetch(PHOTO, gate.token())).isEqualTo(200);
        assertThat(fetch("0b".repeat(32), gate.token())).isEqualTo(404);
        assertThat(fetch("w1", gate.token())).isEqualTo(404);
        assertThat(fetch(PHOTO, "guess")).isEqualTo(401);
    }
}
