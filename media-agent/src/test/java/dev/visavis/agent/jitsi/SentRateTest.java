package dev.visavis.agent.jitsi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SentRateTest {
    private static final long MS = 1_000_000;
    private final SentRate rate = new SentRate();

    @Test
    void itIsOfTheLastSecond() {
        for (int ms = 0; ms <= 500; ms += 10) {
            rate.onTime(100L * ms, ms * MS);
        }
        assertThat(rate.bps()).as("the first half second, 100 bytes a ms").isEqualTo(800_000);
        for (int ms = 500; ms <= 3_000; ms += 10) {
            rate.onTime(50_000, ms * MS);
        }
        assertThat(rate.bps()).as("then nothing").isZero();
    }
}
