package dev.visavis.agent.rtc;

import dev.visavis.agent.transport.MediaTransport;
import dev.visavis.inference.I420Frame;
import java.util.function.LongSupplier;

/** The way out: what may be pushed into the library, and when. */
final class Pushes {
    private final LongSupplier nanoTime;
    private final byte[] s16le = new byte[2 * MediaTransport.TICK_SAMPLES];
    private Connection connection;
    private boolean closed;
    private Thread sender;
    private long lastFrameNs;
    private volatile long framesSent;
    private volatile long framesDropped;
    private volatile long pcmSent;

    Pushes(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    synchronized void open(Connection to) {
        connection = to;
    }

    /** After this no push happens and none is under way. */
    synchronized void close() {
        closed = true;
    }

    synchronized void frame(I420Frame frame, boolean connected) {
        checkThread();
        if (!connected || closed || connection == null) {
            return;
        }
        long nowNs = nanoTime.getAsLong();
        if (framesSent > 0 && nowNs - lastFrameNs <= MediaTransport.MIN_FRAME_GAP_NS) {
            framesDropped++; // the library would drop it too, but silently
            return;
        }
        connection.pushFrame(frame);
        lastFrameNs = nowNs;
        framesSent++;
    }

    synchronized void pcm(short[] pcm, boolean connected) {
        checkThread();
        if (pcm.length != MediaTransport.TICK_SAMPLES) {
            throw new IllegalArgumentException(
                    "PCM is sent in pieces of " + MediaTransport.TICK_SAMPLES + " samples, got " + pcm.length);
        }
        if (!connected || closed || connection == null) {
            return;
        }
        for (int i = 0; i < pcm.length; i++) {
            s16le[2 * i] = (byte) pcm[i];
            s16le[2 * i + 1] = (byte) (pcm[i] >> 8);
        }
        connection.pushPcm(s16le);
        pcmSent++;
    }

    private void checkThread() {
        if (sender == null) {
            sender = Thread.currentThread();
        } else if (sender != Thread.currentThread()) {
            throw new IllegalStateException(
                    "media is sent by " + sender.getName() + ", not by " + Thread.currentThread().getName());
        }
    }

    long framesSent() {
        return framesSent;
    }

    long framesDropped() {
        return framesDropped;
    }

    long pcmSent() {
        return pcmSent;
    }
}
