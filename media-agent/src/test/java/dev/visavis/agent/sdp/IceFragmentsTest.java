package dev.visavis.agent.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.visavis.agent.sdp.IceFragments.Candidate;
import dev.visavis.agent.transport.NegotiationException;
import dev.visavis.agent.transport.TransportOptions;
import dev.visavis.signaling.protocol.Sdp;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IceFragmentsTest {
    private static final String CANDIDATE = "candidate:7 1 udp 2122260223 192.0.2.9 50009 typ host";

    private static Sdp fragment(String ufrag) {
        return Sdp.parse("a=ice-ufrag:" + ufrag + "\r\na=ice-pwd:newnewnewnewnewnewnewnew\r\n"
                + "m=audio 9 UDP/TLS/RTP/SAVPF 0\r\na=mid:0\r\na=" + CANDIDATE + "\r\na=end-of-candidates\r\n");
    }

    @Test
    void candidatesOfTheSectionTheyAreIn() throws NegotiationException {
        assertThat(IceFragments.candidates(fragment("old0"), Offers.chrome()))
                .containsExactly(new Candidate("0", CANDIDATE));
        assertThat(IceFragments.candidates(Sdp.parse("a=" + CANDIDATE), Offers.chrome()))
                .containsExactly(new Candidate("0", CANDIDATE));
    }

    @Test
    void candidatesOfOtherCredentialsOrUnknownSectionsAreRefused() {
        assertThatExceptionOfType(NegotiationException.class)
                .isThrownBy(() -> IceFragments.candidates(fragment("other"), Offers.chrome()))
                .withMessageContaining("credentials");
        assertThatExceptionOfType(NegotiationException.class)
                .isThrownBy(() -> IceFragments.candidates(
                        Sdp.parse(fragment("old0").toString().replace("mid:0", "mid:9")), Offers.chrome()))
                .withMessageContaining("mid 9");
        assertThatExceptionOfType(NegotiationException.class).isThrownBy(
                () -> IceFragments.candidates(Sdp.parse(("a=" + CANDIDATE + "\n").repeat(65)), Offers.chrome()))
                .withMessageContaining("65 candidates");
    }

    @Test
    void aRestartedOfferHasNewCredentialsInEverySectionAndOnlyNewCandidates() throws NegotiationException {
        Sdp restarted = IceFragments.restartedOffer(Offers.chrome(), fragment("new0"));
        assertThat(restarted.session().get(1)).isEqualTo("o=- 4611731400430051336 3 IN IP4 127.0.0.1");
        assertThat(restarted.media()).allSatisfy(m -> {
            assertThat(m.attributes("ice-ufrag")).containsExactly("new0");
            assertThat(m.attributes("ice-pwd")).containsExactly("newnewnewnewnewnewnewnew");
        });
        assertThat(restarted.media().get(0).attributes("candidate")).containsExactly(CANDIDATE.substring(10));
        assertThat(restarted.toString()).doesNotContain("old").doesNotContain("192.0.2.1 ");
    }

    @Test
    void aRestartNeedsNewCredentials() {
        assertThatExceptionOfType(NegotiationException.class)
                .isThrownBy(() -> IceFragments.restartedOffer(Offers.chrome(), fragment("old0")))
                .withMessageContaining("new credentials");
        assertThatExceptionOfType(NegotiationException.class)
                .isThrownBy(() -> IceFragments.restartedOffer(Offers.chrome(), Sdp.parse("a=" + CANDIDATE)))
                .withMessageContaining("ice-ufrag");
    }

    @Test
    void aDescriptionsFragmentHasItsCredentialsAndCandidates() {
        assertThat(IceFragments.fragmentOf(Offers.chrome()).toString()).isEqualTo("""
                a=group:BUNDLE 0 1 2
                a=ice-ufrag:old0
                a=ice-pwd:oldoldoldoldoldoldoldold
                m=audio 9 UDP/TLS/RTP/SAVPF 111 9
                a=mid:0
                a=candidate:1 1 udp 2122260223 192.0.2.1 50000 typ host
                a=end-of-candidates
                """.replace("\n", "\r\n"));
    }

    @Test
    void hostCandidatesOfOtherAddressesAreLeftOut() {
        assertThat(IceFragments.told(Offers.chrome(), TransportOptions.DEFAULTS.withHostAddresses(Set.of("192.0.2.2")))
                .toString())
                .doesNotContain("candidate");
        assertThat(IceFragments.told(Offers.chrome(), TransportOptions.DEFAULTS.withHostAddresses(Set.of("192.0.2.1")))
                .toString())
                .isEqualTo(Offers.chrome().toString());
        assertThat(IceFragments.told(Offers.chrome(), TransportOptions.DEFAULTS.withHostAddresses(Set.of())).toString())
                .isEqualTo(Offers.chrome().toString());
    }

    @Test
    void theAdvertisedAddressStandsInPlaceOfOwnOnesOfItsFamily() {
        String told = IceFragments.told(Offers.chrome(), TransportOptions.DEFAULTS.withAdvertisedAddress("203.0.113.7"))
                .toString();
        assertThat(told).contains(" 203.0.113.7 ").doesNotContain(" 192.0.2.1 ");
        assertThat(IceFragments
                .told(Offers.chrome(), TransportOptions.DEFAULTS.withAdvertisedAddress("2001:db8::7")).toString())
                .doesNotContain("2001:db8::7");
    }
}
