package dev.visavis.infra.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The straight line through a noisy series, by the median of the slopes between any two points (Theil 1950, Sen 1968), so
 * that a moment of stutter turns nothing. What lies close together in time is not independent (browsers' buffers swell
 * and shrink over seconds), so the points are the medians of {@value #BLOCKS} equal parts of the time.
 *
 * @param perSecond slope
 * @param standardError of the slope: half the width of Sen's interval for one standard deviation
 */
record Trend(double perSecond, double standardError) {
    private static final int BLOCKS = 24;
    private static final int FEWEST = 4;

    /**
     * @param seconds ascending
     * @return NaN for both where there are too few points
     */
    static Trend of(double[] seconds, double[] values) {
        List<double[]> points = blockMedians(seconds, values);
        int n = points.size();
        if (n < FEWEST) {
            return new Trend(Double.NaN, Double.NaN);
        }
        double[] slopes = new double[n * (n - 1) / 2];
        int count = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                slopes[count++] = (points.get(j)[1] - points.get(i)[1]) / (points.get(j)[0] - points.get(i)[0]);
            }
        }
        Arrays.sort(slopes);
        double deviation = Math.sqrt(n * (n - 1) * (2 * n + 5) / 18.0); // of Kendall's score
        double width = at(slopes, (count + deviation) / 2) - at(slopes, (count - deviation) / 2);
        return new Trend((slopes[(count - 1) / 2] + slopes[count / 2]) / 2, width / 2);
    }

    private static double at(double[] sorted, double rank) {
        return sorted[(int) Math.max(0, Math.min(sorted.length - 1, Math.round(rank)))];
    }

    private static List<double[]> blockMedians(double[] seconds, double[] values) {
        List<double[]> medians = new ArrayList<>();
        if (seconds.length == 0) {
            return medians;
        }
        double length = (seconds[seconds.length - 1] - seconds[0]) / BLOCKS;
        int from = 0;
        for (int block = 0; block < BLOCKS; block++) {
            double end = block == BLOCKS - 1 ? Double.MAX_VALUE : seconds[0] + (block + 1) * length;
            int to = from;
            while (to < seconds.length && seconds[to] < end) {
                to++;
            }
            if (to > from) {
                medians.add(new double[] {Percentiles.of(Arrays.copyOfRange(seconds, from, to)).median(),
                    Percentiles.of(Arrays.copyOfRange(values, from, to)).median()});
            }
            from = to;
        }
        return medians;
    }

    /** Of several series of one thing: the mean of the slopes, each by how well it is known. */
    static Trend mean(List<Trend> trends) {
        double weights = 0;
        double sum = 0;
        for (Trend trend : trends) {
            double weight = 1 / (trend.standardError * trend.standardError);
            weights += weight;
            sum += weight * trend.perSecond;
        }
        return new Trend(sum / weights, 1 / Math.sqrt(weights));
    }

    /** False if chance alone may well have made this slope. */
    boolean isTold() {
        return Math.abs(perSecond) > 2 * standardError;
    }
}
