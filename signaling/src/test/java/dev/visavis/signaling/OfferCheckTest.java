package dev.visavis.signaling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class OfferCheckTest {
    private static IceCredentials check(String offer) {
        return OfferCheck.check(SdpText.parse(offer));
    }

    private static Problem refusal(String offer) {
        Problem problem = catchThrowableOfType(Problem.class, () -> check(offer));
        assertThat(problem).as("the offer is refused").isNotNull();
        return problem;
    }

    @ParameterizedTest
    @ValueSource(strings = {"chrome-156.sdp", "chrome-156-gathered.sdp", "firefox-115.sdp", "firefox-153.sdp",
        "safari-18.sdp"})
    void offersOfBrowsersAreTaken(String name) {
        assertThat(check(Fixtures.sdp(name)).ufrag()).isNotEmpty();
    }

    @Test
    void theCredentialsAreTheOfferers() {
        assertThat(check(Fixtures.CHROME)).isEqualTo(new IceCredentials("eEUY", "o+DsZu83YIqpP1z/CcNfYXWs"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a=recvonly", "a=sendonly"})
    void audioMayGoOneWay(String direction) {
        assertThat(check(Fixtures.CHROME.replace("a=sendrecv", direction))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"42e01f", "42C01F", "42c00d", "4de01f", "58f01f"})
    void everyWayToWriteConstrainedBaselineIsKnown(String profile) {
        assertThat(check(Fixtures.FIREFOX.replace("42e01f", profile))).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"42001f", "64001f", "640c1f", "4d001f", "f4001f", "nonsense", "42e0"})
    void otherProfilesAreNotEnough(String profile) {
        assertThat(refusal(Fixtures.FIREFOX.replace("42e01f", profile)).status()).isEqualTo(406);
    }

    static Stream<Arguments> mutilations() {
        return Stream.of(mutilation("cut off in a line", 400, s -> s.substring(0, s.indexOf("a=mid:1") + 1)),
                mutilation("no version", 400, s -> s.replace("v=0\r\n", "")),
                mutilation("no origin", 400, s -> s.replaceFirst("o=.*\r\n", "")),
                mutilation("no time", 400, s -> s.replace("t=0 0\r\n", "")),
                mutilation("no credentials", 400, s -> s.replaceAll("a=ice-(ufrag|pwd):.*\r\n", "")),
                mutilation("short password", 400, s -> s.replaceAll("a=ice-pwd:.*", "a=ice-pwd:short")),
                mutilation("odd ufrag", 400, s -> s.replaceAll("a=ice-ufrag:.*", "a=ice-ufrag:a b!")),
                mutilation("no fingerprint", 400, s -> s.replaceAll("a=fingerprint:.*\r\n", "")),
                mutilation("weak fingerprint", 400, s -> s.replace("sha-256 ", "sha-1 ")),
                mutilation("half a fingerprint", 400, s -> s.replaceAll("(a=fingerprint:sha-256 .{20}).*", "$1")),
                mutilation("no role", 400, s -> s.replaceAll("a=setup:.*\r\n", "")),
                mutilation("odd role", 400, s -> s.replace("a=setup:actpass", "a=setup:holdconn")),
                mutilation("control character", 400, s -> s.replace("s=-", "s=\u0000")),
                mutilation("media line without formats", 400, s -> s.replaceAll("m=audio.*", "m=audio 9")),
                mutilation("port too long", 400, s -> s.replace("m=audio 9 ", "m=audio 999999 ")),
                mutilation("many sections", 400, s -> s + "m=audio 9 RTP/AVP 0\r\n".repeat(20)),
                mutilation("odd candidate", 400, s -> s + "a=candidate:%n%n%n\r\n"),
                mutilation("many candidates", 400,
                        s -> s + "a=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\n".repeat(300)),
                mutilation("no audio", 422, s -> s.replace("m=audio", "m=application")),
                mutilation("audio refused", 422, s -> s.replace("m=audio 9", "m=audio 0")),
                mutilation("audio inactive", 422, s -> s.replace("a=sendrecv", "a=inactive")),
                mutilation("no video", 422, s -> s.substring(0, s.indexOf("m=video"))),
                mutilation("video only sent", 422, s -> s.replace("a=recvonly", "a=sendonly")),
                mutilation("no Opus", 406, s -> s.replace("opus/48000/2", "speex/16000")),
                mutilation("Opus not in the formats", 406, s -> s.replaceAll("(m=audio .*SAVPF )111 ", "$1")),
                mutilation("no H.264", 406, s -> s.replace("H264/90000", "H263/90000")),
                mutilation("no mode 1", 406, s -> s.replace("packetization-mode=1", "packetization-mode=0")));
    }

    private static Arguments mutilation(String what, int status, UnaryOperator<String> how) {
        return Arguments.of(what, status, how);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("mutilations")
    void mutilatedOffersAreRefused(String what, int status, UnaryOperator<String> how) {
        assertThat(how.apply(Fixtures.CHROME)).as("the mutilation does something").isNotEqualTo(Fixtures.CHROME);
        assertThat(refusal(how.apply(Fixtures.CHROME)).status()).isEqualTo(status);
    }

    @Test
    void theTransportOfEachSectionIsLookedAt() {
        int video = Fixtures.CHROME.indexOf("m=video");
        String half = Fixtures.CHROME.substring(0, video)
                + Fixtures.CHROME.substring(video).replaceAll("a=fingerprint:.*\r\n", "");
        assertThat(refusal(half)).hasMessageContaining("video");
    }

    @Test
    void aWholeDescriptionIsNoFragment() {
        Problem problem = catchThrowableOfType(Problem.class,
                () -> FragmentCheck.check(SdpText.parse(Fixtures.CHROME)));
        assertThat(problem.status()).isEqualTo(400);
        assertThat(FragmentCheck.check(SdpText.parse(Fixtures.TRICKLE))).isEqualTo(check(Fixtures.CHROME));
    }
}
