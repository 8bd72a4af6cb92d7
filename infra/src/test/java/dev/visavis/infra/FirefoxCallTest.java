package dev.visavis.infra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.demo.VisavisServer;
import dev.visavis.demo.config.VisavisConfig;
import dev.visavis.infra.browser.CallPage;
import dev.visavis.infra.browser.Firefox;
import dev.visavis.infra.browser.Page;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The product in a real Firefox. */
class FirefoxCallTest {
    @TempDir
    Path folder;

    private static Firefox firefox;

    @BeforeAll
    static void startFirefox() {
        firefox = new Firefox(true);
    }

    @AfterAll
    static void stopFirefox() {
        firefox.close();
    }

    private VisavisServer serve(String transport) throws Exception {
        return VisavisServer.start(VisavisConfig.withOverrides(Map.of("visavis.server.port", 0, "visavis.transport",
                transport, "visavis.server.state-directory", folder.resolve("state").toString())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"webrtc-java", "jitsi"})
    void soundGoesInAndPictureAndVoiceComeBack(String transport) throws Exception {
        try (VisavisServer server = serve(transport)) {
            CallPage call = CallPage.open(firefox, server.address()).start();
            Page page = call.window();
            page.run("document.querySelector('#voice-out').muted = false"); // a muted voice has no energy
            page.until("window.callProbe.inbound().then((i) => i.video.framesDecoded > 100"
                    + " && i.audio.totalAudioEnergy > 0.001)");
            assertThat(call.inbound().get("codecs")).asInstanceOf(InstanceOfAssertFactories.LIST)
                    .contains("video/H264", "audio/opus");
            page.until("document.body.dataset.state === 'live'");
            page.screenshot(Path.of("target", "firefox-" + transport + ".png"));
            call.end();
            page.close();
        }
    }

    /** As it comes from the package, before it has downloaded its plugin. */
    @Test
    void withoutH264ThePageSaysWhatToInstall() throws Exception {
        try (VisavisServer server = serve("webrtc-java"); Firefox fresh = new Firefox(false)) {
            Page page = CallPage.open(fresh, server.address()).window();
            page.click("#start");
            page.until("document.body.innerText.includes('OpenH264')");
        }
    }
}
