package dev.visavis.agent.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.agent.rtc.BrowserPeer;
import dev.visavis.agent.rtc.WebRtcJava;
import dev.visavis.agent.transport.Pump;
import dev.visavis.agent.transport.Tone;
import dev.visavis.agent.transport.TransportOptions;
import dev.visavis.inference.pack.ModelPack;
import dev.visavis.inference.pack.ModelPacks;
import dev.visavis.inference.portrait.Presenters;
import dev.visavis.inference.provenance.VisibleBadge;
import dev.visavis.signaling.protocol.AgentReply.CallOpened;
import dev.visavis.signaling.protocol.AgentReply.Done;
import dev.visavis.signaling.protocol.AgentRequest.CloseCall;
import dev.visavis.signaling.protocol.AgentRequest.OpenCall;
import dev.visavis.signaling.protocol.CallEvent.State;
import dev.visavis.signaling.protocol.Controls;
import dev.visavis.signaling.protocol.Presenter;
import dev.visavis.signaling.protocol.Sdp;
import io.vertx.core.Vertx;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The whole agent against a peer that stands in for the browser, in one process: the explicit pack, a presenter, ICE,
 * DTLS, SRTP, Opus and H.264, all real.
 */
@Timeout(120)
class RealCallTest {
    private static Vertx vertx;
    private static ModelPack pack;
    private static AgentWorker agent;
    private static String presenter;

    private final Caller caller = new Caller(vertx, "real");
    private final Tone speech = new Tone(300, 9_000);
    private BrowserPeer peer;

    @BeforeAll
    static void startAgent() throws Exception {
        vertx = Vertx.vertx();
        pack = ModelPacks.explicit();
        List<Presenter> presenters = Presenters.list().stream().map(p -> new Presenter(p.id(), p.name())).limit(1)
                .toList();
        presenter = presenters.get(0).id();
        AgentEngine engine = new AgentEngine(pack, VisibleBadge::new, presenters, Presenters::open);
        agent = Caller.get(AgentWorker.start(vertx,
                AgentOptions.of("real", 2).withTimeouts(15_000, 500).withWarmUpTicks(100), engine,
                new WebRtcJava(TransportOptions.DEFAULTS)::newTransport));
    }

    @AfterAll
    static void stopAgent() throws Exception {
        Caller.get(agent.close());
        pack.close();
        Caller.get(vertx.close());
    }

    @BeforeEach
    void newPeer() {
        peer = new BrowserPeer(true);
    }

    @AfterEach
    void closePeer() {
        peer.close();
    }

    private void call(String callId) throws Exception {
        caller.listenTo(callId);
        OpenCall open = new OpenCall(callId, peer.offer().toString(), presenter, Controls.UNCHANGED);
        peer.accept(Sdp.parse(caller.ask(open, CallOpened.class).answer()));
    }

    private void speak(long tick) {
        peer.say(speech.next());
    }

    private boolean hearsItself() {
        return peer.lastHeard() != null && Tone.amplitude(peer.lastHeard(), 300) > 3_000;
    }

    @Test
    void thePeerSeesAFaceOf512By512AndHearsItsOwnSpeechUntilItHangsUp() throws Exception {
        call("whole");
        Pump.until("two seconds of pictures and the voice", () -> peer.framesSeen() >= 50 && hearsItself(),
                this::speak);
        assertThat(peer.lastSeen()[0]).isEqualTo(512);
        assertThat(peer.lastSeen()[1]).isEqualTo(512);
        assertThat(peer.lastSeen()[2]).as("mean luma of a picture").isBetween(30, 225);
        Pump.until("statistics", () -> caller.stats().size() > 1, this::speak);
        assertThat(caller.stats().get(1).framesPerSecond()).isPositive();

        caller.ask(new CloseCall("whole", "DELETE"), Done.class);
        assertThat(agent.calls()).isZero();
        assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName).doesNotContain("call-whole");
        caller.awaitState(State.CLOSED);
    }

    @Test
    void aPeerThatVanishesEndsItsCall() throws Exception {
        call("vanishing");
        Pump.until("pictures", () -> peer.framesSeen() >= 5, this::speak);
        peer.close();
        caller.awaitState(State.CLOSED);
        assertThat(caller.states()).containsSubsequence(State.LIVE, State.INTERRUPTED, State.CLOSED);
        Pump.until("everything is released", () -> agent.calls() == 0);
    }

    @Test
    void aPeerWithoutAMicrophoneSeesAFaceThatIdles() throws Exception {
        peer.close();
        peer = new BrowserPeer(false);
        call("mute");
        Pump.until("a second of pictures", () -> peer.framesSeen() >= 25);
        caller.ask(new CloseCall("mute", "DELETE"), Done.class);
    }

    @Test
    void twoCallsAtOnceDoNotHearEachOther() throws Exception {
        call("first");
        Tone otherSpeech = new Tone(900, 9_000);
        try (BrowserPeer other = new BrowserPeer(true)) {
            OpenCall open = new OpenCall("second", other.offer().toString(), presenter, Controls.UNCHANGED);
            other.accept(Sdp.parse(caller.ask(open, CallOpened.class).answer()));
            Pump.until("each hears itself", () -> hearsItself() && other.lastHeard() != null
                    && Tone.amplitude(other.lastHeard(), 900) > 3_000, tick -> {
                        speak(tick);
                        other.say(otherSpeech.next());
                    });
            assertThat(Tone.amplitude(peer.lastHeard(), 900)).isLessThan(800);
            assertThat(Tone.amplitude(other.lastHeard(), 300)).isLessThan(800);
            caller.ask(new CloseCall("second", "DELETE"), Done.class);
            int frames = peer.framesSeen();
            Pump.until("the first goes on", () -> peer.framesSeen() > frames + 10, this::speak);
        }
        caller.ask(new CloseCall("first", "DELETE"), Done.class);
    }

    /** Opening and closing with media, again and again; whatever is not in order aborts the process. */
    @Test
    void twentyCallsComeAndGo() throws Exception {
        for (int i = 0; i < 20; i++) {
            try (BrowserPeer visitor = new BrowserPeer(true)) {
                OpenCall open = new OpenCall("visit-" + i, visitor.offer().toString(), presenter, Controls.UNCHANGED);
                visitor.accept(Sdp.parse(caller.ask(open, CallOpened.class).answer()));
                Pump.until("media", () -> visitor.framesSeen() >= 3 && visitor.lastHeard() != null,
                        t -> visitor.say(speech.next()));
                if (i % 2 == 0) {
                    visitor.hangUp(); // the peer goes first
                }
                caller.ask(new CloseCall("visit-" + i, "DELETE"), Done.class);
            }
        }
        assertThat(agent.calls()).isZero();
        assertThat(Thread.getAllStackTraces().keySet()).extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("call-visit"));
    }
}
