package dev.visavis.infra.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.visavis.demo.Main;
import dev.visavis.infra.browser.Browser;
import dev.visavis.infra.browser.CallPage;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoakTest {
    /** One frame kept by mistake every second, of each call, would grow by 2800; garbage that waits for its collector, by less. */
    private static final double MAX_MB_PER_HOUR = 2_400;

    @TempDir
    Path folder;

    /** Three minutes of the half hour that {@code ./visavis bench --only soak --seconds 1800} runs. */
    @Test
    void twoCallsGoOnAndNothingGrows() throws Exception {
        Path microphone = folder.resolve("microphone.wav");
        Speech.load().writeMicrophone(microphone);
        try (ServerProcess server = ServerProcess.start(Main.class, "serve", "--port", "0");
                Browser browser = new Browser(microphone)) {
            List<CallPage> calls = List.of(CallPage.open(browser, server.address()).start(),
                    CallPage.open(browser, server.address()).start());
            List<Soak.Sample> samples = new Soak(server, calls).run(180, 10);
            assertThat(samples).allSatisfy(s -> assertThat(s.fps()).isPositive());
            assertThat(Soak.growthMbPerHour(samples)).as("%s", samples).isLessThan(MAX_MB_PER_HOUR);
            double first = samples.get(2).audioBufferMs();
            assertThat(samples.get(samples.size() - 1).audioBufferMs()).as("%s", samples).isLessThan(first + 200);
            for (CallPage call : calls) {
                assertThat(call.window().text("document.body.dataset.state")).isEqualTo("live");
            }
        }
    }

    @Test
    void growthIsTheSlopeOfTheSecondHalf() {
        List<Soak.Sample> samples = IntStream.range(0, 20)
                .mapToObj(i -> new Soak.Sample(10 * i, i < 10 ? 300 + 50 * i : 800 + 0.5 * i, 25, 0, 0)).toList();
        assertThat(Soak.growthMbPerHour(samples)).isCloseTo(180, within(1e-6));
    }
}
