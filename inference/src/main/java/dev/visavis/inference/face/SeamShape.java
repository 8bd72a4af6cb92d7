package dev.visavis.inference.face;

import static dev.visavis.inference.face.FaceTopology.LOWER_LIP;
import static dev.visavis.inference.face.FaceTopology.MOUTH_CORNERS;
import static dev.visavis.inference.face.FaceTopology.SEAM_LEFT;
import static dev.visavis.inference.face.FaceTopology.UPPER_LIP;
import static dev.visavis.inference.face.FaceTopology.UPPER_SEAM;

import dev.visavis.inference.image.Smooth;

/**
 * What the line between one person's closed lips becomes when it opens. Closed mouths are a little crooked by nature
 * and dip in the middle, smiles often go to one side; lips that open from there would show teeth on one side, a dark
 * wedge on the other, and a lower lip with a point.
 */
final class SeamShape {
    /** Smiles between which a crooked mouth counts as the smile's, and that part of it. */
    private static final float FAINT = 0.05f;
    private static final float CLEAR = 0.3f;
    private static final float OF_SMILE = 0.85f;
    /** Part of the dip that an upper lip keeps. */
    private static final float UPPER_DIPS = 0.5f;
    /** The skin around follows the lips nearest to it, and does so up to here, in cm of the model's face. */
    private static final float NEAR_CM = 0.5f;
    private static final float REACH_CM = 1.6f;
    private static final int[] MIDDLE = {0, 13, 14, 17};
    private static final int[] LIPS = lips();

    private final FaceModel model;
    private final float[] across = new float[3];
    private final float[] down = new float[3];
    /** Depth of the model's face in the frame, for one photo shows none. */
    private final float[] depth = new float[FaceModel.VERTICES];

    /** @param pose canonical space (y down) to the frame */
    SeamShape(FaceModel model, Similarity pose) {
        this.model = model;
        pose.turn(new float[] {1, 0, 0}, 0, across, 0);
        pose.turn(new float[] {0, 1, 0}, 0, down, 0);
        float[] v = model.vertices();
        float[] p = new float[3];
        for (int i = 0; i < depth.length; i++) {
            pose.point(new float[] {v[3 * i], -v[3 * i + 1], v[3 * i + 2]}, 0, p, 0);
            depth[i] = p[2];
        }
    }

    /** Share of what is crooked that goes with a smile when it is taken back. */
    static float ofSmile(SourceSmile smile) {
        return OF_SMILE * Smooth.step(Math.max(smile.left, smile.right), FAINT, CLEAR);
    }

    /**
     * Displacement, 468 x 3, within the plane of the face, to the mean of the mouth and of its mirror image.
     *
     * @param face 468 x 3 vertices in the frame
     */
    float[] evening(float[] face) {
        float[] middle = middle(face);
        float[] out = new float[face.length];
        for (int i : LIPS) {
            int other = model.mirrored()[i];
            float aside = -(along(across, face, i, middle) + along(across, face, other, middle)) / 2;
            float lower = (along(down, face, other, middle) - along(down, face, i, middle)) / 2;
            for (int k = 0; k < 3; k++) {
                out[3 * i + k] = aside * across[k] + lower * down[k];
            }
        }
        carry(out);
        return out;
    }

    /**
     * Displacement, 468 x 3, that makes one arc of an even mouth's line. Lips' outer rims stay.
     *
     * @param face 468 x 3 vertices in the frame, lips closed
     */
    float[] rounding(float[] face) {
        float[] middle = middle(face);
        float end = along(across, face, SEAM_LEFT, middle);
        float height = along(down, face, SEAM_LEFT, middle);
        float[] bent = new float[UPPER_SEAM.length];
        float[] above = new float[bent.length];
        float both = 0;
        float squares = 1e-6f;
        for (int j = 0; j < bent.length; j++) {
            float x = along(across, face, UPPER_SEAM[j], middle);
            bent[j] = end * end - x * x;
            above[j] = along(down, face, UPPER_SEAM[j], middle) - height;
            both += bent[j] * above[j];
            squares += bent[j] * bent[j];
        }
        float[] out = new float[face.length];
        for (int j = 0; j < bent.length; j++) {
            float back = bent[j] * both / squares - above[j];
            for (int row = 1; row < UPPER_LIP.length; row++) {
                float share = row / (UPPER_LIP.length - 1f);
                for (int k = 0; k < 3; k++) {
                    out[3 * UPPER_LIP[row][j] + k] = share * (1 - UPPER_DIPS) * back * down[k];
                    out[3 * LOWER_LIP[row][j] + k] = share * back * down[k];
                }
            }
        }
        return out;
    }

    /** Skin goes along with the lips. */
    private void carry(float[] out) {
        boolean[] lip = new boolean[FaceModel.VERTICES];
        for (int i : LIPS) {
            lip[i] = true;
        }
        for (int i = 0; i < lip.length; i++) {
            if (!lip[i]) {
                float nearest = Float.MAX_VALUE;
                for (int j : LIPS) {
                    nearest = Math.min(nearest, away(i, j));
                }
                float sum = 0;
                for (int j : LIPS) {
                    float weight = Smooth.bell((away(i, j) - nearest) / NEAR_CM);
                    sum += weight;
                    for (int k = 0; k < 3; k++) {
                        out[3 * i + k] += weight * out[3 * j + k];
                    }
                }
                for (int k = 0; k < 3; k++) {
                    out[3 * i + k] *= Smooth.bell(nearest / REACH_CM) / sum;
                }
            }
        }
    }

    private float away(int i, int j) {
        float[] v = model.vertices();
        return (float) Math.hypot(v[3 * i] - v[3 * j], v[3 * i + 1] - v[3 * j + 1]);
    }

    private float[] middle(float[] face) {
        float[] middle = new float[3];
        for (int id : MIDDLE) {
            middle[0] += face[3 * id] / MIDDLE.length;
            middle[1] += face[3 * id + 1] / MIDDLE.length;
            middle[2] += depth[id] / MIDDLE.length;
        }
        return middle;
    }

    private float along(float[] axis, float[] face, int i, float[] from) {
        return axis[0] * (face[3 * i] - from[0]) + axis[1] * (face[3 * i + 1] - from[1])
                + axis[2] * (depth[i] - from[2]);
    }

    private static int[] lips() {
        java.util.stream.IntStream rows = java.util.stream.Stream.of(UPPER_LIP, LOWER_LIP)
                .flatMap(java.util.Arrays::stream).flatMapToInt(java.util.Arrays::stream);
        return java.util.stream.IntStream.concat(rows, java.util.Arrays.stream(MOUTH_CORNERS)).toArray();
    }
}
