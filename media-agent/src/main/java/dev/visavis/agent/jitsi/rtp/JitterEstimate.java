package dev.visavis.agent.jitsi.rtp;

import java.util.Arrays;

/**
 * How late packets come, against the fastest of the last two seconds: a histogram that forgets, and the delay that covers
 * nearly all of it.
 */
final class JitterEstimate {
    private static final int BIN_MS = 5;
    private static final int BINS = 100;
    private static final double COVERED = 0.97;
    private static final double KEPT = 0.998;
    private static final int WINDOW = 100;

    private final double[] bins = new double[BINS];
    private final double[] transits = new double[WINDOW];
    private int count;

    JitterEstimate() {
        clear();
    }

    void clear() {
        Arrays.fill(bins, 0);
        bins[20 / BIN_MS] = 1; // a first guess; gone after a few packets
        count = 0;
    }

    /** @param transitMs arrival less media time, both on any clock of their own */
    void onPacket(double transitMs) {
        transits[count++ % WINDOW] = transitMs;
        double least = transitMs;
        for (int i = 0; i < Math.min(count, WINDOW); i++) {
            least = Math.min(least, transits[i]);
        }
        for (int i = 0; i < BINS; i++) {
            bins[i] *= KEPT;
        }
        bins[Math.min(BINS - 1, (int) ((transitMs - least) / BIN_MS))] += 1 - KEPT;
    }

    /** The delay that lets this share of the packets be in time. */
    double delayMs() {
        double sum = 0;
        for (double bin : bins) {
            sum += bin;
        }
        double reached = 0;
        for (int i = 0; i < BINS; i++) {
            reached += bins[i];
            if (reached >= COVERED * sum) {
                return (i + 1) * BIN_MS;
            }
        }
        return BINS * BIN_MS;
    }
}
