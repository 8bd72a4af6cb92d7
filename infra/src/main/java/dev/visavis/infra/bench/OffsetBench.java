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
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * How far voice and picture are apart in the browser: beeps go in by the microphone, the marker pack paints where each
 * began, and both are timed as they are presented (video: expected display time; sound: when it left the jitter buffer,
 * and what the browser's output takes from there by its statistics).
 */
final class OffsetBench {
    private static final double SAMPLES_PER_MS = 16;
    private static final int SETTLE_SECONDS = 5;
    private static final double FARTHEST_MS = 400;
    private static final double DRIFT_SECONDS = 1_800;
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

    /** @param runs each with a server and a browser of its own; of several the worst is the figure, and all are noted */
    void run(int runs) throws IOException, InterruptedException {
        Path microphone = Files.createTempFile("visavis-beeps", ".wav");
        Microphone.write(Microphone.beeps(60.3, 0.737), microphone);
        List<Run> measured = new ArrayList<>();
        try {
            for (int run = 0; run < runs; run++) {
                measured.add(measure(microphone));
            }
        } finally {
            Files.delete(microphone);
        }
        put("av_offset.median_ms", "> 0: sound ahead of picture", measured, run -> run.offsetsMs.median());
        put("av_offset.p5_ms", "", measured, run -> run.offsetsMs.at(5));
        put("av_offset.p95_ms", "", measured, run -> run.offsetsMs.at(95));
        put("av_offset.abs_p95_ms", "either way", measured, Run::absP95Ms);
        putDrift(Trend.mean(measured.stream().map(Run::drift).toList()));
        put("av_offset.output_latency_ms", "of the browser's sound, allowed for", measured, Run::outputLatencyMs);
        put("latency.mouth_to_ear_ms_p50", "out of the microphone until heard", measured, run -> run.toEarMs.median());
        put("latency.mouth_to_ear_ms_p95", "", measured, run -> run.toEarMs.at(95));
        put("latency.mouth_to_eye_ms_p50", "the same until seen", measured, run -> run.toEyeMs.median());
        put("latency.mouth_to_eye_ms_p95", "", measured, run -> run.toEyeMs.at(95));
        figures.put("av_offset.beeps", measured.stream().mapToInt(run -> run.offsetsMs.size()).sum());
    }

    private Run measure(Path microphone) throws IOException, InterruptedException {
        try (ServerProcess server = ServerProcess.start(settings, MarkerServer.class);
                Browser browser = new Browser(microphone)) {
            CallPage call = CallPage.open(browser, server.address()).hearMouth().start();
            Thread.sleep(SETTLE_SECONDS * 1000L);
            double fromMs = call.seconds() * 1000;
            Thread.sleep(seconds * 1000L);
            List<Double> painted = painted(call.presentedFrames()).stream().filter(ms -> ms > fromMs).toList();
            List<Double> heard = call.beeps().stream().filter(ms -> ms > fromMs).toList();
            List<Double> spoken = call.spokenBeeps();
            List<Offset> offsets = offsets(painted, heard);
            double[] offsetsMs = offsets.stream().mapToDouble(Offset::ms).toArray();
            Trend drift = Trend.of(offsets.stream().mapToDouble(o -> o.shownMs / 1_000).toArray(), offsetsMs);
            double absP95Ms = Percentiles.of(DoubleStream.of(offsetsMs).map(Math::abs).toArray()).at(95);
            return new Run(Percentiles.of(offsetsMs), absP95Ms, drift,
                    call.window().number("window.avProbe.outputLatencyMs()"), sinceSpoken(heard, spoken),
                    sinceSpoken(painted, spoken));
        }
    }

    /** How long after the latest beep of the microphone each of these was; more than a beep's distance is not seen. */
    private static Percentiles sinceSpoken(List<Double> timesMs, List<Double> spoken) {
        return Percentiles.of(timesMs.stream()
                .flatMap(ms -> spoken.stream().filter(said -> said < ms).max(Double::compare).map(said -> ms - said)
                        .stream())
                .toList());
    }

    private void put(String name, String how, List<Run> runs, ToDoubleFunction<Run> figure) {
        double[] all = runs.stream().mapToDouble(figure).toArray();
        figures.put(name, DoubleStream.of(all).boxed().max(Comparator.comparingDouble(Math::abs)).orElseThrow());
        String each = DoubleStream.of(all).mapToObj(ms -> String.format(Locale.ROOT, "%.1f", ms))
                .collect(Collectors.joining(" "));
        figures.note(name, all.length == 1 ? how : how + " worst of " + each);
    }

    private void putDrift(Trend drift) {
        figures.put("av_offset.drift_ms", drift.perSecond() * DRIFT_SECONDS);
        figures.note("av_offset.drift_ms", String.format(Locale.ROOT, "in 30 minutes, standard error %.3g; %s",
                drift.standardError() * DRIFT_SECONDS,
                drift.isTold() ? "there is one" : "cannot be told from none"));
    }

    private record Run(Percentiles offsetsMs, double absP95Ms, Trend drift, double outputLatencyMs,
            Percentiles toEarMs, Percentiles toEyeMs) {
    }

    /** For each frame with the mark of a beep: when the beep was shown. */
    static List<Double> painted(List<double[]> frames) {
        List<Double> painted = new ArrayList<>();
        for (double[] frame : frames) {
            int code = (int) frame[2];
            if (code >= 0 && code >>> MarkerPack.FRAME_BITS + MarkerPack.OFFSET_BITS != 0) {
                // The frame stands for its middle sample; the beep began this much earlier.
                painted.add(frame[1] - (code >>> MarkerPack.FRAME_BITS & OFFSET_MASK) / SAMPLES_PER_MS);
            }
        }
        return painted;
    }

    /**
     * A beep.
     *
     * @param shownMs when it was seen
     * @param ms by how much later than heard
     */
    record Offset(double shownMs, double ms) {
    }

    /** For each painted beep, its time less that of the nearest sounding beep. */
    static List<Offset> offsets(List<Double> painted, List<Double> beeps) {
        List<Offset> offsets = new ArrayList<>();
        for (double shownMs : painted) {
            beeps.stream().map(beep -> shownMs - beep).min(Comparator.comparingDouble(Math::abs))
                    .filter(ms -> Math.abs(ms) < FARTHEST_MS).ifPresent(ms -> offsets.add(new Offset(shownMs, ms)));
        }
        return offsets;
    }
}
