package dev.visavis.agent.jitsi.rtp;

/**
 * Sums up report blocks (RFC 3550, section 6.4.1). A peer that misses packets puts one into each of its requests, up to
 * fifty a second, each about the few packets since the one before and all of them about the same sender report: losses
 * mean something over more packets, and a round trip counts once. One source; one thread.
 */
public final class ReportInterval {
    private static final long MIN_NS = 400_000_000;
    private static final long MAX_NS = 2_000_000_000L;
    private static final long MIN_PACKETS = 20;

    private boolean began;
    private long beganNs;
    private long beganHighest;
    private long beganLost;
    private long answered;
    private double fractionLost;

    /** @return true if an interval ends with this report: {@link #fractionLost()} is new */
    public boolean onReport(RtcpReader.Report report, long nowNs) {
        long packets = report.highestSequence() - beganHighest & 0xffff_ffffL;
        if (began && (nowNs - beganNs < MIN_NS || packets < MIN_PACKETS && nowNs - beganNs < MAX_NS)) {
            return false;
        }
        boolean ends = began;
        if (ends) {
            double lost = report.lost() - beganLost;
            fractionLost = packets == 0 ? 0 : Math.max(0, Math.min(1, lost / packets)); // late ones count as found
        }
        began = true;
        beganNs = nowNs;
        beganHighest = report.highestSequence();
        beganLost = report.lost();
        return ends;
    }

    /** Share of packets that did not arrive in the last whole interval, 0..1. */
    public double fractionLost() {
        return fractionLost;
    }

    /** True for the first report that answers a sender report of ours, which alone measures a round trip. */
    public boolean measuresTrip(RtcpReader.Report report) {
        boolean isNew = report.lastSenderReport() != 0 && report.lastSenderReport() != answered;
        answered = report.lastSenderReport();
        return isNew;
    }
}
