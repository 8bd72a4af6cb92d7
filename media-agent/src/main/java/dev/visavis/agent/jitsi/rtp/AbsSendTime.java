package dev.visavis.agent.jitsi.rtp;

/**
 * The abs-send-time header extension: when a packet left, as 6.18 fixed point seconds, in one-byte form (RFC 8285). From
 * it the peer sees queues grow and estimates the bitrate (REMB).
 */
final class AbsSendTime {
    /** The extension's name in SDP. */
    static final String URI = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time";

    /** Bytes of the whole extension block. */
    static final int BYTES = 8;

    private AbsSendTime() {
    }

    /** Writes the block behind the fixed header, without the time. */
    static void write(byte[] packet, int id) {
        Bytes.put16(packet, RtpHeader.BYTES, 0xbede);
        Bytes.put16(packet, RtpHeader.BYTES + 2, 1);
        packet[RtpHeader.BYTES + 4] = (byte) (id << 4 | 2);
    }

    /** Puts in when the packet leaves. */
    static void stamp(byte[] packet, long nowNs) {
        long fixedPoint = (nowNs / 1_000 << 18) / 1_000_000;
        Bytes.put24(packet, RtpHeader.BYTES + 5, (int) (fixedPoint & 0xffffff));
    }
}
