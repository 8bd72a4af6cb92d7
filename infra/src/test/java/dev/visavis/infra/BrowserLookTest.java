package dev.visavis.infra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.demo.VisavisServer;
import dev.visavis.demo.config.VisavisConfig;
import dev.visavis.infra.bench.Speech;
import dev.visavis.infra.browser.Browser;
import dev.visavis.infra.browser.CallPage;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who is seen, where, and how large: chosen on the page, changed while the call goes on. */
class BrowserLookTest {
    /** Mean difference between the live picture and the chosen card's, both at 32 x 32. */
    private static final String LIKENESS = "window.look.likeness(document.querySelector('input[name=presenter]:checked'))";

    /** Watches every presented frame: the darkest, and what it looks like now. */
    private static final String WATCH = """
            const shrink = (e) => { const c = document.createElement('canvas'); c.width = c.height = 32;
              const g = c.getContext('2d'); g.drawImage(e, 0, 0, 32, 32); return g.getImageData(0, 0, 32, 32).data; };
            const mean = (a) => a.reduce((sum, x) => sum + x, 0) / a.length;
            const video = document.querySelector('#avatar');
            window.look = { frames: 0, darkest: 255,
              corner: () => [...shrink(video).slice(4, 7)],
              likeness: (input) => { const a = shrink(video), b = shrink(input.closest('label').querySelector('img'));
                return mean(a.map((x, i) => Math.abs(x - b[i]))); } };
            const each = () => { window.look.frames++;
              window.look.darkest = Math.min(window.look.darkest, mean(shrink(video).filter((_, i) => i % 4 < 3)));
              video.requestVideoFrameCallback(each); };
            video.requestVideoFrameCallback(each);""";

    @TempDir
    static Path folder;

    private static VisavisServer server;
    private static Browser browser;
    private CallPage call;
    private Browser.Page page;

    @BeforeAll
    static void startServerAndBrowser() throws Exception {
        Path microphone = folder.resolve("microphone.wav");
        Speech.load().writeMicrophone(microphone);
        server = VisavisServer.start(VisavisConfig.withOverrides(Map.of("visavis.server.port", 0,
                "visavis.server.state-directory", folder.resolve("state").toString())));
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
        page = call.window();
    }

    @AfterEach
    void leave() {
        page.close();
    }

    @Test
    void anotherFaceAndBackgroundComeIntoARunningCall() throws Exception {
        call.start();
        page.run(WATCH);
        page.until("window.look.frames > 5 && " + LIKENESS + " < 14");
        String negotiated = page.text("window.visavis.call.peer.remoteDescription.sdp");
        page.click("#presenter-m3");
        page.until(LIKENESS + " < 14");
        page.run("document.querySelector('#background-colour').value = '#2040c0'");
        page.click("label[for=background-plain]");
        page.until("(([r, g, b]) => r < 70 && Math.abs(g - 64) < 40 && b > 140)(window.look.corner())");
        call.screenshot(Path.of("target", "other-background.png"));
        page.click("label[for=background-blurred]");
        page.until("(([r, g, b]) => b < 230 && b - r < 80)(window.look.corner())");
        assertThat(page.number("window.look.darkest")).as("no black picture").isGreaterThan(25);
        assertThat(page.text("window.visavis.call.peer.remoteDescription.sdp")).isEqualTo(negotiated);
        assertThat(page.text("document.body.dataset.state")).isEqualTo("live");
    }

    @Test
    void thePictureMayHaveAnotherShape() throws Exception {
        page.run("document.querySelector('#size').value = '640x480';"
                + "document.querySelector('#size').dispatchEvent(new Event('change'))");
        page.run("document.querySelector('#fps').value = '30'");
        call.start();
        page.run(WATCH);
        page.until("window.look.frames > 5");
        assertThat(call.statistic("video", "frameWidth")).isEqualTo(640);
        assertThat(call.statistic("video", "frameHeight")).isEqualTo(480);
        call.screenshot(Path.of("target", "four-by-three.png"));
    }
}
