package dev.visavis.inference.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.inference.encoder.Faces;
import dev.visavis.inference.motion.Blendshape;
import dev.visavis.inference.motion.ExplicitMotion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LipApertureTest {
    @ParameterizedTest
    @ValueSource(strings = {"w1", "w2", "w3"})
    void lipsAtRestTouch(String presenter) {
        assertThat(new LipAperture(Faces.portrait(presenter)).of(Faces.rest())).isLessThan(0.002);
    }

    @Test
    void growsWithTheJaw() {
        LipAperture lips = new LipAperture(Faces.portrait("w1"));
        double little = lips.of(Faces.with(Blendshape.JAW_OPEN, 0.1f));
        double much = lips.of(Faces.with(Blendshape.JAW_OPEN, 0.3f));
        assertThat(little).isGreaterThan(0.01);
        assertThat(much).isGreaterThan(2 * little).isLessThan(0.25);
    }

    @Test
    void isThatOfTheFaceHoweverTheHeadTurns() {
        LipAperture lips = new LipAperture(Faces.portrait("w1"));
        float[] open = Faces.with(Blendshape.JAW_OPEN, 0.2f);
        float[] turned = open.clone();
        turned[ExplicitMotion.YAW] = 25;
        turned[ExplicitMotion.SCALE] = 0.8f;
        assertThat(lips.of(turned)).isEqualTo(lips.of(open));
    }
}
