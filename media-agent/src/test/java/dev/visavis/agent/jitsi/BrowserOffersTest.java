package dev.visavis.agent.jitsi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.visavis.agent.jitsi.net.SecureChannel.LocalIce;
import dev.visavis.agent.jitsi.rtp.PathFeedback;
import dev.visavis.agent.jitsi.rtp.VideoFormat;
import dev.visavis.agent.sdp.Offers;
import dev.visavis.agent.transport.NegotiationException.Reason;
import dev.visavis.agent.transport.NegotiationException;
import dev.visavis.signaling.protocol.Sdp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each browser offers, and what it is answered; the offers are those of the signaling module's tests. */
class BrowserOffersTest {
    private static final Path OFFERS = Path.of("..", "signaling", "src", "test", "resources", "dev", "visavis",
            "signaling", "sdp");

    private static Sdp offer(String browser) throws Exception {
        return Sdp.parse(Files.readString(OFFERS.resolve(browser + ".sdp")));
    }

    private static Sdp answer(PeerOffer offer) {
        VideoFormat video = new VideoFormat(offer.h264PayloadType(), offer.rtxPayloadType(), offer.pathFeedback(),
                offer.pathExtensionId(), 2_000, 2_001);
        LocalIce ice = new LocalIce("ours", "ourpasswordourpasswordour",
                List.of("candidate:1 1 udp 2130706431 192.0.2.1 40000 typ host"));
        return new Answer(offer, video, 1_000, "someone", "sha-256 AA:BB").with(ice);
    }

    @ParameterizedTest
    @ValueSource(strings = {"chrome-156", "firefox-115", "firefox-153", "safari-18"})
    void eachBrowserIsAnsweredWithH264OpusAndOneStream(String browser) throws Exception {
        PeerOffer offer = PeerOffer.of(offer(browser));
        Sdp answer = answer(offer);
        Sdp.Media audio = answer.media("audio").orElseThrow();
        Sdp.Media video = answer.media("video").orElseThrow();
        String h264 = Integer.toString(offer.h264PayloadType());

        assertThat(audio.lines()).contains("a=sendrecv", "a=rtcp-mux", "a=setup:active");
        assertThat(audio.formats()).containsExactly(Integer.toString(offer.opusPayloadType()));
        assertThat(video.lines()).contains("a=sendonly", "a=rtcp-mux", "a=setup:active", "a=rtcp-fb:" + h264 + " nack",
                "a=rtcp-fb:" + h264 + " nack pli", "a=rtcp-fb:" + h264 + " transport-cc");
        assertThat(video.lines()).as("both would be two estimates").noneMatch(l -> l.contains("goog-remb"));
        assertThat(video.attributes("fmtp").findFirst().orElseThrow()).contains("packetization-mode=1")
                .contains("profile-level-id=42e0");
        assertThat(stream(audio)).isEqualTo(stream(video));
        assertThat(video.attributes("ssrc-group").toList())
                .isEqualTo(offer.rtxPayloadType() < 0 ? List.of() : List.of("FID 2000 2001"));
        assertThat(answer.media()).hasSameSizeAs(offer.sdp().media());
        assertThat(answer.session()).contains("a=group:BUNDLE " + String.join(" ", offer.sdp().media().stream()
                .filter(m -> !m.rejected()).flatMap(m -> m.attributes("mid")).toList()));
        assertThat(answer.media().get(0).attributes("candidate")).hasSize(1);
    }

    private static String stream(Sdp.Media media) {
        return media.attribute("msid").orElseThrow().split(" ")[0];
    }

    @Test
    void payloadTypesAndExtensionsAreThoseOfTheOffer() throws Exception {
        PeerOffer safari = PeerOffer.of(offer("safari-18"));
        assertThat(safari.h264PayloadType()).isEqualTo(98);
        assertThat(safari.rtxPayloadType()).isEqualTo(99);
        assertThat(safari.pathExtensionId()).isEqualTo(3);
        assertThat(safari.fingerprint()).startsWith("sha-256 C4:09:7B");
        assertThat(answer(safari).media("video").orElseThrow().attributes("extmap"))
                .containsExactly("3 " + PathFeedback.TRANSPORT_WIDE.extension());
    }

    @Test
    void aPeerThatDoesNotTellWhatArrivesEstimatesItself() throws Exception {
        PeerOffer offer = PeerOffer.of(Sdp.parse(offer("safari-18").toString().replaceAll(".*transport-cc\r\n", "")));
        assertThat(offer.pathFeedback()).isEqualTo(PathFeedback.REMB);
        assertThat(answer(offer).media("video").orElseThrow().lines()).contains("a=rtcp-fb:98 goog-remb",
                "a=extmap:2 " + PathFeedback.REMB.extension());
    }

    @Test
    void aPeerThatOnlyListensIsSentTo() throws Exception {
        PeerOffer offer = PeerOffer.of(Sdp.parse(offer("chrome-156").toString().replace("a=sendrecv", "a=recvonly")));
        assertThat(answer(offer).media("audio").orElseThrow().lines()).contains("a=sendonly");
    }

    @Test
    void aDataChannelIsRefusedAndTheRestIsNot() throws Exception {
        Sdp offer = Sdp.parse(Offers.chrome().toString());
        Sdp answer = answer(PeerOffer.of(offer));
        assertThat(answer.media().get(2).rejected()).isTrue();
        assertThat(answer.session()).contains("a=group:BUNDLE 0 1");
    }

    @Test
    void whatContradictsItselfIsMalformed() throws Exception {
        String chrome = offer("chrome-156").toString();
        for (String bad : List.of(chrome.replace("a=setup:actpass", "a=setup:active"),
                chrome.replace("a=rtcp-mux\r\n", ""),
                chrome.replaceAll("a=fingerprint:sha-256 \\S+", "a=fingerprint:sha-256 zz"))) {
            NegotiationException e = catchThrowableOfType(NegotiationException.class,
                    () -> PeerOffer.of(Sdp.parse(bad)));
            assertThat(e.reason()).isEqualTo(Reason.MALFORMED);
        }
    }
}
