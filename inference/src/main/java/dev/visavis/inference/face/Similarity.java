package dev.visavis.inference.face;

/**
 * Least-squares similarity between two sets of 3-D points: b = scale * R * a + shift (Horn 1987, closed form by unit
 * quaternions).
 */
public final class Similarity {
    private static final int ROUNDS = 40;
    public final double scale;
    public final double[] rotation;
    final double[] shift;

    private Similarity(double scale, double[] rotation, double[] shift) {
        this.scale = scale;
        this.rotation = rotation;
        this.shift = shift;
    }

    /**
     * @param a points x y z, where {@code ids} picks some of them
     * @param b the same points elsewhere
     */
    public static Similarity fit(float[] a, float[] b, int[] ids) {
        double[] ma = mean(a, ids);
        double[] mb = mean(b, ids);
        double[] cross = new double[9];
        double normA = 0;
        double normB = 0;
        for (int id : ids) {
            for (int i = 0; i < 3; i++) {
                double p = a[3 * id + i] - ma[i];
                normA += p * p;
                double q = b[3 * id + i] - mb[i];
                normB += q * q;
                for (int j = 0; j < 3; j++) {
                    cross[3 * i + j] += p * (b[3 * id + j] - mb[j]);
                }
            }
        }
        double[] r = rotation(quaternion(cross));
        double along = 0;
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 3; j++) {
                along += r[3 * j + i] * cross[3 * i + j];
            }
        }
        double scale = normA > 0 && normB > 0 ? along / normA : 0;
        double[] shift = new double[3];
        for (int i = 0; i < 3; i++) {
            shift[i] = mb[i] - scale * (r[3 * i] * ma[0] + r[3 * i + 1] * ma[1] + r[3 * i + 2] * ma[2]);
        }
        return new Similarity(scale, r, shift);
    }

    /**
     * The same over what a camera sees of {@code b}, its x and y: each round takes the depth that the fit before it
     * predicts. A landmark network's own depth is too shallow, and a head would seem to be turned less than it is.
     */
    public static Similarity fitSeen(float[] a, float[] b, int[] ids) {
        float[] seen = b.clone();
        Similarity fit = fit(a, seen, ids);
        float[] p = new float[3];
        for (int round = 0; round < ROUNDS; round++) {
            for (int id : ids) {
                fit.point(a, 3 * id, p, 0);
                seen[3 * id + 2] = p[2];
            }
            fit = fit(a, seen, ids);
        }
        return fit;
    }

    /** A point through the whole map. */
    public void point(float[] in, int at, float[] out, int to) {
        vector(in, at, out, to);
        for (int i = 0; i < 3; i++) {
            out[to + i] += (float) shift[i];
        }
    }

    /** A displacement: scaled and turned only. */
    public void vector(float[] in, int at, float[] out, int to) {
        turn(in, at, out, to);
        for (int i = 0; i < 3; i++) {
            out[to + i] *= (float) scale;
        }
    }

    /** A direction: turned only. */
    public void turn(float[] in, int at, float[] out, int to) {
        double x = in[at];
        double y = in[at + 1];
        double z = in[at + 2];
        for (int i = 0; i < 3; i++) {
            out[to + i] = (float) (rotation[3 * i] * x + rotation[3 * i + 1] * y + rotation[3 * i + 2] * z);
        }
    }

    /** Degrees about the upright axis, positive as in a motion latent. */
    public double yaw() {
        return Math.toDegrees(Math.atan2(-rotation[6], rotation[8]));
    }

    /** Degrees within the picture, positive clockwise. */
    public double roll() {
        return Math.toDegrees(Math.atan2(rotation[3], rotation[0]));
    }

    private static double[] mean(float[] points, int[] ids) {
        double[] m = new double[3];
        for (int id : ids) {
            for (int i = 0; i < 3; i++) {
                m[i] += points[3 * id + i] / (double) ids.length;
            }
        }
        return m;
    }

    /** Eigenvector of the largest eigenvalue of Horn's 4 x 4 matrix, by shifted power iteration. */
    private static double[] quaternion(double[] s) {
        double[] n = {s[0] + s[4] + s[8], s[5] - s[7], s[6] - s[2], s[1] - s[3], s[5] - s[7], s[0] - s[4] - s[8],
            s[1] + s[3], s[6] + s[2], s[6] - s[2], s[1] + s[3], -s[0] + s[4] - s[8], s[5] + s[7], s[1] - s[3],
            s[6] + s[2], s[5] + s[7], -s[0] - s[4] + s[8]};
        double shift = 0;
        for (double v : n) {
            shift += Math.abs(v);
        }
        double[] q = {1, 0.01, 0.02, 0.03};
        double[] next = new double[4];
        for (int step = 0; step < 500; step++) {
            double norm = 0;
            for (int i = 0; i < 4; i++) {
                next[i] = shift * q[i];
                for (int j = 0; j < 4; j++) {
                    next[i] += n[4 * i + j] * q[j];
                }
                norm += next[i] * next[i];
            }
            norm = Math.sqrt(norm);
            for (int i = 0; i < 4; i++) {
                q[i] = norm > 0 ? next[i] / norm : i == 0 ? 1 : 0;
            }
        }
        return q;
    }

    private static double[] rotation(double[] q) {
        double w = q[0];
        double x = q[1];
        double y = q[2];
        double z = q[3];
        return new double[] {w * w + x * x - y * y - z * z, 2 * (x * y - w * z), 2 * (x * z + w * y),
            2 * (x * y + w * z), w * w - x * x + y * y - z * z, 2 * (y * z - w * x), 2 * (x * z - w * y),
            2 * (y * z + w * x), w * w - x * x - y * y + z * z};
    }
}
