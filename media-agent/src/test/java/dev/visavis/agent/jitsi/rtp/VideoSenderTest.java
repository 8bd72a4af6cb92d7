package dev.visavis.agent.jitsi.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The picture's stream: order, pace, repair, and a clock that it shares with the voice. */
class VideoSenderTest {
    private static final long MS = 1_000_000;
    private static final VideoFormat FORMAT = new VideoFormat(106, 107, PathFeedback.TRANSPORT_WIDE, 3,
            1_000, 1_001);

    private final List<byte[]> sent = new ArrayList<>();
    private final List<byte[]> reports = new ArrayList<>();
    private final MediaClock clock = new MediaClock(0, 1_700_000_000_000L);
    private final PacketOutput output = new PacketOutput() {
        @Override
        public void rtp(byte[] packet, int length) {
            sent.add(Arrays.copyOf(packet, length));
        }

        @Override
        public void rtcp(byte[] packet, int length) {
            reports.add(Arrays.copyOf(packet, length));
        }
    };

    private VideoSender sender(VideoFormat format, long bps) {
        return new VideoSender(format, clock, output, new SendSideEstimator(), bps);
    }

    private static byte[] accessUnit(int bytes) {
        byte[] unit = new byte[bytes];
        Arrays.fill(unit, (byte) 0x55);
        unit[0] = 0;
        unit[1] = 0;
        unit[2] = 1;
        unit[3] = 0x41;
        return unit;
    }

    private static void drain(VideoSender sender, long fromNs, long toNs) {
        for (long now = fromNs; now <= toNs; now += MS) {
            sender.drain(now);
        }
    }

    @Test
    void packetsLeaveInOrderWithTheTimeOfTheirPicture() {
        VideoSender sender = sender(FORMAT, 2_000_000);
        for (int frame = 0; frame < 10; frame++) {
            sender.send(accessUnit(3_000), 3_000, frame * 40 * MS);
            drain(sender, frame * 40 * MS, frame * 40 * MS + 39 * MS);
        }
        assertThat(sent).hasSize(30);
        for (int i = 1; i < sent.size(); i++) {
            byte[] packet = sent.get(i);
            assertThat(RtpHeader.isValid(packet, 0, packet.length)).isTrue();
            assertThat(RtpHeader.sequenceNumber(packet, 0))
                    .isEqualTo(RtpHeader.sequenceNumber(sent.get(i - 1), 0) + 1 & 0xffff);
            long ticks = RtpHeader.timestamp(packet, 0) - RtpHeader.timestamp(sent.get(i - 1), 0) & 0xffff_ffffL;
            assertThat(ticks).isEqualTo(i % 3 == 0 ? 3_600 : 0);
            assertThat((packet[1] & 0x80) != 0).isEqualTo(i % 3 == 2);
            assertThat(packet.length).isLessThanOrEqualTo(SentPackets.MAX_BYTES);
        }
    }

    @Test
    void aKeyFrameIsSpreadOverTime() {
        VideoSender sender = sender(FORMAT, 1_000_000);
        sender.send(accessUnit(50_000), 50_000, 0);
        sender.drain(0);
        assertThat(sent).as("at once").hasSizeBetween(5, 7);
        assertThat(sender.queueNs()).isBetween(130 * MS, 150 * MS);
        drain(sender, MS, 100 * MS);
        assertThat(sent.size()).as("after 100 ms at 2.5 Mbit/s").isBetween(30, 34);
        drain(sender, 101 * MS, 200 * MS);
        assertThat(sender.drain(201 * MS)).isEqualTo(Long.MAX_VALUE);
        assertThat(sender.queueNs()).isZero();
    }

    @Test
    void aLostPacketComesAgainAsRfc4588Says() {
        VideoSender sender = sender(FORMAT, 2_000_000);
        sender.send(accessUnit(2_000), 2_000, 0);
        drain(sender, 0, 40 * MS);
        byte[] lost = sent.get(1);
        int number = RtpHeader.sequenceNumber(lost, 0);
        sent.clear();
        sender.onNack(number);
        sender.onNack(number);
        drain(sender, 50 * MS, 60 * MS);
        assertThat(sent).as("asked twice, sent once").hasSize(1);
        byte[] again = sent.get(0);
        assertThat(RtpHeader.payloadType(again, 0)).isEqualTo(107);
        assertThat(RtpHeader.ssrc(again, 0)).isEqualTo(1_001);
        assertThat(RtpHeader.timestamp(again, 0)).isEqualTo(RtpHeader.timestamp(lost, 0));
        int payload = RtpHeader.payloadOffset(again, 0, again.length);
        assertThat(Bytes.u16(again, payload)).as("original sequence number").isEqualTo(number);
        assertThat(Arrays.copyOfRange(again, payload + 2, again.length)).isEqualTo(
                Arrays.copyOfRange(lost, RtpHeader.payloadOffset(lost, 0, lost.length), lost.length));
        assertThat(sender.retransmitted()).isOne();
    }

    @Test
    void everyPacketHasATransportWideNumberAndARepairANewOne() {
        VideoSender sender = sender(FORMAT, 2_000_000);
        sender.send(accessUnit(2_000), 2_000, 0);
        drain(sender, 0, 40 * MS);
        sender.onNack(RtpHeader.sequenceNumber(sent.get(0), 0));
        drain(sender, 50 * MS, 60 * MS);
        assertThat(sent).hasSize(3);
        for (int i = 0; i < sent.size(); i++) {
            assertThat(Bytes.u32(sent.get(i), RtpHeader.BYTES)).isEqualTo(0xbede_0001L); // RFC 8285
            assertThat(Bytes.u32(sent.get(i), RtpHeader.BYTES + 4)).isEqualTo(0x3100_0000L | i << 8);
        }
    }

    @Test
    void whatThePeerHasNotReceivedIsRepairedBeforeItIsAskedFor() {
        VideoSender sender = sender(FORMAT, 2_000_000);
        sender.send(accessUnit(2_000), 2_000, 0);
        drain(sender, 0, 40 * MS);
        sender.onFeedback(feedback(0, 30_000, TransportFeedback.NOT_RECEIVED));
        drain(sender, 80 * MS, 90 * MS);
        assertThat(sender.retransmitted()).isOne();
        assertThat(repaired(2)).isEqualTo(RtpHeader.sequenceNumber(sent.get(1), 0));
        sender.onFeedback(feedback(1, TransportFeedback.NOT_RECEIVED));
        drain(sender, 120 * MS, 130 * MS);
        assertThat(sender.retransmitted()).as("of the first copy that was known").isOne();
        sender.onFeedback(feedback(2, TransportFeedback.NOT_RECEIVED));
        drain(sender, 160 * MS, 170 * MS);
        assertThat(sender.retransmitted()).as("the repair was lost, too").isEqualTo(2);
        assertThat(repaired(3)).isEqualTo(repaired(2));
        sender.onFeedback(feedback(3, 200_000));
        drain(sender, 200 * MS, 210 * MS);
        assertThat(sender.retransmitted()).isEqualTo(2);
    }

    private static TransportFeedback feedback(int base, long... arrivalsUs) {
        return new TransportFeedback(base, arrivalsUs);
    }

    /** The original sequence number in a repair. */
    private int repaired(int index) {
        byte[] repair = sent.get(index);
        assertThat(RtpHeader.ssrc(repair, 0)).isEqualTo(FORMAT.rtxSsrc());
        return Bytes.u16(repair, RtpHeader.payloadOffset(repair, 0, repair.length));
    }

    @Test
    void withoutRtxTheSamePacketComesAgain() {
        VideoSender sender = sender(new VideoFormat(106, -1, PathFeedback.REMB, -1, 1_000, 1_001), 2_000_000);
        sender.send(accessUnit(500), 500, 0);
        sender.drain(0);
        sender.onNack(RtpHeader.sequenceNumber(sent.get(0), 0));
        drain(sender, 50 * MS, 60 * MS);
        assertThat(sent).hasSize(2);
        assertThat(sent.get(1)).isEqualTo(sent.get(0));
    }

    @Test
    void whatWasNeverSentOrIsForgottenIsNotSentAgain() {
        VideoSender sender = sender(FORMAT, 2_000_000);
        sender.send(accessUnit(500), 500, 0);
        sender.drain(0);
        int first = RtpHeader.sequenceNumber(sent.get(0), 0);
        sent.clear();
        sender.onNack(first + 1 & 0xffff);
        sender.onNack(first + 5_000 & 0xffff);
        drain(sender, 50 * MS, 60 * MS);
        assertThat(sent).isEmpty();
    }

    /** What lip-sync hangs on: the same moment of the call has the same NTP time in both streams' reports. */
    @Test
    void reportsOfPictureAndVoiceAgreeOnTheTimeOfTheCall() {
        VideoSender video = sender(FORMAT, 2_000_000);
        AudioSender audio = new AudioSender(111, 2_000, clock, output);
        clock.onMedia(1_000 * MS, 5_000 * MS);
        video.send(accessUnit(500), 500, 1_000 * MS);
        video.drain(5_000 * MS);
        audio.send(new byte[20], 20, 1_000 * MS);
        long videoTimestamp = RtpHeader.timestamp(sent.get(0), 0);
        long audioTimestamp = RtpHeader.timestamp(sent.get(1), 0);
        video.report("one", 5_300 * MS);
        audio.report("one", null, 5_300 * MS);
        byte[] videoReport = reports.get(0);
        byte[] audioReport = reports.get(1);
        assertThat(Bytes.u32(videoReport, 8)).isEqualTo(Bytes.u32(audioReport, 8));
        assertThat(Bytes.u32(videoReport, 12)).isEqualTo(Bytes.u32(audioReport, 12));
        assertThat(Bytes.u32(videoReport, 16) - videoTimestamp & 0xffff_ffffL).isEqualTo(300 * 90);
        assertThat(Bytes.u32(audioReport, 16) - audioTimestamp & 0xffff_ffffL).isEqualTo(300 * 48);
    }
}
