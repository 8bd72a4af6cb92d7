package dev.visavis.agent.jitsi.rtp;

/** The last packets of a stream, by sequence number, so that lost ones can be sent again. Bounded: the oldest go. */
final class SentPackets {
    /** Some seconds of picture. */
    static final int CAPACITY = 1_024;

    /** Bytes of the largest packet: fits every path that carries IPv6, with room for SRTP and TURN. */
    static final int MAX_BYTES = 1_200;

    /** A packet, in the clear. */
    static final class Packet {
        private static final long NEVER = Long.MIN_VALUE;

        final byte[] bytes = new byte[MAX_BYTES];
        int length;
        int sequenceNumber = -1;
        long sentNs = NEVER;
        long repairedNs = NEVER;

        /** Transport-wide, of its latest copy; -1 for none. */
        int transportNumber = -1;

        boolean wasSent() {
            return sentNs != NEVER;
        }

        /** True if a copy went out so short a time ago that it may still arrive. */
        boolean isUnderRepair(long nowNs, long gapNs) {
            return repairedNs != NEVER && nowNs - repairedNs < gapNs;
        }
    }

    private final Packet[] ring = new Packet[CAPACITY];

    /** The place for a packet of this number; what was there is forgotten. */
    Packet take(int sequenceNumber) {
        int slot = sequenceNumber % CAPACITY;
        if (ring[slot] == null) {
            ring[slot] = new Packet();
        }
        ring[slot].sequenceNumber = sequenceNumber;
        ring[slot].sentNs = Packet.NEVER;
        ring[slot].repairedNs = Packet.NEVER;
        ring[slot].transportNumber = -1;
        return ring[slot];
    }

    /** The packet of this number, or null if it is too old or never was. */
    Packet find(int sequenceNumber) {
        Packet packet = ring[sequenceNumber % CAPACITY];
        return packet != null && packet.sequenceNumber == sequenceNumber ? packet : null;
    }
}
