package dev.visavis.agent.rtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.visavis.agent.sdp.IceFragments;
import dev.visavis.agent.transport.MediaTransport.Listener;
import dev.visavis.agent.transport.MediaTransport.State;
import dev.visavis.agent.transport.NegotiationException;
import dev.visavis.agent.transport.Pump;
import dev.visavis.agent.transport.Tone;
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

/** What every transport negotiates with libwebrtc as the peer: ports, trickle, bad candidates, ICE restart. */
@Timeout(120)
public abstract class WebRtcSessionContract {
    protected final WebRtcTransport transport;
    protected final BrowserPeer peer = new BrowserPeer(true);
    protected final AtomicInteger pcmHeard = new AtomicInteger();
    protected final List<State> states = new CopyOnWriteArrayList<>();
    protected I420Frame frame = new I420Frame(512, 512);
    private final int firstPort;
    private final Tone tone = new Tone(600, 9_000);
    private long ticks;

    /** @param firstPort of the 100 that the transport was given */
    protected WebRtcSessionContract(WebRtcTransport transport, int firstPort) {
        this.transport = transport;
        this.firstPort = firstPort;
    }

    @AfterEach
    void close() {
        transport.close();
        peer.close();
    }

    protected static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    /** 10 ms of the call, both ways. */
    protected void tick(long tick) {
        short[] pcm = tone.next();
        transport.sendPcm(pcm, ticks * 10_000_000);
        peer.say(pcm);
        if (ticks % 4 == 0) {
            transport.sendFrame(frame, ticks * 10_000_000);
        }
        ticks++;
    }

    protected Sdp connect() throws Exception {
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
        mediaGoesOn(20);
        return answer;
    }

    protected void mediaGoesOn(int pieces) {
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
        assertThat(ports).isNotEmpty().allSatisfy(p -> assertThat(p).isBetween(firstPort, firstPort + 100));
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
            afterRestart(reply);
            mediaGoesOn(700);
        }
        assertThat(states).containsExactly(State.CONNECTING, State.CONNECTED);
    }

    /** What a transport promises of a restart beyond that media goes on. */
    protected void afterRestart(Sdp reply) {
        // nothing
    }

    @Test
    void figuresOfTheNetworkAreTold() throws Exception {
        connect();
        Pump.until("statistics", () -> transport.stats().bytesSent() > 0 && transport.stats().roundTripMs() >= 0,
                this::tick);
    }
}
