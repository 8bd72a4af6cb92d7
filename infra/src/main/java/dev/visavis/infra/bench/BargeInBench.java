package dev.visavis.infra.bench;

import dev.visavis.agent.call.CallLoop;
import dev.visavis.agent.call.CallPipeline;
import dev.visavis.agent.call.CallStages;
import dev.visavis.agent.call.FixedDelay;
import dev.visavis.agent.call.SystemCallClock;
import dev.visavis.agent.call.VoiceFeed;
import dev.visavis.agent.transport.MediaTransport;
import dev.visavis.agent.worker.AgentOptions;
import dev.visavis.inference.pack.ModelPack;
import dev.visavis.inference.portrait.Portrait;
import dev.visavis.inference.portrait.PortraitException;
import dev.visavis.inference.portrait.PortraitSource;
import dev.visavis.inference.portrait.Presenters;
import dev.visavis.inference.provenance.VisibleBadge;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A portrait with a voice of its own is interrupted in mid-word, over and over, in real time: when does the last sample
 * of the old voice leave, and which frame is the first whose lips, as the landmark network sees them, are at rest.
 */
final class BargeInBench {
    private static final int TRIALS = 20;
    private static final int SPEECH_MS = 8_000;
    private static final int REST_MS = 1_500;

    /** Fraction of the face's height that counts as closed. */
    private static final double AT_REST = 0.01;

    private final ModelPack pack;
    private final Speech speech;
    private final Figures figures;
    private final Random random = new Random(1);

    BargeInBench(ModelPack pack, Speech speech, Figures figures) {
        this.pack = pack;
        this.speech = speech;
        this.figures = figures;
    }

    void run() throws InterruptedException, PortraitException {
        FixedDelay delay = FixedDelay.of(pack.spec(), AgentOptions.of("bench", 1).computeAllowanceMs());
        SystemCallClock clock = new SystemCallClock();
        PushRecorder pushes = new PushRecorder(clock);
        PortraitSource photo = Presenters.open(Presenters.list().get(0).id()).orElseThrow();
        Portrait portrait = pack.openPortrait(photo);
        CallPipeline pipeline = new CallPipeline(CallStages.of(pack, portrait, new VisibleBadge(), 1), pushes, clock,
                delay, stats -> {
                });
        pipeline.listenWith(pcm -> {
        });
        List<PushRecorder.Interruption> trials = new ArrayList<>();
        CallLoop loop = CallLoop.start("barge-in", pipeline, clock, Throwable::printStackTrace);
        try {
            Thread.sleep(4_000);
            for (int i = 0; i < TRIALS; i++) {
                trials.add(interrupt(pipeline.voiceFeed(), pushes, clock));
            }
        } finally {
            loop.close();
        }
        report(trials, photo);
    }

    private PushRecorder.Interruption interrupt(VoiceFeed feed, PushRecorder pushes, SystemCallClock clock)
            throws InterruptedException {
        short[] pcm = new short[MediaTransport.TICK_SAMPLES];
        long from = random.nextInt(1_000);
        long began = clock.nowNs();
        for (int t = 0; t < SPEECH_MS / 10; t++) {
            float[] tick = speech.tick48k(from + t);
            for (int i = 0; i < pcm.length; i++) {
                pcm[i] = (short) (tick[i] * 32_767);
            }
            feed.write(pcm);
        }
        Thread.sleep(1_500 + random.nextInt(2_000));
        long clearedNs = clock.nowNs();
        feed.clear();
        Thread.sleep(REST_MS);
        return pushes.interruption(began, clearedNs);
    }

    private void report(List<PushRecorder.Interruption> trials, PortraitSource photo) {
        List<Double> voiceMs = new ArrayList<>();
        List<Double> mouthFrames = new ArrayList<>();
        List<Double> startMs = new ArrayList<>();
        try (MouthMeter mouth = meter(photo)) {
            for (PushRecorder.Interruption trial : trials) {
                voiceMs.add(trial.lastVoiceMs());
                startMs.add(trial.startMs());
                mouth.aperture(trial.frames().get(0)); // it follows the face, and the face has moved meanwhile
                double rest = mouth.aperture(trial.frames().get(trial.frames().size() - 1));
                int frame = 0;
                while (frame < trial.frames().size() - 1
                        && mouth.aperture(trial.frames().get(frame)) - rest > AT_REST) {
                    frame++;
                }
                mouthFrames.add(frame + 1.0);
            }
        }
        put("barge_in.voice_ms", Percentiles.of(voiceMs), "clear to the last old sample pushed, " + TRIALS + " times");
        put("barge_in.mouth_frames", Percentiles.of(mouthFrames),
                "first frame after clear with lips at rest (<= .01 fh)");
        put("voice_feed.start_ms", Percentiles.of(startMs), "first sample written to first sample pushed");
    }

    private MouthMeter meter(PortraitSource photo) {
        float[] landmarks = photo.landmarks().clone();
        for (int i = 0; i < landmarks.length; i++) {
            landmarks[i] *= (float) pack.spec().width() / photo.image().getWidth();
        }
        return new MouthMeter(pack.spec().width(), pack.spec().height(), landmarks);
    }

    private void put(String name, Percentiles sample, String how) {
        figures.put(name, sample.at(100));
        figures.note(name, "worst; " + how);
        figures.put(name + "_p50", sample.median());
    }
}
