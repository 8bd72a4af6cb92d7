package dev.visavis.agent.jitsi.rtp;

/**
 * Sees queues on the path grow and shrink, from when packets left and when the peer says that they arrived. Packets are
 * sent by one thread and feedback comes from another.
 */
public final class SendSideEstimator {
    /** Sequence numbers that feedback may still be about: some seconds. */
    static final int CAPACITY = 4_096;

    private final long[] sentNs = new long[CAPACITY];
    private final int[] lengths = new int[CAPACITY];
    private final InterArrival groups = new InterArrival();
    private final OveruseDetector detector = new OveruseDetector();
    private final ArrivedRate arrived = new ArrivedRate();
    private int next;

    /** @return the transport-wide sequence number of a packet that leaves now */
    synchronized int onSent(int length, long nowNs) {
        int sequenceNumber = next;
        sentNs[sequenceNumber % CAPACITY] = nowNs;
        lengths[sequenceNumber % CAPACITY] = length;
        next = next + 1 & 0xffff;
        return sequenceNumber;
    }

    /** Takes feedback in. */
    public synchronized void onFeedback(TransportFeedback feedback) {
        for (int i = 0; i < feedback.arrivalsUs().length; i++) {
            int slot = (feedback.base() + i & 0xffff) % CAPACITY;
            if (feedback.arrivalsUs()[i] != TransportFeedback.NOT_RECEIVED && lengths[slot] > 0) {
                onArrival(sentNs[slot] / 1e6, feedback.arrivalsUs()[i] / 1e3, lengths[slot]);
                lengths[slot] = 0; // told once
            }
        }
    }

    private void onArrival(double sentMs, double arrivalMs, int length) {
        arrived.onPacket(arrivalMs, length);
        if (groups.onPacket(sentMs, arrivalMs)) {
            detector.onGroup(groups.sentDeltaMs(), groups.arrivalDeltaMs(), groups.arrivalMs());
        }
    }

    public synchronized PathUsage usage() {
        return detector.usage();
    }

    /** What arrives, bits a second. */
    public synchronized long arrivedBps() {
        return arrived.bps();
    }
}
