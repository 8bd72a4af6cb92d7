package dev.visavis.agent.jitsi.rtp;

import java.util.Arrays;

/**
 * When packets arrived at the peer (draft-holmer-rmcat-transport-wide-cc-extensions-01, section 3.1).
 *
 * @param base transport-wide sequence number of the first packet
 * @param arrivalsUs of it and those that follow it, on the peer's clock, which wraps around after twelve days; or
 *        {@link #NOT_RECEIVED}
 */
public record TransportFeedback(int base, long[] arrivalsUs) {
    /** The packet had not arrived. */
    public static final long NOT_RECEIVED = Long.MIN_VALUE;

    static final int FORMAT = 15;

    private static final int HEADER = 20;
    private static final int REFERENCE_US = 64_000;
    private static final int DELTA_US = 250;
    private static final int SMALL_DELTA = 1;
    private static final int LARGE_DELTA = 2;

    /** @return null if it makes no sense */
    static TransportFeedback read(byte[] data, int from, int end) {
        if (from + HEADER > end) {
            return null;
        }
        byte[] symbols = new byte[Bytes.u16(data, from + 14)];
        int at = symbols(symbols, data, from + HEADER, end);
        long[] arrivalsUs = new long[symbols.length];
        Arrays.fill(arrivalsUs, NOT_RECEIVED);
        long us = (long) Bytes.u24(data, from + 16) * REFERENCE_US;
        for (int i = 0; i < symbols.length && at >= 0; i++) {
            if (symbols[i] == SMALL_DELTA && at < end) {
                us += (long) Bytes.u8(data, at++) * DELTA_US;
            } else if (symbols[i] == LARGE_DELTA && at + 2 <= end) {
                us += (long) (short) Bytes.u16(data, at) * DELTA_US;
                at += 2;
            } else if (symbols[i] == 0) {
                continue;
            } else {
                return null; // cut off, or the reserved symbol
            }
            arrivalsUs[i] = us;
        }
        return at < 0 ? null : new TransportFeedback(Bytes.u16(data, from + 12), arrivalsUs);
    }

    /** @return where the chunks end, or -1 if they are cut off */
    private static int symbols(byte[] symbols, byte[] data, int from, int end) {
        int at = from;
        for (int i = 0; i < symbols.length; at += 2) {
            if (at + 2 > end) {
                return -1;
            }
            int chunk = Bytes.u16(data, at);
            if (chunk >>> 15 == 0) { // run length
                int to = Math.min(symbols.length, i + (chunk & 0x1fff));
                if (to == i) {
                    return -1;
                }
                Arrays.fill(symbols, i, to, (byte) (chunk >>> 13 & 3));
                i = to;
            } else { // status vector: 14 symbols of one bit or 7 of two
                int bits = 1 + (chunk >>> 14 & 1);
                for (int shift = 14 - bits; shift >= 0 && i < symbols.length; shift -= bits) {
                    symbols[i++] = (byte) (chunk >>> shift & (1 << bits) - 1);
                }
            }
        }
        return at;
    }
}
