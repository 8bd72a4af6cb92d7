package dev.visavis.agent.call;

import dev.visavis.agent.transport.MediaTransport;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * A voice for the portrait that comes from a program: speech synthesis, a voice model. It is written in pieces of any
 * length, faster than it is spoken if the program likes; the call takes what it needs. A stretch that ends with
 * {@link #endSegment} or {@link #clear} is a segment, and what becomes of it is told to the {@link Listener}.
 *
 * <p>Bounded: a piece that would make more than {@link #CAPACITY_MS} wait is refused as a whole. In the middle of a
 * segment that runs dry the portrait pauses until {@link #START_MS} wait again.
 *
 * <p>Thread-safe; the call's thread reads.
 */
public final class VoiceFeed {
    /** What may wait to be spoken. */
    public static final int CAPACITY_MS = 60_000;

    /** What must wait before a voice begins, unless its segment has ended: a program that streams is never quite even. */
    public static final int START_MS = 40;

    static final int PER_MS = MediaTransport.SAMPLE_RATE_HZ / 1_000;

    /** Told on the call's thread; must return at once. */
    public interface Listener {
        /** The first sample of a segment leaves now. */
        void started(long segment);

        /**
         * The last sample that leaves of a segment has left. Every segment that holds a sample ends so, once.
         *
         * @param positionMs how much of it has left; 0 if it was taken back before it began
         * @param interrupted true if it was taken back by {@link VoiceFeed#clear}
         */
        void finished(long segment, long positionMs, boolean interrupted);
    }

    /** A segment, from its first sample on. */
    static final class Segment {
        final long number;
        private long written;
        private boolean ended;
        /** Samples that were read; the call's thread counts. */
        private long read;
        /** Samples that have left; the call's thread counts. */
        long left;

        Segment(long number) {
            this.number = number;
        }

        /** True if no more than these samples were read. */
        boolean beginsWith(int count) {
            return read == count;
        }

        long positionMs() {
            return left / PER_MS;
        }
    }

    private record Piece(Segment segment, short[] pcm) {
    }

    private final Deque<Piece> pieces = new ArrayDeque<>();
    private final Deque<Segment> open = new ArrayDeque<>();
    private List<Segment> cut;
    private Segment current;
    private Segment readSegment;
    private long segments;
    private long waiting;
    private int taken;
    private boolean flowing;
    private volatile Listener listener = new Listener() {
        @Override
        public void started(long segment) {
            // nobody asks
        }

        @Override
        public void finished(long segment, long positionMs, boolean interrupted) {
            // nobody asks
        }
    };

    /** Who is told from now on. */
    public void setListener(Listener next) {
        listener = next;
    }

    Listener listener() {
        return listener;
    }

    /**
     * Appends to the segment, or begins one.
     *
     * @param pcm 48 kHz mono; copied
     * @return false, and nothing is taken, if too much would wait
     */
    public synchronized boolean write(short[] pcm) {
        if (pcm.length == 0) {
            return true;
        }
        if (waiting + pcm.length > (long) CAPACITY_MS * PER_MS) {
            return false;
        }
        if (current == null) {
            current = new Segment(++segments);
            open.add(current);
        }
        pieces.add(new Piece(current, pcm.clone()));
        current.written += pcm.length;
        waiting += pcm.length;
        return true;
    }

    /** What is written next begins a new segment. Without a sample in it there is no segment to end. */
    public synchronized void endSegment() {
        if (current != null) {
            current.ended = true;
            current = null;
        }
    }

    /** Barge-in: takes back all that has not left. */
    public synchronized void clear() {
        if (open.isEmpty()) {
            return;
        }
        if (cut == null) {
            cut = new ArrayList<>();
        }
        cut.addAll(open);
        open.clear();
        pieces.clear();
        current = null;
        waiting = 0;
        taken = 0;
        flowing = false;
    }

    /** Number of the segment that was begun last; 0 before the first. */
    public synchronized long lastSegment() {
        return segments;
    }

    /** How much waits to be spoken. */
    public synchronized int waitingMs() {
        return (int) (waiting / PER_MS);
    }

    /** True if nothing is spoken and nothing waits. */
    public synchronized boolean isIdle() {
        return open.isEmpty();
    }

    /** The segments that were taken back since the last time; null if none was. */
    synchronized List<Segment> takeCut() {
        List<Segment> taken = cut;
        cut = null;
        return taken;
    }

    /** True if the next {@link #read} begins a segment. */
    synchronized boolean begins() {
        return isReady() && pieces.peek().segment().read == 0;
    }

    private boolean isReady() {
        Piece first = pieces.peek();
        return first != null && (flowing || first.segment().ended || waiting >= START_MS * PER_MS);
    }

    /**
     * Reads 10 ms, or what is left of a segment.
     *
     * @param speech receives up to {@link MediaTransport#TICK_SAMPLES} samples, full scale +-1
     * @return samples read, all of {@link #readSegment()}
     */
    synchronized int read(float[] speech) {
        if (!isReady()) {
            flowing = false;
            return 0;
        }
        readSegment = pieces.peek().segment();
        int count = 0;
        while (count < speech.length && !pieces.isEmpty() && pieces.peek().segment() == readSegment) {
            short[] pcm = pieces.peek().pcm();
            int some = Math.min(pcm.length - taken, speech.length - count);
            for (int i = 0; i < some; i++) {
                speech[count + i] = pcm[taken + i] / 32_768f;
            }
            count += some;
            taken += some;
            if (taken == pcm.length) {
                pieces.remove();
                taken = 0;
            }
        }
        waiting -= count;
        readSegment.read += count;
        flowing = count == speech.length;
        return count;
    }

    /** The segment of the samples that were read last. */
    synchronized Segment readSegment() {
        return readSegment;
    }

    /** Ends the segments that have left as a whole. */
    void settle() {
        for (Segment done = whole(); done != null; done = whole()) {
            listener.finished(done.number, done.positionMs(), false);
        }
    }

    private synchronized Segment whole() {
        Segment first = open.peek();
        return first != null && first.ended && first.left == first.written ? open.remove() : null;
    }
}
