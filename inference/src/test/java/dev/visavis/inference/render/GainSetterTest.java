package dev.visavis.inference.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.visavis.inference.motion.Blendshape;
import org.junit.jupiter.api.Test;

/** The reader sees the canonical face frown less than the model's blendshape does, and nothing else move. */
class GainSetterTest {
    /** Two of the resting face, then one an axis: jaw, upper lip, lower lip, smile, frown. */
    private static final int LOOK_AT_FROWN = 6;
    private static final float SEEN = 0.8f * 0.8f;
    private int looks;

    @Test
    void cornersThatRestHighFrownFarther() {
        float level = frownGain(0);
        assertThat(level).isBetween(1.1f, 1.4f);
        assertThat(frownGain(0.1f)).isCloseTo(level, within(0.001f));
        assertThat(frownGain(0.5f)).isGreaterThan(level + 0.1f);
    }

    private float frownGain(float raisedCm) {
        looks = 0;
        AxisGains gains = new GainSetter(Faces.MODEL, Faces.portrait("w1"), frame -> look(raisedCm)).set();
        return gains.of(Blendshape.MOUTH_FROWN_LEFT.ordinal());
    }

    private float[] look(float raisedCm) {
        float[] points = Faces.MODEL.vertices().clone();
        points[3 * 61 + 1] += raisedCm;
        points[3 * 291 + 1] += raisedCm;
        if (looks++ == LOOK_AT_FROWN) {
            for (int i = 0; i < points.length; i++) {
                points[i] += SEEN * Faces.MODEL.field(Blendshape.MOUTH_FROWN_LEFT)[i]
                        + SEEN * Faces.MODEL.field(Blendshape.MOUTH_FROWN_RIGHT)[i];
            }
        }
        for (int i = 0; i < points.length; i += 3) {
            points[i + 1] = -points[i + 1];
            points[i + 2] = -points[i + 2];
        }
        return points;
    }
}
