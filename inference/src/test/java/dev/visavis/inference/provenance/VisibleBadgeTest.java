package dev.visavis.inference.provenance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.inference.I420Frame;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisibleBadgeTest {
    @ParameterizedTest
    @CsvSource({"512,512", "256,256", "640,360", "1280,720", "64,64", "2,2"})
    void marksTheLowerRightCornerOnly(int width, int height) {
        I420Frame frame = flat(width, height, 120);
        new VisibleBadge().mark(frame, 0);

        int changed = 0;
        for (int i = 0; i < frame.y().length; i++) {
            if (frame.y()[i] != 120) {
                changed++;
                assertThat(i % width).isGreaterThanOrEqualTo(width / 2 - 1);
                assertThat(i / width).isGreaterThanOrEqualTo(height / 2 - 1);
            }
        }
        assertThat(changed).isPositive();
        assertThat(changed / (double) frame.y().length).as("discreet").isLessThan(width < 16 ? 1.1 : 0.02);
    }

    @ParameterizedTest
    @CsvSource({"16", "120", "235"})
    void isLegibleOnAnyPicture(int luma) {
        I420Frame frame = flat(512, 512, luma);
        new VisibleBadge().mark(frame, 0);

        int left = 512;
        int darkest = 255;
        int brightest = 0;
        for (int i = 0; i < frame.y().length; i++) {
            if ((frame.y()[i] & 0xFF) != luma) {
                left = Math.min(left, i % 512);
            }
            if (i / 512 > 450 && i % 512 > 440) {
                darkest = Math.min(darkest, frame.y()[i] & 0xFF);
                brightest = Math.max(brightest, frame.y()[i] & 0xFF);
            }
        }
        assertThat(brightest).isGreaterThan(225);
        assertThat(brightest - darkest).as("letters against plate").isGreaterThan(90);
        assertThat(512 - left).as("wide enough to read").isGreaterThan(40);
    }

    @Test
    void isGreyOnAColouredPicture() {
        I420Frame frame = flat(512, 512, 100);
        Arrays.fill(frame.u(), (byte) 200);
        Arrays.fill(frame.v(), (byte) 60);
        new VisibleBadge().mark(frame, 0);

        int nearestToGrey = 255;
        for (byte u : frame.u()) {
            nearestToGrey = Math.min(nearestToGrey, Math.abs((u & 0xFF) - 128));
        }
        assertThat(nearestToGrey).isLessThan(5);
    }

    @Test
    void followsAChangeOfSize() {
        VisibleBadge badge = new VisibleBadge();
        badge.mark(flat(512, 512, 100), 0);
        I420Frame small = flat(128, 128, 100);
        badge.mark(small, 1);
        I420Frame alone = flat(128, 128, 100);
        new VisibleBadge().mark(alone, 0);

        assertThat(small.y()).isEqualTo(alone.y());
    }

    private static I420Frame flat(int width, int height, int luma) {
        I420Frame frame = new I420Frame(width, height);
        Arrays.fill(frame.y(), (byte) luma);
        Arrays.fill(frame.u(), (byte) 128);
        Arrays.fill(frame.v(), (byte) 128);
        return frame;
    }
}
