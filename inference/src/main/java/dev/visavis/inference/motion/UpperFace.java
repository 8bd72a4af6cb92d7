package dev.visavis.inference.motion;

import static dev.visavis.inference.motion.Blendshape.*;

/** Writes eyes and lids, and raises the brows a little with stressed syllables and by chance. */
final class UpperFace {
    private final FrameNoise noise;
    private final Wander browWander;
    private final Eased stress;

    UpperFace(FrameNoise noise, MotionMemory memory) {
        this.noise = noise;
        browWander = new Wander(memory, 2, 1.5);
        stress = new Eased(memory, 0.06, 0);
    }

    /** @param loudnessDb against the speaker's mean */
    void raiseBrows(long frame, float loudnessDb, float expressiveness, float[] latent) {
        double stressed = stress.step(Math.max(0, Math.min(1, (loudnessDb - 1) / 6)));
        double up = 0.12 * Math.max(0, browWander.step(noise.gaussian(frame, 0))) + 0.25 * expressiveness * stressed;
        latent[ExplicitMotion.index(BROW_INNER_UP)] += (float) up;
        latent[ExplicitMotion.index(BROW_OUTER_UP_LEFT)] += (float) (0.8 * up);
        latent[ExplicitMotion.index(BROW_OUTER_UP_RIGHT)] += (float) (0.8 * up);
    }

    /**
     * @param yawDegrees + to image right, which is the person's left
     * @param pitchDegrees + up
     */
    static void look(double yawDegrees, double pitchDegrees, float[] latent) {
        float yaw = (float) (yawDegrees / ExplicitMotion.EYE_LOOK_DEGREES);
        float pitch = (float) (pitchDegrees / ExplicitMotion.EYE_LOOK_DEGREES);
        set(latent, EYE_LOOK_OUT_LEFT, yaw);
        set(latent, EYE_LOOK_IN_RIGHT, yaw);
        set(latent, EYE_LOOK_IN_LEFT, -yaw);
        set(latent, EYE_LOOK_OUT_RIGHT, -yaw);
        set(latent, EYE_LOOK_UP_LEFT, pitch);
        set(latent, EYE_LOOK_UP_RIGHT, pitch);
        set(latent, EYE_LOOK_DOWN_LEFT, -pitch);
        set(latent, EYE_LOOK_DOWN_RIGHT, -pitch);
    }

    /** @param closure 0 open, 1 shut */
    static void closeLids(double closure, float[] latent) {
        set(latent, EYE_BLINK_LEFT, (float) closure);
        set(latent, EYE_BLINK_RIGHT, (float) closure);
        latent[ExplicitMotion.index(EYE_WIDE_LEFT)] *= (float) (1 - closure);
        latent[ExplicitMotion.index(EYE_WIDE_RIGHT)] *= (float) (1 - closure);
    }

    private static void set(float[] latent, Blendshape shape, float value) {
        latent[ExplicitMotion.index(shape)] = Math.max(0, value);
    }
}
