package dev.visavis.agent.jitsi.rtp;

/** Where finished RTP and RTCP packets go: encryption and the network. */
public interface PacketOutput {
    /** Sends an RTP packet; the array stays as it is and may be reused. */
    void rtp(byte[] packet, int length);

    /** Sends a compound RTCP packet; the array stays as it is and may be reused. */
    void rtcp(byte[] packet, int length);
}
