package dev.visavis.inference.motion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class FrameNoiseTest {
    @Test
    void isGaussianAndIndependentOfItsNeighbours() {
        FrameNoise noise = new FrameNoise(3);
        double sum = 0;
        double squares = 0;
        double nextFrame = 0;
        double nextChannel = 0;
        int n = 20_000;
        for (int i = 0; i < n; i++) {
            double x = noise.gaussian(i, 0);
            sum += x;
            squares += x * x;
            nextFrame += x * noise.gaussian(i + 1, 0);
            nextChannel += x * noise.gaussian(i, 1);
        }
        assertThat(sum / n).isCloseTo(0, within(0.03));
        assertThat(squares / n).isCloseTo(1, within(0.04));
        assertThat(nextFrame / n).isCloseTo(0, within(0.03));
        assertThat(nextChannel / n).isCloseTo(0, within(0.03));
    }

    @Test
    void dependsOnSeedFrameAndChannelAlone() {
        double number = new FrameNoise(3).gaussian(5, 1);
        assertThat(new FrameNoise(3).gaussian(5, 1)).isEqualTo(number);
        assertThat(new FrameNoise(4).gaussian(5, 1)).isNotEqualTo(number);
    }
}
