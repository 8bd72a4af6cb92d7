package dev.visavis.inference.face;

import dev.visavis.inference.image.Smooth;

/**
 * Depth and motion that one photo can carry. What lies behind a cheek's edge was seen at a grazing angle or not at all,
 * so a turn that showed it in full would draw a few of the photo's pixels wide, and a turn the other way would fold the
 * mesh over itself. Therefore depth falls away with a bounded slope: a turn by an angle t scales the photo between
 * cos t - slope * sin t and cos t + slope * sin t. Beside the features of the face the slope is small; they themselves
 * only must not fold.
 */
public final class Relief {
    /** Pixels of depth for each one across, beside the features. */
    private static final float STEEPEST = 1.1f;
    /** Likewise anywhere: below the cotangent of the largest turn. */
    private static final float UNFOLDED = 1.45f;
    /** Between these shares of the face's outline, from its middle, the small bound sets in. */
    private static final float INNER = 0.68f;
    private static final float OUTER = 0.92f;
    /** Half the width of what juts out of the face: it must not lift the cheeks beside it. Canonical, in cm. */
    private static final float NOSE_CM = 2.4f;
    /** Likewise shares of the outline, between which expressions become alike where vertices lie close. */
    private static final float ALIKE_FROM = 0.7f;
    private static final float ALIKE = 0.95f;
    /** How close that is. */
    private static final float CLOSE_CM = 0.5f;

    /** Temples of either side, and the outline's points before its ears. */
    private static final int[][] TEMPLES = {{21, 162, 127}, {251, 389, 356}};
    private static final int[] EARS = {234, 454};
    private static final int NOSE = 1;
    /** A side is far whose other one looks so many times as wide; wholly so with the second. */
    private static final float TURNED = 1.2f;
    private static final float TURNED_WELL = 1.6f;
    /** It is seen edge on: what is deeper than its temple lies so little deeper at most. */
    private static final float BEHIND_TEMPLE_CM = 0.3f;

    private final float[] rest;
    /** Share of the outline that each vertex lies at. */
    private final float[] out = new float[FaceModel.VERTICES];
    private final boolean[] carries = new boolean[FaceModel.VERTICES];
    private final float close;

    /** @param face 468 x 3 vertices, z towards the camera; what is too deep is lifted */
    public Relief(FaceModel model, float[] face, float pixelsPerCm) {
        this.rest = face;
        this.close = CLOSE_CM * pixelsPerCm;
        float[] v = model.vertices();
        float low = Float.MAX_VALUE;
        float high = -Float.MAX_VALUE;
        float half = 0;
        for (int o : FaceTopology.OVAL) {
            low = Math.min(low, v[3 * o + 1]);
            high = Math.max(high, v[3 * o + 1]);
            half = Math.max(half, v[3 * o]);
        }
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) Math.hypot(v[3 * i] / half, (2 * v[3 * i + 1] - low - high) / (high - low));
            carries[i] = Math.abs(v[3 * i]) > NOSE_CM || out[i] > INNER;
        }
        lift();
        flattenFarSide(v, BEHIND_TEMPLE_CM * pixelsPerCm);
    }

    private void lift() {
        float[] lifted = new float[out.length];
        for (int i = 0; i < out.length; i++) {
            float z = rest[3 * i + 2];
            lifted[i] = Smooth.mix(z, beside(rest[3 * i], rest[3 * i + 1], z), Smooth.step(out[i], INNER, OUTER));
        }
        for (int i = 0; i < out.length; i++) {
            float z = lifted[i];
            for (int j = 0; j < out.length; j++) {
                z = Math.max(z, lifted[j] - UNFOLDED * distance(i, j));
            }
            rest[3 * i + 2] = z;
        }
    }

    /** A cheek and jaw that were far behind their temple would swing out as the head turns back. */
    private void flattenFarSide(float[] canonical, float most) {
        for (int side = 0; side < EARS.length; side++) {
            int ear = EARS[side];
            float share = Smooth.step(distance(NOSE, EARS[1 - side]) / distance(NOSE, ear), TURNED, TURNED_WELL);
            float temple = 0;
            for (int i : TEMPLES[side]) {
                temple += rest[3 * i + 2] / TEMPLES[side].length;
            }
            for (int i = 0; i < out.length; i++) {
                float deeper = temple - rest[3 * i + 2];
                if (deeper > 0 && canonical[3 * i] * canonical[3 * ear] > 0) {
                    rest[3 * i + 2] += share * (deeper - most * (1 - (float) Math.exp(-deeper / most)));
                }
            }
        }
    }

    /** z of a place beside the features, or as much nearer as the bound says. */
    float beside(float x, float y, float z) {
        float least = z;
        for (int i = 0; i < out.length; i++) {
            if (carries[i]) {
                float across = (float) Math.hypot(x - rest[3 * i], y - rest[3 * i + 1]);
                least = Math.max(least, rest[3 * i + 2] - STEEPEST * across);
            }
        }
        return least;
    }

    private float distance(int i, int j) {
        return (float) Math.hypot(rest[3 * i] - rest[3 * j], rest[3 * i + 1] - rest[3 * j + 1]);
    }

    /**
     * Makes displacements alike where the outer face's vertices lie close in the photo: at its far side an expression
     * would draw them apart or past each other.
     *
     * @param fields 468 x 3 each
     */
    void even(float[][] fields) {
        float[] weights = new float[out.length];
        float[] mean = new float[3];
        float[][] from = new float[fields.length][];
        for (int f = 0; f < fields.length; f++) {
            from[f] = fields[f].clone();
        }
        for (int i = 0; i < out.length; i++) {
            float share = Smooth.step(out[i], ALIKE_FROM, ALIKE);
            if (share > 0) {
                float sum = 0;
                for (int j = 0; j < out.length; j++) {
                    weights[j] = Smooth.bell(distance(i, j) / close);
                    sum += weights[j];
                }
                for (int f = 0; f < fields.length; f++) {
                    mean(from[f], weights, sum, mean);
                    for (int k = 0; k < 3; k++) {
                        fields[f][3 * i + k] = Smooth.mix(from[f][3 * i + k], mean[k], share);
                    }
                }
            }
        }
    }

    private static void mean(float[] field, float[] weights, float sum, float[] out) {
        java.util.Arrays.fill(out, 0);
        for (int j = 0; j < weights.length; j++) {
            if (weights[j] > 1e-4f) {
                for (int k = 0; k < 3; k++) {
                    out[k] += weights[j] * field[3 * j + k] / sum;
                }
            }
        }
    }
}
