package dev.visavis.inference.image;

/** Gaussian elimination for the few small systems that a portrait needs. */
public final class LeastSquares {
    private LeastSquares() {
    }

    /**
     * Solves the normal equations.
     *
     * @param rows n rows of n coefficients and the right-hand side; destroyed
     */
    public static double[] solve(double[][] rows) {
        int n = rows.length;
        for (int i = 0; i < n; i++) {
            rows[i][i] += 1e-6;
        }
        for (int i = 0; i < n; i++) {
            int best = i;
            for (int j = i + 1; j < n; j++) {
                best = Math.abs(rows[j][i]) > Math.abs(rows[best][i]) ? j : best;
            }
            double[] row = rows[best];
            rows[best] = rows[i];
            rows[i] = row;
            for (int j = 0; j < n; j++) {
                if (j != i) {
                    double f = rows[j][i] / row[i];
                    for (int k = i; k <= n; k++) {
                        rows[j][k] -= f * row[k];
                    }
                }
            }
        }
        double[] out = new double[n];
        for (int i = 0; i < n; i++) {
            out[i] = rows[i][n] / rows[i][i];
        }
        return out;
    }
}
