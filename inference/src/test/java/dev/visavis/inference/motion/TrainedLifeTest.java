package dev.visavis.inference.motion;

import static dev.visavis.inference.motion.Tracks.deviation;
import static dev.visavis.inference.motion.Tracks.mean;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.visavis.inference.pack.ModelPack;
import dev.visavis.inference.pack.ModelPacks;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The embedded pack in silence: alive but quiet, and it does as it is told. */
class TrainedLifeTest {
    private static final float[] CALM = new float[Emotion.values().length];
    private static ModelPack pack;
    private static List<float[]> minute;

    @BeforeAll
    static void idle() throws Exception {
        pack = ModelPacks.explicit();
        minute = Speaker.idle(pack, 60, 11, MotionControls.NEUTRAL);
    }

    @AfterAll
    static void close() {
        if (pack != null) {
            pack.close();
        }
    }

    @Test
    void headAndEyesMoveAsRealOnesDo() {
        assertThat(deviation(Speaker.track(minute, ExplicitMotion.YAW))).isBetween(1.5, 7.0);
        assertThat(deviation(Speaker.track(minute, ExplicitMotion.PITCH))).isBetween(1.0, 6.0);
        assertThat(deviation(Speaker.track(minute, ExplicitMotion.ROLL))).isBetween(0.8, 5.0);
        assertThat(deviation(Speaker.eyeYaw(minute))).isBetween(1.5, 7.0);
    }

    @Test
    void theMouthRests() {
        double[] jaw = Speaker.track(minute, Blendshape.JAW_OPEN);
        assertThat(deviation(jaw)).isLessThan(0.02);
        assertThat(Tracks.percentile(jaw, 0.99)).isLessThan(0.08);
    }

    @Test
    void beginsAsThePhoto() {
        float[] first = minute.get(0);
        assertThat(Math.abs(first[ExplicitMotion.YAW])).isLessThan(3);
        assertThat(first[ExplicitMotion.SCALE]).isCloseTo(1, within(0.05f));
    }

    @Test
    void blinksAsOftenAsItIsAsked() {
        assertThat(Tracks.onsets(Speaker.track(minute, Blendshape.EYE_BLINK_LEFT), 0.4)).isBetween(8, 36);
        assertThat(Tracks.onsets(lids(45, 60), 0.4)).isBetween(25, 75);
        assertThat(Tracks.percentile(lids(0, 10), 1)).as("asked not to").isLessThan(0.3);
    }

    private static double[] lids(float blinksPerMinute, double seconds) {
        return Speaker.track(Speaker.idle(pack, seconds, 4, new MotionControls(0, 0, 1, CALM, 1, 1, blinksPerMinute)),
                Blendshape.EYE_BLINK_LEFT);
    }

    @Test
    void headMotionScales() {
        assertThat(deviation(yaw(0))).isLessThan(0.05);
        assertThat(deviation(yaw(2))).isGreaterThan(1.6 * deviation(yaw(1)));
    }

    private static double[] yaw(float headMotion) {
        List<float[]> motion = Speaker.idle(pack, 20, 4, new MotionControls(0, 0, 1, CALM, 1, headMotion, 20));
        return Speaker.track(motion.subList(25, motion.size()), ExplicitMotion.YAW);
    }

    @Test
    void looksWhereItIsTold() {
        List<float[]> motion = Speaker.idle(pack, 20, 1, new MotionControls(20, -10, 1, CALM, 1, 0, 20));
        List<float[]> settled = motion.subList(50, motion.size());

        assertThat(mean(Speaker.track(settled, ExplicitMotion.YAW)) + mean(Speaker.eyeYaw(settled)))
                .isCloseTo(20, within(5.0));
        assertThat(mean(Speaker.track(settled, ExplicitMotion.PITCH)) + mean(Speaker.eyePitch(settled)))
                .isCloseTo(-10, within(5.0));
    }

    @Test
    void controlsAreEasedButNotSluggish() {
        try (Speaker speaker = new Speaker(pack, 1)) {
            float[] second = new float[16_000];
            speaker.say(second, new MotionControls(0, 0, 1, CALM, 1, 0, 0));
            float[] happy = CALM.clone();
            happy[Emotion.HAPPY.ordinal()] = 1;
            List<float[]> after = speaker.say(second, new MotionControls(24, 0, 1.25f, happy, 1, 0, 0));

            double[] scale = Speaker.track(after, ExplicitMotion.SCALE);
            double[] smile = Speaker.track(after, Blendshape.MOUTH_SMILE_LEFT);
            double[] yaw = Speaker.track(after, ExplicitMotion.YAW);
            assertThat(scale[1]).as("no jump").isGreaterThan(0.95);
            assertThat(scale[17]).as("within 700 ms").isCloseTo(0.8, within(0.03));
            assertThat(yaw[17] - yaw[0]).isGreaterThan(0.85 * (yaw[24] - yaw[0]));
            assertThat(smile[17]).isGreaterThan(0.85 * smile[24]).isGreaterThan(0.3);
            assertThat(smile[0]).isLessThan(0.5 * smile[17]);
        }
    }

    @ParameterizedTest
    @EnumSource(value = Emotion.class, mode = EnumSource.Mode.EXCLUDE, names = "NEUTRAL")
    void everyEmotionWearsItsFace(Emotion emotion) {
        float[] weights = CALM.clone();
        weights[emotion.ordinal()] = 1;
        List<float[]> motion = Speaker.idle(pack, 3, 1, new MotionControls(0, 0, 1, weights, 1, 0, 0));
        float[] shown = motion.get(motion.size() - 1);
        float[] table = new float[ExplicitMotion.SIZE];
        EmotionTable.wear(emotion, table);
        for (Blendshape shape : Blendshape.values()) {
            assertThat(Speaker.value(shown, shape)).as(shape.arkitName())
                    .isGreaterThan(0.5f * Speaker.value(table, shape) - 0.05f);
        }
    }
}
