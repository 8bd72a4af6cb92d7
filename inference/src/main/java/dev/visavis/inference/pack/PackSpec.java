package dev.visavis.inference.pack;

import dev.visavis.inference.VideoFormat;

/**
 * What a caller must know of a model pack.
 *
 * @param name the pack's name, for example {@code explicit}
 * @param width of a frame in pixels
 * @param height of a frame in pixels
 * @param framesPerSecond of the motion and so of the video, 25
 * @param featureSize floats in one audio feature frame
 * @param latentSize floats in one motion latent
 * @param hopFrames frames that the generator gives at once
 * @param lookaheadMs how far past a frame's middle sample the pack (audio encoder and generator together) must hear
 *            before that frame can be made, in ms; for a hop of h the last frame of a hop is meant
 */
public record PackSpec(String name, int width, int height, int framesPerSecond, int featureSize, int latentSize,
        int hopFrames, int lookaheadMs) {
    /** What a call gets that asks for nothing else. */
    public VideoFormat format() {
        return new VideoFormat(width, height, framesPerSecond);
    }
}
