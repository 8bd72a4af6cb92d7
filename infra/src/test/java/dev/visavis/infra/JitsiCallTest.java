package dev.visavis.infra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.demo.VisavisServer;
import dev.visavis.demo.config.VisavisConfig;
import dev.visavis.infra.browser.Browser;
import dev.visavis.infra.browser.CallPage;
import dev.visavis.infra.browser.Microphone;
import dev.visavis.infra.marker.MarkerPack;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The product in a real Chromium over the Jitsi transport: marks of the speech come back in sound and picture. */
class JitsiCallTest {
    private static final String MARKED_FRAMES = "window.avProbe.frames.filter(f => f[2] >= 2 ** "
            + (MarkerPack.FRAME_BITS + MarkerPack.OFFSET_BITS) + ").length";

    @TempDir
    static Path folder;

    private static VisavisServer server;
    private static Browser browser;

    @BeforeAll
    static void start() throws Exception {
        server = VisavisServer.start(VisavisConfig.withOverrides(Map.of("visavis.server.port", 0, "visavis.transport",
                "jitsi", "visavis.server.state-directory", folder.resolve("state").toString())), new MarkerPack());
        Path wav = folder.resolve("beeps.wav");
        Microphone.write(Microphone.beeps(20, 0.737), wav);
        browser = new Browser(wav);
    }

    @AfterAll
    static void stop() {
        browser.close();
        server.close();
    }

    @Test
    void speechGoesInAndComesBackAsSoundAndPictureThatTheBrowserKeepsTogether() {
        CallPage call = CallPage.open(browser, server.address()).start();
        call.window().until("window.avProbe.onsets.length >= 4 && " + MARKED_FRAMES + " >= 4");
        List<double[]> coded = call.presentedFrames().stream().filter(f -> f[2] >= 0).toList();
        assertThat(coded).hasSizeGreaterThan(40);
        Map<?, ?> video = (Map<?, ?>) call.inbound().get("video");
        assertThat(video.get("frameWidth")).isEqualTo(512L);
        assertThat(call.inbound().get("codecs")).asInstanceOf(InstanceOfAssertFactories.LIST).contains("video/H264",
                "audio/opus");
        call.end();
        call.window().close();
    }

    @Test
    void aCallMayBeStartedAgainAndAgain() {
        CallPage call = CallPage.open(browser, server.address());
        for (int i = 0; i < 3; i++) {
            call.start();
            assertThat(call.firstFrameMs()).isPositive();
            call.end();
        }
        call.window().close();
    }
}
