package dev.visavis.infra;

import dev.visavis.demo.VisavisServer;
import dev.visavis.demo.config.VisavisConfig;
import dev.visavis.infra.bench.Speech;
import dev.visavis.infra.browser.Browser;
import dev.visavis.infra.browser.CallPage;
import dev.visavis.infra.browser.Page;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The whole product, and its page in a browser with a voice at its microphone; a window of its own for each test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class BrowserPageTest {
    /** Mean difference between two elements' pictures at 32 x 32; put their expressions in. */
    private static final String DIFFERENCE = """
            ((a, b) => { const of = (e) => { const c = document.createElement('canvas'); c.width = c.height = 32;
                const g = c.getContext('2d'); g.drawImage(e, 0, 0, 32, 32); return g.getImageData(0, 0, 32, 32).data; };
              const x = of(a), y = of(b);
              return x.reduce((sum, v, i) => sum + Math.abs(v - y[i]), 0) / (3 * 32 * 32); })(%s, %s)""";

    @TempDir
    static Path folder;

    VisavisServer server;
    Browser browser;
    CallPage call;
    Page page;

    private final Map<String, Object> settings;

    BrowserPageTest() {
        this(Map.of());
    }

    /** @param settings of the server, besides what every test needs */
    BrowserPageTest(Map<String, Object> settings) {
        this.settings = settings;
    }

    @BeforeAll
    void startServerAndBrowser() throws Exception {
        Path microphone = folder.resolve("microphone.wav");
        Speech.load().writeMicrophone(microphone);
        Map<String, Object> all = new HashMap<>(settings);
        all.put("visavis.server.port", 0);
        all.put("visavis.server.state-directory", folder.resolve("state").toString());
        server = VisavisServer.start(VisavisConfig.withOverrides(all));
        browser = new Browser(microphone);
    }

    @AfterAll
    void stop() {
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
        page.run("sessionStorage.clear()");
        page.close();
    }

    /** An expression: how far the live picture is from an image, in levels of 255. */
    static String difference(String image) {
        return DIFFERENCE.formatted("document.querySelector('#avatar')", image);
    }

    String shown(String selector) {
        return page.text("document.querySelector('" + selector + "').innerText");
    }
}
