package dev.visavis.inference.motion;

/** Stationary Gaussian process of variance 1: second-order autoregression with poles exp((-damping +- i w) / 25). */
final class Wander {
    private final double[] state;
    private final double last;
    private final double beforeLast;
    private final double drive;

    Wander(MotionMemory memory, double damping, double angularRate) {
        state = memory.array(2);
        double radius = Math.exp(-damping * PlainMotionGenerator.FRAME_S);
        last = 2 * radius * Math.cos(angularRate * PlainMotionGenerator.FRAME_S);
        beforeLast = -radius * radius;
        double sum = 1 - beforeLast;
        drive = Math.sqrt((1 + beforeLast) * (sum * sum - last * last) / sum);
    }

    /** @param white Gaussian, variance 1 */
    double step(double white) {
        double next = last * state[0] + beforeLast * state[1] + drive * white;
        state[1] = state[0];
        state[0] = next;
        return next;
    }
}
