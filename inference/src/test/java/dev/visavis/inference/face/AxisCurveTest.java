package dev.visavis.inference.face;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AxisCurveTest {
    private static final float NEAR = 1e-5f;
    private final AxisCurve bent = new AxisCurve(0.25f, 1.4f, 0.6f);

    @Test
    void drivesByOneGainUpToTheBendAndByTheOtherBeyond() {
        assertThat(bent.driven(0)).isZero();
        assertThat(bent.driven(0.2f)).isCloseTo(0.28f, within(NEAR));
        assertThat(bent.driven(0.5f)).isCloseTo(0.35f + 0.15f, within(NEAR));
    }

    @Test
    void whatIsDrivenCanBeCommanded() {
        for (float driven : new float[] {0, 0.1f, 0.35f, 0.6f}) {
            assertThat(bent.driven(bent.commanded(driven))).isCloseTo(driven, within(NEAR));
        }
    }

    @Test
    void reachesWhatMustBeWorn() {
        assertThat(bent.reaching(0.7f)).isSameAs(bent);
        AxisCurve farther = bent.reaching(1.25f);
        assertThat(farther.driven(1)).isCloseTo(1.25f, within(NEAR));
        assertThat(farther.driven(0.2f)).isEqualTo(bent.driven(0.2f));
        assertThat(AxisCurve.straight(1).reaching(1.2f).driven(0.5f)).isCloseTo(0.6f, within(NEAR));
    }
}
