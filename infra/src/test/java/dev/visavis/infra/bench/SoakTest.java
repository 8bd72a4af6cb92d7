package dev.visavis.infra.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.visavis.demo.Main;
import dev.visavis.infra.browser.Browser;
import dev.visavis.infra.browser.CallPage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoakTest {
    /** One frame kept by mistake every second, of each call, would grow by 2800; garbage that waits for its collector, by less. */
    private static final double MAX_MB_PER_HOUR = 2_400;

    /** What compiled code takes, and the collector's tables; a frame kept every minute would take 12 in half an hour. */
    private static final double MAX_KEPT_MB = 60;

    /** In the first half minute a slow machine has not opened all presenters yet, 7 MB each in two agents. */
    private static final double MAX_KEPT_MB_FROM_THE_START = 200;

    /** For 600 calls of two agents: .2 each of libwebrtc's, compiled code, and the last calls that are still closing. */
    private static final double MAX_KEPT_MB_OF_CALLS = 250;

    /** Until then agents compile, open their presenters and grow their heaps. */
    private static final int WARM_UP_CALLS = 50;

    @TempDir
    Path folder;

    @Test
    void twoCallsGoOnAndNothingGrows() throws Exception {
        soak(2, 180, MAX_KEPT_MB_FROM_THE_START, "webrtc-java");
    }

    @ParameterizedTest
    @ValueSource(strings = {"webrtc-java", "jitsi"})
    @Tag("long")
    void twoCallsGoOnForHalfAnHour(String transport) throws Exception {
        soak(2, 1_800, MAX_KEPT_MB, transport);
    }

    @ParameterizedTest
    @ValueSource(strings = {"webrtc-java", "jitsi"})
    @Tag("long")
    void aCallGoesOnForAnHour(String transport) throws Exception {
        soak(1, 3_600, MAX_KEPT_MB, transport);
    }

    private void soak(int count, int seconds, double maxKeptMb, String transport) throws Exception {
        try (ServerProcess server = ServerProcess.start(Map.of("visavis.transport", transport), Main.class, "serve",
                "--port", "0"); Browser browser = new Browser(microphone())) {
            List<CallPage> calls = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                calls.add(CallPage.open(browser, server.address()).start());
            }
            Soak soak = new Soak(server, calls);
            soak.run(seconds / 6, 10);
            double warmMb = server.settledMb();
            List<Soak.Sample> samples = soak.run(seconds - seconds / 6, 10);
            assertThat(samples).allSatisfy(s -> assertThat(s.fps()).isPositive());
            assertThat(Soak.growthMbPerHour(samples)).as("%s", samples).isLessThan(MAX_MB_PER_HOUR);
            assertThat(server.settledMb()).as("%s", samples).isLessThan(warmMb + maxKeptMb);
            double first = samples.get(2).audioBufferMs();
            assertThat(samples.get(samples.size() - 1).audioBufferMs()).as("%s", samples).isLessThan(first + 200);
            for (CallPage call : calls) {
                assertThat(call.window().text("document.body.dataset.state")).isEqualTo("live");
            }
        }
    }

    private Path microphone() throws IOException {
        Path microphone = folder.resolve("microphone.wav");
        Speech.load().writeMicrophone(microphone);
        return microphone;
    }

    /** Agents are replaced on the way, before what libwebrtc leaks adds up. */
    @ParameterizedTest
    @ValueSource(strings = {"webrtc-java", "jitsi"})
    @Tag("long")
    void aThousandCallsLeaveLittleBehind(String transport) throws Exception {
        Map<String, Object> settings = Map.of("visavis.transport", transport, "visavis.server.set-ups-per-minute",
                10_000);
        try (ServerProcess server = ServerProcess.start(settings, Main.class, "serve", "--port", "0");
                Browser browser = new Browser(microphone())) {
            makeCalls(WARM_UP_CALLS, browser, server);
            double warmMb = server.settledMb();
            for (int page = 0; page < 10; page++) {
                makeCalls(100, browser, server);
            }
            assertThat(server.settledMb()).isLessThan(warmMb + MAX_KEPT_MB_OF_CALLS);
        }
    }

    /** One after the other, in a window of their own: Chromium refuses a page's 500th if it has not collected garbage yet. */
    private static void makeCalls(int count, Browser browser, ServerProcess server) {
        CallPage page = CallPage.open(browser, server.address());
        for (int call = 0; call < count; call++) {
            page.start().end();
        }
        page.window().close();
    }

    @Test
    void growthIsTheSlopeOfTheSecondHalf() {
        List<Soak.Sample> samples = IntStream.range(0, 20)
                .mapToObj(i -> new Soak.Sample(10 * i, i < 10 ? 300 + 50 * i : 800 + 0.5 * i, 25, 0, 0)).toList();
        assertThat(Soak.growthMbPerHour(samples)).isCloseTo(180, within(1e-6));
    }
}
