package dev.visavis.agent.jitsi;

import java.util.Arrays;

/**
 * How many pictures come a second while they come, going by their timestamps: the encoder's rate control has to know. A
 * pause is none of the pace: taken for it, the pictures after the pause would each get the bits of several.
 */
final class FrameRate {
    private static final int INTERVALS = 8;

    /** The quarter of the intervals that is shorter; too high a rate makes pictures too small, and that does no harm. */
    private static final int QUARTILE = INTERVALS / 4;
    private static final double CHANGE = 0.12;

    private final long[] intervalsNs = new long[INTERVALS];
    private float framesPerSecond = 25;
    private long lastNs;
    private int count;

    /** @return true if {@link #framesPerSecond()} has changed */
    boolean onFrame(long mediaNs) {
        if (count > 0) {
            intervalsNs[count % INTERVALS] = mediaNs - lastNs;
        }
        lastNs = mediaNs;
        if (++count <= INTERVALS) {
            return false;
        }
        long[] sorted = intervalsNs.clone();
        Arrays.sort(sorted);
        double measured = 1e9 / Math.max(1, sorted[QUARTILE]);
        if (measured < 1 || measured > 120 || Math.abs(measured - framesPerSecond) < CHANGE * framesPerSecond) {
            return false;
        }
        framesPerSecond = (float) measured;
        return true;
    }

    float framesPerSecond() {
        return framesPerSecond;
    }
}
