package dev.visavis.agent.jitsi;

/** How many pictures come a second, going by their timestamps: the encoder's rate control has to know. */
final class FrameRate {
    private static final int FRAMES = 12;
    private static final double CHANGE = 0.12;

    private float framesPerSecond = 25;
    private long firstNs;
    private int count;

    /** @return true if {@link #framesPerSecond()} has changed */
    boolean onFrame(long mediaNs) {
        if (count++ == 0) {
            firstNs = mediaNs;
            return false;
        }
        if (count <= FRAMES) {
            return false;
        }
        double measured = FRAMES * 1e9 / Math.max(1, mediaNs - firstNs);
        count = 1;
        firstNs = mediaNs;
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
