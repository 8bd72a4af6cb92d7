package dev.visavis.inference.pack;

import dev.visavis.inference.audio.AudioEncoder;
import dev.visavis.inference.motion.MotionGenerator;
import dev.visavis.inference.portrait.Portrait;
import dev.visavis.inference.portrait.PortraitException;
import dev.visavis.inference.portrait.PortraitSource;
import dev.visavis.inference.render.FaceDecoder;

/**
 * A loaded set of models that fit together. Loading is slow and happens once; a pack is shared by all calls and
 * thread-safe. The stages it makes belong to one call each.
 */
public interface ModelPack extends AutoCloseable {
    /** Sizes and rates of everything below. */
    PackSpec spec();

    /**
     * Prepares a photo. Slow (up to seconds); not for a call's thread.
     *
     * @throws PortraitException if the photo cannot be used
     */
    Portrait openPortrait(PortraitSource source) throws PortraitException;

    /** A fresh audio encoder for one call. */
    AudioEncoder newAudioEncoder();

    /**
     * A fresh motion generator for one call.
     *
     * @param seed same seed and same input, same motion
     */
    MotionGenerator newMotionGenerator(long seed);

    /**
     * A fresh face decoder for one call.
     *
     * @throws IllegalArgumentException if the portrait was opened by another pack
     */
    FaceDecoder newFaceDecoder(Portrait portrait);

    @Override
    void close();
}
