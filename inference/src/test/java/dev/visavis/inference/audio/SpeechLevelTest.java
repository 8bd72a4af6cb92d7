package dev.visavis.inference.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class SpeechLevelTest {
    private final SpeechLevel level = new SpeechLevel();
    private final float[] tick = new float[AudioEncoder.TICK_SAMPLES];

    @Test
    void isTheMeanSquareOfTheLast40Ms() {
        assertThat(level.db()).isEqualTo(SpeechLevel.SILENCE_DB);
        add(0.1f, 4);
        assertThat(level.db()).isCloseTo(-20, within(1e-3f));
        add(0, 2);
        assertThat(level.db()).as("half of it silent").isCloseTo(-23.01f, within(1e-2f));
        add(0, 2);
        assertThat(level.db()).isEqualTo(SpeechLevel.SILENCE_DB);
    }

    @Test
    void staysInItsRangeWhateverItHears() {
        add(50, 4);
        assertThat(level.db()).isZero();
        add(Float.NaN, 2);
        add(Float.NEGATIVE_INFINITY, 2);
        assertThat(level.db()).isEqualTo(SpeechLevel.SILENCE_DB);
        add(1, 4);
        level.reset();
        assertThat(level.db()).isEqualTo(SpeechLevel.SILENCE_DB);
    }

    private void add(float sample, int ticks) {
        Arrays.fill(tick, sample);
        for (int i = 0; i < ticks; i++) {
            level.add(tick);
        }
    }
}
