package dev.visavis.inference.encoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.visavis.inference.face.AxisCurve;
import org.junit.jupiter.api.Test;

class CurveFitTest {
    @Test
    void makesUpForWhatIsSeenLateAndThenAllAtOnce() {
        float[] looks = {0.15f, 0.25f, 0.35f, 0.45f, 0.55f, 0.65f};
        float[] late = {0.1f, 0.17f, 0.23f, 0.35f, 0.6f, 0.9f};
        AxisCurve curve = new CurveFit(0.5f, looks, late).between(0.5f, 1.5f);
        assertThat(curve.early()).isBetween(1.35f, 1.5f);
        assertThat(curve.late()).isBetween(0.5f, 0.9f);
        AxisCurve even = new CurveFit(0.5f, looks, looks).between(0.5f, 1.5f);
        assertThat(even.early()).isCloseTo(1, within(0.05f));
        assertThat(even.late()).isCloseTo(1, within(0.05f));
    }

    @Test
    void twoLooksDoNotBendACurve() {
        AxisCurve curve = new CurveFit(1, new float[] {0.6f, 1.2f}, new float[] {0.3f, 0.9f}).between(0.75f, 1.8f);
        assertThat(curve.early()).isEqualTo(curve.late());
    }
}
