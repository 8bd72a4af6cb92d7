package dev.visavis.agent.jitsi.rtp;

/**
 * Cuts an access unit into the payloads of RTP packets: single NAL unit packets, and FU-A for what is larger
 * (RFC 6184, sections 5.6 and 5.8; packetization mode 1).
 */
final class H264Packetizer {
    /** One payload: {@code prefix} bytes of the array given before, then a piece of the access unit. */
    interface Sink {
        /**
         * @param last of its access unit, which sets the marker bit
         * @param prefix FU indicator and FU header, high byte first, or -1 for none
         */
        void payload(boolean last, int prefix, byte[] from, int offset, int length);
    }

    private static final int IDR_SLICE = 5;
    private static final int FU_A = 28;
    private static final int NRI_MASK = 0xe0;
    private static final int TYPE_MASK = 0x1f;
    private static final int START = 0x80;
    private static final int END = 0x40;

    private final int maxPayload;
    private final Sink sink;

    /** @param maxPayload bytes of the largest payload */
    H264Packetizer(int maxPayload, Sink sink) {
        this.maxPayload = maxPayload;
        this.sink = sink;
    }

    /**
     * @param annexB NAL units after start codes (ITU-T H.264, annex B)
     * @return true if it is a key frame
     */
    boolean packetize(byte[] annexB, int length) {
        boolean keyFrame = false;
        int nal = nextNal(annexB, 0, length);
        while (nal < length) {
            int startCode = nextStartCode(annexB, nal, length);
            int end = startCode;
            while (end > nal && annexB[end - 1] == 0) {
                end--; // trailing zeros, among them the first of a four byte start code
            }
            int next = startCode < length ? startCode + 3 : length;
            if (end > nal) {
                keyFrame |= (annexB[nal] & TYPE_MASK) == IDR_SLICE;
                unit(annexB, nal, end - nal, next >= length);
            }
            nal = next;
        }
        return keyFrame;
    }

    private void unit(byte[] from, int offset, int length, boolean lastUnit) {
        if (length <= maxPayload) {
            sink.payload(lastUnit, -1, from, offset, length);
            return;
        }
        int header = from[offset] & 0xff;
        int body = length - 1;
        int count = (body + maxPayload - 3) / (maxPayload - 2);
        int each = (body + count - 1) / count; // pieces of one size: a small last one would cost a whole packet
        for (int at = 0; at < body; at += each) {
            int size = Math.min(each, body - at);
            boolean end = at + size == body;
            int fuHeader = header & TYPE_MASK | (at == 0 ? START : 0) | (end ? END : 0);
            sink.payload(lastUnit && end, (header & NRI_MASK | FU_A) << 8 | fuHeader, from, offset + 1 + at, size);
        }
    }

    private static int nextNal(byte[] data, int from, int length) {
        int startCode = nextStartCode(data, from, length);
        return startCode < length ? startCode + 3 : length;
    }

    /** Where the next 0, 0, 1 is, or {@code length}. */
    private static int nextStartCode(byte[] data, int from, int length) {
        for (int i = from; i + 2 < length; i++) {
            if (data[i + 2] == 1 && data[i] == 0 && data[i + 1] == 0) {
                return i;
            }
        }
        return length;
    }
}
