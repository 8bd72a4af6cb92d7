package dev.visavis.inference.audio;

import java.util.Random;

/**
 * Test fixture: speech-like sound by source and filter (Klatt 1980, cascade branch): a glottal pulse train or noise
 * through resonators. 16 kHz, full scale +-1.
 */
public final class SyntheticSpeech {
    private static final int RATE = AudioEncoder.SAMPLE_RATE_HZ;

    private final Random random;
    private float[] samples = new float[0];
    private double phase;

    /** @param seed of the noise */
    public SyntheticSpeech(long seed) {
        random = new Random(seed);
    }

    /** Open, as in "father". */
    public SyntheticSpeech aa(double seconds) {
        return voiced(seconds, 0.3, 750, 1150, 2600);
    }

    /** Spread, as in "see". */
    public SyntheticSpeech ee(double seconds) {
        return voiced(seconds, 0.2, 290, 2250, 3000);
    }

    /** Rounded, as in "too". */
    public SyntheticSpeech oo(double seconds) {
        return voiced(seconds, 0.2, 310, 850, 2250);
    }

    /** The murmur behind closed lips, as in "m". */
    public SyntheticSpeech closedLips(double seconds) {
        return voiced(seconds, 0.012, 200, 900, 2200);
    }

    /** Nothing. */
    public SyntheticSpeech silence(double seconds) {
        return append(new float[(int) (seconds * RATE)]);
    }

    private SyntheticSpeech voiced(double seconds, double peak, double... formants) {
        int n = (int) (seconds * RATE);
        float[] out = new float[n];
        for (int i = 0; i < n; i++) {
            phase += (120 + 4 * Math.sin(2 * Math.PI * 5 * i / RATE)) / RATE;
            out[i] = phase >= 1 ? 1 : 0;
            phase -= Math.floor(phase);
            out[i] += (float) (0.002 * random.nextGaussian());
        }
        resonate(out, 0, 180); // the glottis falls off by 12 dB an octave, the lips give half of it back
        for (double f : formants) {
            resonate(out, f, 60 + f / 25);
        }
        return append(faded(scaled(out, peak)));
    }

    private static void resonate(float[] x, double hz, double bandwidthHz) {
        double radius = Math.exp(-Math.PI * bandwidthHz / RATE);
        double b = 2 * radius * Math.cos(2 * Math.PI * hz / RATE);
        double c = -radius * radius;
        double y1 = 0;
        double y2 = 0;
        for (int i = 0; i < x.length; i++) {
            double y = (1 - b - c) * x[i] + b * y1 + c * y2;
            y2 = y1;
            y1 = y;
            x[i] = (float) y;
        }
    }

    private static float[] scaled(float[] x, double peak) {
        float max = 1e-9f;
        for (float v : x) {
            max = Math.max(max, Math.abs(v));
        }
        for (int i = 0; i < x.length; i++) {
            x[i] *= (float) (peak / max);
        }
        return x;
    }

    private static float[] faded(float[] x) {
        int ramp = Math.min(x.length / 2, RATE / 100);
        for (int i = 0; i < ramp; i++) {
            x[i] *= (float) i / ramp;
            x[x.length - 1 - i] *= (float) i / ramp;
        }
        return x;
    }

    private SyntheticSpeech append(float[] more) {
        float[] all = java.util.Arrays.copyOf(samples, samples.length + more.length);
        System.arraycopy(more, 0, all, samples.length, more.length);
        samples = all;
        return this;
    }

    /** Everything so far. */
    public float[] samples() {
        return samples.clone();
    }

    /** About a second of babble: open, closed, spread, closed, rounded, and a pause. */
    public SyntheticSpeech babble() {
        return aa(0.2).closedLips(0.1).ee(0.2).closedLips(0.1).oo(0.2).silence(0.2);
    }
}
