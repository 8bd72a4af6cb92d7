package dev.visavis.inference.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.visavis.inference.motion.Blendshape;
import org.junit.jupiter.api.Test;

/** The reader sees the canonical face frown less than it is drawn, and nothing else move. */
class GainSetterTest {
    /** Two of each: the resting face, jaw, upper lip, lower lip, smile. */
    private static final int FIRST_LOOK_AT_FROWN = 10;
    private static final float DRIVEN = 0.8f;
    private static final float SEEN = 0.8f;
    private int looks;

    @Test
    void whatIsSeenOfAFrownIsMadeUpFor() {
        assertThat(frownGain(0, 0)).isCloseTo(1 / SEEN, within(0.1f));
    }

    @Test
    void cornersThatRestHighFrownFarther() {
        float level = frownGain(0, 0);
        assertThat(frownGain(0.1f, 0)).isCloseTo(level, within(0.001f));
        assertThat(frownGain(0.5f, 0)).isGreaterThan(level + 0.1f);
    }

    @Test
    void aPitchedHeadsCornersAreMeasuredAlongItsFace() {
        assertThat(frownGain(0, 20)).isCloseTo(frownGain(0, 0), within(0.01f));
    }

    private float frownGain(float raisedCm, float pitchDegrees) {
        looks = 0;
        ExplicitPortrait portrait = Faces.portrait("w1");
        AxisGains before = portrait.gains;
        AxisGains gains = new GainSetter(Faces.MODEL, portrait, frame -> look(portrait, raisedCm, pitchDegrees)).set();
        portrait.gains = before;
        return gains.of(Blendshape.MOUTH_FROWN_LEFT.ordinal());
    }

    private float[] look(ExplicitPortrait portrait, float raisedCm, float pitchDegrees) {
        float[] points = Faces.MODEL.vertices().clone();
        points[3 * 61 + 1] += raisedCm;
        points[3 * 291 + 1] += raisedCm;
        if (looks == FIRST_LOOK_AT_FROWN || looks == FIRST_LOOK_AT_FROWN + 1) {
            float seen = SEEN * DRIVEN * portrait.gains.of(Blendshape.MOUTH_FROWN_LEFT.ordinal());
            for (int i = 0; i < points.length; i++) {
                points[i] += seen * Faces.MODEL.field(Blendshape.MOUTH_FROWN_LEFT)[i]
                        + seen * Faces.MODEL.field(Blendshape.MOUTH_FROWN_RIGHT)[i];
            }
        }
        looks++;
        float cos = (float) Math.cos(Math.toRadians(pitchDegrees));
        float sin = (float) Math.sin(Math.toRadians(pitchDegrees));
        for (int i = 0; i < points.length; i += 3) {
            float y = cos * points[i + 1] - sin * points[i + 2];
            float z = sin * points[i + 1] + cos * points[i + 2];
            points[i + 1] = -y;
            points[i + 2] = -z;
        }
        return points;
    }
}
