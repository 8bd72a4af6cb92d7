package dev.visavis.inference.face;

import static dev.visavis.inference.face.FaceTopology.LOWER_SEAM;
import static dev.visavis.inference.face.FaceTopology.UPPER_SEAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.visavis.inference.encoder.Faces;
import dev.visavis.inference.motion.Blendshape;
import org.junit.jupiter.api.Test;

/** The canonical face, ten pixels a cm and y down, its jaw open and both lips leaning against the mouth's corners. */
class LipTaperTest {
    private static final float SCALE = 10;
    private static final float OPEN = 0.4f;
    private static final float LEANS = 0.12f;
    private static final float POINT = 2;
    private static final int LAST = UPPER_SEAM.length - 1;

    @Test
    void anOpeningIsAlikeOnBothSides() {
        float[] face = leaning();
        float before = unlike(face);
        new LipTaper().apply(face, 1);
        assertThat(before).isGreaterThan(3);
        assertThat(unlike(face)).isLessThan(0.25f * before);
    }

    @Test
    void itRunsOutTowardsTheCorners() {
        float[] face = leaning();
        float blunt = gap(face, 0) / LipGap.widest(face);
        new LipTaper().apply(face, 1);
        assertThat(gap(face, 0) / LipGap.widest(face)).isLessThan(0.8f * blunt);
        assertThat(gap(face, LAST) / LipGap.widest(face)).isCloseTo(gap(face, 0) / LipGap.widest(face), within(0.05f));
    }

    @Test
    void aLowerLipThatHasAPointLosesMostOfIt() {
        float[] round = leaning();
        float[] pointed = leaning();
        pointed[3 * LOWER_SEAM[LAST / 2] + 1] += POINT;
        new LipTaper().apply(round, 1);
        new LipTaper().apply(pointed, 1);
        assertThat(pointed[3 * LOWER_SEAM[LAST / 2] + 1] - round[3 * LOWER_SEAM[LAST / 2] + 1])
                .isBetween(0f, 0.6f * POINT);
    }

    @Test
    void aTiltedHeadsMouthIsTheSameInTheHead() {
        float[] upright = leaning();
        float[] tilted = turned(leaning(), 12);
        new LipTaper().apply(upright, 1);
        new LipTaper().apply(tilted, 1);
        assertThat(turned(tilted, -12)).containsExactly(upright, within(0.01f));
    }

    @Test
    void noShareChangesNothing() {
        float[] face = leaning();
        new LipTaper().apply(face, 0);
        assertThat(face).isEqualTo(leaning());
    }

    private static float[] leaning() {
        float[] jaw = Faces.MODEL.field(Blendshape.JAW_OPEN);
        float[] face = Faces.MODEL.vertices().clone();
        for (int i = 0; i < face.length; i++) {
            face[i] = SCALE * (face[i] + OPEN * jaw[i]) * (i % 3 == 1 ? -1 : 1);
        }
        for (int j = 0; j <= LAST; j++) {
            face[3 * UPPER_SEAM[j] + 1] += LEANS * face[3 * UPPER_SEAM[j]];
            face[3 * LOWER_SEAM[j] + 1] -= LEANS * face[3 * LOWER_SEAM[j]];
        }
        return face;
    }

    private static float[] turned(float[] face, double degrees) {
        float cos = (float) Math.cos(Math.toRadians(degrees));
        float sin = (float) Math.sin(Math.toRadians(degrees));
        float[] out = face.clone();
        for (int i = 0; i < face.length; i += 3) {
            out[i] = cos * face[i] - sin * face[i + 1];
            out[i + 1] = sin * face[i] + cos * face[i + 1];
        }
        return out;
    }

    /** How far heights of a lip's two sides differ at the most, in pixels. */
    private static float unlike(float[] face) {
        float most = 0;
        for (int[] seam : new int[][] {UPPER_SEAM, LOWER_SEAM}) {
            for (int j = 0; j < LAST / 2; j++) {
                most = Math.max(most, Math.abs(face[3 * seam[j] + 1] - face[3 * seam[LAST - j] + 1]));
            }
        }
        return most;
    }

    private static float gap(float[] face, int j) {
        return face[3 * LOWER_SEAM[j] + 1] - face[3 * UPPER_SEAM[j] + 1];
    }
}
