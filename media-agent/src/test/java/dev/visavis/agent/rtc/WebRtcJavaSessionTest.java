package dev.visavis.agent.rtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onvoid.webrtc.RTCStats;
import dev.onvoid.webrtc.RTCStatsType;
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
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is negotiated, on the real library: rules 1 to 3, trickle, ICE restart, bad offers, many calls. */
@Timeout(120)
class WebRtcJavaSessionTest {
    private static final WebRtcJava WEB_RTC = new WebRtcJava(
            TransportOptions.DEFAULTS.withPorts(42_000, 42_100).withBitrate(300_000, 1_000_000));

    private final WebRtcTransport transport = WEB_RTC.newTransport();
    private final BrowserPeer peer = new BrowserPeer(true);
    private final Tone tone = new Tone(600, 9_000);
    private final I420Frame frame = new I420Frame(512, 512);
    private final AtomicInteger pcmHeard = new AtomicInteger();

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
        transport.sendPcm(pcm, tick * 10_000_000);
        peer.say(pcm);
        if (tick % 4 == 0) {
            transport.sendFrame(frame, tick * 10_000_000);
        }
    }

    private void listen() {
        transport.setListener(new Listener() {
            @Override
            public void onPcm(short[] pcm, long timestampNs) {
                pcmHeard.incrementAndGet();
            }

            @Override
            public void onStateChange(State state) {
                // asked for where it matters
            }
        });
    }

    @Test
    void theAnswerIsH264OpusAndSeparateStreamsOnTheWantedPorts() throws Exception {
        Sdp answer = get(transport.answer(peer.offer()));
        Sdp.Media video = answer.media("video").orElseThrow();
        assertThat(video.attributes("rtpmap").map(m -> m.split(" ")[1])).containsOnly("H264/90000", "rtx/90000");
        assertThat(video.lines()).contains("a=sendonly");
        assertThat(answer.media("audio").orElseThrow().lines()).contains("a=sendrecv");
        assertThat(streams(video)).isNotEmpty()
                .doesNotContainAnyElementsOf(streams(answer.media("audio").orElseThrow()));
        List<Integer> ports = answer.media().stream().flatMap(m -> m.attributes("candidate"))
                .filter(c -> c.contains("typ host")).map(c -> Integer.parseInt(c.split(" ")[5])).toList();
        assertThat(ports).isNotEmpty().allSatisfy(p -> assertThat(p).isBetween(42_000, 42_100));
    }

    private static List<String> streams(Sdp.Media media) {
        return media.attributes("msid").map(m -> m.split(" ")[0]).toList();
    }

    @Test
    void h264IsWhatThePeerDecodes() throws Exception {
        peer.accept(get(transport.answer(peer.offer())));
        Pump.until("10 pictures", () -> peer.framesSeen() >= 10, this::tick);
        assertThat(peer.stats().stream().filter(s -> s.getType() == RTCStatsType.CODEC)
                .map(s -> s.getAttributes().get("mimeType"))).contains("video/H264").doesNotContain("video/VP8");
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
    void aBadCandidateIsRefusedAndHarmsNothing() throws Exception {
        peer.accept(get(transport.answer(peer.offer())));
        assertThatThrownBy(() -> get(transport.addCandidates(Sdp.parse("a=candidate:nonsense"))))
                .hasCauseInstanceOf(NegotiationException.class).hasMessageContaining("nonsense");
        Pump.until("connected", () -> transport.state() == State.CONNECTED);
    }

    @Test
    void mediaGoesOnThroughAnIceRestart() throws Exception {
        listen();
        Sdp answer = get(transport.answer(peer.offer()));
        peer.accept(answer);
        Pump.until("media both ways", () -> peer.framesSeen() > 5 && pcmHeard.get() > 20, this::tick);
        peer.restartIce();
        Sdp fragment = IceFragments.fragmentOf(peer.offer());
        Sdp reply = get(transport.restartIce(fragment));
        assertThat(reply.attribute("ice-ufrag")).isPresent().isNotEqualTo(answer.attribute("ice-ufrag"));
        assertThat(reply.toString()).contains("a=candidate:");
        peer.accept(IceFragments.restartedOffer(answer, reply));
        int frames = peer.framesSeen();
        int pcm = pcmHeard.get();
        Pump.until("checks with the new credentials", () -> isCheckedWith(reply.attribute("ice-ufrag")), this::tick);
        Pump.until("media both ways", () -> peer.framesSeen() > frames + 25 && pcmHeard.get() > pcm + 100, this::tick);
        assertThat(transport.state()).isEqualTo(State.CONNECTED);
    }

    /** The agent's checks with its new credentials are understood by the peer (it may keep a pair that still works). */
    private boolean isCheckedWith(Optional<String> ufrag) {
        try {
            var stats = peer.stats();
            List<String> restarted = stats.stream().filter(s -> s.getType() == RTCStatsType.REMOTE_CANDIDATE)
                    .filter(s -> ufrag.orElse("").equals(s.getAttributes().get("usernameFragment")))
                    .map(RTCStats::getId).toList();
            return stats.stream().filter(s -> s.getType() == RTCStatsType.CANDIDATE_PAIR).map(RTCStats::getAttributes)
                    .anyMatch(pair -> restarted.contains(pair.get("remoteCandidateId"))
                            && ((Number) pair.get("requestsReceived")).longValue() > 0);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anOfferTheLibraryCannotReadIsMalformed() throws Exception {
        String offer = peer.offer().toString().replaceAll("a=fingerprint:sha-256 \\S+", "a=fingerprint:sha-256 zz");
        assertThatThrownBy(() -> get(transport.answer(Sdp.parse(offer)))).hasCauseInstanceOf(NegotiationException.class)
                .satisfies(e -> assertThat(((NegotiationException) e.getCause()).reason())
                        .isEqualTo(NegotiationException.Reason.MALFORMED));
    }

    @Test
    void aPeerWithoutAMicrophoneIsShownAndSpokenTo() throws Exception {
        try (BrowserPeer listener = new BrowserPeer(false)) {
            listener.accept(get(transport.answer(listener.offer())));
            Pump.until("pictures and sound", () -> listener.framesSeen() >= 10 && listener.lastHeard() != null
                    && Tone.amplitude(listener.lastHeard(), 600) > 5_000, this::tick);
        }
    }

    @Test
    void bitrateIsTold() throws Exception {
        peer.accept(get(transport.answer(peer.offer())));
        Pump.until("statistics", () -> transport.stats().bytesSent() > 0 && transport.stats().roundTripMs() >= 0,
                this::tick);
    }

    /** Rule 1: a device that is not playing before the factory is made aborts within seconds of sound both ways. */
    @Test
    void soundBothWaysForFiveSeconds() throws Exception {
        listen();
        peer.accept(get(transport.answer(peer.offer())));
        Pump.until("five seconds of speech", () -> pcmHeard.get() > 500, this::tick);
        assertThat(transport.stats().pcmSent()).isGreaterThan(400);
    }
}
