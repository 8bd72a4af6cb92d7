package dev.visavis.agent.jitsi.rtp;

/** Spreads packets over time: a key frame sent in one burst would overrun the queue of a slow link. */
final class Pacer {
    /** Faster than media is made, so that a queue goes away again. */
    private static final double FACTOR = 2.5;

    /** What may leave at once after a rest: a picture of usual size. Libwebrtc lets twice as much. */
    private static final long BURST_NS = 20_000_000;

    private double nsPerByte;
    private long freeNs = Long.MIN_VALUE;

    Pacer(long mediaBps) {
        setRate(mediaBps);
    }

    void setRate(long mediaBps) {
        nsPerByte = 8e9 / (FACTOR * mediaBps);
    }

    /** How long until a packet may leave; 0 for now. */
    long waitNs(long nowNs) {
        return freeNs == Long.MIN_VALUE ? 0 : Math.max(0, freeNs - nowNs);
    }

    void sent(int bytes, long nowNs) {
        long fromNs = freeNs == Long.MIN_VALUE ? nowNs - BURST_NS : Math.max(freeNs, nowNs - BURST_NS);
        freeNs = fromNs + (long) (bytes * nsPerByte);
    }

    /** How long so many bytes take. */
    long durationNs(long bytes) {
        return (long) (bytes * nsPerByte);
    }
}
