package dev.visavis.agent.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.visavis.inference.motion.Emotion;
import dev.visavis.inference.motion.MotionControls;
import dev.visavis.signaling.protocol.Controls;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ControlValuesTest {
    @Test
    void whatIsLeftOutStaysAsItIs() {
        MotionControls happy = ControlValues.change(MotionControls.NEUTRAL,
                new Controls(10.0, null, null, Map.of("happy", 0.6), null, null, null));
        MotionControls further = ControlValues.change(happy, new Controls(null, -5.0, 1.2, null, 0.5, 1.5, 30.0));
        assertThat(further.gazeYawDegrees()).isEqualTo(10);
        assertThat(further.gazePitchDegrees()).isEqualTo(-5);
        assertThat(further.distance()).isEqualTo(1.2f);
        assertThat(further.emotion(Emotion.HAPPY)).isEqualTo(0.6f);
        assertThat(further.expressiveness()).isEqualTo(0.5f);
        assertThat(further.headMotion()).isEqualTo(1.5f);
        assertThat(further.blinksPerMinute()).isEqualTo(30);
        assertThat(ControlValues.change(further, Controls.UNCHANGED)).isEqualTo(further);
    }

    @Test
    void emotionsThatAreLeftOutAreZero() {
        MotionControls happy = ControlValues.change(MotionControls.NEUTRAL, emotion("happy", 1.0));
        MotionControls sad = ControlValues.change(happy, emotion("sad", 0.4));
        assertThat(sad.emotion(Emotion.HAPPY)).isZero();
        assertThat(sad.emotion(Emotion.SAD)).isEqualTo(0.4f);
    }

    @Test
    void nonsenseIsRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ControlValues.change(MotionControls.NEUTRAL, emotion("bored", 1.0)))
                .withMessageContaining("bored").withMessageContaining("happy");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ControlValues.change(MotionControls.NEUTRAL, emotion("happy", 2.0)))
                .withMessageContaining("happy").withMessageContaining("2.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ControlValues.change(MotionControls.NEUTRAL,
                        new Controls(Double.NaN, null, null, null, null, null, null)))
                .withMessageContaining("gaze yaw");
    }

    private static Controls emotion(String name, double weight) {
        return new Controls(null, null, null, Map.of(name, weight), null, null, null);
    }
}
