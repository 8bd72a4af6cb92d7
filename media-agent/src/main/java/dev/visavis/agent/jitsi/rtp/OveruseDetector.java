package dev.visavis.agent.jitsi.rtp;

/**
 * Tells a queue that grows from jitter: the slope of the smoothed delay over the last groups of packets, against a
 * threshold that follows what the path does anyway (draft-ietf-rmcat-gcc-02, section 5.4; the slope in place of that
 * draft's Kalman filter, and the constants, as libwebrtc's trendline estimator has them). One thread.
 */
final class OveruseDetector {
    private static final int WINDOW = 20;
    private static final double SMOOTHING = 0.9;
    private static final double GAIN = 4;
    private static final int MOST_DELTAS = 60;

    /** A slope must stay so long before it counts. */
    private static final double OVERUSE_MS = 10;

    private static final double THRESHOLD_UP = 0.0087;
    private static final double THRESHOLD_DOWN = 0.039;
    private static final double LEAST_THRESHOLD = 6;
    private static final double MOST_THRESHOLD = 600;

    /** Further above the threshold it is no jitter to get used to. */
    private static final double FARTHEST = 15;
    private static final double LONGEST_STEP_MS = 100;

    private final double[] timesMs = new double[WINDOW];
    private final double[] delaysMs = new double[WINDOW];
    private int deltas;
    private double accumulatedMs;
    private double smoothedMs;
    private double slope;
    private double thresholdMs = 12.5;
    private double updatedMs = Double.NaN;
    private double overMs = -1;
    private int overCount;
    private PathUsage usage = PathUsage.NORMAL;

    /** A group of packets arrived at {@code arrivalMs}; the deltas are from the one before. */
    void onGroup(double sentDeltaMs, double arrivalDeltaMs, double arrivalMs) {
        accumulatedMs += arrivalDeltaMs - sentDeltaMs;
        smoothedMs = SMOOTHING * smoothedMs + (1 - SMOOTHING) * accumulatedMs;
        timesMs[deltas % WINDOW] = arrivalMs;
        delaysMs[deltas % WINDOW] = smoothedMs;
        deltas++;
        double slopeBefore = slope;
        if (deltas >= WINDOW) {
            slope = slope();
        }
        double scaled = Math.min(deltas, MOST_DELTAS) * slope * GAIN;
        detect(scaled, slope >= slopeBefore, sentDeltaMs);
        adapt(Math.abs(scaled), arrivalMs);
    }

    private double slope() {
        double meanTime = java.util.Arrays.stream(timesMs).average().orElseThrow();
        double meanDelay = java.util.Arrays.stream(delaysMs).average().orElseThrow();
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i < WINDOW; i++) {
            covariance += (timesMs[i] - meanTime) * (delaysMs[i] - meanDelay);
            variance += (timesMs[i] - meanTime) * (timesMs[i] - meanTime);
        }
        return variance == 0 ? slope : covariance / variance;
    }

    private void detect(double scaled, boolean rises, double sentDeltaMs) {
        if (scaled > thresholdMs) {
            overMs = overMs < 0 ? sentDeltaMs / 2 : overMs + sentDeltaMs;
            overCount++;
            if (overMs > OVERUSE_MS && overCount > 1 && rises) {
                overMs = 0;
                overCount = 0;
                usage = PathUsage.OVER;
            }
        } else {
            overMs = -1;
            overCount = 0;
            usage = scaled < -thresholdMs ? PathUsage.UNDER : PathUsage.NORMAL;
        }
    }

    private void adapt(double scaled, double nowMs) {
        double stepMs = Double.isNaN(updatedMs) ? 0 : Math.min(LONGEST_STEP_MS, nowMs - updatedMs);
        updatedMs = nowMs;
        if (scaled > thresholdMs + FARTHEST) {
            return;
        }
        double rate = scaled < thresholdMs ? THRESHOLD_DOWN : THRESHOLD_UP;
        thresholdMs = Math.max(LEAST_THRESHOLD,
                Math.min(MOST_THRESHOLD, thresholdMs + rate * (scaled - thresholdMs) * stepMs));
    }

    PathUsage usage() {
        return usage;
    }
}
