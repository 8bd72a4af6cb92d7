package dev.visavis.agent.jitsi.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.agent.jitsi.rtp.Pcap;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PacketCaptureTest {
    private static final long WALL_MS = 1_795_850_000_123L;

    @TempDir
    Path folder;

    private final AtomicLong nowNs = new AtomicLong(77);

    private PacketCapture capture(Path to) {
        return PacketCapture.in(to.toString(), "call", WALL_MS, nowNs::get);
    }

    private Path file() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("new"))) {
            return files.findFirst().orElseThrow();
        }
    }

    @Test
    void whatIsSentAndReceivedIsInTheFileWithItsTime() throws IOException {
        try (PacketCapture capture = capture(folder.resolve("new"))) {
            capture.sent(new byte[] {(byte) 0x80, 111, 1, 2, 99}, 4);
            nowNs.addAndGet(1_500_000_000);
            capture.received(new byte[] {99, (byte) 0x81, (byte) 201, 3, 4}, 1, 4);
        }
        List<Pcap.Packet> packets = Pcap.read(file());
        assertThat(packets).hasSize(2);
        assertThat(packets.get(0).fromPeer()).isFalse();
        assertThat(packets.get(0).ns()).isEqualTo(WALL_MS * 1_000_000);
        assertThat(packets.get(0).data()).containsExactly(0x80, 111, 1, 2);
        assertThat(packets.get(0).isRtcp()).isFalse();
        assertThat(packets.get(1).fromPeer()).isTrue();
        assertThat(packets.get(1).ns()).isEqualTo(WALL_MS * 1_000_000 + 1_500_000_000);
        assertThat(packets.get(1).data()).containsExactly(0x81, 201, 3, 4);
        assertThat(packets.get(1).isRtcp()).isTrue();
    }

    /** RFC 1071: over a header with its checksum the sum is all ones. */
    @Test
    void theHeadersChecksumIsRight() throws IOException {
        try (PacketCapture capture = capture(folder.resolve("new"))) {
            capture.received(new byte[1_200], 0, 1_200);
        }
        byte[] all = Files.readAllBytes(file());
        int sum = 0;
        for (int at = 40; at < 60; at += 2) {
            sum += (all[at] & 0xff) << 8 | all[at + 1] & 0xff;
        }
        assertThat((sum & 0xffff) + (sum >>> 16)).isEqualTo(0xffff);
    }

    @Test
    void aFolderThatCannotBeMadeEndsNothing() throws IOException {
        Path occupied = Files.createFile(folder.resolve("occupied"));
        try (PacketCapture capture = capture(occupied)) {
            capture.sent(new byte[20], 20);
        }
        assertThat(occupied).isEmptyFile();
    }

    @Test
    void afterTheEndNothingIsWritten() throws IOException {
        PacketCapture capture = capture(folder.resolve("new"));
        capture.close();
        capture.sent(new byte[20], 20);
        capture.close();
        assertThat(Pcap.read(file())).isEmpty();
    }
}
