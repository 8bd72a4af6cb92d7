package dev.visavis.inference.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.visavis.inference.I420Frame;
import dev.visavis.inference.TalkingHead;
import dev.visavis.inference.motion.MotionControls;
import dev.visavis.inference.motion.MotionGenerator;
import dev.visavis.inference.portrait.Portrait;
import dev.visavis.inference.portrait.PortraitSource;
import dev.visavis.inference.provenance.VisibleBadge;
import dev.visavis.inference.render.FaceDecoder;
import dev.visavis.inference.runtime.ExecutionProvider;
import dev.visavis.inference.runtime.OnnxRuntime;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatentPackTest {
    @TempDir
    Path folder;
    private ModelPack pack;

    @BeforeEach
    void load() throws Exception {
        TinyLatentPack.write(folder, 5);
        pack = ModelPacks.load(folder);
    }

    @AfterEach
    void close() {
        pack.close();
    }

    @Test
    void saysItsSizes() {
        assertThat(pack.spec()).isEqualTo(new PackSpec("tiny-latent", 512, 512, 25, 16, 24, 2, 100));
    }

    @Test
    void differentLatentsAndPortraitsGiveDifferentFrames() throws Exception {
        float[] one = latent(1);
        float[] other = latent(2);

        byte[] frame = decode(portrait("a", 1), one);

        assertThat(frame).hasSize(512 * 512);
        assertThat(decode(portrait("a", 1), one)).isEqualTo(frame);
        assertThat(meanDifference(decode(portrait("a", 1), other), frame)).isGreaterThan(2);
        assertThat(meanDifference(decode(portrait("b", 2), one), frame)).isGreaterThan(2);
        assertThat(deviation(frame)).as("a picture, not a flat colour").isGreaterThan(3);
    }

    @Test
    void callsBesideEachOtherDoNotDisturbEachOther() throws Exception {
        Portrait a = portrait("a", 1);
        Portrait b = portrait("b", 2);
        byte[] alone = decode(a, latent(1));
        byte[] other = decode(b, latent(2));

        boolean undisturbed = IntStream.range(0, 40).parallel().allMatch(i -> i % 2 == 0
                ? Arrays.equals(decode(a, latent(1)), alone)
                : Arrays.equals(decode(b, latent(2)), other));

        assertThat(undisturbed).isTrue();
    }

    @Test
    void framesFollowTheSpeech() throws Exception {
        List<byte[]> silent = talk(pack, new float[16000]);
        float[] speech = new float[16000];
        for (int i = 0; i < speech.length; i++) {
            speech[i] = (float) (0.3 * Math.sin(i * 0.05));
        }
        List<byte[]> spoken = talk(pack, speech);

        // 25 feature frames, two of look-ahead, hops of two
        assertThat(silent).hasSize(22);
        assertThat(spoken).hasSize(22);
        assertThat(meanDifference(spoken.get(10), silent.get(10))).isGreaterThan(1);
    }

    @Test
    void theSameSeedGivesTheSameFrames() throws Exception {
        float[] pcm = noise(16000);

        List<byte[]> first = talk(pack, pcm);
        List<byte[]> second = talk(pack, pcm);

        for (int i = 0; i < first.size(); i++) {
            assertThat(second.get(i)).isEqualTo(first.get(i));
        }
    }

    @Test
    void goesBackAndMakesTheSameMotionAnew() {
        float[][] features = new float[60][];
        Random random = new Random(3);
        for (int i = 0; i < features.length; i++) {
            features[i] = new float[16];
            for (int k = 0; k < 16; k++) {
                features[i][k] = (float) random.nextGaussian();
            }
        }
        try (MotionGenerator generator = pack.newMotionGenerator(9)) {
            List<float[]> straight = run(generator, features, 0);
            generator.rewind(13);
            List<float[]> again = run(generator, features, 13);

            // From an odd frame the hops fall differently, the noise does not; the first frame anew has the same past.
            assertThat(again).hasSize(44);
            assertThat(again.get(0)).hasSize(TinyLatentPack.LATENT).doesNotContain(Float.NaN);
            generator.rewind(12);
            List<float[]> aligned = run(generator, features, 12);
            for (int i = 0; i < aligned.size(); i++) {
                assertThat(aligned.get(i)).isEqualTo(straight.get(12 + i));
            }
            assertThatThrownBy(() -> generator.rewind(2)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("50 frames");
            assertThatThrownBy(() -> generator.rewind(99)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void refusesAPortraitOfAnotherPack(@TempDir Path elsewhere) throws Exception {
        TinyLatentPack.write(elsewhere, 6);
        try (ModelPack other = ModelPacks.load(elsewhere)) {
            Portrait foreign = other.openPortrait(source("x", 1));
            assertThatThrownBy(() -> pack.newFaceDecoder(foreign)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("tiny-latent");
        }
    }

    @Test
    void fallsBackToTheCpuWhereCudaIsNot() throws Exception {
        try (ModelPack onCuda = ModelPacks.load(folder, ExecutionProvider.CUDA)) {
            assertThat(talk(onCuda, new float[8000])).isNotEmpty();
        }
    }

    @Test
    void runsOnCudaAsOnTheCpu() throws Exception {
        Assumptions.assumeTrue(OnnxRuntime.cudaUsable(), "no usable CUDA card");
        float[] pcm = noise(8000);
        try (ModelPack onCuda = ModelPacks.load(folder, ExecutionProvider.CUDA)) {
            assertThat(meanDifference(talk(onCuda, pcm).get(5), talk(pack, pcm).get(5))).isLessThan(2);
        }
    }

    private static List<float[]> run(MotionGenerator generator, float[][] features, int from) {
        List<float[]> made = new ArrayList<>();
        float[][] hop = new float[2][TinyLatentPack.LATENT];
        for (int i = from; i < features.length; i++) {
            int count = generator.generate(features[i], MotionGenerator.NO_PARTNER_DB, MotionControls.NEUTRAL, hop);
            for (int k = 0; k < count; k++) {
                made.add(hop[k].clone());
            }
        }
        return made;
    }

    private static List<byte[]> talk(ModelPack pack, float[] pcm) throws Exception {
        List<byte[]> frames = new ArrayList<>();
        I420Frame frame = new I420Frame(512, 512);
        try (TalkingHead head = new TalkingHead(pack, pack.openPortrait(source("p", 1)), new VisibleBadge(), 42)) {
            for (int at = 0; at + 160 <= pcm.length; at += 160) {
                head.push(Arrays.copyOfRange(pcm, at, at + 160));
                while (head.pull(frame)) {
                    frames.add(frame.y().clone());
                }
            }
        }
        return frames;
    }

    private byte[] decode(Portrait portrait, float[] latent) {
        I420Frame frame = new I420Frame(512, 512);
        try (FaceDecoder decoder = pack.newFaceDecoder(portrait)) {
            decoder.decode(latent, frame);
        }
        return frame.y();
    }

    private Portrait portrait(String name, int seed) throws Exception {
        return pack.openPortrait(source(name, seed));
    }

    private static PortraitSource source(String name, int seed) {
        BufferedImage image = new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        Random random = new Random(seed);
        for (int i = 0; i < 60; i++) {
            g.setColor(new Color(random.nextInt(0x1000000)));
            g.fillRect(random.nextInt(300), random.nextInt(200), 80, 60);
        }
        g.dispose();
        return new PortraitSource(name, image, null);
    }

    private static float[] latent(int seed) {
        float[] latent = new float[TinyLatentPack.LATENT];
        Random random = new Random(seed);
        for (int i = 0; i < latent.length; i++) {
            latent[i] = (float) random.nextGaussian();
        }
        return latent;
    }

    private static float[] noise(int samples) {
        float[] pcm = new float[samples];
        Random random = new Random(4);
        for (int i = 0; i < samples; i++) {
            pcm[i] = (float) (0.2 * random.nextGaussian());
        }
        return pcm;
    }

    private static double meanDifference(byte[] a, byte[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += Math.abs((a[i] & 0xFF) - (b[i] & 0xFF));
        }
        return sum / a.length;
    }

    private static double deviation(byte[] a) {
        double sum = 0;
        double squares = 0;
        for (byte v : a) {
            sum += v & 0xFF;
            squares += (v & 0xFF) * (v & 0xFF);
        }
        return Math.sqrt(squares / a.length - sum / a.length * sum / a.length);
    }
}
