package dev.visavis.infra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.demo.VisavisServer;
import dev.visavis.demo.config.VisavisConfig;
import dev.visavis.infra.bench.Speech;
import dev.visavis.infra.browser.Browser;
import dev.visavis.infra.browser.CallPage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Agents die in the middle of a call, as if a native library had aborted. */
class BrowserAgentLossTest {
    @TempDir
    Path folder;

    @Test
    void theServerStaysAndThePageComesBackByItself() throws Exception {
        Path microphone = folder.resolve("microphone.wav");
        Speech.load().writeMicrophone(microphone);
        try (VisavisServer server = VisavisServer.start(VisavisConfig.withOverrides(Map.of("visavis.server.port", 0,
                "visavis.server.state-directory", folder.resolve("state").toString(), "visavis.agents.processes", 1)));
                Browser browser = new Browser(microphone)) {
            CallPage call = CallPage.open(browser, server.address()).start();
            call.window().run("window.before = window.visavis.call.peer;"
                    + "window.visavis.call.setControls({emotion: {happy: 1}})");
            List<ProcessHandle> agents = ProcessHandle.current().children()
                    .filter(p -> p.info().commandLine().orElse("").contains("dev.visavis.demo.agents")).toList();
            assertThat(agents).hasSize(1);
            agents.get(0).destroyForcibly();
            call.window().until("document.body.dataset.state === 'interrupted'");
            call.window().until("document.body.dataset.state === 'live' && window.visavis.call.peer !== window.before");
            double presented = call.window().number("window.avProbe.presented");
            call.window().until("window.avProbe.presented > " + (presented + 10));
            call.screenshot(Path.of("target", "call-after-loss.png"));
        }
    }
}
