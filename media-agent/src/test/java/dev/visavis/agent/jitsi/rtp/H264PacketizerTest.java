package dev.visavis.agent.jitsi.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** RFC 6184: what is cut can be put together again, and the marker is on the last packet of an access unit. */
class H264PacketizerTest {
    private static final int MAX = 100;

    private record Payload(boolean last, byte[] bytes) {
    }

    private final List<Payload> payloads = new ArrayList<>();
    private final H264Packetizer packetizer = new H264Packetizer(MAX, (last, prefix, from, offset, length) -> {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        if (prefix >= 0) {
            bytes.write(prefix >> 8);
            bytes.write(prefix);
        }
        bytes.write(from, offset, length);
        payloads.add(new Payload(last, bytes.toByteArray()));
    });

    private static byte[] nal(int header, int length) {
        byte[] nal = new byte[length];
        new Random(length).nextBytes(nal);
        for (int i = 0; i < length; i++) {
            nal[i] |= 0x10; // no start code inside
        }
        nal[0] = (byte) header;
        return nal;
    }

    private void packetize(byte[]... nals) {
        ByteArrayOutputStream annexB = new ByteArrayOutputStream();
        for (byte[] nal : nals) {
            annexB.writeBytes(annexB.size() == 0 ? new byte[] {0, 0, 0, 1} : new byte[] {0, 0, 1});
            annexB.writeBytes(nal);
        }
        packetizer.packetize(annexB.toByteArray(), annexB.size());
    }

    /** RFC 6184, 5.8, backwards. */
    private List<byte[]> depacketized() {
        List<byte[]> nals = new ArrayList<>();
        ByteArrayOutputStream fragments = new ByteArrayOutputStream();
        for (Payload payload : payloads) {
            byte[] b = payload.bytes();
            if ((b[0] & 0x1f) != 28) {
                nals.add(b);
                continue;
            }
            if ((b[1] & 0x80) != 0) {
                fragments.reset();
                fragments.write(b[0] & 0xe0 | b[1] & 0x1f);
            }
            fragments.write(b, 2, b.length - 2);
            if ((b[1] & 0x40) != 0) {
                nals.add(fragments.toByteArray());
            }
        }
        return nals;
    }

    @Test
    void smallUnitsGoAsTheyAre() {
        byte[] sps = nal(0x67, 12);
        byte[] pps = nal(0x68, 4);
        byte[] idr = nal(0x65, MAX);
        packetize(sps, pps, idr);
        assertThat(payloads).extracting(Payload::bytes).containsExactly(sps, pps, idr);
        assertThat(payloads).extracting(Payload::last).containsExactly(false, false, true);
    }

    @Test
    void largeUnitsAreCutIntoPiecesOfOneSizeThatFit() {
        for (int length : new int[] {MAX + 1, 2 * MAX - 3, 2 * MAX, 1_000, 7_777}) {
            payloads.clear();
            byte[] nal = nal(0x65, length);
            packetize(nal);
            assertThat(depacketized()).as("of %d bytes", length).containsExactly(nal);
            assertThat(payloads).allSatisfy(p -> assertThat(p.bytes().length).isLessThanOrEqualTo(MAX));
            assertThat(payloads).filteredOn(Payload::last).containsExactly(payloads.get(payloads.size() - 1));
            int first = payloads.get(0).bytes().length;
            assertThat(payloads.get(payloads.size() - 1).bytes().length).isGreaterThan(first - payloads.size());
        }
    }

    @Test
    void unitsOfEverySizeComeThroughTogether() {
        byte[] sei = nal(0x06, 5);
        byte[] slice = nal(0x41, 250);
        byte[] last = nal(0x41, 60);
        packetize(sei, slice, last);
        assertThat(depacketized()).containsExactly(sei, slice, last);
        assertThat(payloads.get(payloads.size() - 1).last()).isTrue();
    }

    @Test
    void nothingMakesNothing() {
        packetizer.packetize(new byte[0], 0);
        packetizer.packetize(new byte[] {0, 0, 0, 1}, 4);
        assertThat(payloads).isEmpty();
    }
}
