package dev.visavis.inference.motion;

import dev.visavis.inference.audio.SpeechLevel;

/**
 * Stage: audio features in, one motion latent per video frame out, 25 a second.
 *
 * <p>Frames come out in order from 0. Frame n is of the middle sample of feature frame n's span; it comes out
 * once the generator has the features up to its look-ahead, so the first calls may give nothing. A generator
 * with a hop of h gives h latents on every h-th call. One instance serves one call and is not thread-safe.
 */
public interface MotionGenerator extends AutoCloseable {
    /** Level of a partner who does not speak, or is not there, in dBFS. */
    float NO_PARTNER_DB = SpeechLevel.SILENCE_DB;

    /**
     * Hot path: takes one feature frame.
     *
     * @param features {@code PackSpec.featureSize()} floats
     * @param partnerDb level of the partner's last 40 ms ({@link SpeechLevel#db()}), for listening: the partner is
     *            whoever talks with the portrait, while the features are of the portrait's own voice
     * @param controls gaze, distance, emotion and the rest, as they stand now
     * @param latents receives up to {@code PackSpec.hopFrames()} latents of {@code PackSpec.latentSize()} floats
     * @return how many latents were written, 0 to {@code PackSpec.hopFrames()}
     */
    int generate(float[] features, float partnerDb, MotionControls controls, float[][] latents);

    /**
     * Goes back (barge-in): the frames from {@code frame} on count as never made. The next features given must be those
     * of {@code frame}, and the next latent that comes out is of {@code frame}, continuous with {@code frame - 1}.
     *
     * @param frame index of the first frame to make anew, at most one past the last frame given
     * @throws IllegalArgumentException if the frame was never made or lies further back than the generator keeps
     */
    void rewind(long frame);

    /**
     * Draws the lips of a latent that this generator made towards rest, for a speaker who is cut off: sooner than speech
     * would close them. What else the face shows stays. A generator whose latents have no lips of their own does nothing.
     *
     * @param openness 1 leaves the latent as it is, 0 closes the lips
     */
    default void closeLips(float[] latent, float openness) {
    }

    @Override
    void close();
}
