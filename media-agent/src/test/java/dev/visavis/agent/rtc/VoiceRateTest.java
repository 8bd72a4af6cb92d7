package dev.visavis.agent.rtc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class VoiceRateTest {
    private final VoiceRate rate = new VoiceRate();

    @Test
    void plentyOnAWidePathAndLittleOnANarrowOne() {
        assertThat(rate.bps()).isEqualTo(VoiceRate.LITTLE_BPS);
        assertThat(rate.follow(VoiceRate.WIDE_PATH_BPS)).isTrue();
        assertThat(rate.bps()).isEqualTo(VoiceRate.PLENTY_BPS);
        assertThat(rate.follow(VoiceRate.NARROW_PATH_BPS - 1)).isTrue();
        assertThat(rate.bps()).isEqualTo(VoiceRate.LITTLE_BPS);
    }

    @Test
    void betweenThemItStaysAsItIs() {
        long between = (VoiceRate.NARROW_PATH_BPS + VoiceRate.WIDE_PATH_BPS) / 2;
        assertThat(rate.follow(between)).isFalse();
        assertThat(rate.bps()).isEqualTo(VoiceRate.LITTLE_BPS);
        rate.follow(VoiceRate.WIDE_PATH_BPS);
        assertThat(rate.follow(between)).isFalse();
        assertThat(rate.bps()).isEqualTo(VoiceRate.PLENTY_BPS);
    }

    @Test
    void nothingKnownChangesNothing() {
        rate.follow(VoiceRate.WIDE_PATH_BPS);
        assertThat(rate.follow(-1)).isFalse();
        assertThat(rate.bps()).isEqualTo(VoiceRate.PLENTY_BPS);
    }
}
