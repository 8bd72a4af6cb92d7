package dev.visavis.agent.jitsi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.agent.jitsi.rtp.MediaClock;
import dev.visavis.agent.jitsi.rtp.PacketOutput;
import dev.visavis.agent.jitsi.rtp.PathFeedback;
import dev.visavis.agent.jitsi.rtp.SendSideEstimator;
import dev.visavis.agent.jitsi.rtp.VideoFormat;
import dev.visavis.agent.jitsi.rtp.VideoSender;
import dev.visavis.inference.I420Frame;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PictureEncoderTest {
    private static final int BPS = 300_000;
    private static final PacketOutput NOWHERE = new PacketOutput() {
        @Override
        public void rtp(byte[] packet, int length) {
            // not looked at
        }

        @Override
        public void rtcp(byte[] packet, int length) {
            // not looked at
        }
    };

    private final VideoSender sender = new VideoSender(
            new VideoFormat(106, 107, PathFeedback.TRANSPORT_WIDE, 3, 1_000, 1_001),
            new MediaClock(0, 1_700_000_000_000L), NOWHERE, new SendSideEstimator(), BPS);
    private final I420Frame picture = new I420Frame(64, 64);

    @Test
    void whatADeadPathIsSparedIsNotLost() {
        try (PictureEncoder encoder = new PictureEncoder(sender, BPS, () -> 0, () -> {
        }, "encoder")) {
            encoder.setHeld(true);
            encoder.add(picture, 0);
            encoder.add(picture, 40_000_000);
            assertThat(encoder.keptBack()).isEqualTo(2);
            assertThat(encoder.dropped()).as("lost, which would count as overload").isZero();
        }
    }

    @Test
    void whatANarrowPathCannotTakeIsLost() {
        try (PictureEncoder encoder = new PictureEncoder(sender, BPS, () -> 0, () -> {
        }, "encoder")) {
            byte[] secondOfIt = new byte[BPS / 8];
            Arrays.fill(secondOfIt, (byte) 0x55);
            System.arraycopy(new byte[] {0, 0, 1, 0x41}, 0, secondOfIt, 0, 4);
            sender.send(secondOfIt, secondOfIt.length, 0);
            encoder.add(picture, 40_000_000);
            assertThat(encoder.dropped()).isEqualTo(1);
            assertThat(encoder.keptBack()).isZero();
        }
    }
}
