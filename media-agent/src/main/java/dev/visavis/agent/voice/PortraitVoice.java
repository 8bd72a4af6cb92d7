package dev.visavis.agent.voice;

import dev.visavis.agent.call.CallerListener;
import dev.visavis.agent.call.VoiceFeed;

/** Something that speaks through a portrait and hears its caller. Heard and told on the call's thread. */
public interface PortraitVoice extends CallerListener, VoiceFeed.Listener, AutoCloseable {
    @Override
    default void hear(float[] pcm) {
        // not every voice listens
    }

    @Override
    default void started(long segment) {
        // not every voice asks
    }

    @Override
    default void finished(long segment, long positionMs, boolean interrupted) {
        // not every voice asks
    }

    /** Ends it; from any thread. */
    @Override
    default void close() {
        // most hold nothing
    }
}
