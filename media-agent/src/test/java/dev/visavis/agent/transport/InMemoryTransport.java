package dev.visavis.agent.transport;

import dev.visavis.inference.I420Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * A transport without a network: what is sent is kept, and the test plays the peer. Deterministic: the listener is
 * called on the thread that plays the peer. Keeps the contract of {@link MediaTransport}.
 */
public final class InMemoryTransport implements MediaTransport {
    private static final long TICK_NS = 10_000_000;

    private final LongSupplier nanoTime;
    private final List<SentFrame> frames = new ArrayList<>();
    private final List<SentPcm> pcm = new ArrayList<>();
    private final List<RuntimeException> listenerFailures = new ArrayList<>();
    private Listener listener;
    private State state = State.NEW;
    private boolean hasConnected;
    private boolean inListener;
    private boolean closeWanted;
    private Thread sender;
    private long lastFrameAtNs;
    private long framesDropped;
    private long pcmReceived;

    /**
     * A picture that was sent.
     *
     * @param frame a copy
     * @param timestampNs as given
     */
    public record SentFrame(I420Frame frame, long timestampNs) {
    }

    /**
     * 10 ms that were sent.
     *
     * @param samples a copy
     * @param timestampNs as given
     */
    public record SentPcm(short[] samples, long timestampNs) {
    }

    /** @param nanoTime the clock that frames are told apart by */
    public InMemoryTransport(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    @Override
    public synchronized void setListener(Listener newListener) {
        if (listener != null) {
            throw new IllegalStateException("the transport has a listener already");
        }
        listener = newListener;
    }

    @Override
    public synchronized State state() {
        return state;
    }

    @Override
    public synchronized void sendFrame(I420Frame frame, long timestampNs) {
        checkThread();
        if (!sends()) {
            return;
        }
        long nowNs = nanoTime.getAsLong();
        if (!frames.isEmpty() && nowNs - lastFrameAtNs <= MIN_FRAME_GAP_NS) {
            framesDropped++;
            return;
        }
        I420Frame copy = new I420Frame(frame.width(), frame.height());
        copy.copyFrom(frame);
        frames.add(new SentFrame(copy, timestampNs));
        lastFrameAtNs = nowNs;
    }

    @Override
    public synchronized void sendPcm(short[] samples, long timestampNs) {
        checkThread();
        if (samples.length != TICK_SAMPLES) {
            throw new IllegalArgumentException("PCM is sent in pieces of " + TICK_SAMPLES + ", got " + samples.length);
        }
        if (sends()) {
            pcm.add(new SentPcm(samples.clone(), timestampNs));
        }
    }

    private boolean sends() {
        return hasConnected && state != State.CLOSED;
    }

    private void checkThread() {
        if (sender == null) {
            sender = Thread.currentThread();
        } else if (sender != Thread.currentThread()) {
            throw new IllegalStateException("media is sent by " + sender.getName());
        }
    }

    @Override
    public synchronized TransportStats stats() {
        return new TransportStats(frames.size(), framesDropped, pcm.size(), pcmReceived, -1, -1);
    }

    /** Plays the network: the transport has come to another state. */
    public void become(State next) {
        synchronized (this) {
            if (state == State.FAILED || state == State.CLOSED || next == State.CLOSED) {
                return;
            }
            state = next;
            hasConnected |= next == State.CONNECTED;
        }
        tell(() -> listener.onStateChange(next));
    }

    /** Plays the peer: 10 ms of speech arrive. */
    public void peerSays(short[] samples) {
        long timestampNs;
        synchronized (this) {
            if (!sends()) {
                return;
            }
            timestampNs = pcmReceived++ * TICK_NS;
        }
        tell(() -> listener.onPcm(samples, timestampNs));
    }

    /** Pictures that have been sent so far. */
    public synchronized List<SentFrame> frames() {
        return List.copyOf(frames);
    }

    /** Sound that has been sent so far. */
    public synchronized List<SentPcm> pcm() {
        return List.copyOf(pcm);
    }

    /** What the listener threw. */
    public synchronized List<RuntimeException> listenerFailures() {
        return List.copyOf(listenerFailures);
    }

    private void tell(Runnable call) {
        if (listener == null) {
            return;
        }
        inListener = true;
        try {
            call.run();
        } catch (RuntimeException e) {
            listenerFailures.add(e);
        } finally {
            inListener = false;
        }
        if (closeWanted) {
            close();
        }
    }

    @Override
    public void close() {
        if (inListener) {
            closeWanted = true;
            return;
        }
        synchronized (this) {
            if (state == State.CLOSED) {
                return;
            }
            state = State.CLOSED;
            closeWanted = false;
        }
        tell(() -> listener.onStateChange(State.CLOSED));
    }
}
