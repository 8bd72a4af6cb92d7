package dev.visavis.infra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.infra.bench.Percentiles;
import dev.visavis.infra.browser.CallPage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

/** The product as a newcomer meets it: a real Chromium, real speech, real Opus in, real H.264 and Opus out. */
class BrowserCallTest extends BrowserPageTest {
    BrowserCallTest() {
        super(Map.of("visavis.calls.max", 2));
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
        call.window().run("document.querySelector('#voice-out').muted = false"); // a muted voice has no energy
        awaitStatistic("audio", "totalAudioEnergy", 0.001);
        assertThat(call.window().text("document.body.dataset.state")).isEqualTo("live");
    }

    /**
     * 24 fps and no freeze over 20 s. A machine busy with something else may miss that once; a product that cannot do it
     * misses it every time.
     */
    @Test
    void thePictureRunsSmoothly() throws Exception {
        call.start();
        awaitFrames(call, 50);
        double fps = 0;
        double freezes = 1;
        for (int window = 0; window < 5 && (fps < 24 || freezes > 0); window++) {
            double frames = call.framesDecoded();
            double freezesBefore = call.statistic("video", "freezeCount");
            double seconds = call.seconds();
            call.window().until("performance.now() / 1000 >= " + (seconds + 20));
            fps = (call.framesDecoded() - frames) / (call.seconds() - seconds);
            freezes = call.statistic("video", "freezeCount") - freezesBefore;
        }
        Path picture = Path.of("target", "call.png");
        call.screenshot(picture);
        assertThat(picture).isNotEmptyFile();
        assertThat(fps).isGreaterThanOrEqualTo(24);
        assertThat(freezes).isZero();
    }

    /**
     * Mouths open before they sound, by 40 ms mostly; what is left is for a machine that is busy with something else.
     */
    @Test
    void theMouthFollowsTheVoiceAndRestsInSilence() {
        call.start();
        call.window().run("window.visavis.call.setControls({headMotion: 0})");
        call.window().click("#mute");
        awaitFrames(call, 75); // until what was said has passed and the head is still
        call.learnMouthAtRest();
        double resting = Percentiles.of(opening(call.mouth(50))).at(90);
        call.window().click("#mute");
        awaitFrames(call, call.framesDecoded() + 25);
        List<double[]> mouth = call.mouth(250);
        double speaking = Percentiles.of(opening(mouth)).at(90);
        Lips.Fit fit = Lips.fit(mouth, call.envelope());
        assertThat(speaking).as("mouth while speaking, at rest %s", resting).isGreaterThan(2.5 * resting);
        assertThat(fit.correlation()).as("%s", fit).isGreaterThan(0.3);
        assertThat(fit.lagMs()).as("%s", fit).isBetween(-120.0, 60.0);
    }

    private static double[] opening(List<double[]> mouth) {
        return mouth.stream().mapToDouble(m -> m[1]).toArray();
    }

    @Test
    void whatThePageSeesIsInTheServersMetrics() {
        call.start();
        // Calls of other tests have been counted before: what counts is what is added.
        call.window().run("""
                window.scraped = {}; window.first = null;
                setInterval(async () => {
                  const lines = (await (await fetch('/metrics')).text()).split('\\n').filter((l) => !l.startsWith('#'));
                  window.scraped = Object.fromEntries(lines.map((l) => l.split(' ')));
                  window.first ??= window.scraped;
                }, 200)""");
        for (String name : List.of("shown_fps", "av_offset_abs_ms", "latency_ms")) {
            call.window()
                    .until("first && Number(scraped.visavis_%1$s_count ?? 0) > Number(first.visavis_%1$s_count ?? 0)"
                            .formatted(name));
        }
        call.window().until("scraped.visavis_calls === '1.0'");
    }

    /** Chromium takes 32 kbit/s by itself. */
    @Test
    void theSpeechHasRoom() {
        call.start();
        call.window().until("""
                window.visavis.call.peer.getStats().then((all) => [...all.values()]
                  .some((s) => s.type === 'outbound-rtp' && s.kind === 'audio' && s.targetBitrate === 72000))""");
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

    private static void awaitFrames(CallPage page, double atLeast) {
        page.window().until("window.avProbe.presented >= " + (page.window().number("window.avProbe.presented")
                + Math.max(0, atLeast - page.framesDecoded())));
    }

    private void awaitStatistic(String kind, String name, double atLeast) {
        call.window().run("window.seen = 0; setInterval(async () => {"
                + "window.seen = (await window.callProbe.inbound())['" + kind + "']?." + name + " ?? 0; }, 100)");
        call.window().until("window.seen >= " + atLeast);
    }
}
