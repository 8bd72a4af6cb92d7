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
import dev.visavis.inference.render.ExplicitPortrait;
import dev.visavis.inference.render.LipAperture;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A portrait with a voice of its own is interrupted in mid-word, over and over, in real time: when does the last sample
 * of the old voice leave, and from which pushed frame on are the lips at rest. That is told by the mesh that the frame was
 * drawn from; the landmark network looks at the pushed pictures, too, but its noise is as large as the bound, so its
 * word counts only as a mean of all interruptions, less what it makes of lips at rest.
 */
final class BargeInBench {
    private static final int TRIALS = 20;
    private static final int SPEECH_MS = 8_000;
    private static final int REST_MS = 1_500;

    /** The frame by which the lips are to be at rest, counted from 1. */
    private static final int DUE_FRAME = 3;

    /** Fraction of the face's height that counts as closed. */
    private static final double AT_REST = 0.01;

    private final ModelPack pack;
    private final Speech speech;
    private final Figures figures;
    private final Random random = new Random(1);
    private final DrawnMotion drawn = new DrawnMotion();
    private final FixedDelay delay;

    BargeInBench(ModelPack pack, Speech speech, Figures figures) {
        this.pack = pack;
        this.speech = speech;
        this.figures = figures;
        this.delay = FixedDelay.of(pack.spec(), AgentOptions.of("bench", 1).computeAllowanceMs());
    }

    void run() throws InterruptedException, PortraitException {
        SystemCallClock clock = new SystemCallClock();
        PushRecorder pushes = new PushRecorder(clock);
        PortraitSource photo = Presenters.open(Presenters.list().get(0).id()).orElseThrow();
        Portrait portrait = pack.openPortrait(photo);
        CallStages stages = drawn.watch(CallStages.of(pack, portrait, new VisibleBadge(), 1));
        CallPipeline pipeline = new CallPipeline(stages, pushes, clock, delay, stats -> {
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
        report(trials);
        reportMesh(trials, portrait);
        reportPictures(trials, photo);
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

    private void report(List<PushRecorder.Interruption> trials) {
        List<Double> voiceMs = trials.stream().map(PushRecorder.Interruption::lastVoiceMs).toList();
        List<Double> startMs = trials.stream().map(PushRecorder.Interruption::startMs).toList();
        put("barge_in.voice_ms", Percentiles.of(voiceMs), "clear to the last old sample pushed, " + TRIALS + " times");
        put("voice_feed.start_ms", Percentiles.of(startMs), "first sample written to first sample pushed");
    }

    private void reportMesh(List<PushRecorder.Interruption> trials, Portrait portrait) {
        if (!(portrait instanceof ExplicitPortrait explicit)) {
            return; // other packs have no mesh
        }
        LipAperture lips = new LipAperture(explicit);
        List<Double> mouthFrames = new ArrayList<>();
        List<Double> dueApertures = new ArrayList<>();
        List<Double> before = new ArrayList<>();
        for (PushRecorder.Interruption trial : trials) {
            double[] apertures = trial.frames().stream().mapToDouble(f -> lips.of(drawn.of(picture(f)))).toArray();
            int frame = apertures.length - 1; // the last was pushed a second later
            while (frame > 0 && apertures[frame - 1] <= AT_REST) {
                frame--;
            }
            mouthFrames.add(frame + 1.0);
            dueApertures.add(apertures[DUE_FRAME - 1]);
            before.add(lips.of(drawn.of(picture(trial.frames().get(0)) - 1)));
        }
        put("barge_in.mouth_frames", Percentiles.of(mouthFrames),
                "first frame after clear from which on the lips are at rest (<= .01 fh), by the mesh");
        put("barge_in.mouth_fh", Percentiles.of(dueApertures), "lips apart in the third frame, by the mesh");
        put("barge_in.mouth_fh_before", Percentiles.of(before), "the same in the last frame before");
    }

    private long picture(PushRecorder.Pushed frame) {
        long frameNs = 1_000_000_000L / pack.spec().framesPerSecond();
        return (frame.dueNs() - delay.ms() * 1_000_000L) / frameNs;
    }

    private void reportPictures(List<PushRecorder.Interruption> trials, PortraitSource photo) {
        List<Double> openMore = new ArrayList<>();
        List<Double> noise = new ArrayList<>();
        try (MouthMeter mouth = meter(photo)) {
            for (PushRecorder.Interruption trial : trials) {
                double[] apertures = trial.frames().stream().mapToDouble(f -> mouth.aperture(f.luma())).toArray();
                double rest = apertures[apertures.length - 1];
                openMore.add(apertures[DUE_FRAME - 1] - rest);
                noise.add(Math.abs(apertures[apertures.length - 2] - rest));
            }
        }
        figures.put("barge_in.mouth_seen_fh", openMore.stream().mapToDouble(x -> x).average().orElseThrow());
        figures.note("barge_in.mouth_seen_fh",
                "lips in the third frame less those at rest, by the landmark network, mean");
        figures.put("barge_in.mouth_seen_noise_fh", Percentiles.of(noise).at(95));
        figures.note("barge_in.mouth_seen_noise_fh", "p95 of what it makes of two frames that are both at rest");
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
