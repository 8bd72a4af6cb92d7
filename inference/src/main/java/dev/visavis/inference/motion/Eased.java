package dev.visavis.inference.motion;

/** A value that follows its target smoothly: two equal one-pole filters, 90 % of a step after 3.9 time constants. */
final class Eased {
    private final double[] state;
    private final double share;

    Eased(MotionMemory memory, double timeConstantS, double start) {
        state = memory.array(2);
        state[0] = start;
        state[1] = start;
        share = 1 - Math.exp(-PlainMotionGenerator.FRAME_S / timeConstantS);
    }

    double step(double target) {
        state[0] += share * (target - state[0]);
        state[1] += share * (state[0] - state[1]);
        return state[1];
    }
}
