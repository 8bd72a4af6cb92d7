package dev.visavis.inference.face;

import static dev.visavis.inference.face.FaceTopology.LOWER_SEAM;
import static dev.visavis.inference.face.FaceTopology.SEAM_LEFT;
import static dev.visavis.inference.face.FaceTopology.SEAM_RIGHT;
import static dev.visavis.inference.face.FaceTopology.UPPER_SEAM;

import dev.visavis.inference.image.Smooth;

/**
 * Depth of the closed lips over the way across the mouth, as the camera sees it: the parabola of least squares, which
 * lips come close to. Immutable.
 */
public final class LipArc {
    private final float[] across;
    private final float[] from;
    private final float low;
    private final float high;
    private final double[] parabola;

    /**
     * @param pose canonical space (y down) to the frame
     * @param face 468 x 3 vertices, lips closed
     * @param from where across is 0, x y z in the frame
     */
    public LipArc(Similarity pose, float[] face, float[] from) {
        this.from = from;
        across = new float[3];
        pose.vector(new float[] {1, 0, 0}, 0, across, 0);
        double[][] sums = new double[3][4];
        add(sums, face, SEAM_RIGHT);
        add(sums, face, SEAM_LEFT);
        for (int j = 0; j < UPPER_SEAM.length; j++) {
            add(sums, face, UPPER_SEAM[j]);
            add(sums, face, LOWER_SEAM[j]);
        }
        parabola = solved(sums);
        low = across(face, 3 * SEAM_RIGHT);
        high = across(face, 3 * SEAM_LEFT);
    }

    /** Depth z at what lies at {@code points[at] ...} in the frame; beyond the corners, that of the corner. */
    public float at(float[] points, int at) {
        float x = Smooth.clamp(across(points, at), low, high);
        return (float) (parabola[0] + x * (parabola[1] + x * parabola[2]));
    }

    /** In cm where the mouth faces the camera. */
    private float across(float[] points, int at) {
        float x = across[0] * (points[at] - from[0]) + across[1] * (points[at + 1] - from[1]);
        return x / (across[0] * across[0] + across[1] * across[1]);
    }

    private void add(double[][] sums, float[] face, int id) {
        float x = across(face, 3 * id);
        double[] powers = {1, x, x * x, face[3 * id + 2]};
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 4; j++) {
                sums[i][j] += powers[i] * powers[j];
            }
        }
    }

    /** Cramer's rule on the normal equations. */
    private static double[] solved(double[][] m) {
        double[] out = new double[3];
        double all = determinant(m, 0, 1, 2);
        out[0] = determinant(m, 3, 1, 2) / all;
        out[1] = determinant(m, 0, 3, 2) / all;
        out[2] = determinant(m, 0, 1, 3) / all;
        return out;
    }

    private static double determinant(double[][] m, int a, int b, int c) {
        return m[0][a] * (m[1][b] * m[2][c] - m[1][c] * m[2][b]) - m[0][b] * (m[1][a] * m[2][c] - m[1][c] * m[2][a])
                + m[0][c] * (m[1][a] * m[2][b] - m[1][b] * m[2][a]);
    }
}
