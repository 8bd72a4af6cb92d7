package dev.visavis.inference.audio;

/**
 * Streaming mono resampler: a Kaiser-windowed sinc held as a polyphase table, read at any ratio by linear
 * interpolation between phases (J. O. Smith, "Digital Audio Resampling").
 *
 * <p>Two uses. Fixed rates: 48 kHz to 16 kHz gives exactly 160 samples for every 480. Clock fitting: at equal rates
 * {@link #setDrift} stretches the sound by up to {@link #MAX_DRIFT}; the phase never jumps, so a change of drift is
 * heard as a tiny change of pitch and not as a click. Passband to 0.86 of the lower Nyquist frequency within 0.1 dB;
 * from 1.14 of it on, more than 80 dB down. Nothing is allocated after construction. Not thread-safe.
 */
public final class Resampler {
    /** Largest stretch that {@link #setDrift} takes, one percent. */
    public static final double MAX_DRIFT = 0.01;

    private static final int PHASES = 512;
    private static final int ZERO_CROSSINGS = 20;
    private static final double KAISER_BETA = 8.6;

    private final double nominalStep;
    private final int half;
    private final float[][] table;
    private final float[] buffer;
    private int filled;
    private double position;
    private double step;

    /**
     * @param inputRateHz samples a second that go in
     * @param outputRateHz samples a second that come out when there is no drift
     * @param maxInput most samples given to one {@link #process} call
     */
    public Resampler(int inputRateHz, int outputRateHz, int maxInput) {
        if (inputRateHz <= 0 || outputRateHz <= 0 || maxInput <= 0) {
            throw new IllegalArgumentException("rates and block size must be positive, got " + inputRateHz + " Hz to "
                    + outputRateHz + " Hz, blocks of " + maxInput);
        }
        nominalStep = (double) inputRateHz / outputRateHz;
        step = nominalStep;
        double cutoff = Math.min(1, 1 / nominalStep);
        half = (int) Math.ceil(ZERO_CROSSINGS / cutoff);
        table = kernel(half, cutoff);
        buffer = new float[2 * half + maxInput + (int) Math.ceil(nominalStep * 2) + 2];
        reset();
    }

    private static float[][] kernel(int half, double cutoff) {
        float[][] phases = new float[PHASES + 1][2 * half];
        for (int p = 0; p <= PHASES; p++) {
            double sum = 0;
            for (int k = 0; k < 2 * half; k++) {
                double x = k - (half - 1) - (double) p / PHASES;
                double sinc = x == 0 ? 1 : Math.sin(Math.PI * x * cutoff) / (Math.PI * x * cutoff);
                phases[p][k] = (float) (sinc * kaiser(x / half));
                sum += phases[p][k];
            }
            for (int k = 0; k < 2 * half; k++) {
                phases[p][k] /= (float) sum; // every phase passes DC alike, or the drift would be heard as a hum
            }
        }
        return phases;
    }

    private static double kaiser(double x) {
        return Math.abs(x) >= 1 ? 0 : bessel(KAISER_BETA * Math.sqrt(1 - x * x)) / bessel(KAISER_BETA);
    }

    /** Modified Bessel function of the first kind, order 0. */
    private static double bessel(double x) {
        double term = 1;
        double sum = 1;
        for (int k = 1; term > 1e-12 * sum; k++) {
            term *= x * x / (4.0 * k * k);
            sum += term;
        }
        return sum;
    }

    /** How many input samples the output lags behind the input: half the filter. */
    public int latencyInputSamples() {
        return half;
    }

    /**
     * Stretches or squeezes from the next output sample on.
     *
     * @param drift 0.01 consumes one percent more input than nominal (plays faster); -0.01 one percent less
     * @throws IllegalArgumentException beyond +-{@link #MAX_DRIFT}
     */
    public void setDrift(double drift) {
        if (!(Math.abs(drift) <= MAX_DRIFT)) {
            throw new IllegalArgumentException("drift must be within +-" + MAX_DRIFT + ", got " + drift);
        }
        step = nominalStep * (1 + drift);
    }

    /** How many more input samples {@link #process} must be given to yield {@code outputs} samples. */
    public int inputFor(int outputs) {
        return outputs <= 0 ? 0 : Math.max(0, (int) positionOf(outputs - 1) + half + 1 - filled);
    }

    /** Hot path: {@link #process(float[], int, float[], int)} with all output that the input allows. */
    public int process(float[] input, int inputCount, float[] output) {
        return process(input, inputCount, output, Integer.MAX_VALUE);
    }

    /**
     * Hot path: takes {@code inputCount} samples and gives what output they allow; what is beyond {@code maxOutput}
     * comes with the next call.
     *
     * @param input the first {@code inputCount} samples are read
     * @param output must have room for what comes, at most {@code inputCount / step + 1} samples
     * @param maxOutput most samples to write
     * @return samples written
     */
    public int process(float[] input, int inputCount, float[] output, int maxOutput) {
        if (inputCount > buffer.length - filled) {
            throw new IllegalArgumentException("block of " + inputCount + " samples is larger than announced");
        }
        System.arraycopy(input, 0, buffer, filled, inputCount);
        filled += inputCount;
        int made = 0;
        while (made < maxOutput && (int) positionOf(made) + half < filled) {
            output[made] = sampleAt(positionOf(made));
            made++;
        }
        position = positionOf(made);
        discardUsed();
        return made;
    }

    /** In the buffer, of the n-th output from now. */
    private double positionOf(int n) {
        return position + n * step;
    }

    private float sampleAt(double at) {
        int whole = (int) at;
        double phase = (at - whole) * PHASES;
        int p = (int) phase;
        float blend = (float) (phase - p);
        int first = whole - half + 1;
        float sum = product(table[p], first);
        return blend == 0 ? sum : sum + blend * (product(table[p + 1], first) - sum);
    }

    /** Four sums that do not wait for each other. */
    private float product(float[] weights, int first) {
        float a = 0;
        float b = 0;
        float c = 0;
        float d = 0;
        int k = 0;
        for (; k < weights.length - 3; k += 4) {
            a += weights[k] * buffer[first + k];
            b += weights[k + 1] * buffer[first + k + 1];
            c += weights[k + 2] * buffer[first + k + 2];
            d += weights[k + 3] * buffer[first + k + 3];
        }
        for (; k < weights.length; k++) {
            a += weights[k] * buffer[first + k];
        }
        return a + b + (c + d);
    }

    private void discardUsed() {
        int used = Math.min((int) position - half + 1, filled);
        if (used > 0) {
            System.arraycopy(buffer, used, buffer, 0, filled - used);
            filled -= used;
            position -= used;
        }
    }

    /** Forgets what was heard; drift returns to 0. */
    public void reset() {
        java.util.Arrays.fill(buffer, 0);
        // The first output lies half a filter before the first input, so that n inputs always give n / step outputs.
        filled = 2 * half;
        position = half;
        step = nominalStep;
    }
}
