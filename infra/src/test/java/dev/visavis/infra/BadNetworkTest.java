package dev.visavis.infra;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.demo.VisavisServer;
import dev.visavis.demo.config.VisavisConfig;
import dev.visavis.infra.browser.Browser;
import dev.visavis.infra.browser.CallPage;
import dev.visavis.infra.browser.Microphone;
import dev.visavis.infra.marker.MarkerPack;
import dev.visavis.infra.relay.Impairment;
import dev.visavis.infra.relay.RelayedPorts;
import dev.visavis.infra.relay.UdpRelay;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A call over a network that is not as it should be. How well it goes is for the bench to say; here it goes on. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadNetworkTest {
    private static final Impairment PATH = Impairment.NONE.withDelay(25, 0);
    private static final String PRESENTED = "window.avProbe.presented";

    @TempDir
    static Path folder;

    private VisavisServer server;
    private UdpRelay relay;
    private Browser browser;
    private CallPage call;

    /** {@code visavis.transport}. */
    String transport() {
        return "webrtc-java";
    }

    @BeforeAll
    void startEverything() throws Exception {
        RelayedPorts ports = RelayedPorts.find();
        Map<String, Object> settings = new HashMap<>(ports.settings());
        settings.put("visavis.server.port", 0);
        settings.put("visavis.transport", transport());
        settings.put("visavis.server.state-directory", folder.resolve("state").toString());
        server = VisavisServer.start(VisavisConfig.withOverrides(settings), new MarkerPack());
        relay = ports.relay(5);
        Path microphone = folder.resolve("beeps.wav");
        Microphone.write(Microphone.beeps(20, 0.737), microphone);
        browser = new Browser(microphone);
        browser.preload(ports.script());
    }

    @AfterAll
    void stopEverything() {
        browser.close();
        relay.close();
        server.close();
    }

    @BeforeEach
    void call() {
        relay.impair(PATH);
        call = CallPage.open(browser, server.address()).start();
        awaitFrames(25);
    }

    @AfterEach
    void leave() {
        call.window().close();
    }

    private void awaitFrames(int more) {
        call.window().until(PRESENTED + " >= " + (call.window().number(PRESENTED) + more));
    }

    @Test
    void lossAndJitterAreCarriedOn() {
        relay.impair(PATH.withBursts(0.2, 5).withDelay(100, 50));
        awaitFrames(75);
        assertThat(relay.lost()).isPositive();
        assertThat(call.window().text("document.body.dataset.state")).isEqualTo("live");
    }

    @Test
    void thePictureComesBackAfterAnOutage() {
        relay.impair(PATH.withOutage(true));
        double at = call.seconds();
        call.window().until("performance.now() / 1000 > " + (at + 3));
        double frames = call.window().number(PRESENTED);
        relay.impair(PATH);
        call.window().until(PRESENTED + " > " + (frames + 25));
    }

    @Test
    void aPathThatStaysDeadIsReplacedByAnIceRestart() {
        call.window().run("""
                window.restarts = 0;
                const send = window.fetch;
                window.fetch = (u, o) => { if (o?.method === 'PATCH') restarts++; return send(u, o); };""");
        relay.impair(PATH.withOutage(true));
        call.window().until("document.body.dataset.state === 'interrupted'");
        call.window().until("window.restarts > 0");
        relay.impair(PATH);
        call.window().until("document.body.dataset.state === 'live'");
        awaitFrames(25);
    }

    @Test
    void aNewAddressOfTheCallerIsFollowed() {
        relay.changeAddresses();
        awaitFrames(50);
        assertThat(call.window().text("document.body.dataset.state")).isEqualTo("live");
    }
}
