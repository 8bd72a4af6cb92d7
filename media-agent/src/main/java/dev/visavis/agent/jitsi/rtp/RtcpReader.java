package dev.visavis.agent.jitsi.rtp;

/**
 * Reads compound and reduced-size RTCP packets: reports (RFC 3550), NACK and PLI (RFC 4585), FIR (RFC 5104), REMB
 * (draft-alvestrand-rmcat-remb), transport-wide feedback ({@link TransportFeedback}). What it does not know, or what is
 * cut off, it skips.
 */
public final class RtcpReader {
    /** What a packet says. */
    public interface Listener {
        /** @param ntp middle 32 bits of the sender's NTP timestamp */
        void onSenderReport(long ssrc, long ntp);

        /** How the peer receives a source of ours. */
        void onReport(Report report);

        /** A packet of a source of ours is missing. */
        void onNack(long ssrc, int sequenceNumber);

        /** PLI or FIR. */
        void onKeyFrameRequest();

        /** REMB. */
        void onMaximumBitrate(long bitsPerSecond);

        void onTransportFeedback(TransportFeedback feedback);

        void onBye(long ssrc);
    }

    /**
     * A report block.
     *
     * @param fractionLost since the report before, 0..1
     * @param lost since the beginning; packets that came twice count against it
     * @param highestSequence sequence number received, with its cycles in the upper 16 bits
     * @param lastSenderReport middle 32 bits of the NTP timestamp of our last sender report, 0 for none
     * @param delaySinceIt in 1/65536 s
     */
    public record Report(long ssrc, double fractionLost, int lost, long highestSequence, long lastSenderReport,
            long delaySinceIt) {
    }

    private static final int TRANSPORT_FEEDBACK = 205;
    private static final int PAYLOAD_FEEDBACK = 206;
    private static final int NACK = 1;
    private static final int PLI = 1;
    private static final int FIR = 4;
    private static final int APPLICATION_LAYER = 15;
    private static final int REMB = 0x52454d42;

    private final Listener listener;

    public RtcpReader(Listener listener) {
        this.listener = listener;
    }

    public void read(byte[] data, int offset, int length) {
        int end = offset + length;
        int at = offset;
        while (at + 8 <= end && (data[at] & 0xc0) == 0x80) {
            int size = 4 * (Bytes.u16(data, at + 2) + 1);
            if (at + size > end) {
                return;
            }
            packet(data, at, at + size);
            at += size;
        }
    }

    private void packet(byte[] data, int at, int end) {
        int count = data[at] & 0x1f;
        switch (Bytes.u8(data, at + 1)) {
            case RtcpWriter.SENDER_REPORT -> {
                if (at + 28 <= end) {
                    listener.onSenderReport(Bytes.u32(data, at + 4), Bytes.u32(data, at + 10));
                    reports(data, at + 28, end, count);
                }
            }
            case RtcpWriter.RECEIVER_REPORT -> reports(data, at + 8, end, count);
            case RtcpWriter.BYE -> {
                for (int i = 0; i < count && at + 8 + 4 * i <= end; i++) {
                    listener.onBye(Bytes.u32(data, at + 4 + 4 * i));
                }
            }
            case TRANSPORT_FEEDBACK -> {
                if (count == NACK) {
                    nacks(data, at, end);
                } else if (count == TransportFeedback.FORMAT) {
                    TransportFeedback feedback = TransportFeedback.read(data, at, end);
                    if (feedback != null) {
                        listener.onTransportFeedback(feedback);
                    }
                }
            }
            case PAYLOAD_FEEDBACK -> payloadFeedback(count, data, at, end);
            default -> {
                // extended reports, descriptions, and what is yet to be invented
            }
        }
    }

    private void reports(byte[] data, int from, int end, int count) {
        for (int i = 0, at = from; i < count && at + 24 <= end; i++, at += 24) {
            listener.onReport(new Report(Bytes.u32(data, at), Bytes.u8(data, at + 4) / 256.0,
                    (int) Bytes.u32(data, at + 4) << 8 >> 8, Bytes.u32(data, at + 8), Bytes.u32(data, at + 16),
                    Bytes.u32(data, at + 20)));
        }
    }

    private void nacks(byte[] data, int at, int end) {
        if (at + 12 > end) {
            return;
        }
        long ssrc = Bytes.u32(data, at + 8);
        for (int item = at + 12; item + 4 <= end; item += 4) {
            int first = Bytes.u16(data, item);
            int following = Bytes.u16(data, item + 2);
            listener.onNack(ssrc, first);
            for (int bit = 0; bit < 16; bit++) {
                if ((following >> bit & 1) != 0) {
                    listener.onNack(ssrc, first + bit + 1 & 0xffff);
                }
            }
        }
    }

    private void payloadFeedback(int format, byte[] data, int at, int end) {
        if (format == PLI || format == FIR) {
            listener.onKeyFrameRequest();
        } else if (format == APPLICATION_LAYER && at + 20 <= end && Bytes.u32(data, at + 12) == REMB) {
            int exponent = Bytes.u8(data, at + 17) >> 2;
            long mantissa = Bytes.u24(data, at + 17) & 0x3ffff;
            listener.onMaximumBitrate(exponent > 44 ? Long.MAX_VALUE : mantissa << exponent);
        }
    }
}
