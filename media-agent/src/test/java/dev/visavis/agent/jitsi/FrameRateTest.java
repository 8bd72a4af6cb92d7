package dev.visavis.agent.jitsi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FrameRateTest {
    private static final long MS = 1_000_000;
    private final FrameRate rate = new FrameRate();
    private long mediaNs;

    private void frames(int count, long everyMs) {
        for (int i = 0; i < count; i++) {
            mediaNs += everyMs * MS;
            rate.onFrame(mediaNs);
        }
    }

    @Test
    void itIsThatOfTheTimestamps() {
        frames(20, 25);
        assertThat(rate.framesPerSecond()).isCloseTo(40, within(0.1f));
        frames(20, 80);
        assertThat(rate.framesPerSecond()).isCloseTo(12.5f, within(0.1f));
    }

    /** Taken for the pace, it would give each picture after it the bits of many. */
    @Test
    void aPauseIsNone() {
        frames(20, 40);
        frames(1, 2_000);
        assertThat(rate.framesPerSecond()).isEqualTo(25);
        frames(5, 40);
        frames(1, 400);
        frames(20, 40);
        assertThat(rate.framesPerSecond()).isEqualTo(25);
    }

    @Test
    void evenPicturesThatAreLeftOutNowAndThenChangeNothing() {
        for (int i = 0; i < 20; i++) {
            frames(2, 40);
            frames(1, 80);
        }
        assertThat(rate.framesPerSecond()).isEqualTo(25);
    }
}
