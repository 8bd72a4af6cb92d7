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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Beeps spoken into a browser come back as marks in the picture and beeps in the sound of the same call. */
class MarkerCallTest {
    private static final int FRAME_MASK = (1 << MarkerPack.FRAME_BITS) - 1;

    private static final String MARKED_FRAMES = "window.avProbe.frames.filter(f => f[2] >= 2 ** "
            + (MarkerPack.FRAME_BITS + MarkerPack.OFFSET_BITS) + ").length";

    @TempDir
    static Path folder;

    private static VisavisServer server;

    @BeforeAll
    static void startServer() throws Exception {
        server = VisavisServer.start(VisavisConfig.withOverrides(Map.of("visavis.server.port", 0,
                "visavis.server.state-directory", folder.resolve("state").toString())), new MarkerPack());
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    private static Browser browser(String name, float[] microphone) throws Exception {
        Path wav = folder.resolve(name + ".wav");
        Microphone.write(microphone, wav);
        return new Browser(wav);
    }

    @Test
    void marksSurviveTheWayThroughACall() throws Exception {
        try (Browser browser = browser("beeps", Microphone.beeps(20, 0.737))) {
            CallPage call = CallPage.open(browser, server.address()).start();
            call.window().until("window.avProbe.onsets.length >= 4 && " + MARKED_FRAMES + " >= 4");
            List<double[]> coded = call.presentedFrames().stream().filter(f -> f[2] >= 0).toList();
            assertThat(coded).hasSizeGreaterThan(40);
            for (int i = 1; i < coded.size(); i++) {
                assertThat((int) coded.get(i)[2] & FRAME_MASK).as("frame numbers grow")
                        .isGreaterThan((int) coded.get(i - 1)[2] & FRAME_MASK);
            }
        }
    }

    @Test
    void twoCallsDoNotHearOrSeeEachOther() throws Exception {
        try (Browser loud = browser("loud", Microphone.beeps(20, 0.737));
                Browser silent = browser("silent", new float[20 * 48_000])) {
            CallPage speaking = CallPage.open(loud, server.address()).start();
            CallPage listening = CallPage.open(silent, server.address()).start();
            speaking.window().until("window.avProbe.onsets.length >= 4 && " + MARKED_FRAMES + " >= 4");
            listening.window().until("window.avProbe.frames.length >= 75 && window.avProbe.envelope.length >= 150");
            assertThat(listening.beeps()).isEmpty();
            assertThat(listening.window().number(MARKED_FRAMES)).isZero();
            assertThat(listening.envelope()).allSatisfy(e -> assertThat(e[1]).isLessThan(0.01));
        }
    }
}
