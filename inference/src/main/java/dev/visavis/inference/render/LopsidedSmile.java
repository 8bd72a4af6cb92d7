package dev.visavis.inference.render;

import static dev.visavis.inference.render.FaceTopology.SEAM_LEFT;
import static dev.visavis.inference.render.FaceTopology.SEAM_RIGHT;

/**
 * Takes back what a smile draws one corner of the mouth farther than the other: lips that open from there would show
 * teeth on one side and a dark wedge on the other. Corners go to the mean of where they are and of where the other one,
 * mirrored in the lips' middle, is. Whoever does not smile keeps the mouth they have.
 */
final class LopsidedSmile {
    /** Part that is taken back; faces are a little lopsided by themselves. */
    private static final float UNDONE = 0.85f;
    /** Smiles between which this sets in. */
    private static final float FAINT = 0.05f;
    private static final float CLEAR = 0.3f;
    /** The skin around follows so far, in cm. */
    private static final float BESIDE_CM = 1.4f;
    private static final float ABOVE_CM = 1.8f;
    private static final int[] MIDDLE = {0, 13, 14, 17};

    private LopsidedSmile() {
    }

    /**
     * Displacement, 468 x 3, that evens the corners out.
     *
     * @param pose canonical space (y down) to the frame
     * @param face 468 x 3 vertices, the smile itself taken back
     * @param smile of the stronger side
     */
    static float[] undoing(Similarity pose, float[] face, float smile) {
        float cm = (float) pose.scale;
        float[] across = axis(pose, 0);
        float[] down = axis(pose, 1);
        float[] middle = new float[3];
        for (int id : MIDDLE) {
            for (int k = 0; k < 3; k++) {
                middle[k] += face[3 * id + k] / MIDDLE.length;
            }
        }
        float share = UNDONE * Smooth.step(smile, FAINT, CLEAR) / 2;
        float left = along(across, face, SEAM_LEFT, middle);
        float right = -along(across, face, SEAM_RIGHT, middle);
        float half = Math.max(1, (left + right) / 2);
        float aside = share * (right - left);
        float lower = share * (along(down, face, SEAM_RIGHT, middle) - along(down, face, SEAM_LEFT, middle));
        float[] out = new float[face.length];
        for (int i = 0; i < face.length / 3; i++) {
            float x = along(across, face, i, middle);
            float beyond = Math.max(0, Math.abs(x) - half) / (BESIDE_CM * cm);
            float near = Smooth.step(Math.abs(x) / half, 0, 1) * Smooth.bell(beyond)
                    * Smooth.bell(along(down, face, i, middle) / (ABOVE_CM * cm));
            for (int k = 0; k < 3; k++) {
                out[3 * i + k] = near * (aside * across[k] + Math.signum(x) * lower * down[k]);
            }
        }
        return out;
    }

    private static float[] axis(Similarity pose, int k) {
        float[] unit = new float[3];
        unit[k] = 1;
        float[] out = new float[3];
        pose.turn(unit, 0, out, 0);
        return out;
    }

    private static float along(float[] axis, float[] points, int i, float[] from) {
        float sum = 0;
        for (int k = 0; k < 3; k++) {
            sum += axis[k] * (points[3 * i + k] - from[k]);
        }
        return sum;
    }
}
