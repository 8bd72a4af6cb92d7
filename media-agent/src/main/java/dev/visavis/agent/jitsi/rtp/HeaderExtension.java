package dev.visavis.agent.jitsi.rtp;

/** The one header extension that a packet has, in one-byte form (RFC 8285, section 4.2), behind the fixed header. */
final class HeaderExtension {
    /** Bytes of the whole block, for a value of two or three. */
    static final int BYTES = 8;

    /** Where the value begins, counted from the packet's first byte. */
    static final int VALUE = RtpHeader.BYTES + 5;

    private static final int ONE_BYTE_FORM = 0xbede;

    private HeaderExtension() {
    }

    /** Writes the block but for its value. */
    static void write(byte[] packet, int id, int valueBytes) {
        Bytes.put16(packet, RtpHeader.BYTES, ONE_BYTE_FORM);
        Bytes.put16(packet, RtpHeader.BYTES + 2, 1);
        packet[VALUE - 1] = (byte) (id << 4 | valueBytes - 1);
        packet[RtpHeader.BYTES + BYTES - 1] = 0; // padding, if the value is short
    }
}
