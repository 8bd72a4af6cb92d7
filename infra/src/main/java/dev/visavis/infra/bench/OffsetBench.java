package dev.visavis.infra.bench;

import dev.visavis.infra.browser.Browser;
import dev.visavis.infra.browser.CallPage;
import dev.visavis.infra.browser.Microphone;
import dev.visavis.infra.marker.MarkerPack;
import dev.visavis.infra.marker.MarkerServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * How far voice and picture are apart in the browser: beeps go in by the microphone, the marker pack paints where each
 * began, and both are timed as they are presented (video: expected display time; sound: output time of the audio
 * context).
 */
final class OffsetBench {
    private static final double SAMPLES_PER_MS = 16;
    private static final double FARTHEST_MS = 400;
    private static final int OFFSET_MASK = (1 << MarkerPack.OFFSET_BITS) - 1;

    private final int seconds;
    private final Figures figures;
    private final Map<String, Object> settings;

    /** @param settings of the server, by full name */
    OffsetBench(int seconds, Figures figures, Map<String, Object> settings) {
        this.seconds = seconds;
        this.figures = figures;
        this.settings = settings;
    }

    void run() throws IOException, InterruptedException {
        Path microphone = Files.createTempFile("visavis-beeps", ".wav");
        Microphone.write(Microphone.beeps(60.3, 0.737), microphone);
        try (ServerProcess server = ServerProcess.start(settings, MarkerServer.class);
                Browser browser = new Browser(microphone)) {
            CallPage call = CallPage.open(browser, server.address()).start();
            Thread.sleep(seconds * 1000L);
            Percentiles offsets = Percentiles.of(offsetsMs(call.presentedFrames(), call.beeps()));
            figures.put("av_offset.median_ms", offsets.median());
            figures.note("av_offset.median_ms", "> 0: sound ahead of picture; " + offsets.size() + " beeps");
            figures.put("av_offset.p5_ms", offsets.at(5));
            figures.put("av_offset.p95_ms", offsets.at(95));
            figures.put("av_offset.output_latency_ms", call.window().number("window.avProbe.outputLatencyMs()"));
        } finally {
            Files.delete(microphone);
        }
    }

    /** For each painted beep, the time of the picture less the time of the nearest sounding beep. */
    static List<Double> offsetsMs(List<double[]> frames, List<Double> beeps) {
        List<Double> offsets = new ArrayList<>();
        for (double[] frame : frames) {
            int code = (int) frame[2];
            if (code < 0 || code >>> MarkerPack.FRAME_BITS + MarkerPack.OFFSET_BITS == 0) {
                continue;
            }
            // The frame stands for its middle sample; the beep began this much earlier.
            double shownMs = frame[1] - (code >>> MarkerPack.FRAME_BITS & OFFSET_MASK) / SAMPLES_PER_MS;
            beeps.stream().map(beep -> shownMs - beep).min(Comparator.comparingDouble(Math::abs))
                    .filter(ms -> Math.abs(ms) < FARTHEST_MS).ifPresent(offsets::add);
        }
        return offsets;
    }
}
