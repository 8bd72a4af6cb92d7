package dev.visavis.agent.jitsi.rtp;

/** Reads the fixed header of an RTP packet and writes it (RFC 3550, section 5.1). Offsets are of the packet's first byte. */
public final class RtpHeader {
    /** Bytes of the fixed header. */
    public static final int BYTES = 12;

    private RtpHeader() {
    }

    /** True if there is a whole version 2 header in so many bytes. */
    public static boolean isValid(byte[] packet, int offset, int length) {
        return length >= BYTES && (packet[offset] & 0xc0) == 0x80
                && payloadOffset(packet, offset, length) + padding(packet, offset, length) <= length;
    }

    public static int payloadType(byte[] packet, int offset) {
        return packet[offset + 1] & 0x7f;
    }

    public static int sequenceNumber(byte[] packet, int offset) {
        return Bytes.u16(packet, offset + 2);
    }

    public static long timestamp(byte[] packet, int offset) {
        return Bytes.u32(packet, offset + 4);
    }

    public static long ssrc(byte[] packet, int offset) {
        return Bytes.u32(packet, offset + 8);
    }

    /** Where the payload begins, counted from the packet's first byte: after contributing sources and extensions. */
    public static int payloadOffset(byte[] packet, int offset, int length) {
        int at = BYTES + 4 * (packet[offset] & 0x0f);
        if ((packet[offset] & 0x10) != 0) {
            at += length < at + 4 ? length : 4 + 4 * Bytes.u16(packet, offset + at + 2);
        }
        return at;
    }

    /** Bytes of padding at the end. */
    public static int padding(byte[] packet, int offset, int length) {
        return (packet[offset] & 0x20) == 0 ? 0 : packet[offset + length - 1] & 0xff;
    }

    static void write(byte[] packet, boolean extension, boolean marker, int payloadType, int sequenceNumber,
            long timestamp, long ssrc) {
        packet[0] = (byte) (extension ? 0x90 : 0x80);
        packet[1] = (byte) (payloadType | (marker ? 0x80 : 0));
        Bytes.put16(packet, 2, sequenceNumber);
        Bytes.put32(packet, 4, timestamp);
        Bytes.put32(packet, 8, ssrc);
    }
}
