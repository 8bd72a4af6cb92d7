package dev.visavis.inference.render;

import static dev.visavis.inference.render.FaceTopology.SEAM_LEFT;
import static dev.visavis.inference.render.FaceTopology.SEAM_RIGHT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** The canonical face in cm, y down, with one corner of its mouth drawn out and up. */
class LopsidedSmileTest {
    private static final int CORNER = 291;
    private static final int MIDDLE = 13;
    private static final int FAR = 152;

    @Test
    void cornersEndEquallyFarFromTheMiddle() {
        float[] face = face();
        float[] even = face.clone();
        float[] undoing = LopsidedSmile.undoing(upright(), face, 1);
        for (int i = 0; i < even.length; i++) {
            even[i] += undoing[i];
        }
        assertThat(lopsided(face)).isGreaterThan(0.5f);
        assertThat(lopsided(even)).isBetween(0f, 0.15f);
        assertThat(even[3 * SEAM_RIGHT + 1]).isCloseTo(even[3 * SEAM_LEFT + 1], within(0.15f));
        assertThat(undoing[3 * MIDDLE]).isZero();
        assertThat(undoing[3 * FAR]).isCloseTo(0, within(0.01f));
    }

    @Test
    void whoeverDoesNotSmileKeepsTheirMouth() {
        for (float way : LopsidedSmile.undoing(upright(), face(), 0.04f)) {
            assertThat(way).isCloseTo(0, within(1e-6f));
        }
    }

    private static float lopsided(float[] face) {
        return face[3 * SEAM_LEFT] + face[3 * SEAM_RIGHT];
    }

    private static Similarity upright() {
        return Similarity.fit(face(), face(), new int[] {10, 152, 234, 454});
    }

    private static float[] face() {
        float[] face = Faces.MODEL.vertices().clone();
        for (int i = 0; i < FaceModel.VERTICES; i++) {
            face[3 * i + 1] = -face[3 * i + 1];
            if (i == CORNER || i == SEAM_LEFT) {
                face[3 * i] += 0.6f;
                face[3 * i + 1] -= 0.5f;
            }
        }
        return face;
    }
}
