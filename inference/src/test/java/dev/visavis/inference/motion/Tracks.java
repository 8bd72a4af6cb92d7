package dev.visavis.inference.motion;

import java.util.Arrays;

/** Test helper: statistics of tracks. */
final class Tracks {
    private Tracks() {
    }

    static double mean(double[] x) {
        return Arrays.stream(x).average().orElse(0);
    }

    static double deviation(double[] x) {
        double mean = mean(x);
        return Math.sqrt(Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElse(0));
    }

    /** Correlation of a[i + lag] with b[i]. */
    static double correlation(double[] a, double[] b, int lag) {
        int from = Math.max(0, -lag);
        int to = Math.min(b.length, a.length - lag);
        double[] x = Arrays.copyOfRange(a, from + lag, to + lag);
        double[] y = Arrays.copyOfRange(b, from, to);
        double mx = mean(x);
        double my = mean(y);
        double xy = 0;
        for (int i = 0; i < x.length; i++) {
            xy += (x[i] - mx) * (y[i] - my) / x.length;
        }
        return xy / (deviation(x) * deviation(y) + 1e-12);
    }

    /** Value that a share of all values lies below. */
    static double percentile(double[] x, double share) {
        double[] sorted = x.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1, share * sorted.length)];
    }

    /** Sizes of the differences of the given order: 1 velocity, 2 acceleration, a frame. */
    static double[] changes(double[] x, int order) {
        double[] d = x;
        for (int k = 0; k < order; k++) {
            double[] next = new double[d.length - 1];
            for (int i = 0; i < next.length; i++) {
                next[i] = d[i + 1] - d[i];
            }
            d = next;
        }
        return Arrays.stream(d).map(Math::abs).toArray();
    }

    /** How often the track rises past a threshold. */
    static int onsets(double[] x, double threshold) {
        int count = 0;
        for (int i = 1; i < x.length; i++) {
            count += x[i] > threshold && x[i - 1] <= threshold ? 1 : 0;
        }
        return count;
    }

    /** Logarithm of the sound's mean square, frame by frame. */
    static double[] loudness(float[] pcm) {
        double[] level = new double[pcm.length / 640];
        for (int n = 0; n < level.length; n++) {
            double sum = 1e-6;
            for (int i = n * 640; i < (n + 1) * 640; i++) {
                sum += pcm[i] * pcm[i] / 640;
            }
            level[n] = Math.log(sum);
        }
        return level;
    }
}
