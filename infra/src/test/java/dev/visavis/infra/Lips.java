package dev.visavis.infra;

import java.util.List;

/** How a mouth seen in the picture goes with a voice heard. */
final class Lips {
    private static final double STEP_MS = 20;

    private Lips() {
    }

    /**
     * The shift of the picture against the voice at which both agree best.
     *
     * @param lagMs > 0: the mouth comes after the voice
     * @param correlation Pearson's r there
     */
    record Fit(double lagMs, double correlation) {
    }

    /**
     * Finds the best of all shifts up to half a second either way.
     *
     * @param mouth {ms, opening}
     * @param envelope {ms, RMS}, in order of time
     */
    static Fit fit(List<double[]> mouth, List<double[]> envelope) {
        Fit best = new Fit(0, -1);
        for (double lag = -500; lag <= 500; lag += STEP_MS) {
            double r = correlation(mouth, envelope, lag);
            if (r > best.correlation()) {
                best = new Fit(lag, r);
            }
        }
        return best;
    }

    private static double correlation(List<double[]> mouth, List<double[]> envelope, double lagMs) {
        double[] x = new double[mouth.size()];
        double[] y = new double[mouth.size()];
        for (int i = 0; i < x.length; i++) {
            x[i] = mouth.get(i)[1];
            y[i] = loudness(envelope, mouth.get(i)[0] - lagMs);
        }
        double mx = java.util.Arrays.stream(x).average().orElse(0);
        double my = java.util.Arrays.stream(y).average().orElse(0);
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xy += (x[i] - mx) * (y[i] - my);
            xx += (x[i] - mx) * (x[i] - mx);
            yy += (y[i] - my) * (y[i] - my);
        }
        return xy / Math.sqrt(xx * yy + 1e-12);
    }

    /** Mean loudness of the 60 ms around a time: a mouth does not follow single periods. */
    private static double loudness(List<double[]> envelope, double atMs) {
        return envelope.stream().filter(e -> Math.abs(e[0] - atMs) <= 30).mapToDouble(e -> e[1]).average().orElse(0);
    }
}
