package dev.visavis.agent.jitsi;

import dev.visavis.agent.jitsi.codec.H264Encoder;
import dev.visavis.agent.jitsi.rtp.VideoSender;
import dev.visavis.inference.I420Frame;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encodes pictures on a thread of its own, so that the call's is not held up. One picture may wait; a newer one takes its
 * place. While the network has more than {@link #MAX_QUEUE_NS} to send, pictures are left out, too: each would come later
 * than the one before. What is left out is counted, and apart from it what is kept back from a dead path.
 */
final class PictureEncoder implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PictureEncoder.class);
    private static final long MAX_QUEUE_NS = 300_000_000;
    private static final long KEY_FRAME_GAP_NS = 300_000_000;

    /** On a slow link key frames take turns with others: each is followed by this many times its own length. */
    private static final double KEY_FRAME_REST = 3;
    private static final long KEY_FRAME_LONGEST_GAP_NS = 1_000_000_000;
    private static final double SMALLEST_CHANGE = 0.05;

    private final H264Encoder encoder;
    private final VideoSender sender;
    private final LongSupplier nanoTime;
    private final Runnable onQueued;
    private final Thread thread;
    private I420Frame waiting;
    private I420Frame encoding;
    private long waitingNs;
    private boolean isWaiting;
    private boolean closed;
    private boolean keyFrameWanted;
    private long nextKeyFrameNs;
    private boolean held;
    private long targetBps;
    private long encoderBps;
    private FrameRate rate = new FrameRate();
    private long dropped;
    private long keptBack;

    /** @param onQueued told that there is something to send */
    PictureEncoder(VideoSender sender, long startBps, LongSupplier nanoTime, Runnable onQueued, String name) {
        this.sender = sender;
        this.nanoTime = nanoTime;
        this.onQueued = onQueued;
        this.targetBps = startBps;
        this.encoderBps = startBps;
        this.encoder = new H264Encoder((int) startBps);
        this.nextKeyFrameNs = nanoTime.getAsLong();
        this.thread = new Thread(this::run, name);
        this.thread.setDaemon(true);
        this.thread.start();
    }

    /** Takes a copy of the picture. */
    synchronized void add(I420Frame frame, long mediaNs) {
        if (closed) {
            return;
        }
        if (held) {
            keptBack++;
            return;
        }
        if (sender.queueNs() > MAX_QUEUE_NS) {
            dropped++;
            return;
        }
        if (isWaiting) {
            dropped++;
        }
        waiting = copy(frame, waiting);
        waitingNs = mediaNs;
        isWaiting = true;
        notifyAll();
    }

    private static I420Frame copy(I420Frame frame, I420Frame into) {
        I420Frame to = into != null && into.width() == frame.width() && into.height() == frame.height()
                ? into
                : new I420Frame(frame.width(), frame.height());
        System.arraycopy(frame.y(), 0, to.y(), 0, to.y().length);
        System.arraycopy(frame.u(), 0, to.u(), 0, to.u().length);
        System.arraycopy(frame.v(), 0, to.v(), 0, to.v().length);
        return to;
    }

    /** The peer cannot go on without a key frame; several requests soon after each other are one. */
    synchronized void requestKeyFrame() {
        keyFrameWanted = true;
    }

    /**
     * Over a dead path nothing is sent: it would be lost, and its packets, asked for again when the path is back, would
     * stand in the way of the key frame that goes on.
     */
    synchronized void setHeld(boolean hold) {
        if (held && !hold) {
            keyFrameWanted = true;
            nextKeyFrameNs = nanoTime.getAsLong();
        }
        held = hold;
    }

    synchronized void setBitrate(long bitsPerSecond) {
        targetBps = bitsPerSecond;
    }

    private void run() {
        try {
            while (takeNext()) {
                encode();
            }
        } catch (InterruptedException e) {
            // closed
        } catch (RuntimeException e) {
            LOG.error("The picture of a call stops: it cannot be encoded", e);
        } finally {
            encoder.close();
        }
    }

    private synchronized boolean takeNext() throws InterruptedException {
        while (!isWaiting && !closed) {
            wait();
        }
        I420Frame taken = waiting;
        waiting = encoding;
        encoding = taken;
        isWaiting = false;
        return !closed;
    }

    private void encode() {
        long mediaNs;
        boolean keyFrame;
        synchronized (this) {
            mediaNs = waitingNs;
            long nowNs = nanoTime.getAsLong();
            keyFrame = keyFrameWanted && nowNs >= nextKeyFrameNs;
            keyFrameWanted &= !keyFrame;
            follow();
        }
        if (rate.onFrame(mediaNs)) {
            encoder.setFrameRate(rate.framesPerSecond());
        }
        int length = encoder.encode(encoding, mediaNs, keyFrame);
        if (keyFrame) {
            long lengthNs = (long) (length * 8e9 / encoderBps);
            nextKeyFrameNs = nanoTime.getAsLong() + Math.max(KEY_FRAME_GAP_NS,
                    Math.min(KEY_FRAME_LONGEST_GAP_NS, (long) (KEY_FRAME_REST * lengthNs)));
        }
        sender.send(encoder.accessUnit(), length, mediaNs);
        onQueued.run();
    }

    private void follow() {
        if (Math.abs(targetBps - encoderBps) > SMALLEST_CHANGE * encoderBps) {
            encoderBps = targetBps;
            encoder.setBitrate((int) encoderBps);
            sender.setRate(encoderBps);
        }
    }

    /** Pictures left out so far: the encoder was busy, or the path too narrow for them. */
    synchronized long dropped() {
        return dropped;
    }

    /** Pictures that would have gone into a dead path. */
    synchronized long keptBack() {
        return keptBack;
    }

    @Override
    public void close() {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        Threads.join(thread);
    }
}
