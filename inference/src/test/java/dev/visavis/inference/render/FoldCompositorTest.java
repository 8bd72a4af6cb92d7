package dev.visavis.inference.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.inference.I420Frame;
import dev.visavis.inference.encoder.Faces;
import dev.visavis.inference.face.AxisGains;
import dev.visavis.inference.face.Motion;
import dev.visavis.inference.motion.Blendshape;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoldCompositorTest {
    private static final int SIZE = Faces.SIZE;

    @ParameterizedTest
    @ValueSource(strings = {"w1", "w2", "w3", "m1", "m2", "m3"})
    void aLoweredBrowFurrowsOnItsOwnSide(String id) {
        ExplicitPortrait portrait = Faces.portrait(id);
        float[] change = change(portrait, Blendshape.BROW_DOWN_LEFT);
        float[] rest = portrait.mesh.rest;
        int y = Math.round(rest[3 * 8 + 1]);
        int middle = Math.round(rest[3 * 8]);
        int reach = Math.round(0.9f * portrait.pixelsPerCm);
        assertThat(sum(change, y, middle + 3, middle + reach)).as("the person's left").isLessThan(-20);
        assertThat(sum(change, y, middle - reach, middle - 3)).as("right").isGreaterThan(-5);
    }

    @Test
    void aFaceAtRestHasNoneOfThem() {
        ExplicitPortrait portrait = Faces.portrait("w1");
        I420Frame frame = new I420Frame(SIZE, SIZE);
        Arrays.fill(frame.y(), (byte) 120);
        Motion motion = new Motion();
        motion.read(Faces.rest(), AxisGains.NONE);
        new FoldCompositor(portrait.folds, portrait.shapes.source(), SIZE, SIZE).draw(motion, portrait.mesh.rest,
                frame);
        for (byte luma : frame.y()) {
            assertThat(luma).isEqualTo((byte) 120);
        }
    }

    @Test
    void hairOverTheForeheadStaysAsItIs() {
        // The hair of w2 falls over the forehead's corner.
        ExplicitPortrait portrait = Faces.portrait("w2");
        boolean covered = false;
        for (SkinFolds.Fold fold : portrait.folds.folds()) {
            for (float skin : fold.skin()) {
                covered |= skin < 0.05f;
            }
        }
        assertThat(covered).isTrue();
    }

    /** What the folds alone change on a flat grey frame with the mesh at rest. */
    private static float[] change(ExplicitPortrait portrait, Blendshape shape) {
        I420Frame frame = new I420Frame(SIZE, SIZE);
        Arrays.fill(frame.y(), (byte) 120);
        Motion motion = new Motion();
        motion.read(Faces.with(shape, 1), AxisGains.NONE);
        new FoldCompositor(portrait.folds, portrait.shapes.source(), SIZE, SIZE).draw(motion, portrait.mesh.rest,
                frame);
        float[] out = new float[frame.y().length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (frame.y()[i] & 0xFF) - 120;
        }
        return out;
    }

    private static float sum(float[] change, int row, int from, int to) {
        float sum = 0;
        for (int x = from; x <= to; x++) {
            sum += change[row * SIZE + x];
        }
        return sum;
    }
}
