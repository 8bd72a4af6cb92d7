package dev.visavis.agent.jitsi.rtp;

/** Unsigned numbers in network byte order. */
final class Bytes {
    private Bytes() {
    }

    static int u8(byte[] from, int at) {
        return from[at] & 0xff;
    }

    static int u16(byte[] from, int at) {
        return (from[at] & 0xff) << 8 | from[at + 1] & 0xff;
    }

    static int u24(byte[] from, int at) {
        return u8(from, at) << 16 | u16(from, at + 1);
    }

    static long u32(byte[] from, int at) {
        return (long) u16(from, at) << 16 | u16(from, at + 2);
    }

    static void put16(byte[] to, int at, int value) {
        to[at] = (byte) (value >> 8);
        to[at + 1] = (byte) value;
    }

    static void put24(byte[] to, int at, int value) {
        to[at] = (byte) (value >> 16);
        put16(to, at + 1, value);
    }

    static void put32(byte[] to, int at, long value) {
        put16(to, at, (int) (value >> 16));
        put16(to, at + 2, (int) value);
    }
}
