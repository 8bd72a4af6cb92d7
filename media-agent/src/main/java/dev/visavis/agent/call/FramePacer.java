package dev.visavis.agent.call;

import dev.visavis.inference.I420Frame;
import dev.visavis.inference.VideoFormat;

/**
 * Holds finished frames until they are due: frame n at the middle of its span plus D. One that is less late than a
 * frame interval is sent at once. One that would be later is not drawn, but never two of them in a row, and once drawn
 * it is dropped only for a newer one: a picture that stands still is seen, one that is behind its voice for a moment
 * hardly. Later than {@value #MOST_LATE} intervals no frame is sent, or a call that is too slow would not catch up.
 * Bounded; full (a pack that runs further ahead of its look-ahead than it says), it drops its oldest.
 */
final class FramePacer {
    private static final int MOST_LATE = 3;

    private final long frameNs;
    private final long delayNs;
    private final I420Frame[] frames;
    private final long[] numbers;
    private int start;
    private int size;
    private long dropped;
    /** The next frame that is neither sent nor dropped. */
    private long next;
    private long expectedDrawNs;
    private boolean hasSkipped;

    /** Takes pictures that are due. */
    interface Sink {
        void send(I420Frame frame, long dueNs);
    }

    /** @param hopFrames pictures that may be finished at once beyond what the delay holds */
    FramePacer(VideoFormat format, int hopFrames, FixedDelay delay) {
        frameNs = 1_000_000_000L / format.framesPerSecond();
        delayNs = delay.ns();
        int capacity = (int) (delayNs / frameNs) + hopFrames + 1;
        frames = new I420Frame[capacity];
        numbers = new long[capacity];
        for (int i = 0; i < capacity; i++) {
            frames[i] = new I420Frame(format.width(), format.height());
        }
    }

    /** When a frame leaves, in call time. */
    long dueNs(long frameNumber) {
        return frameNumber * frameNs + frameNs / 2 + delayNs;
    }

    /**
     * Decides whether a frame is worth drawing: not if, going by the frames before, it would be too late when done,
     * unless the one before was not drawn.
     * A frame that is not drawn counts as dropped.
     */
    boolean skips(long frameNumber, long nowNs) {
        boolean skips = isLate(frameNumber, hasSkipped ? MOST_LATE : 1, nowNs + expectedDrawNs);
        hasSkipped = skips;
        if (skips) {
            dropped++;
            next = frameNumber + 1;
            expectedDrawNs -= expectedDrawNs / 8; // or one slow frame could stop the picture for good
        }
        return skips;
    }

    /** A frame took this long to draw. */
    void drew(long ns) {
        expectedDrawNs += (ns - expectedDrawNs) / 8;
    }

    private boolean isLate(long frameNumber, int intervals, long atNs) {
        return atNs > dueNs(frameNumber) + intervals * frameNs;
    }

    /** The buffer to draw the next frame into; call {@link #add} when it is done. */
    I420Frame buffer() {
        if (size == frames.length) {
            removeFirst();
            dropped++;
        }
        return frames[(start + size) % frames.length];
    }

    /** The frame drawn into {@link #buffer} is finished. Frames come in order. */
    void add(long frameNumber) {
        numbers[(start + size) % frames.length] = frameNumber;
        size++;
    }

    /**
     * Sends what is due.
     *
     * @param tickNs call time of the tick
     * @param nowNs call time, later than {@code tickNs} if the call is behind
     */
    void sendDue(long tickNs, long nowNs, Sink to) {
        while (size > 0 && dueNs(numbers[start]) <= tickNs) {
            if (isLate(numbers[start], size > 1 ? 1 : MOST_LATE, nowNs)) {
                dropped++;
            } else {
                to.send(frames[start], dueNs(numbers[start]));
            }
            removeFirst();
        }
    }

    /**
     * Takes back finished frames: their speech has changed.
     *
     * @param keepNs call time; frames that are due until then stay
     * @return the first frame that may be made anew
     */
    long takeBack(long keepNs) {
        while (size > 0 && dueNs(numbers[(start + size - 1) % frames.length]) > keepNs) {
            size--;
        }
        return size == 0 ? next : numbers[(start + size - 1) % frames.length] + 1;
    }

    private void removeFirst() {
        next = numbers[start] + 1;
        start = (start + 1) % frames.length;
        size--;
    }

    /** Frames that were never sent. */
    long dropped() {
        return dropped;
    }
}
