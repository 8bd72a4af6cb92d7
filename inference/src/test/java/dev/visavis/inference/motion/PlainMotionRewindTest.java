package dev.visavis.inference.motion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.visavis.inference.audio.BandFeatures;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlainMotionRewindTest {
    private final MotionGenerator generator = new PlainMotionGenerator(7);
    private final float[][] features = new float[120][BandFeatures.SIZE];

    @BeforeEach
    void makeFeatures() {
        Random random = new Random(1);
        for (int n = 0; n < features.length; n++) {
            for (int i = 0; i < BandFeatures.SPEECH; i++) {
                features[n][i] = (float) (2 * random.nextGaussian());
            }
            features[n][BandFeatures.SPEECH] = n / 20 % 2;
        }
    }

    @Test
    void sameSpeechAgainGivesTheSameMotionAgain() {
        List<float[]> straight = generate(0, 100);
        generator.rewind(60);

        List<float[]> again = generate(60, 100);

        assertThat(again).hasSize(38).usingRecursiveFieldByFieldElementComparator()
                .isEqualTo(straight.subList(60, 98));
    }

    @Test
    void otherSpeechContinuesWhereItWentBackTo() {
        List<float[]> straight = generate(0, 100);
        generator.rewind(60);
        for (float[] silent : features) {
            silent[BandFeatures.SPEECH] = 0;
        }
        List<float[]> silent = generate(60, 100);

        // head and mouth go on from frame 59, and the mouth closes
        assertThat(Speaker.value(silent.get(15), Blendshape.JAW_OPEN)).isLessThan(0.005f);
        for (int i = 0; i < ExplicitMotion.POSE_SIZE; i++) {
            assertThat(silent.get(0)[i]).isCloseTo(straight.get(60)[i], within(0.1f));
        }
    }

    @Test
    void goesBackTwiceAndToTheNextFrame() {
        List<float[]> straight = generate(0, 100);
        generator.rewind(98);
        generator.rewind(70);
        generator.rewind(55);

        assertThat(generate(55, 90)).usingRecursiveFieldByFieldElementComparator().isEqualTo(straight.subList(55, 88));
    }

    @Test
    void goesBackToTheStart() {
        List<float[]> straight = generate(0, 30);
        generator.rewind(0);

        assertThat(generate(0, 30)).usingRecursiveFieldByFieldElementComparator().isEqualTo(straight);
    }

    @Test
    void keepsTwoSecondsOnly() {
        generate(0, 100); // frames 0 to 97 were made
        assertThatThrownBy(() -> generator.rewind(46)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("cannot go back to frame 46");
        assertThatThrownBy(() -> generator.rewind(99)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> generator.rewind(-1)).isInstanceOf(IllegalArgumentException.class);
        generator.rewind(48);
    }

    private List<float[]> generate(int from, int to) {
        List<float[]> made = new ArrayList<>();
        float[][] hop = new float[1][ExplicitMotion.SIZE];
        for (int n = from; n < to; n++) {
            if (generator.generate(features[n], MotionGenerator.NO_PARTNER_DB, MotionControls.NEUTRAL, hop) == 1) {
                made.add(hop[0].clone());
            }
        }
        return made;
    }
}
