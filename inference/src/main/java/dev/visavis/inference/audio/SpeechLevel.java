package dev.visavis.inference.audio;

import java.util.Arrays;

/** How loud someone speaks: the level of the last 40 ms, fed 10 ms at a time. Not thread-safe. */
public final class SpeechLevel {
    /** Level of silence, the lowest there is, in dBFS. */
    public static final float SILENCE_DB = -100;

    private static final int TICKS = AudioEncoder.FRAME_SAMPLES / AudioEncoder.TICK_SAMPLES;

    private final float[] squares = new float[TICKS];
    private int tick;

    /**
     * Hot path: hears 10 ms.
     *
     * @param pcm {@link AudioEncoder#TICK_SAMPLES} samples at 16 kHz, full scale +-1; what is not a number is silence
     */
    public void add(float[] pcm) {
        float sum = 0;
        for (int i = 0; i < AudioEncoder.TICK_SAMPLES; i++) {
            sum += Float.isFinite(pcm[i]) ? pcm[i] * pcm[i] : 0;
        }
        squares[tick] = sum;
        tick = (tick + 1) % TICKS;
    }

    /** 10 log10 of the mean square, {@link #SILENCE_DB} to 0. */
    public float db() {
        float sum = 0;
        for (float square : squares) {
            sum += square;
        }
        double db = 10 * Math.log10(sum / AudioEncoder.FRAME_SAMPLES);
        return (float) Math.max(SILENCE_DB, Math.min(0, db));
    }

    /** Forgets what was heard. */
    public void reset() {
        Arrays.fill(squares, 0);
    }
}
