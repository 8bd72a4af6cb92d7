package dev.visavis.infra.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.visavis.demo.Main;
import dev.visavis.infra.browser.Browser;
import dev.visavis.infra.browser.CallPage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoakTest {
    /** One frame kept by mistake every second, of each call, would grow by 2800; garbage that waits for its collector, by less. */
    private static final double MAX_MB_PER_HOUR = 2_400;

    /** In half an hour the collector has come round, and what is left is kept. */
    private static final double MAX_MB_PER_LONG_HOUR = 200;

    /** What two agents' heaps grow by until they are collected, with the leaks of up to 300 calls. */
    private static final double MAX_MB_OF_CALLS = 500;

    @TempDir
    Path folder;

    @Test
    void twoCallsGoOnAndNothingGrows() throws Exception {
        soak(2, 180, MAX_MB_PER_HOUR);
    }

    @Test
    @Tag("long")
    void twoCallsGoOnForHalfAnHour() throws Exception {
        soak(2, 1_800, MAX_MB_PER_LONG_HOUR);
    }

    @Test
    @Tag("long")
    void aCallGoesOnForAnHour() throws Exception {
        soak(1, 3_600, MAX_MB_PER_LONG_HOUR);
    }

    private void soak(int count, int seconds, double maxMbPerHour) throws Exception {
        Path microphone = folder.resolve("microphone.wav");
        Speech.load().writeMicrophone(microphone);
        try (ServerProcess server = ServerProcess.start(Main.class, "serve", "--port", "0");
                Browser browser = new Browser(microphone)) {
            List<CallPage> calls = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                calls.add(CallPage.open(browser, server.address()).start());
            }
            List<Soak.Sample> samples = new Soak(server, calls).run(seconds, 10);
            assertThat(samples).allSatisfy(s -> assertThat(s.fps()).isPositive());
            assertThat(Soak.growthMbPerHour(samples)).as("%s", samples).isLessThan(maxMbPerHour);
            double first = samples.get(2).audioBufferMs();
            assertThat(samples.get(samples.size() - 1).audioBufferMs()).as("%s", samples).isLessThan(first + 200);
            for (CallPage call : calls) {
                assertThat(call.window().text("document.body.dataset.state")).isEqualTo("live");
            }
        }
    }

    /** Agents are replaced on the way, before what libwebrtc leaks adds up. */
    @Test
    @Tag("long")
    void aThousandCallsLeaveLittleBehind() throws Exception {
        Path microphone = folder.resolve("microphone.wav");
        Speech.load().writeMicrophone(microphone);
        try (ServerProcess server = ServerProcess.start(Main.class, "serve", "--port", "0");
                Browser browser = new Browser(microphone)) {
            CallPage page = CallPage.open(browser, server.address());
            double warmMb = 0;
            for (int call = 1; call <= 1_000; call++) {
                page.start().end();
                warmMb = call == 50 ? server.rssMb() : warmMb;
            }
            assertThat(server.rssMb()).isLessThan(warmMb + MAX_MB_OF_CALLS);
        }
    }

    @Test
    void growthIsTheSlopeOfTheSecondHalf() {
        List<Soak.Sample> samples = IntStream.range(0, 20)
                .mapToObj(i -> new Soak.Sample(10 * i, i < 10 ? 300 + 50 * i : 800 + 0.5 * i, 25, 0, 0)).toList();
        assertThat(Soak.growthMbPerHour(samples)).isCloseTo(180, within(1e-6));
    }
}
