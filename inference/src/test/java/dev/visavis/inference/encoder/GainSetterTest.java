package dev.visavis.inference.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.visavis.inference.face.AxisCurve;
import dev.visavis.inference.face.AxisGains;
import dev.visavis.inference.motion.Blendshape;
import dev.visavis.inference.render.ExplicitPortrait;
import org.junit.jupiter.api.Test;

/** The reader sees the canonical face frown less than it is drawn, its jaw open late, and nothing else move. */
class GainSetterTest {
    /** Two at the resting face, then the jaw's; three at the upper lip, three at the lower one, two at the smile. */
    private static final int FIRST_LOOK_AT_JAW = 2;
    private static final int FIRST_LOOK_AT_FROWN = 16;
    private static final float[] FROWN = {0.6f, 1.2f};
    /** Opening that is seen at each look at the jaw, as its coefficient. */
    private static final float[] JAW = {0.15f, 0.25f, 0.35f, 0.45f, 0.55f, 0.65f};
    private static final float[] JAW_SEEN_LATE = {0.1f, 0.18f, 0.25f, 0.6f, 0.85f, 1.1f};
    /** What is aimed at, for faces that move. */
    private static final float IN_MOTION = 1.07f;
    private static final float SEEN = 0.8f;
    private int looks;
    private float[] jawSeen = JAW;

    @Test
    void whatIsSeenOfAFrownIsMadeUpFor() {
        assertThat(frownGain(0, 0)).isCloseTo(IN_MOTION / SEEN, within(0.1f));
    }

    @Test
    void aJawIsMeasuredOverItsWholeRange() {
        AxisCurve even = gains(0, 0).of(Blendshape.JAW_OPEN.ordinal());
        assertThat(even.driven(0.5f)).isCloseTo(0.5f * GainSetter.JAW_IN_MOTION, within(0.03f));
        jawSeen = JAW_SEEN_LATE;
        AxisCurve late = gains(0, 0).of(Blendshape.JAW_OPEN.ordinal());
        assertThat(late.early()).isGreaterThan(1.1f);
        assertThat(late.late()).isLessThan(0.9f);
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
        return gains(raisedCm, pitchDegrees).of(Blendshape.MOUTH_FROWN_LEFT.ordinal()).early();
    }

    private AxisGains gains(float raisedCm, float pitchDegrees) {
        looks = 0;
        ExplicitPortrait portrait = Faces.portrait("w1");
        AxisGains before = portrait.gains();
        AxisGains gains = new GainSetter(Faces.MODEL, portrait, (frame, near) -> look(raisedCm, pitchDegrees)).set();
        portrait.drive(before);
        return gains;
    }

    private float[] look(float raisedCm, float pitchDegrees) {
        float[] points = Faces.MODEL.vertices().clone();
        points[3 * 61 + 1] += raisedCm;
        points[3 * 291 + 1] += raisedCm;
        int jaw = looks - FIRST_LOOK_AT_JAW;
        if (jaw >= 0 && jaw < jawSeen.length) {
            add(points, jawSeen[jaw], Blendshape.JAW_OPEN);
        }
        int frown = looks - FIRST_LOOK_AT_FROWN;
        if (frown >= 0 && frown < FROWN.length) {
            add(points, SEEN * FROWN[frown], Blendshape.MOUTH_FROWN_LEFT);
            add(points, SEEN * FROWN[frown], Blendshape.MOUTH_FROWN_RIGHT);
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

    private static void add(float[] points, float weight, Blendshape shape) {
        for (int i = 0; i < points.length; i++) {
            points[i] += weight * Faces.MODEL.field(shape)[i];
        }
    }
}
