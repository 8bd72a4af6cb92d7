package dev.visavis.signaling.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SdpTest {
    private static final String TEXT = "v=0\r\ns=-\r\na=ice-ufrag:top\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111 0\r\n"
            + "a=rtpmap:111 opus/48000/2\r\na=rtpmap:0 PCMU/8000\r\nm=video 0 UDP/TLS/RTP/SAVPF 96\r\na=mid:1\r\n";

    @Test
    void keepsEveryLine() {
        assertThat(Sdp.parse(TEXT)).hasToString(TEXT);
        assertThat(Sdp.parse(TEXT.replace("\r\n", "\n"))).hasToString(TEXT);
    }

    @Test
    void findsSectionsAndAttributes() {
        Sdp sdp = Sdp.parse(TEXT);
        Sdp.Media audio = sdp.media("audio").orElseThrow();
        assertThat(audio.formats()).containsExactly("111", "0");
        assertThat(audio.attributes("rtpmap")).containsExactly("111 opus/48000/2", "0 PCMU/8000");
        assertThat(sdp.attribute("ice-ufrag")).contains("top");
        assertThat(sdp.attribute("mid")).contains("1");
    }

    @Test
    void aSectionWithPortZeroIsNotOffered() {
        assertThat(Sdp.parse(TEXT).media("video")).isEmpty();
        assertThat(Sdp.parse(TEXT).media().get(1).rejected()).isTrue();
    }

    /** RFC 9143, section 6; how Firefox offers under the policy max-bundle. */
    @Test
    void unlessItIsOfferedInTheBundleOnly() {
        Sdp.Media video = Sdp.parse(TEXT + "a=bundle-only\r\n").media("video").orElseThrow();
        assertThat(video.bundleOnly()).isTrue();
        assertThat(video.rejected()).isFalse();
    }

    @Test
    void replacesParts() {
        Sdp sdp = Sdp.parse(TEXT);
        assertThat(sdp.withMedia(List.of()).withSession(List.of("v=0"))).hasToString("v=0\r\n");
    }

    @Test
    void namesTheLineThatIsNotSdp() {
        assertThatThrownBy(() -> Sdp.parse("v=0\r\nhello\r\n")).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 2").hasMessageContaining("hello");
        assertThatThrownBy(() -> Sdp.parse("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void refusesWhatIsTooLong() {
        assertThatThrownBy(() -> Sdp.parse("a".repeat(Sdp.MAX_CHARS + 1))).hasMessageContaining("characters");
        assertThatThrownBy(() -> Sdp.parse("a=x\n".repeat(5_000))).hasMessageContaining("lines");
    }
}
