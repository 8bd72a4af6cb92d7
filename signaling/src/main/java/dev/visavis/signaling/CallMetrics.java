package dev.visavis.signaling;

import dev.visavis.signaling.protocol.CallEvent;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntSupplier;

/**
 * How all calls go, for Prometheus. What agents tell counts once a second and call, what pages report each time they
 * do; nothing names a call. Used on the server's event loop.
 */
final class CallMetrics {
    /** In ms of picture against sound: half of what is noticed, what is noticed early and late (ITU-R BT.1359). */
    private static final double[] OFFSET_MS = {20, 45, 90, 125, 185};
    private static final double[] LATENCY_MS = {100, 150, 200, 300, 400, 600, 1_000};
    private static final double[] RATES = {5, 10, 12.5, 15, 20, 24, 30, 40};
    private static final double[] KBPS = {100, 200, 300, 500, 800, 1_200, 2_000};

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final DistributionSummary sentFps = summary("visavis.sent.fps", "pictures a call sent in a second", RATES);
    private final DistributionSummary shownFps = summary("visavis.shown.fps", "pictures a page decoded in a second",
            RATES);
    private final DistributionSummary kbps = summary("visavis.received.kbps", "sound and picture at a page", KBPS);
    private final DistributionSummary offset = summary("visavis.av.offset.abs.ms",
            "how far sound and picture are apart at a page", OFFSET_MS);
    private final DistributionSummary latency = summary("visavis.latency.ms",
            "from speech to lips as a page estimates it", LATENCY_MS);
    private final Counter dropped = counter("visavis.frames.dropped", "pictures that never left an agent");
    private final Counter overloaded = counter("visavis.overloaded.seconds", "seconds of calls at a reduced picture");
    private final Counter freezes = counter("visavis.freezes", "freezes at pages (webrtc-stats)");
    private final Counter bargeIns = counter("visavis.barge.ins", "portraits interrupted by their callers");

    /** What was counted of a call already; it goes with the call. */
    private final Map<String, long[]> counted = new HashMap<>();

    /** @param calls how many there are now */
    CallMetrics(IntSupplier calls) {
        // Nobody else holds the supplier, and Micrometer would let it be collected: the gauge would read NaN from then on.
        Gauge.builder("visavis.calls", calls, IntSupplier::getAsInt).strongReference(true)
                .description("calls now").register(registry);
    }

    private DistributionSummary summary(String name, String meaning, double... buckets) {
        return DistributionSummary.builder(name).description(meaning).serviceLevelObjectives(buckets)
                .register(registry);
    }

    private Counter counter(String name, String meaning) {
        return Counter.builder(name).description(meaning).register(registry);
    }

    /** An agent tells of one of its calls. */
    void heard(CallEvent event) {
        if (event instanceof CallEvent.Stats stats) {
            sentFps.record(stats.framesPerSecond());
            grow(dropped, stats.callId(), 0, stats.framesDropped());
            if (stats.sizeDivisor() > 1 || stats.targetFramesPerSecond() < 25) {
                overloaded.increment();
            }
        } else if (event instanceof CallEvent.StateChanged change && change.state().isFinal()) {
            counted.remove(event.callId());
        }
    }

    /** A page reports; names as in {@code control.schema.json}. */
    void reported(String callId, JsonObject report) {
        record(shownFps, report.getDouble("fps"));
        record(kbps, report.getDouble("kbps"));
        record(latency, report.getDouble("latencyMs"));
        Double offsetMs = report.getDouble("avOffsetMs");
        record(offset, offsetMs == null ? null : Double.valueOf(Math.abs(offsetMs)));
        if (report.getLong("freezes") != null) {
            grow(freezes, callId, 1, report.getLong("freezes"));
        }
    }

    void bargedIn() {
        bargeIns.increment();
    }

    private static void record(DistributionSummary summary, Double value) {
        if (value != null) {
            summary.record(value);
        }
    }

    /** Counters of calls begin at 0 with each call and only grow. */
    private void grow(Counter counter, String callId, int which, long total) {
        long[] before = counted.computeIfAbsent(callId, id -> new long[2]);
        counter.increment(Math.max(0, total - before[which]));
        before[which] = Math.max(before[which], total);
    }

    /** In Prometheus' text format. */
    String scrape() {
        return registry.scrape();
    }
}
