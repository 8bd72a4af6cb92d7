package dev.visavis.agent.jitsi.rtp;

/** How what the path carries is found out; the better first. Each needs a header extension in the packets. */
public enum PathFeedback {
    /** The peer tells when packets arrive, and we estimate. */
    TRANSPORT_WIDE("transport-cc", TransportSequenceNumber.URI),
    /** The peer estimates, and tells the bitrate. */
    REMB("goog-remb", AbsSendTime.URI);

    private final String message;
    private final String extension;

    PathFeedback(String message, String extension) {
        this.message = message;
        this.extension = extension;
    }

    /** Its RTCP message in SDP ({@code a=rtcp-fb}). */
    public String message() {
        return message;
    }

    /** The name of its header extension in SDP ({@code a=extmap}). */
    public String extension() {
        return extension;
    }
}
