package dev.visavis.inference.motion;

/**
 * The head's own movement. Each axis is a slow wander plus a tenth of a quicker one, which gives the autocorrelation
 * measured on real speakers (.75, .45, .08 at .24, .48, 1 s). Real heads move in bursts, a little more when the voice
 * is loud; a slow random activity does the first.
 */
final class HeadMotion {
    private static final double[] STD_DEGREES = {3.5, 3, 2.5};
    private static final double[] LIMIT_DEGREES = {18, 13, 10};
    private static final double SLOW_SHARE = 0.9;

    private final FrameNoise noise;
    private final Wander[] slow = new Wander[3];
    private final Wander[] quick = new Wander[3];
    private final Wander activity;
    private final Eased scale;
    private final double[] angles = new double[3];

    HeadMotion(FrameNoise noise, MotionMemory memory) {
        this.noise = noise;
        for (int axis = 0; axis < 3; axis++) {
            slow[axis] = new Wander(memory, 2.6, 1.8);
            quick[axis] = new Wander(memory, 8, 6);
        }
        activity = new Wander(memory, 1, 1);
        scale = new Eased(memory, 0.13, 1);
    }

    /**
     * @param loudness 0 silence, 1 loud
     * @param headMotion {@link MotionControls#headMotion()}
     * @return yaw, pitch and roll in degrees, reused
     */
    double[] step(long frame, double loudness, double headMotion) {
        double burst = Math.exp(0.4 * activity.step(noise.gaussian(frame, 6)) - 0.16);
        double drive = burst * (0.95 + 0.2 * loudness);
        double size = scale.step(headMotion);
        for (int axis = 0; axis < 3; axis++) {
            double unit = Math.sqrt(SLOW_SHARE) * slow[axis].step(drive * noise.gaussian(frame, axis))
                    + Math.sqrt(1 - SLOW_SHARE) * quick[axis].step(drive * noise.gaussian(frame, 3 + axis));
            double limit = LIMIT_DEGREES[axis];
            angles[axis] = limit * Math.tanh(size * STD_DEGREES[axis] * unit / limit);
        }
        return angles;
    }
}
