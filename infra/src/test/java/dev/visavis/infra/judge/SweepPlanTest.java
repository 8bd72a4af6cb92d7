package dev.visavis.infra.judge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.visavis.inference.motion.Blendshape;
import dev.visavis.inference.motion.ExplicitMotion;
import org.junit.jupiter.api.Test;

class SweepPlanTest {
    @Test
    void drivesEveryCoefficientAndEveryTurn() {
        float[] reached = new float[ExplicitMotion.SIZE];
        for (SweepPlan.Axis axis : SweepPlan.axes()) {
            for (int i = 0; i < axis.frames(); i++) {
                float[] latent = axis.latent(axis.at(i));
                for (int k = 0; k < latent.length; k++) {
                    reached[k] = Math.max(reached[k], Math.abs(latent[k]));
                }
            }
        }
        assertThat(reached[ExplicitMotion.YAW]).isCloseTo(15, within(0.1f));
        assertThat(reached[ExplicitMotion.PITCH]).isCloseTo(10, within(0.1f));
        assertThat(reached[ExplicitMotion.ROLL]).isCloseTo(10, within(0.1f));
        for (Blendshape shape : Blendshape.values()) {
            assertThat(reached[ExplicitMotion.index(shape)]).as(shape.arkitName()).isGreaterThan(0.25f);
        }
    }

    @Test
    void beginsAtRestAndDrivesOneAxisAtATime() {
        float[] rest = new float[ExplicitMotion.SIZE];
        ExplicitMotion.rest(rest);
        for (SweepPlan.Axis axis : SweepPlan.axes()) {
            assertThat(axis.latent(axis.at(0))).as(axis.name()).isEqualTo(rest);
        }
        float[] left = new SweepPlan.Axis("mouthLeft", 1).latent(1);
        assertThat(left[ExplicitMotion.index(Blendshape.MOUTH_LEFT)]).isEqualTo(1);
        assertThat(left[ExplicitMotion.index(Blendshape.MOUTH_RIGHT)]).isZero();
    }
}
