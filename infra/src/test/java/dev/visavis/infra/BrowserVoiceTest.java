package dev.visavis.infra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.demo.VisavisServer;
import dev.visavis.demo.config.VisavisConfig;
import dev.visavis.infra.bench.Speech;
import dev.visavis.infra.browser.Browser;
import dev.visavis.infra.browser.CallPage;
import dev.visavis.infra.browser.Page;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A portrait with words of its own, on the page: texts, the button that stops it, and what is not set up. */
class BrowserVoiceTest {
    @TempDir
    static Path folder;

    private static VisavisServer server;
    private static Browser browser;

    /** The program that speaks is a stand-in: whatever the text, it is the recording. */
    @BeforeAll
    static void startServerAndBrowser() throws Exception {
        Path silence = folder.resolve("silence.wav");
        dev.visavis.infra.browser.Microphone.write(new float[48_000], silence);
        Path recording = folder.resolve("recording.wav");
        Speech.load().writeMicrophone(recording);
        Path program = Files.writeString(folder.resolve("speak.sh"), "cp " + recording + " \"$2\"");
        server = VisavisServer.start(VisavisConfig.withOverrides(Map.of("visavis.server.port", 0,
                "visavis.agents.processes", 0, "visavis.voice.speech-command",
                List.of("sh", program.toString(), "{text}", "{wav}"), "visavis.server.state-directory",
                folder.resolve("state").toString())));
        browser = new Browser(silence);
    }

    @AfterAll
    static void stop() {
        browser.close();
        server.close();
    }

    private static String loudness() {
        return "window.avProbe.envelope.slice(-24).reduce((m, e) => Math.max(m, e[1]), 0)";
    }

    @Test
    void itSaysATextUntilItIsStopped() throws Exception {
        CallPage call = CallPage.open(browser, server.address()).start();
        Page page = call.window();
        page.until("window.visavis.call.state === 'live'");
        page.run("document.querySelector('#say-text').value = 'Good morning.'");
        page.click("#say button[type=submit]");
        page.until("document.querySelector('#voice-state').textContent === 'Speaking'");
        assertThat(page.eval("document.querySelector('input[name=voice-mode]:checked').value")).isEqualTo("TEXT");
        page.until(loudness() + " > 0.02");
        call.screenshot(folder.resolve("speaking.png"));
        page.click("#interrupt");
        page.until("document.querySelector('#voice-state').textContent === 'Listening'");
        page.until(loudness() + " < 0.002");
        page.click("label[for=voice-talk]");
        page.until("!document.querySelector('#voice-detail').hidden");
        assertThat(String.valueOf(page.eval("document.querySelector('#voice-detail').textContent")))
                .contains("visavis.conversation.url");
        assertThat(page.eval("document.querySelector('input[name=voice-mode]:checked').value")).isEqualTo("TEXT");
        String shown = System.getProperty("visavis.screenshots", "");
        if (!shown.isEmpty()) {
            call.screenshot(Path.of(shown, "not-set-up.png"));
            Files.copy(folder.resolve("speaking.png"), Path.of(shown, "speaking.png"));
        }
        call.end();
    }
}
