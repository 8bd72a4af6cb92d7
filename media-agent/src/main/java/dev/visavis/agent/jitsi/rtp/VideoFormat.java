package dev.visavis.agent.jitsi.rtp;

/**
 * How the picture is sent, as negotiated.
 *
 * @param payloadType of H.264
 * @param rtxPayloadType of retransmissions (RFC 4588), or -1: then lost packets are sent again as they were
 * @param absSendTimeId of the header extension, or -1
 * @param ssrc of the picture
 * @param rtxSsrc of retransmissions
 */
public record VideoFormat(int payloadType, int rtxPayloadType, int absSendTimeId, long ssrc, long rtxSsrc) {
    /** The name of abs-send-time in SDP. */
    public static final String ABS_SEND_TIME = AbsSendTime.URI;
}
