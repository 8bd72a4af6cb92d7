package dev.visavis.infra.bench;

import dev.visavis.agent.call.CallClock;
import dev.visavis.agent.call.CallLoop;
import dev.visavis.agent.call.CallPipeline;
import dev.visavis.agent.call.CallStages;
import dev.visavis.agent.call.FixedDelay;
import dev.visavis.agent.call.SystemCallClock;
import dev.visavis.agent.transport.MediaTransport;
import dev.visavis.agent.transport.TransportStats;
import dev.visavis.agent.worker.AgentOptions;
import dev.visavis.inference.I420Frame;
import dev.visavis.inference.pack.ModelPack;
import dev.visavis.inference.portrait.Portrait;
import dev.visavis.inference.portrait.PortraitException;
import dev.visavis.inference.portrait.Presenters;
import dev.visavis.inference.provenance.VisibleBadge;
import java.util.ArrayList;
import java.util.List;

/** A call in real time with nothing but a stopwatch behind it: when does a frame leave, and how evenly. */
final class LatencyBench {
    private static final int WARM_UP_FRAMES = 100;
    private static final int LOW_ALLOWANCE_MS = 10;
    private static final int LATE_MS = 5;

    private final ModelPack pack;
    private final Speech speech;
    private final int seconds;
    private final Figures figures;

    LatencyBench(ModelPack pack, Speech speech, int seconds, Figures figures) {
        this.pack = pack;
        this.speech = speech;
        this.seconds = seconds;
        this.figures = figures;
    }

    /** With the delay that calls have unless configured otherwise, and with the least that a quiet machine keeps to. */
    void run() throws InterruptedException, PortraitException {
        measure("", AgentOptions.of("bench", 1).computeAllowanceMs());
        measure("low_", LOW_ALLOWANCE_MS);
    }

    private void measure(String prefix, int computeAllowanceMs) throws InterruptedException, PortraitException {
        FixedDelay delay = FixedDelay.of(pack.spec(), computeAllowanceMs);
        SystemCallClock clock = new SystemCallClock();
        Stopwatch stopwatch = new Stopwatch(clock, delay);
        List<Double> computeMs = new ArrayList<>();
        Portrait portrait = pack.openPortrait(Presenters.open(Presenters.list().get(0).id()).orElseThrow());
        CallPipeline pipeline = new CallPipeline(CallStages.of(pack, portrait, new VisibleBadge(), 1), stopwatch, clock,
                delay, stats -> computeMs.add(stats.generateMsP95()));
        stopwatch.hear = () -> pipeline.inboundAudio().write(stopwatch.microphone(speech));
        CallLoop loop = CallLoop.start("latency", pipeline, clock, Throwable::printStackTrace);
        try {
            Thread.sleep((seconds + WARM_UP_FRAMES / 25) * 1_000L);
        } finally {
            loop.close();
        }
        report(prefix, stopwatch, delay, computeMs);
    }

    private void report(String prefix, Stopwatch stopwatch, FixedDelay delay, List<Double> computeMs) {
        Percentiles latency = Percentiles.of(stopwatch.latencyMs);
        String name = prefix + "latency.";
        figures.put(name + "delay_ms", delay.ms());
        figures.note(name + "delay_ms",
                prefix.isEmpty()
                        ? "the call's fixed delay D"
                        : "visavis.calls.compute-allowance = "
                                + LOW_ALLOWANCE_MS + "ms");
        figures.put(name + "speech_to_lips_ms_p50", latency.median());
        figures.put(name + "speech_to_lips_ms_p95", latency.at(95));
        long late = stopwatch.latencyMs.stream().filter(ms -> ms > delay.ms() + LATE_MS).count();
        figures.put(name + "late_percent", 100.0 * late / latency.size());
        figures.note(name + "late_percent", "pictures pushed more than " + LATE_MS + " ms behind their sound");
        figures.put(name + "compute_ms_p95", computeMs.isEmpty() ? Double.NaN : computeMs.get(computeMs.size() - 1));
        Percentiles intervals = Percentiles.of(stopwatch.intervalMs);
        figures.put(prefix + "frame_interval.ms_p50", intervals.median());
        figures.put(prefix + "frame_interval.ms_p99", intervals.at(99));
        figures.note(prefix + "frame_interval.ms_p99", "between pushed frames, " + intervals.size() + " of them");
    }

    /** Takes the time of what it is given to send; the call's thread alone enters it. */
    private static final class Stopwatch implements MediaTransport {
        private final CallClock clock;
        private final FixedDelay delay;
        private final short[] pcm = new short[TICK_SAMPLES];
        private final List<Double> latencyMs = new ArrayList<>();
        private final List<Double> intervalMs = new ArrayList<>();
        private Runnable hear;
        private long tick;
        private long frames;
        private double lastMs;

        private Stopwatch(CallClock clock, FixedDelay delay) {
            this.clock = clock;
            this.delay = delay;
        }

        private short[] microphone(Speech speech) {
            float[] next = speech.tick48k(tick++);
            for (int i = 0; i < pcm.length; i++) {
                pcm[i] = (short) (next[i] * 32_767);
            }
            return pcm;
        }

        @Override
        public void sendFrame(I420Frame frame, long timestampNs) {
            double nowMs = clock.nowNs() / 1e6;
            // A frame is due D after its middle sample was heard.
            double heardMs = timestampNs / 1e6 - delay.ms();
            if (++frames > WARM_UP_FRAMES) {
                latencyMs.add(nowMs - heardMs);
                intervalMs.add(nowMs - lastMs);
            }
            lastMs = nowMs;
        }

        /** The voice goes out once a tick: the microphone speaks at the same pace. */
        @Override
        public void sendPcm(short[] voice, long timestampNs) {
            hear.run();
        }

        @Override
        public void setListener(Listener listener) {
            // the bench feeds the pipeline itself
        }

        @Override
        public State state() {
            return State.CONNECTED;
        }

        @Override
        public TransportStats stats() {
            return new TransportStats(frames, 0, tick, tick, -1, -1);
        }

        @Override
        public void close() {
            // holds nothing
        }
    }
}
