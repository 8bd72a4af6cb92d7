package dev.visavis.agent.call;

import dev.visavis.inference.audio.Resampler;

/**
 * Keeps a buffer at its target by playing it slightly faster or slower: a proportional-integral controller with a
 * natural frequency of 0.05 Hz and a damping of 0.8, so that the pitch wanders too slowly to be heard.
 */
final class DriftControl {
    private static final double PROPORTIONAL_PER_MS = 5e-4;
    private static final double INTEGRAL_PER_MS_TICK = 1e-6;

    /** Weight of a new reading; arrivals beat against ticks, which is not drift (a quarter of a second). */
    private static final double SMOOTHING = 0.04;

    private double errorMs;
    private double integral;

    /**
     * One tick's reading.
     *
     * @param aboveTargetMs how much too full the buffer is
     * @return drift for {@link Resampler#setDrift}
     */
    double update(double aboveTargetMs) {
        errorMs += SMOOTHING * (aboveTargetMs - errorMs);
        integral = limit(integral + INTEGRAL_PER_MS_TICK * errorMs);
        return limit(PROPORTIONAL_PER_MS * errorMs + integral);
    }

    /** The buffer was filled anew; what was learned of the rates stays. */
    void restart() {
        errorMs = 0;
    }

    private static double limit(double drift) {
        return Math.max(-Resampler.MAX_DRIFT, Math.min(Resampler.MAX_DRIFT, drift));
    }
}
