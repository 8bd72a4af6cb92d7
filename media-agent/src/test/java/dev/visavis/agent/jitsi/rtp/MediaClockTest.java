package dev.visavis.agent.jitsi.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MediaClockTest {
    private static final long MS = 1_000_000;
    private final MediaClock clock = new MediaClock(0, 0);

    @Test
    void theLeastDelayCountsAndLateMediaDoesNotMoveTime() {
        clock.onMedia(0, 105 * MS);
        clock.onMedia(10 * MS, 110 * MS);
        clock.onMedia(20 * MS, 180 * MS);
        assertThat(clock.mediaNs(200 * MS)).isEqualTo(100 * MS);
    }

    @Test
    void aLastingShiftMovesTime() {
        clock.onMedia(0, 0);
        for (int i = 1; i <= 60; i++) {
            clock.onMedia(i * 10 * MS, i * 10 * MS + 2_000 * MS);
        }
        assertThat(clock.mediaNs(3_000 * MS)).isEqualTo(1_000 * MS);
    }

    @Test
    void ntpCountsFrom1900() {
        assertThat(clock.ntp(1_500 * MS) >>> 32).isEqualTo(2_208_988_801L);
        assertThat(clock.ntp(1_500 * MS) & 0xffff_ffffL).isEqualTo(0x8000_0000L);
    }
}
