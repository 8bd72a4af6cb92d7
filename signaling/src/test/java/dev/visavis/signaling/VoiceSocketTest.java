package dev.visavis.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.signaling.protocol.AgentRequest.Say;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Programs and texts on their way to a call's agent. */
class VoiceSocketTest extends ServerTest {
    private static final String JSON = "application/json";

    private FakeVoiceListener listener;
    private String call;

    private void connect() {
        start(o -> o);
        listener = new FakeVoiceListener(vertx);
        agent.listenAt(listener.address()).announce(2, 0, "w1");
        settle();
        call = location(open());
    }

    /** A field: the garbage collector closes a client that nobody refers to. */
    private final WebSocketClient client = vertx.createWebSocketClient();

    private CompletableFuture<WebSocket> program(String query) {
        return client.connect(new WebSocketConnectOptions().setHost("127.0.0.1").setPort(server.port())
                .setURI(call + "/voice" + query)).toCompletionStage().toCompletableFuture();
    }

    private int refusal() throws Exception {
        try {
            program("").get(Wait.SECONDS, TimeUnit.SECONDS);
            throw new AssertionError("the socket was opened");
        } catch (ExecutionException e) {
            UpgradeRejectedException refused = (UpgradeRejectedException) e.getCause();
            assertThat(refused.getBody().toJsonObject().getString("detail")).isNotBlank();
            return refused.getStatus();
        }
    }

    @Test
    void whatAProgramSendsReachesTheAgentAndTheOtherWayRound() throws Exception {
        connect();
        WebSocket program = program("?format=opus&rate=48000").get(Wait.SECONDS, TimeUnit.SECONDS);
        ServerWebSocket atAgent = listener.next();
        assertThat(listener.asked()).isEqualTo("/calls/" + id(call) + "/voice?format=opus&rate=48000");
        BlockingQueue<Object> there = new LinkedBlockingQueue<>();
        BlockingQueue<String> back = new LinkedBlockingQueue<>();
        atAgent.frameHandler(f -> there.add(f.isText() ? f.textData() : f.binaryData()));
        program.textMessageHandler(back::add);
        Buffer voice = Buffer.buffer(new byte[200_000]);
        program.writeBinaryMessage(voice);
        program.writeTextMessage("{\"type\":\"end\"}");
        atAgent.writeTextMessage("{\"type\":\"ready\"}");
        int bytes = 0;
        Object heard = there.poll(Wait.SECONDS, TimeUnit.SECONDS);
        while (heard instanceof Buffer piece) {
            bytes += piece.length();
            heard = there.poll(Wait.SECONDS, TimeUnit.SECONDS);
        }
        assertThat(bytes).isEqualTo(voice.length());
        assertThat(heard).isEqualTo("{\"type\":\"end\"}");
        assertThat(back.poll(Wait.SECONDS, TimeUnit.SECONDS)).isEqualTo("{\"type\":\"ready\"}");
    }

    @Test
    void whoeverClosesClosesTheOther() throws Exception {
        connect();
        WebSocket first = program("").get(Wait.SECONDS, TimeUnit.SECONDS);
        CompletableFuture<Short> told = new CompletableFuture<>();
        first.closeHandler(v -> told.complete(first.closeStatusCode()));
        listener.next().close((short) 4409, "Another program speaks.");
        assertThat(told.get(Wait.SECONDS, TimeUnit.SECONDS)).isEqualTo((short) 4409);
        assertThat(first.closeReason()).isEqualTo("Another program speaks.");

        WebSocket second = program("").get(Wait.SECONDS, TimeUnit.SECONDS);
        ServerWebSocket atAgent = listener.next();
        CompletableFuture<Void> closed = new CompletableFuture<>();
        atAgent.closeHandler(closed::complete);
        second.close();
        closed.get(Wait.SECONDS, TimeUnit.SECONDS);
    }

    @Test
    void theAgentsRefusalIsPassedOn() throws Exception {
        connect();
        for (int status : new int[] {400, 404, 409}) {
            listener.refuse(status);
            assertThat(refusal()).isEqualTo(status);
        }
        listener.refuse(500);
        assertThat(refusal()).isEqualTo(503);
        listener.stop();
        assertThat(refusal()).isEqualTo(503);
    }

    @Test
    void aTextReachesTheAgent() {
        connect();
        String body = new JsonObject().put("text", "Good morning.").encode();
        assertThat(send(request("POST", call + "/say", body, JSON)).statusCode()).isEqualTo(202);
        assertThat(agent.next(Say.class).text()).isEqualTo("Good morning.");
        agent.refuse(422, "A program speaks.");
        HttpResponse<String> refused = send(request("POST", call + "/say", body, JSON));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("A program speaks.");
    }

    @Test
    void whatIsNoTextIsRefused() {
        connect();
        for (String body : new String[] {"hello", "[]", "{}", "{\"text\": 7}", "{\"text\": \"  \"}",
            new JsonObject().put("text", "x".repeat(801)).encode()}) {
            assertThat(send(request("POST", call + "/say", body, JSON)).statusCode()).as(body).isEqualTo(422);
        }
    }
}
