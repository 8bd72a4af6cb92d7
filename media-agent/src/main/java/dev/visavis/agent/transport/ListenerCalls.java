package dev.visavis.agent.transport;

import dev.visavis.agent.transport.MediaTransport.Listener;
import dev.visavis.agent.transport.MediaTransport.State;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells a transport's listener what happens, as {@link MediaTransport} promises: states only ever move forward, sound is
 * counted, and nothing that a listener throws gets out to the thread that tells it.
 */
public final class ListenerCalls {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerCalls.class);
    private static final long TICK_NS = 10_000_000;

    /** How deep this thread is in calls to listeners; a cell, so that counting allocates nothing. */
    private static final ThreadLocal<int[]> DEPTH = ThreadLocal.withInitial(() -> new int[1]);

    private volatile Listener listener;
    private volatile State state = State.NEW;
    private volatile boolean hasConnected;
    private volatile long pcmReceived;
    private volatile boolean failureLogged;

    public synchronized void setListener(Listener newListener) {
        if (listener != null) {
            throw new IllegalStateException("the transport has a listener already");
        }
        listener = newListener;
    }

    /** True on a thread that is inside a listener now. */
    public boolean isOnThisThread() {
        return DEPTH.get()[0] > 0;
    }

    /** Moves on, if that is forward. */
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

    /** The last call. */
    public void onClosed() {
        synchronized (this) {
            state = State.CLOSED;
        }
        call(() -> listener.onStateChange(State.CLOSED));
    }

    /** @param pcm 10 ms of the peer's speech, valid during the call */
    public void onPcm(short[] pcm) {
        long timestampNs = pcmReceived++ * TICK_NS;
        call(() -> listener.onPcm(pcm, timestampNs));
    }

    public void onKeyFrameRequest() {
        call(() -> listener.onKeyFrameRequest());
    }

    public void onBitrateEstimate(long bitsPerSecond) {
        call(() -> listener.onBitrateEstimate(bitsPerSecond));
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

    public State state() {
        return state;
    }

    /** True from the first CONNECTED on. */
    public boolean hasConnected() {
        return hasConnected;
    }

    /** Pieces of 10 ms told. */
    public long pcmReceived() {
        return pcmReceived;
    }
}
