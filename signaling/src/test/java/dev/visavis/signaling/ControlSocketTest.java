package dev.visavis.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.signaling.protocol.AgentRequest.Interrupt;
import dev.visavis.signaling.protocol.AgentRequest.Say;
import dev.visavis.signaling.protocol.AgentRequest.SetControls;
import dev.visavis.signaling.protocol.AgentRequest.SetVoice;
import dev.visavis.signaling.protocol.CallEvent;
import dev.visavis.signaling.protocol.CallEvent.Stats.StageMs;
import dev.visavis.signaling.protocol.CallEvent.State;
import dev.visavis.signaling.protocol.Controls;
import dev.visavis.signaling.protocol.VoiceMode;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class ControlSocketTest extends ServerTest {
    private String call;
    private ControlClient socket;

    private void connect(UnaryOperator<SignalingOptions> options) {
        start(options);
        call = location(open());
        socket = ControlClient.open(server.port(), call);
        assertThat(socket.next()).isEqualTo(state("CONNECTING", ""));
    }

    private static JsonObject state(String state, String reason) {
        return new JsonObject().put("type", "state").put("state", state).put("reason", reason);
    }

    @Test
    void controlsReachTheAgent() {
        connect(o -> o);
        socket.send("{\"type\":\"controls\",\"gazeYaw\":-12.5,\"emotion\":{\"happy\":0.5}}");
        SetControls asked = agent.next(SetControls.class);
        assertThat(asked.callId()).isEqualTo(id(call));
        assertThat(asked.controls())
                .isEqualTo(new Controls(-12.5, null, null, Map.of("happy", 0.5), null, null, null));
    }

    @Test
    void eventsReachTheCaller() {
        connect(o -> o);
        agent.state(id(call), State.LIVE, "");
        assertThat(socket.next()).isEqualTo(state("LIVE", ""));
        agent.publish(new CallEvent.Stats(id(call), 25, 1, 14.5, new StageMs(0.1, 0.2, 0.3, 4), 300, -30.5, 25, 1));
        assertThat(socket.next()).isEqualTo(new JsonObject("{\"type\":\"stats\",\"framesPerSecond\":25.0,"
                + "\"framesDropped\":1,\"generateMsP95\":14.5,\"stageMs\":{\"transport\":0.1,\"audio\":0.2,"
                + "\"motion\":0.3,\"picture\":4.0},\"delayMs\":300,\"speechLevelDb\":-30.5,"
                + "\"targetFramesPerSecond\":25.0,\"sizeDivisor\":1}"));
        assertThat(ControlClient.open(server.port(), call).next()).isEqualTo(state("LIVE", ""));
    }

    @Test
    void whatAPageReportsIsMeasuredAndGoesNoFurther() {
        connect(o -> o);
        socket.send("{\"type\":\"report\",\"fps\":25,\"avOffsetMs\":-12.5,\"freezes\":1}");
        socket.send("{\"type\":\"report\",\"fps\":-1}");
        assertThat(socket.next().getString("detail")).contains("fps");
        assertThat(send(request("GET", "/metrics")).body()).contains("visavis_calls 1.0")
                .contains("visavis_shown_fps_sum 25.0").contains("visavis_freezes_total 1.0");
    }

    @Test
    void aBadMessageIsExplainedAndTheSocketStays() {
        connect(o -> o);
        socket.send("{\"type\":\"controls\",\"gazeYaw\":90}");
        JsonObject error = socket.next();
        assertThat(error.getString("type")).isEqualTo("error");
        assertThat(error.getString("detail")).contains("gazeYaw").contains("30");
        socket.send("hello");
        assertThat(socket.next().getString("type")).isEqualTo("error");
        socket.sendBinary(new byte[] {1, 2, 3});
        assertThat(socket.next().getString("detail")).contains("text");
        socket.send("{\"type\":\"controls\",\"gazeYaw\":9}");
        assertThat(agent.next(SetControls.class).controls().gazeYaw()).isEqualTo(9);
    }

    @Test
    void theVoiceIsChosenFedAndSilenced() {
        connect(o -> o);
        socket.send("{\"type\":\"voice\",\"mode\":\"PARROT\"}");
        assertThat(agent.next(SetVoice.class)).isEqualTo(new SetVoice(id(call), VoiceMode.PARROT));
        socket.send("{\"type\":\"say\",\"text\":\"Hello.\"}");
        assertThat(agent.next(Say.class)).isEqualTo(new Say(id(call), "Hello."));
        socket.send("{\"type\":\"interrupt\"}");
        assertThat(agent.next(Interrupt.class)).isEqualTo(new Interrupt(id(call)));
        for (String refused : new String[] {"{\"type\":\"voice\",\"mode\":\"PROGRAM\"}", "{\"type\":\"say\"}",
            "{\"type\":\"sing\"}", "{}"}) {
            socket.send(refused);
            assertThat(socket.next().getString("type")).as(refused).isEqualTo("error");
        }
        agent.refuse(422, "No conversation server is set up.");
        socket.send("{\"type\":\"voice\",\"mode\":\"CONVERSATION\"}");
        assertThat(socket.next().getString("detail")).contains("No conversation server");
    }

    @Test
    void whoComesLaterIsToldOfTheVoice() {
        connect(o -> o);
        agent.publish(new CallEvent.Voice(id(call), VoiceMode.TEXT, true, ""));
        JsonObject voice = new JsonObject().put("type", "voice").put("mode", "TEXT").put("speaking", true)
                .put("detail", "");
        assertThat(socket.next()).isEqualTo(voice);
        ControlClient later = ControlClient.open(server.port(), call);
        assertThat(later.next()).isEqualTo(state("CONNECTING", ""));
        assertThat(later.next()).isEqualTo(voice);
    }

    @Test
    void aRefusalOfTheAgentIsPassedOn() {
        connect(o -> o);
        agent.refuse(422, "the portrait cannot look that far");
        socket.send("{\"type\":\"controls\",\"gazeYaw\":29}");
        assertThat(socket.next().getString("detail")).contains("cannot look that far");
        agent.die();
        socket.send("{\"type\":\"controls\",\"gazeYaw\":28}");
        assertThat(socket.next().getString("state")).isEqualTo("LOST");
    }

    @Test
    void fastControlsAreMergedNewestFirst() {
        connect(o -> o);
        agent.hold();
        socket.send("{\"type\":\"controls\",\"gazeYaw\":1}");
        assertThat(agent.next(SetControls.class).controls().gazeYaw()).isEqualTo(1);
        for (int yaw = 2; yaw <= 20; yaw++) {
            socket.send("{\"type\":\"controls\",\"gazeYaw\":" + yaw + "}");
        }
        socket.send("{\"type\":\"controls\",\"distance\":1.2}");
        socket.send("no JSON: its refusal shows that all before it was read");
        assertThat(socket.next().getString("type")).isEqualTo("error");
        agent.release();
        assertThat(agent.next(SetControls.class).controls())
                .isEqualTo(new Controls(20.0, null, 1.2, null, null, null, null));
    }

    @Test
    void theSocketClosesWithTheCall() {
        connect(o -> o);
        agent.state(id(call), State.CLOSED, "The peer did not connect within 15 s.");
        assertThat(socket.next()).isEqualTo(state("CLOSED", "The peer did not connect within 15 s."));
        assertThat(socket.closed()).isEqualTo("1000 The peer did not connect within 15 s.");
        assertThat(ControlClient.refused(server.port(), call).statusCode()).isEqualTo(404);
    }

    @Test
    void deleteClosesTheSocket() {
        connect(o -> o);
        send(request("DELETE", call));
        assertThat(socket.next().getString("state")).isEqualTo("CLOSED");
        assertThat(socket.closed()).isEqualTo("1000 The caller ended the call.");
    }

    @Test
    void aHugeMessageEndsTheSocketAndNotTheCall() {
        connect(o -> o);
        socket.send("x".repeat(100_000));
        socket.closed();
        assertThat(ControlClient.open(server.port(), call).next()).isEqualTo(state("CONNECTING", ""));
    }

    @Test
    void oneCallDoesNotHearAnother() {
        connect(o -> o);
        String other = location(open());
        ControlClient otherSocket = ControlClient.open(server.port(), other);
        otherSocket.next();
        agent.state(id(call), State.LIVE, "first");
        agent.state(id(other), State.LIVE, "second");
        assertThat(otherSocket.next()).isEqualTo(state("LIVE", "second"));
        assertThat(socket.next()).isEqualTo(state("LIVE", "first"));
    }

    @Test
    void aSocketThatClosesMakesRoomForAnother() {
        connect(o -> o.maxSocketsPerCall(1));
        assertThat(ControlClient.refused(server.port(), call).statusCode()).isEqualTo(429);
        socket.close();
        settle();
        assertThat(ControlClient.open(server.port(), call).next()).isEqualTo(state("CONNECTING", ""));
    }

    private void upgrade(RawRequest raw) throws IOException {
        raw.send("GET " + call + "/control HTTP/1.1", "Host: 127.0.0.1", "Connection: Upgrade", "Upgrade: websocket",
                "Sec-WebSocket-Version: 13", "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", "");
    }

    @Test
    void socketsArePinged() {
        connect(o -> o.idleTimeout(Duration.ofMillis(600)));
        socket.awaitPing();
        socket.awaitPing();
    }

    @Test
    void aPeerThatDoesNotAnswerPingsIsHungUpOn() throws IOException {
        start(o -> o.idleTimeout(Duration.ofMillis(300)));
        call = location(open());
        try (RawRequest silent = new RawRequest(server.port())) {
            upgrade(silent);
            assertThat(silent.answer().status()).isEqualTo(101);
        }
    }
}
