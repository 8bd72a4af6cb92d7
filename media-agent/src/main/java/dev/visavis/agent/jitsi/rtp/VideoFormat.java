package dev.visavis.agent.jitsi.rtp;

/**
 * How the picture is sent, as negotiated.
 *
 * @param payloadType of H.264
 * @param rtxPayloadType of retransmissions (RFC 4588), or -1: then lost packets are sent again as they were
 * @param pathFeedback how the bitrate of the path is found out
 * @param pathExtensionId of its header extension, or -1
 * @param ssrc of the picture
 * @param rtxSsrc of retransmissions
 */
public record VideoFormat(int payloadType, int rtxPayloadType, PathFeedback pathFeedback, int pathExtensionId,
        long ssrc, long rtxSsrc) {
    boolean isExtended() {
        return pathExtensionId > 0;
    }
}
