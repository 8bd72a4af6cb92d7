package dev.visavis.agent.rtc;

import dev.visavis.agent.transport.ListenerCalls;
import dev.visavis.agent.transport.MediaTransport.State;
import dev.visavis.agent.transport.MediaTransport;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way in: what the library tells, told on to the listener. Called on native threads that serve every call of the
 * process, so nothing here blocks.
 */
final class NativeEvents implements Connection.Events {
    private static final Logger LOG = LoggerFactory.getLogger(NativeEvents.class);

    /** Pictures that may be on their way through the library. */
    private static final int UNDER_WAY = 3;

    private final ListenerCalls calls;
    private final LongSupplier framesPushed;
    private final short[] piece = new short[MediaTransport.TICK_SAMPLES];
    private volatile long bytesSent = -1;
    private volatile long bytesReceived = -1;
    private volatile double roundTripMs = -1;
    private volatile long estimateBps = -1;
    private volatile long framesUnencoded;
    private boolean oddPcmLogged;

    /** @param framesPushed pictures given to the library so far */
    NativeEvents(ListenerCalls calls, LongSupplier framesPushed) {
        this.calls = calls;
        this.framesPushed = framesPushed;
    }

    @Override
    public void onState(State next) {
        calls.onState(next);
    }

    @Override
    public void onPcm(byte[] s16le, int sampleRateHz, int channels, int frames) {
        if (sampleRateHz != MediaTransport.SAMPLE_RATE_HZ || frames != MediaTransport.TICK_SAMPLES || channels < 1) {
            logOddPcm(sampleRateHz, channels, frames);
            return;
        }
        for (int i = 0; i < frames; i++) {
            int sum = 0;
            for (int c = 0; c < channels; c++) {
                int at = 2 * (i * channels + c);
                sum += (short) (s16le[at] & 0xff | s16le[at + 1] << 8);
            }
            piece[i] = (short) (sum / channels);
        }
        calls.onPcm(piece);
    }

    private void logOddPcm(int sampleRateHz, int channels, int frames) {
        if (!oddPcmLogged) {
            oddPcmLogged = true;
            LOG.error(
                    "the peer's sound is lost: expected 480 frames at 48000 Hz, got {} frames of {} channels at {} Hz",
                    frames, channels, sampleRateHz);
        }
    }

    @Override
    public void onStats(long bytes, double roundTrip, long estimate, long received, long encoded) {
        framesUnencoded = Math.max(framesUnencoded, framesPushed.getAsLong() - UNDER_WAY - encoded);
        bytesSent = bytes;
        bytesReceived = received;
        roundTripMs = roundTrip;
        estimateBps = estimate;
        if (estimate >= 0) {
            calls.onBitrateEstimate(estimate);
        }
    }

    long bytesSent() {
        return bytesSent;
    }

    long bytesReceived() {
        return bytesReceived;
    }

    /** What the path can carry, or -1. */
    long estimateBps() {
        return estimateBps;
    }

    /** Pictures that the library was given and left out: its encoder was busy, or its bitrate too low for them. */
    long framesUnencoded() {
        return framesUnencoded;
    }

    double roundTripMs() {
        return roundTripMs;
    }
}
