package dev.visavis.agent.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.visavis.agent.transport.NegotiationException.Reason;
import dev.visavis.agent.transport.NegotiationException;
import dev.visavis.signaling.protocol.Sdp;
import org.junit.jupiter.api.Test;

class AcceptableOfferTest {
    @Test
    void onlyConstrainedBaselineInMode1AndItsRetransmissionStay() throws NegotiationException {
        Sdp.Media video = AcceptableOffer.of(Offers.chrome()).media("video").orElseThrow();
        assertThat(video.lines().get(0)).isEqualTo("m=video 9 UDP/TLS/RTP/SAVPF 106 107");
        assertThat(video.attributes("rtpmap")).containsExactly("106 H264/90000", "107 rtx/90000");
        assertThat(video.attributes("rtcp-fb")).containsExactly("106 nack", "106 nack pli");
        assertThat(video.attributes("fmtp")).hasSize(2);
        assertThat(video.lines()).contains("a=recvonly", "a=rtcp-mux", "a=mid:1");
    }

    @Test
    void soundStaysAsItIsAndDataChannelsAreRefused() throws NegotiationException {
        Sdp offer = Offers.chrome();
        Sdp acceptable = AcceptableOffer.of(offer);
        assertThat(acceptable.media().get(0)).isEqualTo(offer.media().get(0));
        assertThat(acceptable.media().get(2).rejected()).isTrue();
        assertThat(acceptable.session()).isEqualTo(offer.session());
    }

    @Test
    void aSecondVideoIsRefused() throws NegotiationException {
        Sdp acceptable = AcceptableOffer
                .of(Offers.of(Offers.AUDIO, Offers.VIDEO, Offers.VIDEO.replace("mid:1", "mid:2")));
        assertThat(acceptable.media().stream().map(Sdp.Media::rejected)).containsExactly(false, false, true);
    }

    /** RFC 9143, section 6: Firefox offers so under the policy max-bundle. */
    @Test
    void whatIsOfferedInTheBundleOnlyIsTakenOrRefusedLikeTheRest() throws NegotiationException {
        String bundled = Offers.VIDEO.replace("m=video 9", "m=video 0") + "a=bundle-only\r\n";
        Sdp acceptable = AcceptableOffer.of(Offers.of(Offers.AUDIO, bundled, bundled.replace("mid:1", "mid:2")));
        assertThat(acceptable.media().stream().map(Sdp.Media::rejected)).containsExactly(false, false, true);
    }

    @Test
    void whatCannotBeACallIsRefusedWithTheReason() {
        assertThat(reason(Offers.of(Offers.VIDEO))).isEqualTo(Reason.NO_AUDIO);
        assertThat(reason(Offers.of(Offers.AUDIO.replace("sendrecv", "sendonly"), Offers.VIDEO)))
                .isEqualTo(Reason.NO_AUDIO);
        assertThat(reason(Offers.of(Offers.AUDIO.replace("m=audio 9", "m=audio 0"), Offers.VIDEO)))
                .isEqualTo(Reason.NO_AUDIO);
        assertThat(reason(Offers.of(Offers.AUDIO))).isEqualTo(Reason.NO_VIDEO);
        assertThat(reason(Offers.of(Offers.AUDIO, Offers.VIDEO.replace("recvonly", "inactive"))))
                .isEqualTo(Reason.NO_VIDEO);
        assertThat(reason(Offers.of(Offers.AUDIO.replace("opus", "pcmu"), Offers.VIDEO)))
                .isEqualTo(Reason.NO_COMMON_CODEC);
        assertThat(reason(Offers.of(Offers.AUDIO, Offers.VIDEO.replace("H264", "H265"))))
                .isEqualTo(Reason.NO_COMMON_CODEC);
        assertThat(reason(Sdp.parse("v=0\r\n"))).isEqualTo(Reason.MALFORMED);
    }

    @Test
    void profilesAreReadAsRfc6184Says() throws NegotiationException {
        for (String profile : new String[] {"42C01F", "42e034", "42f00b"}) {
            Sdp offer = Offers.of(Offers.AUDIO, Offers.VIDEO.replace("42e01f", profile));
            assertThat(AcceptableOffer.of(offer).media("video").orElseThrow().formats()).contains("106");
        }
        for (String profile : new String[] {"42001f", "4d001f", "64e01f", "42e0", "nonsense"}) {
            assertThat(reason(Offers.of(Offers.AUDIO, Offers.VIDEO.replace("42e01f", profile))))
                    .isEqualTo(Reason.NO_COMMON_CODEC);
        }
    }

    private static Reason reason(Sdp offer) {
        return catchThrowableOfType(NegotiationException.class, () -> AcceptableOffer.of(offer)).reason();
    }
}
