package dev.visavis.inference.audio;

/** Power spectrum of a real block by a radix-2 FFT (Cooley and Tukey), with a periodic Hann window. */
final class PowerSpectrum {
    private final int size;
    private final float[] window;
    private final float[] cos;
    private final float[] sin;
    private final float[] re;
    private final float[] im;

    /**
     * @param size of the transform, a power of two
     * @param windowLength samples in a block, at most {@code size}; the rest is zero
     */
    PowerSpectrum(int size, int windowLength) {
        this.size = size;
        window = new float[windowLength];
        for (int i = 0; i < windowLength; i++) {
            window[i] = (float) (0.5 - 0.5 * Math.cos(2 * Math.PI * i / windowLength));
        }
        cos = new float[size / 2];
        sin = new float[size / 2];
        for (int i = 0; i < size / 2; i++) {
            cos[i] = (float) Math.cos(2 * Math.PI * i / size);
            sin[i] = (float) -Math.sin(2 * Math.PI * i / size);
        }
        re = new float[size];
        im = new float[size];
    }

    /**
     * @param block {@code windowLength} samples
     * @param power receives {@code size / 2 + 1} values, not normalised
     */
    void compute(float[] block, float[] power) {
        int shift = 32 - Integer.numberOfTrailingZeros(size);
        for (int i = 0; i < size; i++) {
            re[Integer.reverse(i) >>> shift] = i < window.length ? block[i] * window[i] : 0;
        }
        java.util.Arrays.fill(im, 0);
        for (int span = 1; span < size; span *= 2) {
            butterflies(span);
        }
        for (int i = 0; i <= size / 2; i++) {
            power[i] = re[i] * re[i] + im[i] * im[i];
        }
    }

    private void butterflies(int span) {
        int stride = size / (2 * span);
        for (int start = 0; start < size; start += 2 * span) {
            for (int k = 0; k < span; k++) {
                int a = start + k;
                int b = a + span;
                float wr = cos[k * stride];
                float wi = sin[k * stride];
                float xr = re[b] * wr - im[b] * wi;
                float xi = re[b] * wi + im[b] * wr;
                re[b] = re[a] - xr;
                im[b] = im[a] - xi;
                re[a] += xr;
                im[a] += xi;
            }
        }
    }
}
