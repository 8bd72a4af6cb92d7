package dev.visavis.inference.motion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.visavis.inference.runtime.OnnxException;
import dev.visavis.inference.runtime.OnnxModel;
import dev.visavis.inference.runtime.TinyModels;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class StreamingMotionGeneratorTest {
    private static final float[] CALM = new float[Emotion.values().length];
    private static OnnxModel model;

    @BeforeAll
    static void open() throws OnnxException {
        model = TinyModels.motion();
    }

    @AfterAll
    static void close() {
        model.close();
    }

    @Test
    void sameSeedSameMotionOtherSeedOtherMotion() {
        List<float[]> one = run(new StreamingMotionGenerator(model, 1), 30);
        assertThat(run(new StreamingMotionGenerator(model, 1), 30)).containsExactlyElementsOf(one);
        assertThat(run(new StreamingMotionGenerator(model, 2), 30)).doesNotContainAnyElementsOf(one);
    }

    @Test
    void goesBackToTheSameMotion() {
        StreamingMotionGenerator generator = new StreamingMotionGenerator(model, 4);
        List<float[]> straight = run(generator, 80);
        generator.rewind(80 - StreamingMotionGenerator.KEPT_FRAMES);
        assertThat(run(generator, 50)).containsExactlyElementsOf(straight.subList(30, 80));
        assertThatThrownBy(() -> generator.rewind(29)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("50 frames");
        assertThatThrownBy(() -> generator.rewind(81)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyControlAndThePartnerReachTheModel() {
        float[] plain = one(-50, MotionControls.NEUTRAL);
        assertThat(one(-20, MotionControls.NEUTRAL)).isNotEqualTo(plain);
        assertThat(one(-50, new MotionControls(5, 0, 1, CALM, 1, 1, 20))).isNotEqualTo(plain);
        assertThat(one(-50, new MotionControls(0, 5, 1, CALM, 1, 1, 20))).isNotEqualTo(plain);
        assertThat(one(-50, new MotionControls(0, 0, 1.2f, CALM, 1, 1, 20))).isNotEqualTo(plain);
        assertThat(one(-50, new MotionControls(0, 0, 1, CALM, 1.5f, 1, 20))).isNotEqualTo(plain);
        assertThat(one(-50, new MotionControls(0, 0, 1, CALM, 1, 1.5f, 20))).isNotEqualTo(plain);
        assertThat(one(-50, new MotionControls(0, 0, 1, CALM, 1, 1, 30))).isNotEqualTo(plain);
        for (Emotion emotion : Emotion.values()) {
            float[] weights = CALM.clone();
            weights[emotion.ordinal()] = 1;
            assertThat(one(-50, new MotionControls(0, 0, 1, weights, 1, 1, 20))).as(emotion.name()).isNotEqualTo(plain);
        }
    }

    @Test
    void aPartnersLevelOutOfRangeIsBroughtBack() {
        float[] silent = one(MotionGenerator.NO_PARTNER_DB, MotionControls.NEUTRAL);
        assertThat(one(Float.NaN, MotionControls.NEUTRAL)).isEqualTo(silent);
        assertThat(one(Float.NEGATIVE_INFINITY, MotionControls.NEUTRAL)).isEqualTo(silent);
        assertThat(one(12, MotionControls.NEUTRAL)).isEqualTo(one(0, MotionControls.NEUTRAL));
    }

    private static float[] one(float partnerDb, MotionControls controls) {
        float[][] latents = new float[1][TinyModels.LATENT];
        try (StreamingMotionGenerator generator = new StreamingMotionGenerator(model, 1)) {
            assertThat(generator.generate(new float[TinyModels.FEATURES], partnerDb, controls, latents)).isEqualTo(1);
        }
        return latents[0];
    }

    private static List<float[]> run(MotionGenerator generator, int frames) {
        List<float[]> made = new ArrayList<>();
        float[][] latents = new float[1][TinyModels.LATENT];
        for (int i = 0; i < frames; i++) {
            generator.generate(new float[] {.1f, -.4f, .3f, 0, .2f}, -30, MotionControls.NEUTRAL, latents);
            made.add(latents[0].clone());
        }
        return made;
    }
}
