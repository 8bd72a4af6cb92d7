package dev.visavis.infra.bench;

import dev.visavis.demo.Main;
import dev.visavis.infra.browser.Browser;
import dev.visavis.infra.browser.CallPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Two calls for as long as {@code --seconds} says (1800 for the half hour that is meant), then calls that open and close,
 * one after the other, on one agent that is not replaced.
 */
final class SoakBench {
    private static final int CALLS = 2;
    private static final int EVERY_SECONDS = 10;
    private static final int WARM_UP_SECONDS = 20;
    private static final int OPENED = 200;
    private static final int OPENED_WARM = 20;

    private final Speech speech;
    private final int seconds;
    private final Figures figures;
    private final Map<String, Object> settings;

    /** @param settings of the servers, by full name */
    SoakBench(Speech speech, int seconds, Figures figures, Map<String, Object> settings) {
        this.speech = speech;
        this.seconds = seconds;
        this.figures = figures;
        this.settings = settings;
    }

    void run() throws IOException, InterruptedException {
        Path microphone = Files.createTempFile("visavis-microphone", ".wav");
        speech.writeMicrophone(microphone);
        try (Browser browser = Browser.ofStatistics(microphone)) {
            try (ServerProcess server = ServerProcess.start(settings, Main.class, "serve", "--port", "0")) {
                soak(server, browser);
            }
            Map<String, Object> often = new HashMap<>(settings);
            often.put("visavis.server.set-ups-per-minute", 1_000);
            try (ServerProcess server = ServerProcess.start(often, Main.class, "serve", "--port", "0",
                    "--agents", "1")) {
                churn(server, browser);
            }
        } finally {
            Files.delete(microphone);
        }
    }

    private void soak(ServerProcess server, Browser browser) throws IOException, InterruptedException {
        List<CallPage> calls = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
            calls.add(CallPage.open(browser, server.address()).start());
        }
        Thread.sleep(WARM_UP_SECONDS * 1000L);
        double warm = server.settledMb();
        List<Soak.Sample> samples = new Soak(server, calls).run(Math.max(seconds, 4 * EVERY_SECONDS), EVERY_SECONDS);
        figures.put("soak.kept_mb", server.settledMb() - warm);
        figures.note("soak.kept_mb", "memory at the end less that at the beginning, garbage collected");
        Soak.Sample first = samples.get(0);
        Soak.Sample last = samples.get(samples.size() - 1);
        figures.put("soak.minutes", last.seconds() / 60);
        figures.put("soak.rss_mb_first", first.rssMb());
        figures.put("soak.rss_mb_last", last.rssMb());
        figures.put("soak.rss_mb_per_hour", Soak.growthMbPerHour(samples));
        figures.note("soak.rss_mb_per_hour", "slope over the second half");
        figures.put("soak.fps_median", Percentiles.of(samples.stream().map(Soak.Sample::fps).toList()).median());
        figures.put("soak.fps_min", samples.stream().mapToDouble(Soak.Sample::fps).min().orElseThrow());
        figures.note("soak.fps_min", "worst " + EVERY_SECONDS + " s of the worst call");
        figures.put("soak.video_buffer_ms_drift", last.videoBufferMs() - first.videoBufferMs());
        figures.put("soak.audio_buffer_ms_drift", last.audioBufferMs() - first.audioBufferMs());
        calls.forEach(call -> call.window().close());
    }

    private void churn(ServerProcess server, Browser browser) throws IOException, InterruptedException {
        CallPage page = CallPage.open(browser, server.address());
        double warm = 0;
        for (int call = 0; call < OPENED; call++) {
            page.start().end();
            if (call == OPENED_WARM - 1) {
                warm = server.settledMb();
            }
        }
        double left = server.settledMb();
        figures.put("churn.calls", OPENED);
        figures.put("churn.rss_mb_per_call", (left - warm) / (OPENED - OPENED_WARM));
        figures.put("churn.rss_mb", left);
        page.window().close();
    }
}
