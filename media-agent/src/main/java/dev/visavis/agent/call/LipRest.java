package dev.visavis.agent.call;

import dev.visavis.inference.motion.MotionGenerator;

/**
 * Brings the lips to rest when the portrait is interrupted: by the third frame, which is faster than any motion model
 * that goes on from an open mouth closes it. They stay closed until there is something to say.
 */
final class LipRest {
    /** Of the first frames after a cut: quick, but no jump. */
    private static final float[] EASE = {0.4f, 0.1f};
    private static final int HELD_FRAMES = 8;
    private static final float RELEASE = 1f / 8;
    private static final float RELEASE_TO_SPEAK = 1f / 3;
    private static final long NEVER = Long.MAX_VALUE / 2;

    private long cutFrame = NEVER;
    private long speaksFrame = NEVER;

    /** From this frame on the portrait has been cut off. */
    void cut(long frame) {
        cutFrame = frame;
        speaksFrame = NEVER;
    }

    /** From this frame on it speaks again. */
    void speak(long frame) {
        speaksFrame = Math.min(speaksFrame, frame);
    }

    /** Closes the lips of a frame as far as they should be. */
    void apply(long frame, float[] latent, MotionGenerator generator) {
        float openness = openness(frame);
        if (openness < 1) {
            generator.closeLips(latent, openness);
        }
    }

    private float openness(long frame) {
        int since = (int) Math.min(frame - cutFrame, 1_000);
        if (since < 0) {
            return 1;
        }
        if (since < EASE.length) {
            return EASE[since];
        }
        float released = Math.max((since - HELD_FRAMES) * RELEASE, (frame - speaksFrame + 1) * RELEASE_TO_SPEAK);
        return Math.max(0, Math.min(1, released));
    }
}
