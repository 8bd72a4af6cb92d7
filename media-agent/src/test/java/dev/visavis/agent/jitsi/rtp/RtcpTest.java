package dev.visavis.agent.jitsi.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** RTCP as the RFCs print it: what is written is read, and what browsers send is understood. */
class RtcpTest {
    private final List<String> read = new ArrayList<>();
    private final RtcpReader reader = new RtcpReader(new RtcpReader.Listener() {
        @Override
        public void onSenderReport(long ssrc, long ntp) {
            read.add("SR " + ssrc + " " + ntp);
        }

        @Override
        public void onReport(RtcpReader.Report report) {
            read.add("report " + report.ssrc() + " lost " + report.fractionLost() + " all " + report.lost() + " to "
                    + report.highestSequence() + " lsr " + report.lastSenderReport());
        }

        @Override
        public void onNack(long ssrc, int sequenceNumber) {
            read.add("nack " + ssrc + " " + sequenceNumber);
        }

        @Override
        public void onKeyFrameRequest() {
            read.add("key frame");
        }

        @Override
        public void onMaximumBitrate(long bitsPerSecond) {
            read.add("remb " + bitsPerSecond);
        }

        @Override
        public void onTransportFeedback(TransportFeedback feedback) {
            read.add("feedback " + feedback.base() + " " + Arrays.stream(feedback.arrivalsUs())
                    .mapToObj(us -> us == TransportFeedback.NOT_RECEIVED ? "-" : "" + us).toList());
        }

        @Override
        public void onBye(long ssrc) {
            read.add("bye " + ssrc);
        }
    });

    private List<String> read(String hex) {
        read.clear();
        byte[] packet = HexFormat.of().parseHex(hex.replace(" ", ""));
        reader.read(packet, 0, packet.length);
        return read;
    }

    @Test
    void senderReportsWithReportsOfTheOtherDirectionComeBackAsWritten() {
        ReceptionStatistics received = new ReceptionStatistics(48_000);
        for (int i : new int[] {65_534, 65_535, 1, 2}) { // 0 is lost, right at the wrap
            received.onPacket(9, i, 960L * i, 20_000_000L * i);
        }
        received.onSenderReport(9, 0x1234_5678L, 0);
        RtcpWriter writer = new RtcpWriter().clear()
                .senderReport(7, 0x0102_0304_0506_0708L, 90_000, 3, 1_000, received, 1_000_000_000L)
                .sourceDescription(7, "someone").bye(7);
        reader.read(writer.packet(), 0, writer.length());
        assertThat(read).containsExactly("SR 7 " + 0x0304_0506L, "report 9 lost " + 51 / 256.0 + " all 1 to "
                + 65_538 + " lsr " + 0x1234_5678L, "bye 7");
        assertThat(writer.length() % 4).isZero();
        assertThat(received.lost()).isCloseTo(0.2, within(1e-9));
    }

    /** RFC 3550, 6.4.1: packets that came twice make the number of lost ones negative; it has 24 bits. */
    @Test
    void lossesSinceTheBeginningAreSigned() {
        assertThat(read("81c90007 00000001 0000000a 00fffffe 0001fffe 00000000 12345678 00000000"))
                .containsExactly("report 10 lost 0.0 all -2 to " + 0x1fffe + " lsr " + 0x1234_5678L);
    }

    @Test
    void nacksNameAPacketAndTheSixteenAfterIt() {
        // RFC 4585, 6.2.1
        assertThat(read("81cd0003 00000001 0000000a fffe0005")).containsExactly("nack 10 65534", "nack 10 65535",
                "nack 10 1");
    }

    @Test
    void pictureLossAndFullIntraAskForAKeyFrame() {
        assertThat(read("81ce0002 00000001 0000000a")).containsExactly("key frame");
        assertThat(read("84ce0004 00000001 00000000 0000000a 01000000")).containsExactly("key frame");
    }

    @Test
    void rembIsMantissaAndExponent() {
        // 'REMB', 1 SSRC, exponent 3, mantissa 125000
        assertThat(read("8fce0005 00000001 00000000 52454d42 010de848 0000000a")).containsExactly("remb 1000000");
    }

    /** A run, then a vector of two bits each: the packet that came early has a negative delta. */
    @Test
    void transportFeedbackTellsWhenPacketsArrived() {
        assertThat(read("8fcd0007 00000001 0000000a fffe0008 00000100 2003c910 040008ff fc100400"))
                .containsExactly("feedback 65534 [65000, 65000, 67000, -, 66000, 70000, -, 71000]");
    }

    @Test
    void transportFeedbackOfOneBitEachWithReferenceTime() {
        assertThat(read("8fcd0006 00000001 0000000a 0001000e ffffff07 a8010004 04000000")).containsExactly(
                "feedback 1 [1073741760000, -, 1073741761000, -, -, -, -, -, -, -, -, -, -, 1073741762000]");
    }

    @Test
    void transportFeedbackThatIsCutOffIsSkipped() {
        assertThat(read("8fcd0005 00000001 0000000a 00010007 00000000 20072000")).isEmpty();
    }

    @Test
    void reducedSizeAndCompoundPacketsAreBothRead() {
        assertThat(read("80c90001 00000001 81ce0002 00000001 0000000a 80c90001 00000002"))
                .containsExactly("key frame");
    }

    @Test
    void noiseAndWhatIsCutOffHarmNothing() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            byte[] noise = new byte[random.nextInt(80)];
            random.nextBytes(noise);
            if (noise.length > 1) {
                noise[0] = (byte) (0x80 | noise[0] & 0x1f);
                noise[1] = (byte) (200 + random.nextInt(8));
            }
            reader.read(noise, 0, noise.length);
        }
        assertThat(read("81cd0009 00000001")).isEmpty();
    }
}
