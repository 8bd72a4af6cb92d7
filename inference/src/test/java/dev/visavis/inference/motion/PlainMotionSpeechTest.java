package dev.visavis.inference.motion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.visavis.inference.audio.SyntheticSpeech;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The mouth follows the sound, and rests without it. */
class PlainMotionSpeechTest {
    private static final float[] EXPRESSIVE = new float[Emotion.values().length];

    @Test
    void opensWithAVowelAndClosesBetween() {
        // 0.4 silence, "aa" to 0.8, lips closed to 0.92, "aa" to 1.32, silence
        List<float[]> motion = Speaker.motionOf(
                new SyntheticSpeech(1).silence(0.4).aa(0.4).closedLips(0.12).aa(0.4).silence(0.6).samples(), 1);

        assertThat(jaw(motion, 0.25)).isZero();
        assertThat(jaw(motion, 0.6)).isGreaterThan(0.2f);
        assertThat(jaw(motion, 0.87)).isLessThan(0.04f);
        assertThat(Speaker.value(at(motion, 0.87), Blendshape.MOUTH_PRESS_LEFT)).isGreaterThan(0.25f);
        assertThat(jaw(motion, 1.1)).isGreaterThan(0.2f);
        assertThat(Speaker.value(at(motion, 1.1), Blendshape.MOUTH_PRESS_LEFT)).isLessThan(0.02f);
        assertThat(jaw(motion, 1.7)).isLessThan(0.01f);
    }

    @Test
    void vowelsHaveTheirShapes() {
        float[] aa = at(Speaker.motionOf(new SyntheticSpeech(1).aa(0.8).samples(), 1), 0.5);
        float[] ee = at(Speaker.motionOf(new SyntheticSpeech(1).aa(0.3).ee(0.7).samples(), 1), 0.7);
        float[] oo = at(Speaker.motionOf(new SyntheticSpeech(1).aa(0.3).oo(0.7).samples(), 1), 0.7);

        assertThat(Speaker.value(aa, Blendshape.JAW_OPEN)).isGreaterThan(2 * Speaker.value(ee, Blendshape.JAW_OPEN));
        assertThat(Speaker.value(oo, Blendshape.MOUTH_PUCKER))
                .isGreaterThan(1.4f * Speaker.value(ee, Blendshape.MOUTH_PUCKER));
        assertThat(Speaker.value(ee, Blendshape.MOUTH_STRETCH_LEFT))
                .isGreaterThan(2 * Speaker.value(oo, Blendshape.MOUTH_STRETCH_LEFT));
    }

    @Test
    void theMouthIsInStepWithTheSound() {
        SyntheticSpeech speech = new SyntheticSpeech(1);
        double[] loud = new double[150];
        for (int i = 0; i < 6; i++) { // 0.5 s of silence, 0.5 s of "aa", again and again
            speech.silence(0.5).aa(0.5);
            java.util.Arrays.fill(loud, 25 * i + 13, 25 * i + 25, 1);
        }
        double[] jaw = Speaker.track(Speaker.motionOf(speech.samples(), 1), Blendshape.JAW_OPEN);

        int best = 0;
        for (int lag = -5; lag <= 5; lag++) {
            best = correlation(jaw, loud, lag) > correlation(jaw, loud, best) ? lag : best;
        }
        assertThat(best).as("frames that the jaw is late").isBetween(-1, 1);
        assertThat(correlation(jaw, loud, 0)).isGreaterThan(0.9);
    }

    @Test
    void silenceIsStill() {
        for (float[] latent : Speaker.idle(20, 3, MotionControls.NEUTRAL)) {
            for (Blendshape shape : Blendshape.values()) {
                if (shape.name().startsWith("MOUTH") || shape.name().startsWith("JAW")
                        || shape.name().startsWith("TONGUE")) {
                    assertThat(Speaker.value(latent, shape)).as(shape.arkitName()).isZero();
                }
            }
        }
    }

    @Test
    void comesToPerfectRestAfterSpeech() {
        List<float[]> motion = Speaker.motionOf(new SyntheticSpeech(1).babble().babble().silence(2).samples(), 1);

        float[] end = motion.get(motion.size() - 1);
        assertThat(Speaker.value(end, Blendshape.JAW_OPEN)).isZero();
        assertThat(Speaker.value(end, Blendshape.MOUTH_PUCKER)).isZero();
    }

    @Test
    void jawStaysInTheSpeakingRange() {
        List<float[]> motion = new Speaker(1).say(new SyntheticSpeech(1).aa(2).babble().samples(),
                new MotionControls(0, 0, 1, EXPRESSIVE, 2, 1, 20));

        assertThat(motion).allMatch(latent -> Speaker.value(latent, Blendshape.JAW_OPEN) <= 0.35f);
    }

    @Test
    void expressivenessScalesTheMouth() {
        float[] pcm = new SyntheticSpeech(1).silence(0.2).ee(0.8).samples();
        float[] mute = at(new Speaker(1).say(pcm, new MotionControls(0, 0, 1, EXPRESSIVE, 0, 1, 20)), 0.8);
        float[] calm = at(new Speaker(1).say(pcm, new MotionControls(0, 0, 1, EXPRESSIVE, 0.5f, 1, 20)), 0.8);
        float[] vivid = at(new Speaker(1).say(pcm, new MotionControls(0, 0, 1, EXPRESSIVE, 1.5f, 1, 20)), 0.8);

        assertThat(Speaker.value(mute, Blendshape.JAW_OPEN)).isLessThan(0.01f);
        assertThat(Speaker.value(vivid, Blendshape.JAW_OPEN))
                .isGreaterThan(2 * Speaker.value(calm, Blendshape.JAW_OPEN));
    }

    @Test
    void everyValueIsFiniteAndInRange() {
        Random random = new Random(1);
        float[] wild = new float[16_000 * 8];
        for (int i = 0; i < wild.length; i++) {
            float loudness = i / 4000 % 3 == 0 ? 50 : 0.01f;
            wild[i] = i % 997 == 0 ? Float.NaN : (float) random.nextGaussian() * loudness;
        }
        float[] all = new float[Emotion.values().length];
        java.util.Arrays.fill(all, 1);
        for (float[] latent : new Speaker(5).say(wild, new MotionControls(30, 20, 0.7f, all, 2, 2, 60))) {
            assertThat(latent[ExplicitMotion.YAW]).isBetween(-35f, 35f);
            assertThat(latent[ExplicitMotion.PITCH]).isBetween(-25f, 25f);
            assertThat(latent[ExplicitMotion.ROLL]).isBetween(-12f, 12f);
            assertThat(latent[ExplicitMotion.SCALE]).isBetween(0.6f, 1.5f);
            for (Blendshape shape : Blendshape.values()) {
                assertThat(Speaker.value(latent, shape)).as(shape.arkitName()).isBetween(0f, 1f);
            }
        }
    }

    private static float[] at(List<float[]> motion, double seconds) {
        return motion.get((int) (seconds * 25));
    }

    private static float jaw(List<float[]> motion, double seconds) {
        return Speaker.value(at(motion, seconds), Blendshape.JAW_OPEN);
    }

    /** Of a[i + lag] with b[i]. */
    private static double correlation(double[] a, double[] b, int lag) {
        int from = Math.max(0, -lag);
        int to = Math.min(b.length, a.length - lag);
        double ma = 0;
        double mb = 0;
        for (int i = from; i < to; i++) {
            ma += a[i + lag] / (to - from);
            mb += b[i] / (to - from);
        }
        double ab = 0;
        double aa = 0;
        double bb = 0;
        for (int i = from; i < to; i++) {
            ab += (a[i + lag] - ma) * (b[i] - mb);
            aa += (a[i + lag] - ma) * (a[i + lag] - ma);
            bb += (b[i] - mb) * (b[i] - mb);
        }
        return ab / Math.sqrt(aa * bb + 1e-12);
    }
}
