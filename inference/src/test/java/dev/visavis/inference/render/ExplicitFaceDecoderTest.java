package dev.visavis.inference.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.visavis.inference.I420Frame;
import dev.visavis.inference.encoder.Faces;
import dev.visavis.inference.face.FaceTopology;
import dev.visavis.inference.face.HeadMesh;
import dev.visavis.inference.motion.Blendshape;
import dev.visavis.inference.motion.ExplicitMotion;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExplicitFaceDecoderTest {
    private static float[] random(Random random) {
        float[] latent = new float[ExplicitMotion.SIZE];
        for (int i = 0; i < 3; i++) {
            latent[i] = 30 * (random.nextFloat() - 0.5f);
        }
        latent[ExplicitMotion.TX] = 0.2f * (random.nextFloat() - 0.5f);
        latent[ExplicitMotion.TY] = 0.2f * (random.nextFloat() - 0.5f);
        latent[ExplicitMotion.SCALE] = 0.8f + 0.5f * random.nextFloat();
        for (int i = ExplicitMotion.POSE_SIZE; i < latent.length; i++) {
            latent[i] = random.nextInt(4) == 0 ? random.nextFloat() : 0;
        }
        return latent;
    }

    private static boolean same(I420Frame a, I420Frame b) {
        return Arrays.equals(a.y(), b.y()) && Arrays.equals(a.u(), b.u()) && Arrays.equals(a.v(), b.v());
    }

    @ParameterizedTest
    @ValueSource(strings = {"w1", "w2", "w3", "m1", "m2", "m3"})
    void restIsThePhoto(String id) {
        ExplicitPortrait portrait = Faces.portrait(id);
        I420Frame rest = Faces.draw(portrait, Faces.rest());
        I420Frame photo = Faces.photo(id);
        double error = 0;
        int pixels = 0;
        for (int i = 0; i < rest.y().length; i++) {
            if (inFace(portrait, i % Faces.SIZE, i / Faces.SIZE)) {
                int d = (rest.y()[i] & 0xFF) - (photo.y()[i] & 0xFF);
                error += d * d;
                pixels++;
            }
        }
        assertThat(pixels).isGreaterThan(20_000);
        assertThat(10 * Math.log10(255 * 255 / (error / pixels + 1e-9))).isGreaterThan(40);
    }

    private static boolean inFace(ExplicitPortrait portrait, int x, int y) {
        float[] rest = portrait.mesh.rest;
        boolean inside = false;
        int[] oval = FaceTopology.OVAL;
        for (int i = 0, j = oval.length - 1; i < oval.length; j = i++) {
            float xi = rest[3 * oval[i]];
            float yi = rest[3 * oval[i] + 1];
            float xj = rest[3 * oval[j]];
            float yj = rest[3 * oval[j] + 1];
            if (yi > y != yj > y && x < (xj - xi) * (y - yi) / (yj - yi) + xi) {
                inside = !inside;
            }
        }
        return inside;
    }

    @Test
    void writesEveryPixelWhateverTheFrameHeld() {
        Random random = new Random(7);
        I420Frame clean = new I420Frame(Faces.SIZE, Faces.SIZE);
        I420Frame dirty = new I420Frame(Faces.SIZE, Faces.SIZE);
        try (ExplicitFaceDecoder decoder = new ExplicitFaceDecoder(Faces.portrait("w3"))) {
            for (int n = 0; n < 20; n++) {
                float[] latent = random(random);
                random.nextBytes(dirty.y());
                random.nextBytes(dirty.u());
                random.nextBytes(dirty.v());
                decoder.decode(latent, clean);
                decoder.decode(latent, dirty);
                assertThat(same(clean, dirty)).isTrue();
            }
        }
    }

    /** Drawn with a texture that is all person, so that every pixel must be written. */
    @Test
    void theMeshHasNoCracks() {
        ExplicitPortrait portrait = Faces.portrait("m2");
        TriangleCover[] covers = new TriangleCover[portrait.covers.length];
        Arrays.fill(covers, TriangleCover.ALL);
        MeshWarper warper = new MeshWarper(portrait.texture, portrait.texture.luma, portrait.texture.chroma,
                portrait.mesh.triangles, covers,
                portrait.mesh.rest);
        I420Frame frame = new I420Frame(Faces.SIZE, Faces.SIZE);
        float[] light = new float[HeadMesh.COUNT];
        Arrays.fill(light, 1);
        Random random = new Random(3);
        for (int n = 0; n < 20; n++) {
            float[] latent = random(random);
            latent[ExplicitMotion.SCALE] = 1.2f;
            Arrays.fill(frame.y(), (byte) 0);
            Arrays.fill(frame.u(), (byte) 0);
            warper.draw(Faces.vertices(portrait, latent), light, frame);
            assertThat(count(frame.y(), 0)).as("luma, latent %d", n).isZero();
            assertThat(count(frame.u(), 0)).as("chroma, latent %d", n).isZero();
        }
    }

    private static int count(byte[] plane, int value) {
        int n = 0;
        for (byte b : plane) {
            n += b == value ? 1 : 0;
        }
        return n;
    }

    @Test
    void whatIsOutOfRangeIsCutAndNaNIsRest() {
        ExplicitPortrait portrait = Faces.portrait("w1");
        float[] wild = new float[ExplicitMotion.SIZE];
        Arrays.fill(wild, Float.NaN);
        assertThat(same(Faces.draw(portrait, wild), Faces.draw(portrait, Faces.rest()))).isTrue();
        float[] huge = Faces.with(Blendshape.JAW_OPEN, 1e9f);
        assertThat(same(Faces.draw(portrait, huge), Faces.draw(portrait, Faces.with(Blendshape.JAW_OPEN, 1)))).isTrue();
        for (float value : new float[] {Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 1e30f, -1e30f}) {
            Arrays.fill(wild, value);
            I420Frame frame = Faces.draw(portrait, wild);
            assertThat(count(frame.y(), 0)).isZero();
        }
    }

    @Test
    void refusesALatentOrFrameThatIsNotItsOwn() {
        try (ExplicitFaceDecoder decoder = new ExplicitFaceDecoder(Faces.portrait("w1"))) {
            assertThatThrownBy(() -> decoder.decode(new float[7], new I420Frame(512, 512)))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("59");
            assertThatThrownBy(() -> decoder.decode(Faces.rest(), new I420Frame(256, 256)))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("256x256");
        }
    }

    @Test
    void aFrameDependsOnItsLatentAlone() {
        ExplicitPortrait portrait = Faces.portrait("m1");
        Random random = new Random(5);
        float[] first = random(random);
        I420Frame frame = new I420Frame(Faces.SIZE, Faces.SIZE);
        try (ExplicitFaceDecoder decoder = new ExplicitFaceDecoder(portrait)) {
            decoder.decode(random(random), frame);
            decoder.decode(first, frame);
        }
        assertThat(same(frame, Faces.draw(portrait, first))).isTrue();
    }

    @Test
    void decodersOfOnePortraitRunSideBySide() throws Exception {
        ExplicitPortrait portrait = Faces.portrait("w2");
        Callable<List<Integer>> job = () -> {
            Random random = new Random(11);
            List<Integer> sums = new ArrayList<>();
            I420Frame frame = new I420Frame(Faces.SIZE, Faces.SIZE);
            try (ExplicitFaceDecoder decoder = new ExplicitFaceDecoder(portrait)) {
                for (int n = 0; n < 15; n++) {
                    decoder.decode(random(random), frame);
                    sums.add(Arrays.hashCode(frame.y()) ^ Arrays.hashCode(frame.u()) ^ Arrays.hashCode(frame.v()));
                }
            }
            return sums;
        };
        List<Integer> alone = job.call();
        ExecutorService two = Executors.newFixedThreadPool(2);
        try {
            for (Future<List<Integer>> result : two.invokeAll(List.of(job, job))) {
                assertThat(result.get()).isEqualTo(alone);
            }
        } finally {
            two.shutdownNow();
        }
    }

    @Test
    void allocatesNothingPerFrame() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        I420Frame frame = new I420Frame(Faces.SIZE, Faces.SIZE);
        Random random = new Random(2);
        float[][] latents = new float[20][];
        for (int i = 0; i < latents.length; i++) {
            latents[i] = random(random);
        }
        try (ExplicitFaceDecoder decoder = new ExplicitFaceDecoder(Faces.portrait("w1"))) {
            decoder.decode(latents[0], frame);
            long before = threads.getCurrentThreadAllocatedBytes();
            for (float[] latent : latents) {
                decoder.decode(latent, frame);
            }
            long each = (threads.getCurrentThreadAllocatedBytes() - before) / latents.length;
            assertThat(each).isLessThanOrEqualTo(256);
        }
    }
}
