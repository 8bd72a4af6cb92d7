package dev.visavis.agent.jitsi.rtp;

/**
 * Shortens speech by one pitch period, found by correlation and cross-faded, which the ear does not notice (WSOLA;
 * Verhelst and Roelands 1993).
 */
final class PitchCut {
    private static final int MIN_PERIOD = 120; // 400 Hz at 48 kHz
    private static final int MAX_PERIOD = 600; // 80 Hz
    private static final int FADE = 240;
    private static final int STRIDE = 4;

    /** Samples that must be there. */
    static final int NEEDED = MAX_PERIOD + FADE;

    private PitchCut() {
    }

    /**
     * Takes one period out of the front of the samples.
     *
     * @param length at least {@link #NEEDED}
     * @return the new length
     */
    static int cut(short[] pcm, int length) {
        int period = bestPeriod(pcm);
        for (int i = 0; i < FADE; i++) {
            pcm[i] = (short) ((pcm[i] * (FADE - i) + pcm[i + period] * i) / FADE);
        }
        System.arraycopy(pcm, FADE + period, pcm, FADE, length - FADE - period);
        return length - period;
    }

    private static int bestPeriod(short[] pcm) {
        int best = MAX_PERIOD;
        double bestScore = Double.NEGATIVE_INFINITY;
        for (int period = MIN_PERIOD; period <= MAX_PERIOD; period += 2) {
            double dot = 0;
            double energy = 1;
            for (int i = 0; i < FADE; i += STRIDE) {
                dot += pcm[i] * pcm[i + period];
                energy += (double) pcm[i + period] * pcm[i + period];
            }
            double score = dot / Math.sqrt(energy);
            if (score >= bestScore) {
                bestScore = score;
                best = period;
            }
        }
        return best;
    }
}
