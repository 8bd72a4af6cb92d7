package dev.visavis.agent.opus;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The native Opus library, which opus-java brings along. */
final class Opus {
    static final int SAMPLE_RATE_HZ = 48_000;

    private Opus() {
    }

    /**
     * Loads it, once a process.
     *
     * @throws UnsupportedOperationException if it is not there for this platform
     */
    static tomp2p.opuswrapper.Opus library() {
        try {
            club.minnced.opus.util.OpusLibrary.loadFromJar();
        } catch (IOException e) {
            throw new UncheckedIOException("the Opus library cannot be unpacked", e);
        }
        return tomp2p.opuswrapper.Opus.INSTANCE;
    }

    /** @return {@code value} if it is no error */
    static int check(int value, String what) {
        if (value < 0) {
            throw new IllegalStateException("Opus cannot " + what + ": error " + value);
        }
        return value;
    }
}
