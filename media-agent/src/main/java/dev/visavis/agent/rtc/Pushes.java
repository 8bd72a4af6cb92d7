package dev.visavis.agent.rtc;

import dev.visavis.agent.transport.MediaTransport;
import dev.visavis.agent.transport.SendChecks;
import dev.visavis.inference.I420Frame;
import java.util.function.LongSupplier;

/** The way out: what may be pushed into the library, and when. */
final class Pushes {
    private final LongSupplier nanoTime;
    private final SendChecks checks = new SendChecks();
    private final byte[] s16le = new byte[2 * MediaTransport.TICK_SAMPLES];
    private Connection connection;
    private boolean closed;
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
        checks.checkThread();
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
        checks.checkThread();
        SendChecks.checkPcm(pcm);
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
