package dev.visavis.inference.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.visavis.inference.encoder.Faces;
import dev.visavis.inference.motion.Blendshape;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The canonical face, which is at rest, with its mouth changed. */
class MouthShapeTest {
    private static final Similarity UNMOVED = Similarity.fit(canonical(), canonical(), new int[] {10, 152, 234, 454});

    @Test
    void aWideMouthSmilesLessWideAndAsHigh() {
        float[] average = fitted(canonical()).get(Blendshape.MOUTH_SMILE_LEFT);
        float[] wide = fitted(scaled(1.4f, 1)).get(Blendshape.MOUTH_SMILE_LEFT);
        int corner = 3 * FaceTopology.SEAM_LEFT;
        assertThat(wide[corner]).isBetween(0.2f * average[corner], 0.6f * average[corner]);
        assertThat(wide[corner + 1]).isCloseTo(average[corner + 1], within(1e-4f));
    }

    @Test
    void aWideMouthDrawsItsCornersInAsTheJawOpens() {
        int corner = 3 * FaceTopology.SEAM_LEFT;
        assertThat(fitted(canonical()).get(Blendshape.JAW_OPEN)[corner]).isCloseTo(0, within(0.01f));
        assertThat(fitted(scaled(1.4f, 1)).get(Blendshape.JAW_OPEN)[corner]).isLessThan(-0.2f);
    }

    @Test
    void aWideMouthPuckersFarther() {
        int corner = 3 * FaceTopology.SEAM_LEFT;
        float average = fitted(canonical()).get(Blendshape.MOUTH_PUCKER)[corner];
        assertThat(fitted(scaled(1.4f, 1)).get(Blendshape.MOUTH_PUCKER)[corner]).isLessThan(1.2f * average);
    }

    @Test
    void aThinLowerLipGrowsThickerAsTheJawOpens() {
        float full = thickened(1.3f);
        float thin = thickened(0.6f);
        assertThat(full).isCloseTo(0, within(0.01f));
        assertThat(thin).isGreaterThan(0.3f);
    }

    /** Most of it outwards: the teeth stay in sight. */
    @Test
    void aThinUpperLipGrowsThickerAsTheJawOpens() {
        float[] face = canonical();
        for (int[] row : FaceTopology.UPPER_LIP) {
            for (int j = 0; j < row.length; j++) {
                int seam = 3 * FaceTopology.UPPER_SEAM[j] + 1;
                face[3 * row[j] + 1] = face[seam] + 0.3f * (face[3 * row[j] + 1] - face[seam]);
            }
        }
        float[] own = fitted(face).get(Blendshape.JAW_OPEN);
        float[] model = fields().get(Blendshape.JAW_OPEN);
        float rim = model[1] - own[1];
        float seam = own[3 * 13 + 1] - model[3 * 13 + 1];
        assertThat(rim + seam).isGreaterThan(0.2f);
        assertThat(rim).isGreaterThan(2 * seam);
    }

    @ParameterizedTest
    @EnumSource(names = {"MOUTH_FROWN_LEFT", "MOUTH_FROWN_RIGHT", "MOUTH_ROLL_UPPER", "MOUTH_ROLL_LOWER",
        "NOSE_SNEER_LEFT", "NOSE_SNEER_RIGHT"})
    void lipsThatFrownSneerOrRollInStayTogether(Blendshape shape) {
        float[] field = fitted(canonical()).get(shape);
        for (int j = 0; j < FaceTopology.UPPER_SEAM.length; j++) {
            float apart = field[3 * FaceTopology.LOWER_SEAM[j] + 1] - field[3 * FaceTopology.UPPER_SEAM[j] + 1];
            assertThat(apart).isLessThan(0.001f);
        }
    }

    /** By how many cm an open jaw makes a lip of another thickness thicker than the model would. */
    private static float thickened(float by) {
        float[] own = fitted(scaled(1, by)).get(Blendshape.JAW_OPEN);
        float[] model = fields().get(Blendshape.JAW_OPEN);
        int rim = 3 * 17 + 1;
        int seam = 3 * 14 + 1;
        return own[rim] - own[seam] - model[rim] + model[seam];
    }

    private static Map<Blendshape, float[]> fitted(float[] rest) {
        Map<Blendshape, float[]> fields = fields();
        new MouthShape(UNMOVED, rest).fit(fields::get);
        return fields;
    }

    private static Map<Blendshape, float[]> fields() {
        Map<Blendshape, float[]> fields = new EnumMap<>(Blendshape.class);
        for (Blendshape shape : Blendshape.values()) {
            if (Faces.MODEL.field(shape) != null) {
                fields.put(shape, flipped(Faces.MODEL.field(shape)));
            }
        }
        return fields;
    }

    private static float[] canonical() {
        return flipped(Faces.MODEL.vertices());
    }

    private static float[] flipped(float[] up) {
        float[] down = up.clone();
        for (int i = 1; i < down.length; i += 3) {
            down[i] = -down[i];
        }
        return down;
    }

    /** Lips so much wider and the lower one so much thicker. */
    private static float[] scaled(float wider, float thicker) {
        float[] face = canonical();
        float seam = face[3 * 14 + 1];
        for (int i = 0; i < FaceModel.VERTICES; i++) {
            boolean lower = FaceTopology.inRows(FaceTopology.LOWER_LIP, i);
            if (lower || FaceTopology.inRows(FaceTopology.UPPER_LIP, i)
                    || FaceTopology.indexIn(FaceTopology.MOUTH_CORNERS, i) >= 0) {
                face[3 * i] *= wider;
            }
            if (lower) {
                face[3 * i + 1] = seam + thicker * (face[3 * i + 1] - seam);
            }
        }
        return face;
    }
}
