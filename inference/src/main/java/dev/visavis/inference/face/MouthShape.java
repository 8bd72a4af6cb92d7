package dev.visavis.inference.face;

import static dev.visavis.inference.face.FaceTopology.LOWER_LIP;
import static dev.visavis.inference.face.FaceTopology.LOWER_SEAM;
import static dev.visavis.inference.face.FaceTopology.SEAM_LEFT;
import static dev.visavis.inference.face.FaceTopology.SEAM_RIGHT;
import static dev.visavis.inference.face.FaceTopology.UPPER_LIP;
import static dev.visavis.inference.face.FaceTopology.UPPER_SEAM;

import dev.visavis.inference.image.Smooth;
import dev.visavis.inference.motion.Blendshape;
import java.util.function.Function;

/**
 * Fits the blendshapes of the mouth to one person's resting lips. The model's move a mouth of average width and
 * thickness: a wide one would smile past the cheeks and open with corners drawn far aside, and thin lips would open to
 * a hole without any.
 */
final class MouthShape {
    /** Widest smile at a coefficient of 1, if the mouth at rest is not wider yet. */
    private static final float WIDEST_SMILE_CM = 6;
    /** What a mouth widens by at the least, as a share of the model's way. */
    private static final float LEAST_WIDER = 0.25f;
    /** A wider mouth draws its corners in when the jaw opens; up to so much of its width at 1. */
    private static final float AVERAGE_CM = 4.7f;
    private static final float MOST_NARROWER = 0.4f;
    /** All mouths pucker to about the same size: a wide one goes up to so many times the model's way. */
    private static final float MOST_PUCKERED = 1.35f;
    /** Lips of an open mouth are so thick at least... */
    private static final float THICK_CM = 0.95f;
    private static final float UPPER_THICK_CM = 0.5f;
    /** ... where the jaw is open by so much. */
    private static final float OPEN = 0.4f;
    /** How much of it they grow over the teeth; the rest over the skin beyond. */
    private static final float LOWER_OVER_TEETH = 0.5f;
    private static final float UPPER_OVER_TEETH = 0.2f;
    /** A thin one cannot be drawn thicker than so many times what the photo shows of it. */
    private static final float STRETCH = 0.6f;

    /** Shapes that lips make without parting. */
    private static final Blendshape[] CLOSED = {Blendshape.MOUTH_FROWN_LEFT, Blendshape.MOUTH_FROWN_RIGHT,
        Blendshape.MOUTH_ROLL_UPPER, Blendshape.MOUTH_ROLL_LOWER, Blendshape.NOSE_SNEER_LEFT,
        Blendshape.NOSE_SNEER_RIGHT};

    private final float[] rest;
    private final float[] across = new float[3];
    private final float[] down = new float[3];
    private final float[] middle = new float[3];
    private final float cm;
    private final float width;

    /**
     * @param pose canonical space (y down) to the frame
     * @param rest 468 x 3 vertices of the resting face
     */
    MouthShape(Similarity pose, float[] rest) {
        this.rest = rest;
        this.cm = (float) pose.scale;
        pose.turn(new float[] {1, 0, 0}, 0, across, 0);
        pose.turn(new float[] {0, 1, 0}, 0, down, 0);
        for (int k = 0; k < 3; k++) {
            middle[k] = (rest[3 * SEAM_RIGHT + k] + rest[3 * SEAM_LEFT + k]) / 2;
        }
        width = along(across, SEAM_LEFT) - along(across, SEAM_RIGHT);
    }

    /** @param field of a blendshape, 468 x 3; changed in place */
    void fit(Function<Blendshape, float[]> field) {
        float[] left = field.apply(Blendshape.MOUTH_SMILE_LEFT);
        float[] right = field.apply(Blendshape.MOUTH_SMILE_RIGHT);
        float wider = dot(across, left, SEAM_LEFT) - dot(across, right, SEAM_RIGHT);
        float share = Smooth.clamp((WIDEST_SMILE_CM * cm - width) / wider, LEAST_WIDER, 1);
        widen(left, share);
        widen(right, share);
        float own = Smooth.clamp(width / (AVERAGE_CM * cm), 1, MOST_PUCKERED);
        widen(field.apply(Blendshape.MOUTH_PUCKER), own);
        widen(field.apply(Blendshape.MOUTH_FUNNEL), own);
        for (Blendshape shape : CLOSED) {
            touch(field.apply(shape));
        }
        float[] jaw = field.apply(Blendshape.JAW_OPEN);
        narrow(jaw, Smooth.clamp(1 - AVERAGE_CM * cm / width, 0, MOST_NARROWER));
        thicken(jaw, LOWER_LIP, THICK_CM, LOWER_OVER_TEETH);
        thicken(jaw, UPPER_LIP, UPPER_THICK_CM, UPPER_OVER_TEETH);
    }

    private void widen(float[] field, float share) {
        for (int i = 0; i < field.length / 3; i++) {
            add(field, i, across, (share - 1) * dot(across, field, i));
        }
    }

    private void narrow(float[] field, float share) {
        for (int i = 0; i < field.length / 3; i++) {
            float x = along(across, i);
            float y = along(down, i);
            float near = Smooth.bell((float) Math.hypot(x / 1.3f, y) / (2.4f * cm));
            add(field, i, across, -share * x * near);
        }
    }

    private void thicken(float[] field, int[][] rows, float thickCm, float overTeeth) {
        int rim = rows[0][rows[0].length / 2];
        int seam = rows[rows.length - 1][rows[0].length / 2];
        float outwards = along(down, rim) > along(down, seam) ? 1 : -1;
        float thick = outwards * (along(down, rim) - along(down, seam));
        float missing = Smooth.clamp(thickCm * cm - thick, 0, STRETCH * thick) / OPEN;
        for (int i = 0; i < field.length / 3; i++) {
            float away = outwards * (along(down, i) - along(down, seam));
            float beyond = Math.max(0, away - thick) / cm;
            float aside = Smooth.clamp(2 * Math.abs(along(across, i)) / width, 0, 1);
            float lip = FaceTopology.inRows(rows, i)
                    ? Smooth.clamp(away / Math.max(0.01f * cm, thick), 0, 1) - overTeeth
                    : beyond > 0 ? 1 - overTeeth : 0;
            add(field, i, down, outwards * missing * lip * (1 - aside * aside) * Smooth.bell(beyond / 1.2f));
        }
    }

    /** Where one lip would leave the other, both go half of the way. */
    private void touch(float[] field) {
        for (int j = 0; j < UPPER_SEAM.length; j++) {
            float apart = dot(down, field, LOWER_SEAM[j]) - dot(down, field, UPPER_SEAM[j]);
            add(field, UPPER_SEAM[j], down, Math.max(0, apart) / 2);
            add(field, LOWER_SEAM[j], down, -Math.max(0, apart) / 2);
        }
    }

    private float along(float[] axis, int i) {
        float sum = 0;
        for (int k = 0; k < 3; k++) {
            sum += axis[k] * (rest[3 * i + k] - middle[k]);
        }
        return sum;
    }

    private static float dot(float[] axis, float[] field, int i) {
        return axis[0] * field[3 * i] + axis[1] * field[3 * i + 1] + axis[2] * field[3 * i + 2];
    }

    private static void add(float[] field, int i, float[] axis, float way) {
        for (int k = 0; k < 3; k++) {
            field[3 * i + k] += way * axis[k];
        }
    }
}
