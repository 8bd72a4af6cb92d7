package dev.visavis.agent.jitsi.rtp;

/**
 * The abs-send-time header extension: when a packet left, as 6.18 fixed point seconds. From it the peer sees queues
 * grow and estimates the bitrate (REMB).
 */
final class AbsSendTime {
    /** The extension's name in SDP. */
    static final String URI = "http://www.webrtc.org/experiments/rtp-hdrext/abs-send-time";

    private static final int BYTES = 3;

    private AbsSendTime() {
    }

    static void write(byte[] packet, int id, long nowNs) {
        HeaderExtension.write(packet, id, BYTES);
        long fixedPoint = (nowNs / 1_000 << 18) / 1_000_000;
        Bytes.put24(packet, HeaderExtension.VALUE, (int) (fixedPoint & 0xffffff));
    }
}
