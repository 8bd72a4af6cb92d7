package dev.visavis.inference.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.visavis.inference.encoder.Faces;
import dev.visavis.inference.motion.Blendshape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SourceSmileTest {
    private static final int[] UPPER_FACE = {10, 33, 263, 133, 362, 168, 6, 151, 127, 356, 195};
    private static final float SCALE = 20;

    @Test
    void aRestingMouthIsNotASmile() {
        SourceSmile smile = smile(canonical());
        assertThat(smile.left).isZero();
        assertThat(smile.right).isZero();
    }

    @Test
    void aSmileIsFoundOnItsSideAndMostOfItTakenBack() {
        float[] face = canonical();
        float[] rest = face.clone();
        float[] field = Faces.MODEL.field(Blendshape.MOUTH_SMILE_LEFT);
        for (int i = 0; i < field.length; i++) {
            face[i] += 0.9f * SCALE * (i % 3 == 1 ? -1 : 1) * field[i];
        }
        SourceSmile smile = smile(face);
        assertThat(smile.left).isBetween(0.4f, 0.9f);
        assertThat(smile.right).isLessThan(0.1f);

        PersonShapes shapes = new PersonShapes(Faces.MODEL, pose(face), face,
                new Relief(Faces.MODEL, face.clone(), SCALE), false);
        float lifted = rest[3 * 291 + 1] - face[3 * 291 + 1];
        float left = rest[3 * 291 + 1] - face[3 * 291 + 1] - shapes.seal()[3 * 291 + 1];
        assertThat(left / lifted).as("share of the lift that stays").isBetween(0.1f, 0.65f);
    }

    /** A smile on one side moves the lips' middle, from which both sides are measured. */
    @Test
    void aOneSidedSmileIsTakenBackToALevelMouth() {
        float[] face = canonical();
        for (int i = 0; i < face.length; i++) {
            float way = 0.8f * Faces.MODEL.field(Blendshape.MOUTH_SMILE_LEFT)[i]
                    + 0.5f * Faces.MODEL.field(Blendshape.MOUTH_SMILE_RIGHT)[i];
            face[i] += SCALE * (i % 3 == 1 ? -way : way);
        }
        SourceSmile smile = smile(face);
        assertThat(smile.left - smile.right).isCloseTo(0.3f, within(0.01f));
    }

    /** With the corners where they are, too: lips that part round their middle do not move it. */
    @Test
    void whoeverShowsTeethSmiles() {
        float[] closed = canonical();
        closed[3 * 291 + 1] -= 0.7f * SCALE;
        closed[3 * 13 + 1] = closed[3 * 14 + 1];
        float[] apart = closed.clone();
        apart[3 * 13 + 1] -= 0.4f * SCALE;
        assertThat(smile(apart).left).isGreaterThan(smile(closed).left + 0.1f);
    }

    @ParameterizedTest
    @ValueSource(strings = {"w1", "w2", "w3", "m1", "m2", "m3"})
    void presentersKeepTheirMouths(String id) {
        float[] seal = Faces.portrait(id).shapes.seal();
        for (int corner : new int[] {61, 291}) {
            assertThat(seal[3 * corner + 1] / Faces.portrait(id).pixelsPerCm).isCloseTo(0, within(0.03f));
        }
    }

    private static SourceSmile smile(float[] face) {
        return new SourceSmile(Faces.MODEL, pose(face), face);
    }

    private static Similarity pose(float[] face) {
        float[] model = canonical();
        for (int i = 0; i < model.length; i++) {
            model[i] /= SCALE;
        }
        return Similarity.fit(model, face, UPPER_FACE);
    }

    /** The canonical face in a frame, y down. */
    private static float[] canonical() {
        float[] out = Faces.MODEL.vertices().clone();
        for (int i = 0; i < out.length; i++) {
            out[i] *= i % 3 == 1 ? -SCALE : SCALE;
        }
        return out;
    }
}
