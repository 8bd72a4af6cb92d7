package dev.visavis.signaling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.signaling.protocol.CallEvent;
import dev.visavis.signaling.protocol.CallEvent.State;
import dev.visavis.signaling.protocol.CallEvent.Stats.StageMs;
import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CallMetricsTest {
    private final Map<String, String> calls = new HashMap<>(Map.of("a", "", "b", "", "c", ""));
    private final CallMetrics metrics = new CallMetrics(calls::size);

    private void stats(String call, long dropped, double target) {
        metrics.heard(new CallEvent.Stats(call, 24.5, dropped, 10, new StageMs(1, 1, 1, 1), 120, -30, target, 1));
    }

    @Test
    void callsAreCountedNow() {
        System.gc(); // nothing but the gauge holds what it asks
        assertThat(metrics.scrape()).contains("visavis_calls 3.0");
        calls.remove("b");
        assertThat(metrics.scrape()).contains("visavis_calls 2.0");
    }

    @Test
    void whatAgentsCountIsAddedUpOverCalls() {
        stats("a", 2, 25);
        stats("a", 5, 25);
        stats("b", 1, 15);
        metrics.heard(new CallEvent.StateChanged("a", State.CLOSED, ""));
        stats("a", 1, 25); // another one
        assertThat(metrics.scrape()).contains("visavis_frames_dropped_total 7.0")
                .contains("visavis_overloaded_seconds_total 1.0").contains("visavis_sent_fps_count 4");
    }

    @Test
    void pagesReportWhatTheirPeopleSee() {
        metrics.reported("a", new JsonObject().put("fps", 25).put("avOffsetMs", -60.5).put("freezes", 2));
        metrics.reported("a", new JsonObject().put("fps", 25).put("latencyMs", 180).put("freezes", 2));
        metrics.bargedIn();
        assertThat(metrics.scrape()).contains("visavis_av_offset_abs_ms_bucket{le=\"45.0\"} 0")
                .contains("visavis_av_offset_abs_ms_bucket{le=\"90.0\"} 1").contains("visavis_freezes_total 2.0")
                .contains("visavis_latency_ms_sum 180.0").contains("visavis_barge_ins_total 1.0");
    }
}
