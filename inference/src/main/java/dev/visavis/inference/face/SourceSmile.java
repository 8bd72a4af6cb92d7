package dev.visavis.inference.face;

import dev.visavis.inference.image.Smooth;
import dev.visavis.inference.motion.Blendshape;

/**
 * The smile that a person wears in the photo, read off the height of the mouth's corners, and its undoing. People
 * differ in their lips, so only what exceeds a resting face is called a smile, and not all of it is taken back: the
 * photo's cheeks and eyes go on smiling.
 */
final class SourceSmile {
    /** Corners this far above the middle of the lips rest: the demo presenters, lips closed, lie at .34 to .52. */
    private static final float RESTING_CM = 0.52f;
    /** Whoever clearly smiles rests lower than that by this; so much higher is clear. */
    private static final float LOWER_CM = 0.12f;
    private static final float CLEAR_CM = 0.3f;
    /** The same where teeth show, .1 to .3 cm of them: whoever shows them to a camera smiles. */
    private static final float RESTING_APART_CM = 0.22f;
    /** A broad smile is more than the model's. */
    static final float MOST = 1.25f;
    /** Cheek that goes with a smile of 1. */
    static final float CHEEK = 0.5f;
    private static final int RIGHT_CORNER = 61;
    private static final int LEFT_CORNER = 291;
    private static final int UPPER_LIP = 0;
    private static final int LOWER_LIP = 17;

    /** Smile coefficients of the person's left and right side, 0 for a face at rest. */
    final float left;
    final float right;

    /**
     * @param pose canonical space (y down) to the frame
     * @param face 468 x 3 vertices as in the photo
     */
    SourceSmile(FaceModel model, Similarity pose, float[] face) {
        float[] up = new float[3];
        pose.turn(new float[] {0, -1, 0}, 0, up, 0);
        float scale = (float) pose.scale;
        float restingCm = restingCm(face, up, scale);
        float leftCm = lift(face, LEFT_CORNER, up) / scale - restingCm;
        float rightCm = lift(face, RIGHT_CORNER, up) / scale - restingCm;
        float lower = LOWER_CM * Smooth.step((leftCm + rightCm) / 2, 0, CLEAR_CM);
        leftCm += lower;
        rightCm += lower;
        float[] canonicalUp = {0, 1, 0};
        float[] smile = model.field(Blendshape.MOUTH_SMILE_LEFT);
        float own = lift(smile, LEFT_CORNER, canonicalUp);
        // It lowers the other corner a little against the lips, which it lifts.
        float other = lift(smile, RIGHT_CORNER, canonicalUp);
        float both = own * own - other * other;
        float l = (own * leftCm - other * rightCm) / both;
        float r = (own * rightCm - other * leftCm) / both;
        left = Smooth.clamp(r < 0 ? leftCm / own : l, 0, MOST);
        right = Smooth.clamp(l < 0 ? rightCm / own : r, 0, MOST);
    }

    private static float restingCm(float[] face, float[] up, float scale) {
        float apart = 0;
        for (int k = 0; k < 3; k++) {
            apart += up[k] * (face[3 * FaceTopology.SEAM_TOP + k] - face[3 * FaceTopology.SEAM_BOTTOM + k]);
        }
        return Smooth.mix(RESTING_CM, RESTING_APART_CM, Smooth.step(apart / scale, 0.1f, 0.3f));
    }

    /** How far a corner lies above the middle of the lips. */
    private static float lift(float[] points, int corner, float[] up) {
        float sum = 0;
        for (int k = 0; k < 3; k++) {
            sum += up[k] * (points[3 * corner + k] - (points[3 * UPPER_LIP + k] + points[3 * LOWER_LIP + k]) / 2);
        }
        return sum;
    }

    /**
     * Displacement that takes the smile back.
     *
     * @param shapes of the person, in frame pixels
     */
    float[] undoing(java.util.function.Function<Blendshape, float[]> shapes) {
        float[] out = new float[3 * FaceModel.VERTICES];
        add(out, shapes.apply(Blendshape.MOUTH_SMILE_LEFT), -left);
        add(out, shapes.apply(Blendshape.MOUTH_SMILE_RIGHT), -right);
        add(out, shapes.apply(Blendshape.CHEEK_SQUINT_LEFT), -CHEEK * left);
        add(out, shapes.apply(Blendshape.CHEEK_SQUINT_RIGHT), -CHEEK * right);
        // A blink closes the eye as it is in the photo.
        keep(out, FaceTopology.LEFT_EYE);
        keep(out, FaceTopology.RIGHT_EYE);
        return out;
    }

    private static void keep(float[] field, FaceTopology.Eye eye) {
        for (int[] lid : new int[][] {eye.upper(), eye.lower()}) {
            for (int i : lid) {
                java.util.Arrays.fill(field, 3 * i, 3 * i + 3, 0);
            }
        }
    }

    private static void add(float[] to, float[] field, float weight) {
        for (int i = 0; i < to.length; i++) {
            to[i] += weight * field[i];
        }
    }
}
