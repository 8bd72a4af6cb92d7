package dev.visavis.agent.jitsi.rtp;

/** What is known of one received source, for the report blocks that tell the peer (RFC 3550, 6.4.1, A.1, A.3, A.8). */
public final class ReceptionStatistics {
    private static final int MAX_DROPOUT = 3_000;

    private final int clockRate;
    private long ssrc;
    private boolean received;
    private int base;
    private long highest;
    private long packets;
    private long expectedBefore;
    private long packetsBefore;
    private long transit;
    private double jitter;
    private long senderReport;
    private long senderReportNs;

    /** @param clockRate of the timestamps, in hertz */
    public ReceptionStatistics(int clockRate) {
        this.clockRate = clockRate;
    }

    /**
     * A packet has arrived. A new source starts anew.
     *
     * @return its sequence number extended by the times the 16 bits have wrapped around
     */
    public synchronized long onPacket(long source, int sequenceNumber, long timestamp, long nowNs) {
        if (!received || source != ssrc) {
            start(source, sequenceNumber);
        }
        long extended = highest + (short) (sequenceNumber - (int) highest);
        if (Math.abs(extended - highest) > MAX_DROPOUT) {
            start(source, sequenceNumber); // the peer has restarted its numbers
            extended = sequenceNumber;
        }
        highest = Math.max(highest, extended);
        long arrival = (long) (nowNs / 1e9 * clockRate);
        long now = (int) (arrival - timestamp);
        if (packets++ > 0) {
            jitter += (Math.abs((int) (now - transit)) - jitter) / 16;
        }
        transit = now;
        return extended;
    }

    private void start(long source, int sequenceNumber) {
        received = true;
        ssrc = source;
        base = sequenceNumber;
        highest = sequenceNumber;
        packets = 0;
        expectedBefore = 0;
        packetsBefore = 0;
        jitter = 0;
        senderReport = 0;
    }

    /** @param ntp middle 32 bits of its NTP timestamp */
    public synchronized void onSenderReport(long source, long ntp, long nowNs) {
        if (received && source == ssrc) {
            senderReport = ntp;
            senderReportNs = nowNs;
        }
    }

    synchronized boolean hasReceived() {
        return received;
    }

    /** Share of packets lost since the start, 0..1. */
    public synchronized double lost() {
        long expected = received ? highest - base + 1 : 0;
        return expected == 0 ? 0 : Math.max(0, 1 - (double) packets / expected);
    }

    /** Writes the 24 bytes of a report block and begins a new interval. */
    synchronized int writeReportBlock(byte[] to, int at, long nowNs) {
        long expected = highest - base + 1;
        long expectedNow = expected - expectedBefore;
        long lostNow = expectedNow - (packets - packetsBefore);
        expectedBefore = expected;
        packetsBefore = packets;
        int fraction = expectedNow <= 0 || lostNow <= 0 ? 0 : (int) Math.min(255, lostNow * 256 / expectedNow);
        long lost = Math.max(-0x800000, Math.min(0x7fffff, expected - packets));
        Bytes.put32(to, at, ssrc);
        to[at + 4] = (byte) fraction;
        Bytes.put24(to, at + 5, (int) lost);
        Bytes.put32(to, at + 8, highest);
        Bytes.put32(to, at + 12, (long) jitter);
        Bytes.put32(to, at + 16, senderReport);
        Bytes.put32(to, at + 20, senderReport == 0 ? 0 : (nowNs - senderReportNs) * 65_536 / 1_000_000_000L);
        return at + 24;
    }
}
