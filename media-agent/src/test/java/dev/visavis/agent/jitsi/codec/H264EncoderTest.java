package dev.visavis.agent.jitsi.codec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.inference.I420Frame;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** OpenH264 as a call uses it: key frames on request, and a bitrate that changes without one. */
class H264EncoderTest {
    private static final int IDR = 5;

    private static final int[] DETAIL = new Random(1).ints(9_973, 0, 60).toArray();

    private long frame;

    /** A detailed square that wanders over a detailed ground: bits enough are asked for, and the scene stays the same. */
    private I420Frame picture(int width, int height) {
        I420Frame picture = new I420Frame(width, height);
        int from = (int) (frame % (width / 2));
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                boolean square = x >= from && x < from + width / 2 && y > height / 4 && y < 3 * height / 4;
                int detail = square
                        ? DETAIL[(x - from + 131 * y) % DETAIL.length]
                        : DETAIL[(x + 257 * y) % DETAIL.length];
                picture.y()[y * width + x] = (byte) (90 + (square ? 50 : 0) + detail);
            }
        }
        return picture;
    }

    private static boolean holds(byte[] accessUnit, int length, int type) {
        for (int i = 0; i + 3 < length; i++) {
            if (accessUnit[i] == 0 && accessUnit[i + 1] == 0 && accessUnit[i + 2] == 1
                    && (accessUnit[i + 3] & 0x1f) == type) {
                return true;
            }
        }
        return false;
    }

    /** @return bits a second over so many frames; notes if there was a key frame among them */
    private double run(H264Encoder encoder, int frames, boolean[] keyFrame) {
        long bytes = 0;
        for (int i = 0; i < frames; i++) {
            int length = encoder.encode(picture(256, 256), frame++ * 40_000_000L, false);
            bytes += length;
            keyFrame[0] |= holds(encoder.accessUnit(), length, IDR);
        }
        return bytes * 8 * 25.0 / frames;
    }

    @Test
    void theBitrateFollowsWithoutAKeyFrame() {
        try (H264Encoder encoder = new H264Encoder(H264Flavor.OPENH264, 800_000)) {
            boolean[] keyFrame = new boolean[1];
            double high = run(encoder, 50, keyFrame);
            assertThat(keyFrame[0]).as("the first picture").isTrue();
            keyFrame[0] = false;
            encoder.setBitrate(100_000);
            run(encoder, 10, keyFrame);
            double low = run(encoder, 50, keyFrame);
            encoder.setBitrate(900_000);
            run(encoder, 10, keyFrame);
            double again = run(encoder, 50, keyFrame);
            assertThat(keyFrame[0]).isFalse();
            assertThat(low).isBetween(60_000.0, 140_000.0);
            assertThat(high).isGreaterThan(2 * low); // as much as the picture asks for
            assertThat(again).isGreaterThan(2 * low);
        }
    }

    @Test
    void aKeyFrameComesWhenAskedForAndWithANewSize() {
        try (H264Encoder encoder = new H264Encoder(H264Flavor.OPENH264, 500_000)) {
            run(encoder, 3, new boolean[1]);
            int length = encoder.encode(picture(256, 256), frame++ * 40_000_000L, true);
            assertThat(holds(encoder.accessUnit(), length, IDR)).isTrue();
            length = encoder.encode(picture(640, 480), frame++ * 40_000_000L, false);
            assertThat(holds(encoder.accessUnit(), length, IDR)).isTrue();
            length = encoder.encode(picture(640, 480), frame++ * 40_000_000L, false);
            assertThat(holds(encoder.accessUnit(), length, IDR)).isFalse();
        }
    }
}
