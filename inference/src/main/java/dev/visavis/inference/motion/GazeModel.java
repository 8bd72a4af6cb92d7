package dev.visavis.inference.motion;

/**
 * Where the eyes turn in the head: they keep contact with the camera most of the time, glance away about every four
 * seconds and come back (two gaze shifts, so .5 a second), with small involuntary jumps in between, and they take back
 * half of what the head turns (vestibulo-ocular reflex as measured: -.4 to -.6).
 */
final class GazeModel {
    private static final double COUNTER_ROTATION = -0.5;
    private static final double CONTACT_MEAN_S = 2.6;
    private static final double GLANCE_MEAN_S = 1;
    private static final double SHORTEST_S = 0.25;
    private static final double MICRO_PER_S = 1.2;
    private static final double MICRO_DEGREES = 0.35;
    private static final double SACCADE_SHARE = 0.75;
    private static final double LIMIT_DEGREES = 28;

    private static final int AWAY = 0;
    private static final int SINCE_S = 1;
    private static final int TARGET = 2;
    private static final int MICRO = 4;
    private static final int NOW = 6;

    private final FrameNoise noise;
    private final double[] state;
    private final double[] angles = new double[2];
    private boolean shifted;

    GazeModel(FrameNoise noise, MotionMemory memory) {
        this.noise = noise;
        state = memory.array(8);
    }

    /**
     * @param yawDegrees and pitchDegrees the eyes' share of the direction that was asked for
     * @param head the head's own movement, yaw and pitch first
     * @return eye yaw (+ to image right) and pitch (+ up) in the head, degrees, reused
     */
    double[] step(long frame, double yawDegrees, double pitchDegrees, double[] head) {
        shifted = shiftIsDue(frame);
        if (shifted) {
            chooseTarget(frame);
        }
        if (noise.uniform(frame, 4) < MICRO_PER_S * PlainMotionGenerator.FRAME_S) {
            state[MICRO] = MICRO_DEGREES * noise.gaussian(frame, 3);
            state[MICRO + 1] = MICRO_DEGREES * noise.gaussian(frame, 4);
        }
        for (int i = 0; i < 2; i++) {
            state[NOW + i] += SACCADE_SHARE * (state[TARGET + i] + state[MICRO + i] - state[NOW + i]);
            double asked = i == 0 ? yawDegrees : pitchDegrees;
            double angle = asked + state[NOW + i] + COUNTER_ROTATION * head[i];
            angles[i] = Math.max(-LIMIT_DEGREES, Math.min(LIMIT_DEGREES, angle));
        }
        return angles;
    }

    /** Whether the last step began a gaze shift. */
    boolean shifted() {
        return shifted;
    }

    private boolean shiftIsDue(long frame) {
        state[SINCE_S] += PlainMotionGenerator.FRAME_S;
        double mean = (state[AWAY] > 0 ? GLANCE_MEAN_S : CONTACT_MEAN_S) - SHORTEST_S;
        return state[SINCE_S] > SHORTEST_S && noise.uniform(frame, 0) < PlainMotionGenerator.FRAME_S / mean;
    }

    private void chooseTarget(long frame) {
        boolean away = state[AWAY] == 0;
        double size = away ? Math.min(13, 5 - 3 * Math.log(1 - noise.uniform(frame, 1))) : 0;
        double direction = 2 * Math.PI * noise.uniform(frame, 2);
        state[AWAY] = away ? 1 : 0;
        state[SINCE_S] = 0;
        state[TARGET] = size * Math.cos(direction);
        state[TARGET + 1] = 0.55 * size * Math.sin(direction);
    }
}
