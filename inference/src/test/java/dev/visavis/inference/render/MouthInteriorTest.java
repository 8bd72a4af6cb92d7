package dev.visavis.inference.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.visavis.inference.encoder.Faces;
import dev.visavis.inference.face.FaceModel;
import dev.visavis.inference.face.FaceTopology;
import dev.visavis.inference.face.Similarity;
import dev.visavis.inference.image.Smooth;
import org.junit.jupiter.api.Test;

class MouthInteriorTest {
    private static final float[] LIPS = {170, 100, 95};
    private static final float[] WHITE = {190, -8, 8};
    private static final float CORNER_CM = Math.abs(Faces.MODEL.vertices()[3 * FaceTopology.SEAM_LEFT]);
    private static final int TEETH = FaceModel.Interior.UPPER_TEETH;

    /** However the head is turned, and wherever the opening is. */
    @Test
    void teethOfBothSidesAreEquallyFarFromTheMiddle() {
        MouthInterior interior = interior(canonical());
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

    /** Lips of a photo that was turned lie farther in front on one side; so do teeth, or a gap opens there. */
    @Test
    void teethAndTongueAreAsFarBehindThePersonsLipsAsBehindTheModels() {
        float[] face = canonical();
        for (int i = 0; i < face.length; i += 3) {
            face[i + 2] += 0.5f * face[i] - 0.1f * face[i] * face[i];
        }
        MouthInterior model = interior(canonical());
        MouthInterior own = interior(face);
        for (int i = 0; i < own.vertices.length; i += 3) {
            float x = model.vertices[i];
            float lips = Smooth.clamp(x, -CORNER_CM, CORNER_CM);
            assertThat(own.vertices[i]).isEqualTo(x);
            assertThat(own.vertices[i + 1]).isEqualTo(model.vertices[i + 1]);
            assertThat(own.vertices[i + 2] - model.vertices[i + 2])
                    .isCloseTo(0.5f * lips - 0.1f * lips * lips, within(0.02f));
        }
    }

    /** Or an open mouth shows a wedge of teeth in its middle, and none beside it. */
    @Test
    void sideTeethHangNearlyAsLowAsFrontTeeth() {
        MouthInterior interior = interior(canonical());
        float front = lowest(interior, 0, 0.4f);
        assertThat(front - lowest(interior, 0.5f, 0.8f)).isBetween(0f, 0.12f);
        assertThat(front - lowest(interior, 1.2f, 1.8f)).isBetween(0f, 0.3f);
        assertThat(front - lowest(interior, 1.8f, 2.3f)).isBetween(0f, 0.4f);
    }

    private static float lowest(MouthInterior interior, float from, float to) {
        float lowest = -Float.MAX_VALUE;
        for (int i = 0; i < interior.aside.length; i++) {
            if (interior.part[i] == TEETH && interior.aside[i] >= from && interior.aside[i] < to) {
                lowest = Math.max(lowest, interior.vertices[3 * i + 1]);
            }
        }
        return lowest;
    }

    /** The tongue's side is not in full light either: darker teeth would fill one side of a turned head's mouth. */
    @Test
    void lowerTeethInTheShadowAreAsBrightAsTheTonguesSide() {
        MouthInterior interior = interior(canonical());
        float teeth = interior.shadows[FaceModel.Interior.LOWER_TEETH][0];
        float dark = interior.shadows[FaceModel.Interior.TONGUE][0];
        float bright = interior.colours[FaceModel.Interior.TONGUE][0];
        assertThat((teeth - dark) / (bright - dark)).isBetween(0.1f, 0.3f);
    }

    private static MouthInterior interior(float[] rest) {
        float[] face = canonical();
        Similarity upright = Similarity.fit(face, face, new int[] {10, 152, 234, 454});
        return new MouthInterior(Faces.MODEL, upright, rest, 1, new Vermilion(LIPS, 1, 0, 0), WHITE);
    }

    private static float[] canonical() {
        float[] face = Faces.MODEL.vertices().clone();
        for (int i = 1; i < face.length; i += 3) {
            face[i] = -face[i];
        }
        return face;
    }
}
