package dev.visavis.inference.render;

import dev.visavis.inference.I420Frame;

/**
 * Stage: a portrait and a motion latent in, one picture out. The portrait is given when the decoder is made. One
 * instance serves one call and is not thread-safe; the portrait behind it may be shared.
 */
public interface FaceDecoder extends AutoCloseable {
    /**
     * Hot path: draws one frame.
     *
     * @param latent {@code PackSpec.latentSize()} floats in the pack's own layout
     * @param frame of the pack's size; every pixel is written
     */
    void decode(float[] latent, I420Frame frame);

    @Override
    void close();
}
