package dev.visavis.agent.jitsi.rtp;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes compound RTCP packets (RFC 3550, section 6) into a buffer of its own. Not thread-safe. */
final class RtcpWriter {
    static final int SENDER_REPORT = 200;
    static final int RECEIVER_REPORT = 201;
    static final int SOURCE_DESCRIPTION = 202;
    static final int BYE = 203;
    private static final int CNAME = 1;

    private final byte[] packet = new byte[512];
    private int length;

    byte[] packet() {
        return packet;
    }

    int length() {
        return length;
    }

    RtcpWriter clear() {
        length = 0;
        Arrays.fill(packet, (byte) 0);
        return this;
    }

    RtcpWriter senderReport(long ssrc, long ntp, long rtpTimestamp, long packets, long octets,
            ReceptionStatistics received, long nowNs) {
        int start = length;
        length += 4;
        put32(ssrc);
        put32(ntp >>> 32);
        put32(ntp);
        put32(rtpTimestamp);
        put32(packets);
        put32(octets);
        finish(start, SENDER_REPORT, reportBlock(received, nowNs));
        return this;
    }

    RtcpWriter receiverReport(long ssrc, ReceptionStatistics received, long nowNs) {
        int start = length;
        length += 4;
        put32(ssrc);
        finish(start, RECEIVER_REPORT, reportBlock(received, nowNs));
        return this;
    }

    private int reportBlock(ReceptionStatistics received, long nowNs) {
        if (received == null || !received.hasReceived()) {
            return 0;
        }
        length = received.writeReportBlock(packet, length, nowNs);
        return 1;
    }

    RtcpWriter sourceDescription(long ssrc, String cname) {
        int start = length;
        length += 4;
        put32(ssrc);
        byte[] name = cname.getBytes(StandardCharsets.US_ASCII);
        packet[length++] = CNAME;
        packet[length++] = (byte) name.length;
        System.arraycopy(name, 0, packet, length, name.length);
        length += name.length + 1; // the null item that ends the chunk
        length += -(length - start) & 3;
        finish(start, SOURCE_DESCRIPTION, 1);
        return this;
    }

    RtcpWriter bye(long ssrc) {
        int start = length;
        length += 4;
        put32(ssrc);
        finish(start, BYE, 1);
        return this;
    }

    private void put32(long value) {
        Bytes.put32(packet, length, value);
        length += 4;
    }

    private void finish(int start, int type, int count) {
        packet[start] = (byte) (0x80 | count);
        packet[start + 1] = (byte) type;
        Bytes.put16(packet, start + 2, (length - start) / 4 - 1);
    }
}
