package dev.visavis.inference.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MouthInteriorTest {
    private static final float[] LIPS = {170, 100, 95};
    private static final int TEETH = FaceModel.Interior.UPPER_TEETH;

    /** Warm light makes the whites of eyes yellow and red; teeth without it look grey beside the skin. */
    @Test
    void teethStandInTheLightOfTheEyesWhites() {
        float[] white = inLightOf(180, Yuv.GREY - 8, Yuv.GREY + 12);
        float[] warm = inLightOf(180, Yuv.GREY - 22, Yuv.GREY + 24);
        assertThat(warm[0]).isEqualTo(white[0]);
        assertThat(warm[1]).isBetween(white[1] - 14, white[1] - 6);
        assertThat(warm[2]).isBetween(white[2] + 6, white[2] + 14);
    }

    @Test
    void thePhotosOwnTeethHoldItsLightAlready() {
        float[] own = {220, 200, 160};
        float[] tint = {-10, 10};
        float[] lit = interior(own, tint).colours[TEETH];
        float[] unlit = interior(own, new float[2]).colours[TEETH];
        assertThat(lit[1] - unlit[1]).isBetween(-4f, -1f);
    }

    /** However the head is turned, and wherever the opening is. */
    @Test
    void teethOfBothSidesAreEquallyFarFromTheMiddle() {
        MouthInterior interior = interior(null, new float[2]);
        float most = 0;
        for (int i = 0; i < interior.aside.length; i++) {
            if (interior.part[i] == TEETH) {
                float across = interior.vertices[3 * i];
                assertThat(interior.aside[i]).isCloseTo(Math.abs(across), within(0.01f));
                most = Math.max(most, interior.aside[i]);
            }
        }
        assertThat(most).isBetween(3f, 4f);
    }

    private static float[] inLightOf(float... eyeWhite) {
        return interior(null, PhotoColours.tint(eyeWhite)).colours[TEETH];
    }

    private static MouthInterior interior(float[] teeth, float[] tint) {
        float[] face = Faces.MODEL.vertices();
        Similarity upright = Similarity.fit(face, face, new int[] {10, 152, 234, 454});
        return new MouthInterior(Faces.MODEL, upright, new float[] {0, 0, 5}, 1, LIPS, teeth, tint);
    }
}
