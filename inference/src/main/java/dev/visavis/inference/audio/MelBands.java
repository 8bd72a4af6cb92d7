package dev.visavis.inference.audio;

/** Triangular bands, evenly spaced on the mel scale (O'Shaughnessy: 2595 log10(1 + f / 700)), over a power spectrum. */
final class MelBands {
    private final float[][] weights;
    private final int[] first;

    MelBands(int bands, double lowHz, double highHz, int fftSize, int sampleRateHz) {
        weights = new float[bands][];
        first = new int[bands];
        double[] edges = new double[bands + 2];
        for (int i = 0; i < edges.length; i++) {
            double mel = mel(lowHz) + (mel(highHz) - mel(lowHz)) * i / (bands + 1);
            edges[i] = 700 * (Math.pow(10, mel / 2595) - 1) * fftSize / sampleRateHz; // in bins
        }
        for (int b = 0; b < bands; b++) {
            first[b] = (int) Math.ceil(edges[b]);
            weights[b] = new float[(int) Math.floor(edges[b + 2]) - first[b] + 1];
            for (int i = 0; i < weights[b].length; i++) {
                double up = (first[b] + i - edges[b]) / (edges[b + 1] - edges[b]);
                double down = (edges[b + 2] - first[b] - i) / (edges[b + 2] - edges[b + 1]);
                weights[b][i] = (float) Math.max(0, Math.min(up, down));
            }
        }
    }

    private static double mel(double hz) {
        return 2595 * Math.log10(1 + hz / 700);
    }

    int count() {
        return weights.length;
    }

    float power(int band, float[] spectrum) {
        float sum = 0;
        for (int i = 0; i < weights[band].length; i++) {
            sum += weights[band][i] * spectrum[first[band] + i];
        }
        return sum;
    }
}
