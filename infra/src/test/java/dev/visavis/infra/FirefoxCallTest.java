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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The product in a real Firefox. */
class FirefoxCallTest {
    @TempDir
    Path folder;

    private VisavisServer serve(String transport) throws Exception {
        return VisavisServer.start(VisavisConfig.withOverrides(Map.of("visavis.server.port", 0, "visavis.transport",
                transport, "visavis.server.state-directory", folder.resolve("state").toString())));
    }

    @ParameterizedTest
    @ValueSource(strings = {"webrtc-java", "jitsi"})
    void soundGoesInAndPictureAndVoiceComeBack(String transport) throws Exception {
        try (VisavisServer server = serve(transport); Firefox firefox = new Firefox(true)) {
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
            assertThat(call.start().firstFrameMs()).as("of a second call").isPositive();
        }
    }

    /** As it comes from the package, before it has downloaded its plugin. */
    @Test
    void withoutH264ThePageSaysWhatToInstall() throws Exception {
        try (VisavisServer server = serve("webrtc-java"); Firefox firefox = new Firefox(false)) {
            Page page = CallPage.open(firefox, server.address()).window();
            page.click("#start");
            page.until("document.body.innerText.includes('OpenH264')");
        }
    }
}
