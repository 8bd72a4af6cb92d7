package dev.visavis.infra.bench;

import java.util.Arrays;

/** Order statistics of a sample, by the nearest rank. */
public final class Percentiles {
    private final double[] sorted;

    private Percentiles(double[] sorted) {
        this.sorted = sorted;
    }

    public static Percentiles of(double... sample) {
        double[] sorted = sample.clone();
        Arrays.sort(sorted);
        return new Percentiles(sorted);
    }

    public static Percentiles of(java.util.List<Double> sample) {
        return of(sample.stream().mapToDouble(Double::doubleValue).toArray());
    }

    public int size() {
        return sorted.length;
    }

    /** @param p 0..100; NaN if the sample is empty */
    public double at(double p) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        int rank = (int) Math.ceil(p / 100 * sorted.length) - 1;
        return sorted[Math.max(0, Math.min(sorted.length - 1, rank))];
    }

    public double median() {
        return at(50);
    }
}
