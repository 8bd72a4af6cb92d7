package dev.visavis.agent.call;

/**
 * Joins sound that does not follow from what was heard before, without a click: the last value dies away within some
 * milliseconds while the new sound fades in.
 */
final class Splice {
    private static final float FADE_IN_PER_SAMPLE = 1f / 240; // 5 ms
    private static final float DECAY_PER_SAMPLE = 0.98f; // to 1 % in 5 ms

    private float last;
    private float held;
    private float gain;

    /** What comes next does not follow from what came before. */
    void cut() {
        held = last;
        gain = 0;
    }

    /** What comes next follows silence. */
    void reset() {
        last = 0;
        held = 0;
        gain = 1;
    }

    /** Passes samples through, in place. */
    void process(float[] samples, int from, int to) {
        for (int i = from; i < to; i++) {
            held *= DECAY_PER_SAMPLE;
            gain = Math.min(1, gain + FADE_IN_PER_SAMPLE);
            samples[i] = held + gain * samples[i];
        }
        if (to > from) {
            last = samples[to - 1];
        }
        if (Math.abs(held) < 1e-7f) {
            held = 0; // denormal numbers are slow
        }
    }
}
