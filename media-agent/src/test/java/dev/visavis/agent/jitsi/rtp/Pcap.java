package dev.visavis.agent.jitsi.rtp;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads what {@code PacketCapture} writes. */
public final class Pcap {
    private static final int HEADER_BYTES = 24;
    private static final int IP_AND_UDP_BYTES = 28;
    private static final int SOURCE_ADDRESS = 12;

    /**
     * A packet as it was sent or received.
     *
     * @param ns since 1970
     */
    public record Packet(long ns, boolean fromPeer, byte[] data) {
        /** RFC 5761, section 4. */
        public boolean isRtcp() {
            return (data[1] & 0xff) >= 192 && (data[1] & 0xff) <= 223;
        }
    }

    private Pcap() {
    }

    public static List<Packet> read(Path file) throws IOException {
        ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(file));
        if (in.getInt() != 0xa1b23c4d) {
            throw new IOException(file + " is no pcap file with nanoseconds");
        }
        in.position(HEADER_BYTES);
        List<Packet> packets = new ArrayList<>();
        while (in.hasRemaining()) {
            long ns = 1_000_000_000L * in.getInt() + in.getInt();
            int size = in.getInt();
            int start = in.position() + 4; // behind the length that it had before it was cut
            boolean fromPeer = in.getInt(start + SOURCE_ADDRESS) == 0xc0000202;
            byte[] data = new byte[size - IP_AND_UDP_BYTES];
            in.position(start + IP_AND_UDP_BYTES).get(data);
            packets.add(new Packet(ns, fromPeer, data));
        }
        return packets;
    }
}
