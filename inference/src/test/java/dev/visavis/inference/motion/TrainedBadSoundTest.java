package dev.visavis.inference.motion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.inference.pack.ModelPack;
import dev.visavis.inference.pack.ModelPacks;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever the embedded pack hears, the face stays sane, and the mouth is free again afterwards. */
class TrainedBadSoundTest {
    private static final int SECOND = 16_000;
    private static ModelPack pack;
    private static float[] voice;

    @BeforeAll
    static void open() throws Exception {
        pack = ModelPacks.explicit();
        voice = Speaker.recording();
    }

    @AfterAll
    static void close() {
        if (pack != null) {
            pack.close();
        }
    }

    static Stream<Named<float[]>> sounds() throws Exception {
        float[] speech = Arrays.copyOf(Speaker.recording(), 4 * SECOND);
        Random random = new Random(1);
        return Stream.of(
                Named.of("not a number", changed(speech, (x, i) -> i / 500 % 3 == 0 ? Float.NaN : x)),
                Named.of("infinite", changed(speech, (x, i) -> i % 997 == 0 ? Float.POSITIVE_INFINITY : x)),
                Named.of("clipped", changed(speech, (x, i) -> x * 200)),
                Named.of("off centre", changed(speech, (x, i) -> x + 0.6f)),
                Named.of("full-scale noise", changed(speech, (x, i) -> random.nextFloat() * 2 - 1)),
                Named.of("a square wave", changed(speech, (x, i) -> i / 80 % 2 == 0 ? 1 : -1)),
                Named.of("hardly there", changed(speech, (x, i) -> x * 1e-6f)),
                Named.of("30 s of silence", new float[30 * SECOND]));
    }

    private interface Change {
        float of(float x, int i);
    }

    private static float[] changed(float[] speech, Change change) {
        float[] sound = new float[speech.length];
        for (int i = 0; i < sound.length; i++) {
            sound[i] = change.of(speech[i], i);
        }
        return sound;
    }

    @ParameterizedTest
    @MethodSource("sounds")
    void aSaneFaceAndNoStuckMouth(float[] sound) {
        try (Speaker speaker = new Speaker(pack, 5)) {
            speaker.say(sound, MotionControls.NEUTRAL).forEach(TrainedBadSoundTest::isSane);
            List<float[]> after = speaker.say(new float[3 * SECOND], MotionControls.NEUTRAL);
            after.forEach(TrainedBadSoundTest::isSane);
            assertThat(Speaker.value(after.get(after.size() - 1), Blendshape.JAW_OPEN)).as("closed in silence")
                    .isLessThan(0.08f);
            double[] jaw = Speaker.track(speaker.say(Arrays.copyOf(voice, 8 * SECOND), MotionControls.NEUTRAL),
                    Blendshape.JAW_OPEN);
            double[] second = Arrays.copyOfRange(jaw, jaw.length / 2, jaw.length);
            assertThat(Tracks.percentile(second, 0.9)).as("opens again").isGreaterThan(0.1);
            assertThat(Tracks.deviation(second)).as("and closes").isGreaterThan(0.02);
        }
    }

    @Test
    void everythingTurnedUpIsStillAFace() {
        float[] all = new float[Emotion.values().length];
        Arrays.fill(all, 1);
        float[] loud = changed(Arrays.copyOf(voice, 5 * SECOND), (x, i) -> x * 50);
        try (Speaker speaker = new Speaker(pack, 5)) {
            speaker.converse(loud, loud, new MotionControls(30, 20, 0.7f, all, 2, 2, 60))
                    .forEach(TrainedBadSoundTest::isSane);
            speaker.converse(loud, loud, new MotionControls(-30, -20, 1.5f, all, 0, 0, 0))
                    .forEach(TrainedBadSoundTest::isSane);
        }
    }

    private static void isSane(float[] latent) {
        assertThat(latent[ExplicitMotion.YAW]).isBetween(-60f, 60f);
        assertThat(latent[ExplicitMotion.PITCH]).isBetween(-45f, 45f);
        assertThat(latent[ExplicitMotion.ROLL]).isBetween(-40f, 40f);
        assertThat(latent[ExplicitMotion.TX]).isBetween(-0.5f, 0.5f);
        assertThat(latent[ExplicitMotion.TY]).isBetween(-0.5f, 0.5f);
        assertThat(latent[ExplicitMotion.SCALE]).isBetween(0.5f, 2f);
        for (Blendshape shape : Blendshape.values()) {
            assertThat(Speaker.value(latent, shape)).as(shape.arkitName()).isBetween(0f, 1f);
        }
    }
}
