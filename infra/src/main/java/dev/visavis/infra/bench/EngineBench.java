package dev.visavis.infra.bench;

import dev.visavis.agent.file.AudioFileReader;
import dev.visavis.agent.file.MediaFileException;
import dev.visavis.agent.file.Mp4Writer;
import dev.visavis.agent.file.VideoEncoding;
import dev.visavis.agent.transport.TransportOptions;
import dev.visavis.inference.I420Frame;
import dev.visavis.inference.VideoFormat;
import dev.visavis.inference.audio.AudioEncoder;
import dev.visavis.inference.motion.MotionControls;
import dev.visavis.inference.motion.MotionGenerator;
import dev.visavis.inference.pack.ModelPack;
import dev.visavis.inference.pack.PackSpec;
import dev.visavis.inference.portrait.Portrait;
import dev.visavis.inference.portrait.PortraitException;
import dev.visavis.inference.portrait.Presenters;
import dev.visavis.inference.provenance.VisibleBadge;
import dev.visavis.inference.render.FaceDecoder;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Cost of the engine's stages and of the encoder, one after the other on one thread, no call around them. */
final class EngineBench {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
    private static final double NS_PER_MS = 1e6;

    private final ModelPack pack;
    private final PackSpec spec;
    private final Speech speech;
    private final int seconds;
    private final Figures figures;

    EngineBench(ModelPack pack, Speech speech, int seconds, Figures figures) {
        this.pack = pack;
        this.spec = pack.spec();
        this.speech = speech;
        this.seconds = seconds;
        this.figures = figures;
    }

    void run() throws PortraitException, MediaFileException, IOException {
        new PhotoBench(pack, figures).run();
        Portrait portrait = pack.openPortrait(Presenters.open(Presenters.list().get(0).id()).orElseThrow());
        speak(5);
        List<float[]> latents = speak(seconds);
        render(portrait, latents.subList(0, Math.min(latents.size(), 100)), null);
        List<I420Frame> kept = new ArrayList<>();
        Percentiles ms = render(portrait, latents, kept);
        figures.put("render.ms_p50", ms.median());
        figures.note("render.ms_p50", "latent to I420 " + spec.width() + "x" + spec.height() + ", one thread");
        figures.put("render.ms_p99", ms.at(99));
        for (String size : new String[] {"768x768", "1280x720"}) {
            renderAt(VideoFormat.ofSize(size).orElseThrow(), latents);
        }
        encode(kept);
        badge(kept);
    }

    /** A pack that draws one size only has no such figure. */
    private void renderAt(VideoFormat format, List<float[]> latents) {
        try {
            Portrait portrait = pack.openPortrait(Presenters.open("w1").orElseThrow(), format);
            figures.put("render.ms_p50." + format.size(), render(portrait, format, latents, null).median());
        } catch (PortraitException e) {
            figures.note("render.ms_p50", e.getMessage());
        }
    }

    private List<float[]> speak(int forSeconds) {
        List<float[]> latents = new ArrayList<>();
        float[] features = new float[spec.featureSize()];
        float[][] hop = new float[spec.hopFrames()][spec.latentSize()];
        long audioNs = 0;
        long motionNs = 0;
        List<Double> waitMs = new ArrayList<>();
        try (AudioEncoder encoder = pack.newAudioEncoder(); MotionGenerator generator = pack.newMotionGenerator(1)) {
            for (int tick = 0; tick < forSeconds * 100; tick++) {
                long heardNs = System.nanoTime();
                long t0 = THREADS.getCurrentThreadCpuTime();
                boolean ready = encoder.encode(speech.tick16k(tick), features);
                long t1 = THREADS.getCurrentThreadCpuTime();
                audioNs += t1 - t0;
                if (ready) {
                    int made = generator.generate(features, MotionGenerator.NO_PARTNER_DB, MotionControls.NEUTRAL, hop);
                    motionNs += THREADS.getCurrentThreadCpuTime() - t1;
                    waitMs.add((System.nanoTime() - heardNs) / NS_PER_MS);
                    for (int i = 0; i < made; i++) {
                        latents.add(hop[i].clone());
                    }
                }
            }
        }
        figures.put("audio.cpu_ms_per_s", audioNs / NS_PER_MS / forSeconds);
        figures.put("motion.cpu_ms_per_s", motionNs / NS_PER_MS / forSeconds);
        figures.put("motion.latent_ms_p95", Percentiles.of(waitMs).at(95));
        figures.note("motion.latent_ms_p95", "last sample that a frame needs to its latent");
        return latents;
    }

    /** @param kept receives the first ten seconds of frames, or null */
    private Percentiles render(Portrait portrait, List<float[]> latents, List<I420Frame> kept) {
        return render(portrait, spec.format(), latents, kept);
    }

    private Percentiles render(Portrait portrait, VideoFormat format, List<float[]> latents, List<I420Frame> kept) {
        double[] ms = new double[latents.size()];
        I420Frame frame = new I420Frame(format.width(), format.height());
        try (FaceDecoder decoder = pack.newFaceDecoder(portrait)) {
            for (int i = 0; i < ms.length; i++) {
                long beganNs = System.nanoTime();
                decoder.decode(latents.get(i), frame);
                ms[i] = (System.nanoTime() - beganNs) / NS_PER_MS;
                if (kept != null && kept.size() < 250) {
                    I420Frame copy = new I420Frame(format.width(), format.height());
                    copy.copyFrom(frame);
                    kept.add(copy);
                }
            }
        }
        return Percentiles.of(ms);
    }

    private void encode(List<I420Frame> frames) throws MediaFileException, IOException {
        Path file = Files.createTempFile("visavis-bench", ".mp4");
        float[] silence = new float[AudioFileReader.TICK_48K];
        long cpuNs = 0;
        try (Mp4Writer writer = Mp4Writer.create(file, spec.width(), spec.height(), spec.framesPerSecond(),
                VideoEncoding.asInCall(TransportOptions.DEFAULTS.maxBitrateBps(spec.width(), spec.height())))) {
            for (I420Frame frame : frames) {
                for (int i = 0; i < 100 / spec.framesPerSecond(); i++) {
                    writer.write(silence);
                }
                long t0 = THREADS.getCurrentThreadCpuTime();
                writer.write(frame);
                cpuNs += THREADS.getCurrentThreadCpuTime() - t0;
            }
            writer.finish();
            double length = frames.size() / (double) spec.framesPerSecond();
            figures.put("encode.cpu_ms_per_s", cpuNs / NS_PER_MS / length);
            figures.note("encode.cpu_ms_per_s", "the same frames through OpenH264 as in a call, one thread");
            figures.put("encode.kbps", Files.size(file) * 8 / 1000.0 / length);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private void badge(List<I420Frame> frames) {
        try (VisibleBadge badge = new VisibleBadge()) {
            badge.mark(frames.get(0), 0);
            long t0 = THREADS.getCurrentThreadCpuTime();
            for (int i = 0; i < frames.size(); i++) {
                badge.mark(frames.get(i), i);
            }
            figures.put("mark.ms", (THREADS.getCurrentThreadCpuTime() - t0) / NS_PER_MS / frames.size());
        }
    }
}
