package dev.visavis.agent.jitsi.net;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a call's RTP and RTCP to a pcap file (draft-ietf-opsawg-pcap; nanoseconds, raw IPv4), before encryption and after
 * decryption, as datagrams between two made-up addresses. What cannot be written ends the file, not the call. Thread-safe.
 */
public final class PacketCapture implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PacketCapture.class);
    private static final int MAGIC_NANOSECONDS = 0xa1b23c4d;
    private static final int RAW_IP = 101;
    private static final int RECORD_BYTES = 16;
    private static final int IP_BYTES = 20;
    private static final int UDP_BYTES = 8;
    private static final int MAX_PACKET = 1_600;

    /** 192.0.2.1 and 192.0.2.2 (RFC 5737). */
    private static final int AGENT = 0xc0000201;
    private static final int PEER = 0xc0000202;

    /** Of RTP (RFC 3551, section 8), so that tools know what they see. */
    private static final int PORT = 5_004;

    private final LongSupplier nanoTime;
    private final long epochNs;
    private final ByteBuffer record = ByteBuffer.allocate(RECORD_BYTES + IP_BYTES + UDP_BYTES + MAX_PACKET);
    private OutputStream file;

    private PacketCapture(OutputStream file, long wallMs, LongSupplier nanoTime) {
        this.file = file;
        this.nanoTime = nanoTime;
        this.epochNs = wallMs * 1_000_000 - nanoTime.getAsLong();
    }

    /**
     * Begins a file.
     *
     * @param folder made if it is not there; empty for no file
     * @param name of the file, in which the time is added
     * @param wallMs now, since 1970
     */
    public static PacketCapture in(String folder, String name, long wallMs, LongSupplier nanoTime) {
        if (folder.isEmpty()) {
            return new PacketCapture(null, wallMs, nanoTime);
        }
        Path path = Path.of(folder, name + "-" + wallMs + ".pcap");
        try {
            Files.createDirectories(path.getParent());
            OutputStream file = new BufferedOutputStream(
                    Files.newOutputStream(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
            file.write(ByteBuffer.allocate(24).order(ByteOrder.BIG_ENDIAN).putInt(MAGIC_NANOSECONDS).putShort((short) 2)
                    .putShort((short) 4).putLong(0).putInt(65_535).putInt(RAW_IP).array());
            LOG.info("This call's packets go to {}", path);
            return new PacketCapture(file, wallMs, nanoTime);
        } catch (IOException e) {
            LOG.warn("This call's packets are not captured: {} cannot be written ({})", path, e.toString());
            return new PacketCapture(null, wallMs, nanoTime);
        }
    }

    void sent(byte[] packet, int length) {
        write(AGENT, PEER, packet, 0, length);
    }

    void received(byte[] data, int offset, int length) {
        write(PEER, AGENT, data, offset, length);
    }

    private synchronized void write(int from, int to, byte[] data, int offset, int length) {
        if (file == null || length > MAX_PACKET) {
            return;
        }
        long ns = epochNs + nanoTime.getAsLong();
        int size = IP_BYTES + UDP_BYTES + length;
        record.clear();
        record.putInt((int) (ns / 1_000_000_000)).putInt((int) (ns % 1_000_000_000)).putInt(size).putInt(size);
        record.putShort((short) 0x4500).putShort((short) size).putInt(0).putShort((short) 0x4011);
        record.putShort(checksum(from, to, size)).putInt(from).putInt(to);
        record.putShort((short) PORT).putShort((short) PORT).putShort((short) (UDP_BYTES + length)).putShort((short) 0);
        record.put(data, offset, length);
        try {
            file.write(record.array(), 0, record.position());
        } catch (IOException e) {
            LOG.warn("The capture of a call's packets ends: {}", e.toString());
            close();
        }
    }

    /** Of the header's other words (RFC 791, section 3.1). */
    private static short checksum(int from, int to, int size) {
        int sum = 0x4500 + size + 0x4011 + (from >>> 16) + (from & 0xffff) + (to >>> 16) + (to & 0xffff);
        sum = (sum & 0xffff) + (sum >>> 16);
        return (short) ~((sum & 0xffff) + (sum >>> 16));
    }

    @Override
    public synchronized void close() {
        OutputStream open = file;
        file = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                LOG.warn("The end of a capture is lost: {}", e.toString());
            }
        }
    }
}
