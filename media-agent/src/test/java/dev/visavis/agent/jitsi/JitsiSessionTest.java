package dev.visavis.agent.jitsi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.visavis.agent.rtc.BrowserPeer;
import dev.visavis.agent.sdp.IceFragments;
import dev.visavis.agent.transport.MediaTransport.Listener;
import dev.visavis.agent.transport.MediaTransport.State;
import dev.visavis.agent.transport.NegotiationException;
import dev.visavis.agent.transport.Pump;
import dev.visavis.agent.transport.Tone;
import dev.visavis.agent.transport.TransportOptions;
import dev.visavis.agent.transport.WebRtcTransport;
import dev.visavis.inference.I420Frame;
import dev.visavis.signaling.protocol.Sdp;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is negotiated with libwebrtc as the peer: ports, trickle, ICE restart, sizes, bad offers, many calls. */
@Timeout(120)
class JitsiSessionTest {
    private static final Jitsi JITSI = new Jitsi(
            TransportOptions.DEFAULTS.withPorts(42_200, 42_300).withBitrate(300_000, 1_000_000));

    private final WebRtcTransport transport = JITSI.newTransport();
    private final BrowserPeer peer = new BrowserPeer(true);
    private final Tone tone = new Tone(600, 9_000);
    private final AtomicInteger pcmHeard = new AtomicInteger();
    private final List<State> states = new CopyOnWriteArrayList<>();
    private I420Frame frame = new I420Frame(512, 512);
    private long ticks;

    @AfterEach
    void close() {
        transport.close();
        peer.close();
    }

    private static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private void tick(long tick) {
        short[] pcm = tone.next();
        transport.sendPcm(pcm, ticks * 10_000_000);
        peer.say(pcm);
        if (ticks % 4 == 0) {
            transport.sendFrame(frame, ticks * 10_000_000);
        }
        ticks++;
    }

    private Sdp connect() throws Exception {
        transport.setListener(new Listener() {
            @Override
            public void onPcm(short[] pcm, long timestampNs) {
                pcmHeard.incrementAndGet();
            }

            @Override
            public void onStateChange(State state) {
                states.add(state);
            }
        });
        Sdp answer = get(transport.answer(peer.offer()));
        peer.accept(answer);
        Pump.until("media both ways", () -> peer.framesSeen() > 5 && pcmHeard.get() > 20, this::tick);
        return answer;
    }

    private void mediaGoesOn(int pieces) {
        int frames = peer.framesSeen();
        int pcm = pcmHeard.get();
        Pump.until("media both ways", () -> peer.framesSeen() > frames + pieces / 4 && pcmHeard.get() > pcm + pieces,
                this::tick);
    }

    @Test
    void candidatesAreOnTheWantedPorts() throws Exception {
        Sdp answer = get(transport.answer(peer.offer()));
        List<Integer> ports = answer.media().stream().flatMap(m -> m.attributes("candidate"))
                .filter(c -> c.contains("typ host")).map(c -> Integer.parseInt(c.split(" ")[5])).toList();
        assertThat(ports).isNotEmpty().allSatisfy(p -> assertThat(p).isBetween(42_200, 42_300));
    }

    @Test
    void candidatesMayComeLater() throws Exception {
        Sdp offer = peer.offer();
        Sdp bare = offer.withMedia(offer.media().stream().map(
                m -> new Sdp.Media(m.lines().stream().filter(l -> !l.startsWith("a=candidate:")).toList())).toList());
        peer.accept(get(transport.answer(bare)));
        get(transport.addCandidates(IceFragments.fragmentOf(offer)));
        Pump.until("connected", () -> transport.state() == State.CONNECTED && peer.isConnected());
    }

    @Test
    void namesAndNonsenseAmongTheCandidatesHarmNothing() throws Exception {
        peer.accept(get(transport.answer(peer.offer())));
        get(transport.addCandidates(Sdp.parse(
                "a=candidate:1 1 udp 2122260223 0a1b2c3d-0000-4000-8000-000000000000.local 50000 typ host\r\n"
                        + "a=candidate:2 1 tcp 1518280447 192.0.2.1 9 typ host tcptype active")));
        assertThatThrownBy(() -> get(transport.addCandidates(Sdp.parse("a=candidate:nonsense"))))
                .hasCauseInstanceOf(NegotiationException.class).hasMessageContaining("nonsense");
        Pump.until("connected", () -> transport.state() == State.CONNECTED);
    }

    /** Twice, and on past the time at which the generation before is let go. */
    @Test
    void mediaGoesOnThroughIceRestarts() throws Exception {
        Sdp answer = connect();
        for (int i = 0; i < 2; i++) {
            peer.restartIce();
            Sdp reply = get(transport.restartIce(IceFragments.fragmentOf(peer.offer())));
            assertThat(reply.attribute("ice-ufrag")).isPresent().isNotEqualTo(answer.attribute("ice-ufrag"));
            assertThat(reply.toString()).contains("a=candidate:");
            answer = IceFragments.restartedOffer(answer, reply);
            peer.accept(answer);
            mediaGoesOn(700);
        }
        assertThat(states).containsExactly(State.CONNECTING, State.CONNECTED);
    }

    /** The peer has asked for a restart, and its answer is lost: the call goes on as it was. */
    @Test
    void aRestartThatComesToNothingHarmsNothing() throws Exception {
        connect();
        Sdp fragment = Sdp.parse("a=ice-ufrag:newnew\r\na=ice-pwd:newnewnewnewnewnewnewnew\r\n");
        get(transport.restartIce(fragment));
        mediaGoesOn(300);
        assertThat(states).containsExactly(State.CONNECTING, State.CONNECTED);
    }

    @Test
    void thePictureMayChangeItsSizeInTheCall() throws Exception {
        connect();
        frame = new I420Frame(1280, 720);
        Pump.until("the new size", () -> peer.lastSeen()[0] == 1280 && peer.lastSeen()[1] == 720, this::tick);
        frame = new I420Frame(256, 256);
        Pump.until("the new size", () -> peer.lastSeen()[0] == 256 && peer.lastSeen()[1] == 256, this::tick);
    }

    @Test
    void figuresOfTheNetworkAreTold() throws Exception {
        connect();
        Pump.until("statistics", () -> transport.stats().bytesSent() > 0 && transport.stats().roundTripMs() >= 0,
                this::tick);
    }

    @Test
    void aPeerWithoutAMicrophoneIsShownAFace() throws Exception {
        try (BrowserPeer listener = new BrowserPeer(false)) {
            listener.accept(get(transport.answer(listener.offer())));
            // Sound is sent, too, but libwebrtc plays none in a process that speaks nowhere.
            Pump.until("pictures", () -> listener.framesSeen() >= 100, this::tick);
            assertThat(transport.state()).isEqualTo(State.CONNECTED);
        }
    }

    /** Nothing of a call is left behind, whenever it is closed. */
    @Test
    void callsComeAndGo() throws Exception {
        for (int i = 0; i < 20; i++) {
            WebRtcTransport visited = JITSI.newTransport();
            try (BrowserPeer visitor = new BrowserPeer(true)) {
                visitor.accept(get(visited.answer(visitor.offer())));
                if (i % 2 == 0) {
                    Pump.until("connected", () -> visited.state() == State.CONNECTED);
                }
            }
            visited.close();
        }
        Pump.until("no thread of them is left", () -> Thread.getAllStackTraces().keySet().stream()
                .noneMatch(t -> t.getName().matches("jitsi-\\d+-(media|encoder|ice|dtls)")));
    }
}
