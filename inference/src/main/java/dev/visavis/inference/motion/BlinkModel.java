package dev.visavis.inference.motion;

/**
 * Blinks: at random with a short refractory time, and with some large gaze shifts, as people do. The lid closes in
 * 70 ms and opens in 180 ms; half closed for .165 s, of which a tracker at 25 frames a second sees about .13 s.
 */
final class BlinkModel {
    private static final double CLOSE_S = 0.07;
    private static final double SHUT_S = 0.04;
    private static final double OPEN_S = 0.18;
    private static final double REFRACTORY_S = 0.4;
    private static final double WITH_SHIFT_CHANCE = 0.25;
    private static final double SHIFTS_PER_MINUTE = 30;
    private static final double USUAL_PER_MINUTE = 20;
    private static final int SINCE_S = 0;

    private final FrameNoise noise;
    private final double[] state;

    BlinkModel(FrameNoise noise, MotionMemory memory) {
        this.noise = noise;
        state = memory.array(1);
        state[SINCE_S] = 10;
    }

    /**
     * @param perMinute mean rate, 0 never blinks
     * @param gazeShift whether the eyes jump in this frame
     * @return 0 open, 1 shut
     */
    double step(long frame, double perMinute, boolean gazeShift) {
        state[SINCE_S] += PlainMotionGenerator.FRAME_S;
        if (perMinute > 0 && state[SINCE_S] > REFRACTORY_S) {
            double withShift = WITH_SHIFT_CHANCE * Math.min(1, perMinute / USUAL_PER_MINUTE);
            double meanWaitS = Math.max(60 / (perMinute - withShift * SHIFTS_PER_MINUTE) - REFRACTORY_S, 0.1);
            if (noise.uniform(frame, 0) < PlainMotionGenerator.FRAME_S / meanWaitS
                    || gazeShift && noise.uniform(frame, 1) < withShift) {
                state[SINCE_S] = PlainMotionGenerator.FRAME_S / 2;
            }
        }
        return closure(state[SINCE_S]);
    }

    private static double closure(double s) {
        return smooth(s / CLOSE_S) * (1 - smooth((s - CLOSE_S - SHUT_S) / OPEN_S));
    }

    private static double smooth(double x) {
        double c = Math.max(0, Math.min(1, x));
        return c * c * (3 - 2 * c);
    }
}
