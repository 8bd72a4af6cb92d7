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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beeps spoken into a browser come back as marks in the picture and beeps in the sound of the same call. */
class MarkerCallTest {
    private static final int FRAME_MASK = (1 << MarkerPack.FRAME_BITS) - 1;

    @Test
    void marksSurviveTheWayThroughACall(@TempDir Path folder) throws Exception {
        Path microphone = folder.resolve("beeps.wav");
        Microphone.write(Microphone.beeps(20, 0.737), microphone);
        try (VisavisServer server = VisavisServer.start(
                VisavisConfig.withOverrides(Map.of("visavis.server.port", 0)), new MarkerPack());
                Browser browser = new Browser(microphone)) {
            CallPage call = CallPage.open(browser, server.address()).start();
            call.window().until("window.avProbe.onsets.length >= 4 && window.avProbe.frames.filter("
                    + "f => f[2] >= 2 ** " + (MarkerPack.FRAME_BITS + MarkerPack.OFFSET_BITS) + ").length >= 4");
            List<double[]> coded = call.presentedFrames().stream().filter(f -> f[2] >= 0).toList();
            assertThat(coded).hasSizeGreaterThan(40);
            for (int i = 1; i < coded.size(); i++) {
                assertThat((int) coded.get(i)[2] & FRAME_MASK).as("frame numbers grow")
                        .isGreaterThan((int) coded.get(i - 1)[2] & FRAME_MASK);
            }
        }
    }
}
