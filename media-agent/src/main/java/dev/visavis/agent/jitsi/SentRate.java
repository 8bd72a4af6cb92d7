package dev.visavis.agent.jitsi;

/** What was sent lately, from a counter that is looked at now and then. One thread. */
final class SentRate {
    private static final long WINDOW_NS = 1_000_000_000;

    private long fromNs;
    private long fromBytes;
    private double bps;

    /** @return bits a second over the last second or so; 0 during the first */
    long bps(long bytes, long nowNs) {
        if (fromNs == 0) {
            fromNs = nowNs;
            fromBytes = bytes;
        } else if (nowNs - fromNs >= WINDOW_NS) {
            bps = (bytes - fromBytes) * 8e9 / (nowNs - fromNs);
            fromNs = nowNs;
            fromBytes = bytes;
        }
        return (long) bps;
    }
}
