package dev.visavis.agent.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.agent.call.FakePack;
import dev.visavis.agent.transport.InMemoryTransport.SentPcm;
import dev.visavis.agent.transport.InMemoryWebRtcTransport;
import dev.visavis.agent.transport.MediaTransport;
import dev.visavis.agent.transport.Pump;
import dev.visavis.agent.transport.Tone;
import dev.visavis.inference.portrait.PortraitSource;
import dev.visavis.signaling.protocol.AgentReply.CallOpened;
import dev.visavis.signaling.protocol.AgentReply.Done;
import dev.visavis.signaling.protocol.AgentRequest.CloseCall;
import dev.visavis.signaling.protocol.AgentRequest.Interrupt;
import dev.visavis.signaling.protocol.AgentRequest.OpenCall;
import dev.visavis.signaling.protocol.AgentRequest.Say;
import dev.visavis.signaling.protocol.AgentRequest.SetVoice;
import dev.visavis.signaling.protocol.AgentStatus.Listener;
import dev.visavis.signaling.protocol.CallEvent.State;
import dev.visavis.signaling.protocol.Controls;
import dev.visavis.signaling.protocol.Presenter;
import dev.visavis.signaling.protocol.VoiceMode;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketClient;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.http.WebSocketConnectOptions;
import io.vertx.core.json.JsonObject;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Voices of their own for the portraits of an agent: programs at its listener, texts, the parrot. */
@Timeout(60)
class AgentVoiceTest {
    private static final int TONE_HZ = 500;

    private final Vertx vertx = Vertx.vertx();
    /** A field: the garbage collector closes a client that nobody refers to. */
    private final WebSocketClient client = vertx
            .createWebSocketClient(new WebSocketClientOptions().setMaxFrameSize(262_144));
    private final FakePack pack = new FakePack();
    private final InMemoryWebRtcTransport transport = new InMemoryWebRtcTransport();
    private final Caller caller = new Caller(vertx, "one");
    private final List<JsonObject> told = new CopyOnWriteArrayList<>();
    private AgentWorker agent;

    @BeforeEach
    void start() throws Exception {
        AgentEngine engine = new AgentEngine(pack, pack::newMark, List.of(new Presenter("w1", "Anna")),
                id -> Optional.of(new PortraitSource(id, new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), null)));
        VoiceOptions mute = new VoiceOptions(List.of("no-such-program", "{text}", "{wav}"), Optional.empty());
        agent = Caller.get(AgentWorker.start(vertx, AgentOptions.of("one", 2).withWarmUpTicks(8).withVoices(mute),
                engine, () -> transport));
        caller.listenTo("a");
        caller.ask(new OpenCall("a", "v=0\r\n", "w1", Controls.UNCHANGED), CallOpened.class);
        transport.media().become(MediaTransport.State.CONNECTED);
        caller.awaitState(State.LIVE);
        Pump.until("a status", () -> caller.lastStatus() != null);
    }

    @AfterEach
    void stop() throws Exception {
        Caller.get(agent.close());
        Caller.get(vertx.close());
    }

    private WebSocket program(String call, String query) throws Exception {
        Listener listener = caller.lastStatus().listener();
        return Caller.get(client.connect(new WebSocketConnectOptions()
                .setHost(listener.host()).setPort(listener.port()).setURI("/calls/" + call + "/voice" + query)
                .addHeader("Authorization", "Bearer " + listener.token()))
                .map(socket -> socket.textMessageHandler(text -> told.add(new JsonObject(text)))));
    }

    private int refusal(String call, String query) throws Exception {
        try {
            program(call, query);
            throw new AssertionError("opened");
        } catch (ExecutionException e) {
            return ((UpgradeRejectedException) e.getCause()).getStatus();
        }
    }

    private void awaitTold(String type) {
        Pump.until(type + ", told " + told, () -> told.stream().anyMatch(m -> type.equals(m.getString("type"))));
    }

    private JsonObject lastTold(String type) {
        return told.stream().filter(m -> type.equals(m.getString("type"))).reduce((a, b) -> b).orElseThrow();
    }

    private static Buffer tone(int ms) {
        Tone tone = new Tone(TONE_HZ, 9_000);
        Buffer pcm = Buffer.buffer();
        for (int t = 0; t < ms / 10; t++) {
            for (short s : tone.next()) {
                pcm.appendShortLE(s);
            }
        }
        return pcm;
    }

    private boolean sounds(SentPcm pcm) {
        return Tone.amplitude(pcm.samples(), TONE_HZ) > 5_000;
    }

    @Test
    void aProgramSpeaksThroughThePortraitAndIsToldHowFarItCame() throws Exception {
        WebSocket program = program("a", "?rate=48000");
        awaitTold("ready");
        assertThat(lastTold("ready").getInteger("capacityMs")).isEqualTo(60_000);
        program.writeBinaryMessage(tone(300));
        program.writeTextMessage("{\"type\":\"end\"}");
        awaitTold("playback_finished");
        assertThat(told.stream().map(m -> m.getString("type")))
                .containsExactly("ready", "playback_started", "playback_finished");
        assertThat(lastTold("playback_finished")).isEqualTo(new JsonObject().put("type", "playback_finished")
                .put("segment", 1).put("position", 0.3).put("interrupted", false));
        assertThat(transport.media().pcm().stream().filter(this::sounds).count()).isBetween(29L, 31L);
        assertThat(caller.voices()).contains("PROGRAM silent", "PROGRAM speaking");
    }

    @Test
    void clearInterruptsIt() throws Exception {
        WebSocket program = program("a", "?rate=48000");
        program.writeBinaryMessage(tone(2_000));
        program.writeBinaryMessage(tone(2_000));
        awaitTold("playback_started");
        program.writeTextMessage("{\"type\":\"clear\"}");
        awaitTold("playback_finished");
        assertThat(lastTold("playback_finished").getBoolean("interrupted")).isTrue();
        assertThat(lastTold("playback_finished").getDouble("position")).isLessThan(2);
    }

    @Test
    void moreThanMayWaitIsRefusedInWords() throws Exception {
        WebSocket program = program("a", "?rate=16000");
        Buffer fiveSeconds = Buffer.buffer(new byte[160_000]);
        for (int i = 0; i < 13; i++) {
            program.writeBinaryMessage(fiveSeconds);
        }
        awaitTold("busy");
        assertThat(lastTold("busy").getString("detail")).contains("60 s");
        assertThat(lastTold("busy").getInteger("waitingMs")).isGreaterThan(50_000);
    }

    @Test
    void badMessagesAndRequestsAreRefusedInWords() throws Exception {
        assertThat(refusal("a", "?format=mp3")).isEqualTo(400);
        assertThat(refusal("nobody", "")).isEqualTo(404);
        WebSocket program = program("a", "");
        awaitTold("ready");
        assertThat(refusal("a", "")).isEqualTo(409);
        program.writeBinaryMessage(Buffer.buffer(new byte[3]));
        program.writeTextMessage("sing");
        Pump.until("two errors", () -> told.stream().filter(m -> "error".equals(m.getString("type"))).count() == 2);
        assertThat(caller.refusal(new SetVoice("a", VoiceMode.PARROT)).failureCode()).isEqualTo(422);
        assertThat(caller.refusal(new Say("a", "Hello.")).failureCode()).isEqualTo(422);
    }

    @Test
    void whenTheProgramLeavesWhatWasBeforeGoesOn() throws Exception {
        caller.ask(new SetVoice("a", VoiceMode.PARROT), Done.class);
        WebSocket program = program("a", "?rate=48000");
        awaitTold("ready");
        Caller.get(program.close());
        Pump.until("the parrot is back", () -> caller.voices().get(caller.voices().size() - 1).equals("PARROT silent"));
        assertThat(caller.voices()).contains("PROGRAM silent");
        program("a", "");
    }

    @Test
    void theEndOfTheCallClosesTheSocket() throws Exception {
        WebSocket program = program("a", "");
        awaitTold("ready");
        caller.ask(new CloseCall("a", "done"), Done.class);
        Pump.until("the socket closes", program::isClosed);
        assertThat(program.closeReason()).isEqualTo("The call has ended.");
    }

    @Test
    void theParrotSaysWhatItsCallerSaid() throws Exception {
        caller.ask(new SetVoice("a", VoiceMode.PARROT), Done.class);
        Tone tone = new Tone(TONE_HZ, 9_000);
        for (int i = 0; i < 100; i++) {
            int sent = transport.media().pcm().size();
            transport.media().peerSays(tone.next());
            Pump.until("a tick", () -> transport.media().pcm().size() > sent);
        }
        assertThat(transport.media().pcm().stream().skip(60).anyMatch(this::sounds)).isFalse();
        Pump.until("its turn", () -> caller.voices().contains("PARROT speaking"),
                t -> transport.media().peerSays(new short[480]));
        Pump.until("the caller's tone", () -> transport.media().pcm().stream().skip(100).filter(this::sounds)
                .count() > 50, t -> transport.media().peerSays(new short[480]));
        caller.ask(new Interrupt("a"), Done.class);
        Pump.until("silence", () -> caller.voices().get(caller.voices().size() - 1).equals("PARROT silent"));
    }

    @Test
    void whatCannotBeSaidIsTold() throws Exception {
        caller.ask(new Say("a", "Hello."), Done.class);
        Pump.until("why not", () -> caller.voices().stream().anyMatch(v -> v.contains("apt-get install flite")));
        assertThat(caller.voices().get(0)).isEqualTo("TEXT silent");
        assertThat(caller.refusal(new SetVoice("a", VoiceMode.CONVERSATION)).getMessage())
                .contains("conversation");
        assertThat(caller.refusal(new Interrupt("nobody")).failureCode()).isEqualTo(404);
    }
}
