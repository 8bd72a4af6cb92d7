package dev.visavis.agent.jitsi;

/** What was sent in the last second, from a counter that is looked at often. One thread writes, any reads. */
final class SentRate {
    private static final int SLOTS = 10;
    private static final long SLOT_NS = 100_000_000;

    private final long[] bytes = new long[SLOTS];
    private final long[] atNs = new long[SLOTS];
    private int count;
    private volatile long bps;

    void onTime(long bytesSoFar, long nowNs) {
        if (count > 0 && nowNs - atNs[(count - 1) % SLOTS] < SLOT_NS) {
            return;
        }
        int slot = count % SLOTS;
        int oldest = count < SLOTS ? 0 : slot;
        if (count > 0) {
            bps = (long) ((bytesSoFar - bytes[oldest]) * 8e9 / (nowNs - atNs[oldest]));
        }
        bytes[slot] = bytesSoFar;
        atNs[slot] = nowNs;
        count++;
    }

    /** Bits a second. */
    long bps() {
        return bps;
    }
}
