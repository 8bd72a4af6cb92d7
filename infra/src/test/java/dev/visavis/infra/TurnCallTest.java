package dev.visavis.infra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.demo.VisavisServer;
import dev.visavis.demo.config.VisavisConfig;
import dev.visavis.demo.doctor.IceDoctor;
import dev.visavis.infra.browser.Browser;
import dev.visavis.infra.browser.CallPage;
import dev.visavis.infra.browser.Microphone;
import dev.visavis.infra.marker.MarkerPack;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls for which there is no path but through a TURN server (RFC 8656), here a real one. */
class TurnCallTest {
    private static final String SECRET = "a-secret-of-the-test";

    @TempDir
    static Path folder;

    private static TurnServer turn;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        turn = TurnServer.start(SECRET, Files.createDirectory(folder.resolve("turn")));
        Path microphone = folder.resolve("beeps.wav");
        Microphone.write(Microphone.beeps(20, 0.737), microphone);
        browser = new Browser(microphone, List.of("--ignore-certificate-errors"));
    }

    @AfterAll
    static void stop() {
        browser.close();
        turn.close();
    }

    private static VisavisServer server(String url, String secret, String transport) throws Exception {
        return VisavisServer.start(VisavisConfig.withOverrides(Map.of("visavis.server.port", 0,
                "visavis.server.state-directory", folder.resolve("state").toString(), "visavis.ice.servers",
                List.of(url), "visavis.ice.secret", secret, "visavis.ice.relay-only", true, "visavis.transport",
                transport)),
                new MarkerPack());
    }

    @ParameterizedTest
    @CsvSource({"udp, webrtc-java", "tcp, webrtc-java", "tls, webrtc-java", "udp, jitsi"})
    void aRelayCarriesTheCall(String protocol, String transport) throws Exception {
        try (VisavisServer server = server(turn.url(protocol), SECRET, transport)) {
            CallPage call = CallPage.open(browser, server.address()).start();
            call.window().until("window.avProbe.presented >= 25 && window.avProbe.onsets.length > 0");
            Object local = call.window().await("""
                    (async () => { const s = [...(await window.visavis.call.peer.getStats()).values()];
                      const pair = s.find((x) => x.type === 'candidate-pair' && x.nominated && x.state === 'succeeded');
                      const local = s.find((x) => x.id === pair.localCandidateId);
                      return `${local.candidateType} ${local.relayProtocol}`; })()""");
            assertThat(local).isEqualTo("relay " + protocol);
            call.window().close();
        }
    }

    @Test
    void thePageSaysThatTheLoginWasRefused() throws Exception {
        try (VisavisServer server = server(turn.url("udp"), "not-the-secret", "webrtc-java")) {
            CallPage call = CallPage.open(browser, server.address());
            call.window().click("#start");
            call.window().until("!document.querySelector('#error').hidden");
            assertThat(call.window().text("document.querySelector('#error').innerText")).contains("TURN")
                    .contains("refused");
            call.window().close();
        }
    }

    @ParameterizedTest
    @CsvSource({"a-secret-of-the-test, relays by", "not-the-secret, refuses"})
    void theDoctorTriesTheServerFromHere(String secret, String found) throws Exception {
        StringBuilder told = new StringBuilder();
        IceDoctor.examine(VisavisConfig.withOverrides(Map.of("visavis.ice.servers", List.of(turn.url("udp")),
                "visavis.ice.secret", secret)), finding -> told.append(finding).append(System.lineSeparator()));
        assertThat(told.toString()).contains(found);
    }
}
