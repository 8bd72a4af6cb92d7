package dev.visavis.agent.jitsi.rtp;

/**
 * The transport-wide sequence number, a header extension: by it the peer tells when each packet arrived
 * ({@link TransportFeedback}; draft-holmer-rmcat-transport-wide-cc-extensions-01, section 2).
 */
final class TransportSequenceNumber {
    /** The extension's name in SDP. */
    static final String URI = "http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01";

    private static final int BYTES = 2;

    private TransportSequenceNumber() {
    }

    static void write(byte[] packet, int id, int sequenceNumber) {
        HeaderExtension.write(packet, id, BYTES);
        Bytes.put16(packet, HeaderExtension.VALUE, sequenceNumber);
    }
}
