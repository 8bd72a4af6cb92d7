package dev.visavis.agent.rtc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.onvoid.webrtc.RTCStats;
import dev.onvoid.webrtc.RTCStatsType;
import dev.visavis.agent.transport.NegotiationException;
import dev.visavis.agent.transport.Pump;
import dev.visavis.agent.transport.Tone;
import dev.visavis.agent.transport.TransportOptions;
import dev.visavis.signaling.protocol.Sdp;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** On the real library, what is its own: rules 1 to 3. */
class WebRtcJavaSessionTest extends WebRtcSessionContract {
    private static final int FIRST_PORT = 42_000;
    private static final WebRtcJava WEB_RTC = new WebRtcJava(
            TransportOptions.DEFAULTS.withPorts(FIRST_PORT, FIRST_PORT + 100).withBitrate(300_000, 1_000_000));

    WebRtcJavaSessionTest() {
        super(WEB_RTC.newTransport(), FIRST_PORT);
    }

    @Test
    void theAnswerIsH264OpusAndSeparateStreams() throws Exception {
        Sdp answer = get(transport.answer(peer.offer()));
        Sdp.Media video = answer.media("video").orElseThrow();
        assertThat(video.attributes("rtpmap").map(m -> m.split(" ")[1])).containsOnly("H264/90000", "rtx/90000");
        assertThat(video.lines()).contains("a=sendonly");
        assertThat(answer.media("audio").orElseThrow().lines()).contains("a=sendrecv");
        assertThat(streams(video)).isNotEmpty()
                .doesNotContainAnyElementsOf(streams(answer.media("audio").orElseThrow()));
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

    @Override
    protected void afterRestart(Sdp reply) {
        Pump.until("checks with the new credentials", () -> isCheckedWith(reply.attribute("ice-ufrag")), this::tick);
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

    /** Rule 1: a device that is not playing before the factory is made aborts within seconds of sound both ways. */
    @Test
    void soundBothWaysForFiveSeconds() throws Exception {
        connect();
        Pump.until("five seconds of speech", () -> pcmHeard.get() > 500, this::tick);
        assertThat(transport.stats().pcmSent()).isGreaterThan(400);
    }
}
