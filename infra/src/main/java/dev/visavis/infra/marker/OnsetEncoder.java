package dev.visavis.infra.marker;

import dev.visavis.inference.audio.AudioEncoder;

/**
 * Audio encoder of the {@link MarkerPack}: finds where a beep begins after silence, to the sample. A feature frame is
 * {event, offset}: event is 1 in the first frame whose middle sample is at or after the onset, and offset is that
 * middle minus the onset in samples (0..639).
 */
final class OnsetEncoder implements AudioEncoder {
    static final int FEATURES = 2;

    private static final float LOUD = 0.1f;
    private static final float QUIET = 0.02f;
    /** A beep counts as new after this much quiet: 200 ms. */
    private static final int QUIET_SAMPLES = SAMPLE_RATE_HZ / 5;

    private long sample;
    private int quiet;
    private long onset = -1;

    @Override
    public boolean encode(float[] pcm, float[] features) {
        for (float x : pcm) {
            float level = Math.abs(x);
            if (level > LOUD && quiet >= QUIET_SAMPLES) {
                onset = sample;
            }
            quiet = level < QUIET ? quiet + 1 : level > LOUD ? 0 : quiet;
            sample++;
        }
        if (sample % FRAME_SAMPLES != 0) {
            return false;
        }
        long middle = sample - FRAME_SAMPLES / 2;
        boolean here = onset >= 0 && onset <= middle;
        features[0] = here ? 1 : 0;
        features[1] = here ? middle - onset : 0;
        if (here) {
            onset = -1;
        }
        return true;
    }

    @Override
    public void rewind(long frame) {
        sample = frame * FRAME_SAMPLES;
        quiet = 0;
        onset = -1;
    }

    @Override
    public void close() {
        // holds nothing
    }
}
