package dev.visavis.agent.rtc;

import dev.visavis.agent.transport.MediaTransport;
import dev.visavis.agent.transport.MediaTransport.Listener;
import dev.visavis.agent.transport.MediaTransport.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way in: what the library tells, told on to the listener. Called on native threads that serve every call of the
 * process, so nothing here blocks and nothing that a listener throws gets out.
 */
final class ListenerCalls implements Connection.Events {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerCalls.class);
    private static final long TICK_NS = 10_000_000;

    /** How deep this thread is in calls to listeners; a cell, so that counting allocates nothing. */
    private static final ThreadLocal<int[]> DEPTH = ThreadLocal.withInitial(() -> new int[1]);

    private final short[] piece = new short[MediaTransport.TICK_SAMPLES];
    private volatile Listener listener;
    private volatile State state = State.NEW;
    private volatile boolean hasConnected;
    private volatile long pcmReceived;
    private volatile long bytesSent = -1;
    private volatile long bytesReceived = -1;
    private volatile double roundTripMs = -1;
    private boolean oddPcmLogged;
    private volatile boolean failureLogged;

    synchronized void setListener(Listener newListener) {
        if (listener != null) {
            throw new IllegalStateException("the transport has a listener already");
        }
        listener = newListener;
    }

    /** True on a thread that is inside a listener now. */
    boolean isOnThisThread() {
        return DEPTH.get()[0] > 0;
    }

    @Override
    public void onState(State next) {
        synchronized (this) {
            if (state == next || state == State.FAILED || state == State.CLOSED || next == State.NEW
                    || hasConnected && next == State.CONNECTING) {
                return; // only ever forward, see MediaTransport.State
            }
            state = next;
            hasConnected |= next == State.CONNECTED;
        }
        call(() -> listener.onStateChange(next));
    }

    void onClosed() {
        synchronized (this) {
            state = State.CLOSED;
        }
        call(() -> listener.onStateChange(State.CLOSED));
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
        long timestampNs = pcmReceived++ * TICK_NS;
        call(() -> listener.onPcm(piece, timestampNs));
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
    public void onStats(long bytes, double roundTrip, long estimateBps, long received) {
        bytesSent = bytes;
        bytesReceived = received;
        roundTripMs = roundTrip;
        if (estimateBps >= 0) {
            call(() -> listener.onBitrateEstimate(estimateBps));
        }
    }

    private void call(Runnable tell) {
        if (listener == null) {
            return;
        }
        int[] depth = DEPTH.get();
        depth[0]++;
        try {
            tell.run();
        } catch (RuntimeException | Error e) {
            logFailure(e);
        } finally {
            depth[0]--;
        }
    }

    /** Once a call: it would come a hundred times a second. */
    private void logFailure(Throwable failure) {
        if (!failureLogged) {
            failureLogged = true;
            LOG.error("the listener of a transport failed; later failures of this call are not logged", failure);
        }
    }

    State state() {
        return state;
    }

    /** True from the first CONNECTED on. */
    boolean hasConnected() {
        return hasConnected;
    }

    long pcmReceived() {
        return pcmReceived;
    }

    long bytesSent() {
        return bytesSent;
    }

    long bytesReceived() {
        return bytesReceived;
    }

    double roundTripMs() {
        return roundTripMs;
    }
}
