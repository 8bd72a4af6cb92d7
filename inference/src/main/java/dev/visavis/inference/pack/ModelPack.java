package dev.visavis.inference.pack;

import dev.visavis.inference.VideoFormat;
import dev.visavis.inference.audio.AudioEncoder;
import dev.visavis.inference.motion.MotionGenerator;
import dev.visavis.inference.portrait.Portrait;
import dev.visavis.inference.portrait.PortraitException;
import dev.visavis.inference.portrait.PortraitSource;
import dev.visavis.inference.render.Background;
import dev.visavis.inference.render.FaceDecoder;

/**
 * A loaded set of models that fit together. Loading is slow and happens once; a pack is shared by all calls and
 * thread-safe. The stages it makes belong to one call each.
 */
public interface ModelPack extends AutoCloseable {
    /** Sizes and rates of everything below. */
    PackSpec spec();

    /**
     * Prepares a photo for pictures of one size. Slow (up to seconds); not for a call's thread.
     *
     * @throws PortraitException if the photo cannot be used, or the pack cannot draw that size
     */
    Portrait openPortrait(PortraitSource source, VideoFormat format) throws PortraitException;

    /** Prepares a photo for pictures of the pack's own size. */
    default Portrait openPortrait(PortraitSource source) throws PortraitException {
        return openPortrait(source, spec().format());
    }

    /** A fresh audio encoder for one call. */
    AudioEncoder newAudioEncoder();

    /**
     * A fresh motion generator for one call.
     *
     * @param seed same seed and same input, same motion
     */
    MotionGenerator newMotionGenerator(long seed);

    /**
     * A fresh face decoder for one call, which draws pictures of the size that the portrait was opened for. May take
     * some tens of milliseconds.
     *
     * @throws IllegalArgumentException if the portrait was opened by another pack, or the pack cannot take a person out
     *             of their own background; the message is for whoever asked
     */
    FaceDecoder newFaceDecoder(Portrait portrait, Background background);

    /** A fresh face decoder before the photo's own background. */
    default FaceDecoder newFaceDecoder(Portrait portrait) {
        return newFaceDecoder(portrait, Background.OWN);
    }

    @Override
    void close();
}
