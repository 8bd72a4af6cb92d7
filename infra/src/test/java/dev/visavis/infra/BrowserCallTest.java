package dev.visavis.infra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.demo.VisavisServer;
import dev.visavis.demo.config.VisavisConfig;
import dev.visavis.infra.bench.Speech;
import dev.visavis.infra.browser.Browser;
import dev.visavis.infra.browser.CallPage;
import java.nio.file.Path;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The product as a newcomer meets it: a real Chromium, real speech, real Opus in, real H.264 and Opus out. */
class BrowserCallTest {
    @TempDir
    static Path folder;

    private static VisavisServer server;
    private static Browser browser;
    private CallPage call;

    @BeforeAll
    static void startServerAndBrowser() throws Exception {
        Path microphone = folder.resolve("microphone.wav");
        Speech.load().writeMicrophone(microphone);
        server = VisavisServer.start(VisavisConfig.withOverrides(Map.of("visavis.server.port", 0,
                "visavis.calls.max", 2)));
        browser = new Browser(microphone);
    }

    @AfterAll
    static void stop() {
        browser.close();
        server.close();
    }

    @BeforeEach
    void openPage() {
        call = CallPage.open(browser, server.address());
    }

    @AfterEach
    void leave() {
        call.window().close();
    }

    @Test
    void speechGoesInAndASpeakingPortraitComesBack() {
        call.start();
        awaitFrames(call, 50);
        Map<?, ?> video = (Map<?, ?>) call.inbound().get("video");
        assertThat(video.get("frameWidth")).isEqualTo(512L);
        assertThat(video.get("frameHeight")).isEqualTo(512L);
        assertThat(call.inbound().get("codecs")).asInstanceOf(InstanceOfAssertFactories.LIST).contains("video/H264",
                "audio/opus");
        awaitStatistic("audio", "totalAudioEnergy", 0.001);
        assertThat(call.window().text("document.body.dataset.state")).isEqualTo("live");
    }

    /** Mouth movement is seen as change of brightness around the mouth while the head is held still. */
    @Test
    void thePortraitSpeaksWhenSpokenToAndRestsInSilence() {
        call.start();
        call.window().run("window.visavis.call.setControls({headMotion: 0})");
        awaitFrames(call, 100);
        double speaking = mouthMovement();
        call.window().click("#mute");
        call.window().until("document.querySelector('#mute').getAttribute('aria-pressed') === 'true'");
        double frames = call.framesDecoded();
        awaitFrames(call, frames + 50); // what was said before has passed
        assertThat(mouthMovement()).isLessThan(speaking / 2);
        assertThat(call.framesDecoded()).as("the picture goes on in silence").isGreaterThan(frames + 50);
    }

    @Test
    void endReleasesTheCallAndAnotherCanFollow() {
        call.start();
        call.end();
        call.start();
        awaitFrames(call, 10);
    }

    @Test
    void oneCallEndsAndTheOtherDoesNotNotice() {
        call.start();
        CallPage other = CallPage.open(browser, server.address());
        other.start();
        awaitFrames(other, 25);
        other.window().close();
        double frames = call.framesDecoded();
        awaitFrames(call, frames + 50);
        assertThat(call.window().text("document.body.dataset.state")).isEqualTo("live");
    }

    @Test
    void aFullServerSaysSoInWords() {
        CallPage second = CallPage.open(browser, server.address());
        CallPage third = CallPage.open(browser, server.address());
        try {
            call.start();
            second.start();
            third.window().click("#start");
            third.window().until("!document.querySelector('#error').hidden");
            assertThat(third.window().text("document.querySelector('#error').innerText")).containsIgnoringCase("busy");
            awaitFrames(call, call.framesDecoded() + 25);
        } finally {
            third.window().close();
            second.window().close();
        }
    }

    @Test
    void controlsMoveTheFaceDuringACall() {
        call.start();
        awaitFrames(call, 50);
        double before = faceBrightness();
        // Far away, the face covers less of the middle.
        call.window().run("window.visavis.call.setControls({distance: 1.5})");
        call.window().until("Math.abs((%s) - %f) > 3".formatted(FACE_EDGE, before));
    }

    /** Mean luma of a strip at the left edge of the face. */
    private static final String FACE_EDGE = """
            (() => { const v = document.querySelector('#avatar'), c = document.createElement('canvas');
              c.width = c.height = 64; const g = c.getContext('2d'); g.drawImage(v, 0, 0, 64, 64);
              const d = g.getImageData(18, 24, 6, 20).data; let s = 0;
              for (let i = 0; i < d.length; i += 4) s += d[i + 1];
              return s / (d.length / 4); })()""";

    private double faceBrightness() {
        return call.window().number(FACE_EDGE);
    }

    /** Mean absolute change from frame to frame around the mouth, over 50 presented frames. */
    private double mouthMovement() {
        Object moved = call.window().await("""
                new Promise((resolve) => {
                  const v = document.querySelector('#avatar'), c = document.createElement('canvas');
                  c.width = 48; c.height = 32;
                  const g = c.getContext('2d', { willReadFrequently: true });
                  let last = null, sum = 0, n = 0;
                  const next = () => {
                    g.drawImage(v, 190, 310, 140, 90, 0, 0, 48, 32);
                    const d = g.getImageData(0, 0, 48, 32).data;
                    if (last) { for (let i = 1; i < d.length; i += 4) sum += Math.abs(d[i] - last[i]); n++; }
                    last = d;
                    if (n < 50) v.requestVideoFrameCallback(next); else resolve(sum / n / (48 * 32));
                  };
                  v.requestVideoFrameCallback(next);
                })""");
        return ((Number) moved).doubleValue();
    }

    private static void awaitFrames(CallPage page, double atLeast) {
        page.window().until("window.avProbe.presented >= " + (page.window().number("window.avProbe.presented")
                + Math.max(0, atLeast - page.framesDecoded())));
    }

    private void awaitStatistic(String kind, String name, double atLeast) {
        call.window().run("window.seen = 0; setInterval(async () => {"
                + "window.seen = (await window.avProbe.inbound())['" + kind + "']?." + name + " ?? 0; }, 100)");
        call.window().until("window.seen >= " + atLeast);
    }
}
