package dev.visavis.inference.motion;

import dev.visavis.inference.audio.BandFeatures;

/** The feature frames around the frame that is made next: one back, the frame itself, two ahead. */
final class FeatureWindow {
    private final float[][] frames = new float[ArticulationNetwork.WINDOW][BandFeatures.SIZE];
    private final double[] past;
    private int filled;

    FeatureWindow(MotionMemory memory) {
        past = memory.array(BandFeatures.SIZE);
    }

    /** Appends a frame; the first of all is its own past. */
    void add(float[] features) {
        if (filled == 0) {
            copy(features, frames[filled++]);
        }
        copy(features, frames[filled++]);
    }

    private static void copy(float[] features, float[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = Float.isFinite(features[i]) ? features[i] : 0;
        }
    }

    boolean isFull() {
        return filled == frames.length;
    }

    float[][] frames() {
        return frames;
    }

    /** Moves on by one frame. */
    void advance() {
        float[] oldest = frames[0];
        System.arraycopy(frames, 1, frames, 0, frames.length - 1);
        frames[frames.length - 1] = oldest;
        filled--;
        for (int i = 0; i < past.length; i++) {
            past[i] = frames[0][i];
        }
    }

    /** After the memory went back to {@code frame}: what lies ahead is forgotten, what lies behind is known again. */
    void rewound(long frame) {
        for (int i = 0; i < past.length; i++) {
            frames[0][i] = (float) past[i];
        }
        filled = frame == 0 ? 0 : 1;
    }
}
