package dev.visavis.agent.jitsi.rtp;

import java.util.concurrent.ThreadLocalRandom;

/**
 * The voice's RTP stream (RFC 7587), not paced, and the reports of both directions of sound. Packets come from the
 * call's thread, reports are asked for by another.
 */
public final class AudioSender {
    private final int payloadType;
    private final long ssrc;
    private final MediaClock clock;
    private final PacketOutput output;
    private final RtcpWriter rtcp = new RtcpWriter();
    private final byte[] packet = new byte[SentPackets.MAX_BYTES];
    private final long timestampBase = ThreadLocalRandom.current().nextLong(1L << 32);
    private int sequenceNumber = ThreadLocalRandom.current().nextInt(1 << 15);
    private long packets;
    private long octets;

    public AudioSender(int payloadType, long ssrc, MediaClock clock, PacketOutput output) {
        this.payloadType = payloadType;
        this.ssrc = ssrc;
        this.clock = clock;
        this.output = output;
    }

    /** @param mediaNs of the first sample */
    public synchronized void send(byte[] opus, int length, long mediaNs) {
        RtpHeader.write(packet, false, packets == 0, payloadType, sequenceNumber, timestampOf(mediaNs), ssrc);
        sequenceNumber = sequenceNumber + 1 & 0xffff;
        System.arraycopy(opus, 0, packet, RtpHeader.BYTES, length);
        packets++;
        octets += length;
        output.rtp(packet, RtpHeader.BYTES + length);
    }

    private long timestampOf(long mediaNs) {
        return timestampBase + mediaNs * 6 / 125_000;
    }

    /** Tells the peer where the stream is in time, and how its own speech arrives. */
    public synchronized void report(String cname, ReceptionStatistics received, long nowNs) {
        rtcp.clear();
        if (packets > 0) {
            rtcp.senderReport(ssrc, clock.ntp(nowNs), timestampOf(clock.mediaNs(nowNs)), packets, octets, received,
                    nowNs);
        } else {
            rtcp.receiverReport(ssrc, received, nowNs);
        }
        rtcp.sourceDescription(ssrc, cname);
        output.rtcp(rtcp.packet(), rtcp.length());
    }

    /** Says that this source, and another of the same participant, end. */
    public synchronized void bye(String cname, long other, long nowNs) {
        rtcp.clear().receiverReport(ssrc, null, nowNs).sourceDescription(ssrc, cname).bye(ssrc).bye(other);
        output.rtcp(rtcp.packet(), rtcp.length());
    }

    /** Payload sent so far. */
    public synchronized long octets() {
        return octets;
    }
}
