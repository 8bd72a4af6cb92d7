package dev.visavis.inference.motion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A silent portrait is alive, with the statistics measured on real speakers. */
class PlainMotionLifeTest {
    private static final float[] NEUTRAL = new float[Emotion.values().length];
    private static final List<float[]> TEN_MINUTES = Speaker.idle(600, 11, MotionControls.NEUTRAL);

    @Test
    void theHeadMovesAsFarAsRealOnesDo() {
        assertThat(deviation(track(ExplicitMotion.YAW))).isCloseTo(3.5, within(0.7));
        assertThat(deviation(track(ExplicitMotion.PITCH))).isCloseTo(3.0, within(0.6));
        assertThat(deviation(track(ExplicitMotion.ROLL))).isCloseTo(2.5, within(0.5));
    }

    @Test
    void theHeadMovesAsFastAsRealOnesDo() {
        double[] yaw = track(ExplicitMotion.YAW);
        assertThat(autocorrelation(yaw, 6)).as(".24 s").isCloseTo(0.74, within(0.08));
        assertThat(autocorrelation(yaw, 12)).as(".48 s").isCloseTo(0.45, within(0.1));
        assertThat(autocorrelation(yaw, 25)).as("1 s").isCloseTo(0.07, within(0.12));
    }

    @Test
    void headMotionScales() {
        double still = deviation(Speaker.track(idle(0, 20, 60).subList(50, 1000), ExplicitMotion.YAW));
        double vivid = deviation(Speaker.track(idle(2, 20, 120), ExplicitMotion.YAW));
        assertThat(still).isLessThan(0.01);
        assertThat(vivid).isGreaterThan(5);
    }

    @ParameterizedTest
    @ValueSource(floats = {10, 20, 40})
    void blinksAtTheRateAsked(float perMinute) {
        assertThat(blinks(Speaker.track(idle(1, perMinute, 600), Blendshape.EYE_BLINK_LEFT)) / 10.0)
                .isCloseTo(perMinute, within(0.3 * perMinute));
    }

    @Test
    void neverBlinksIfAskedNotTo() {
        assertThat(Speaker.track(idle(1, 0, 120), Blendshape.EYE_BLINK_LEFT)).containsOnly(0);
    }

    @Test
    void aBlinkClosesFasterThanItOpens() {
        double[] lid = Speaker.track(idle(1, 12, 120), Blendshape.EYE_BLINK_RIGHT);
        int onset = 1;
        while (lid[onset] == 0) {
            onset++;
        }
        double[] blink = Arrays.copyOfRange(lid, onset - 1, onset + 8);
        double closing = 0;
        double opening = 0;
        double halfWidth = 0;
        for (int i = 1; i < blink.length; i++) {
            closing = Math.max(closing, blink[i] - blink[i - 1]);
            opening = Math.max(opening, blink[i - 1] - blink[i]);
            halfWidth += blink[i] > 0.5 ? 0.04 : 0;
        }
        assertThat(Arrays.stream(blink).max().orElse(0)).isGreaterThan(0.95);
        assertThat(closing).isGreaterThan(opening);
        assertThat(halfWidth).isBetween(0.08, 0.2);
    }

    @Test
    void gazeShiftsAboutTwiceInFourSeconds() {
        double[] yaw = eyeYaw(TEN_MINUTES);
        double[] pitch = eyePitch(TEN_MINUTES);
        int shifts = 0;
        for (int i = 3; i < yaw.length; i++) {
            if (Math.hypot(yaw[i] - yaw[i - 3], pitch[i] - pitch[i - 3]) > 3) {
                shifts++;
                i += 4;
            }
        }
        assertThat(shifts / 600.0).isBetween(0.3, 0.8);
    }

    @Test
    void eyesTakeBackHalfOfTheHeadsTurn() {
        double[] head = track(ExplicitMotion.YAW);
        double[] eyes = eyeYaw(TEN_MINUTES);
        double cross = 0;
        double power = 0;
        for (int i = 0; i < head.length; i++) {
            cross += head[i] * eyes[i];
            power += head[i] * head[i];
        }
        assertThat(cross / power).isCloseTo(-0.5, within(0.15));
    }

    @Test
    void sameSeedSameMotionOtherSeedOtherMotion() {
        List<float[]> one = Speaker.idle(4, 1, MotionControls.NEUTRAL);
        List<float[]> same = Speaker.idle(4, 1, MotionControls.NEUTRAL);
        List<float[]> other = Speaker.idle(4, 2, MotionControls.NEUTRAL);

        assertThat(same).usingRecursiveFieldByFieldElementComparator().isEqualTo(one);
        assertThat(Speaker.track(other, ExplicitMotion.YAW)).isNotEqualTo(Speaker.track(one, ExplicitMotion.YAW));
    }

    @Test
    void beginsWithThePhotosPose() {
        float[] first = TEN_MINUTES.get(0);
        assertThat(Math.abs(first[ExplicitMotion.YAW])).isLessThan(1);
        assertThat(first[ExplicitMotion.SCALE]).isEqualTo(1);
    }

    @Test
    void looksWhereItIsTold() {
        MotionControls right = new MotionControls(20, -10, 1, NEUTRAL, 1, 0, 20);
        List<float[]> motion = Speaker.idle(60, 1, right).subList(100, 1400);
        double head = mean(Speaker.track(motion, ExplicitMotion.YAW));
        double look = head + mean(eyeYaw(motion));

        assertThat(head).isCloseTo(10, within(1.0));
        assertThat(look).isCloseTo(20, within(1.5));
        assertThat(mean(Speaker.track(motion, ExplicitMotion.PITCH)) + mean(eyePitch(motion)))
                .isCloseTo(-10, within(1.5));
    }

    @Test
    void controlsAreEasedButNotSluggish() {
        Speaker speaker = new Speaker(1);
        float[] second = new float[16_000];
        speaker.say(second, new MotionControls(0, 0, 1, NEUTRAL, 1, 0, 0));
        float[] happy = NEUTRAL.clone();
        happy[Emotion.HAPPY.ordinal()] = 1;
        List<float[]> after = speaker.say(second, new MotionControls(24, 0, 1.25f, happy, 1, 0, 0));

        double[] scale = Speaker.track(after, ExplicitMotion.SCALE);
        double[] yaw = Speaker.track(after, ExplicitMotion.YAW);
        double[] smile = Speaker.track(after, Blendshape.MOUTH_SMILE_LEFT);
        assertThat(scale[1]).as("no jump").isGreaterThan(0.96);
        assertThat(scale[17]).as("within 700 ms").isCloseTo(0.8, within(0.02));
        assertThat(yaw[17]).isGreaterThan(0.9 * 12);
        assertThat(smile[0]).isLessThan(0.15);
        assertThat(smile[9]).isGreaterThan(0.9 * 0.45);
    }

    @ParameterizedTest
    @EnumSource(value = Emotion.class, mode = EnumSource.Mode.EXCLUDE, names = "NEUTRAL")
    void everyEmotionHasAFaceOfItsOwn(Emotion emotion) {
        float[] mine = face(emotion);
        for (Emotion other : Emotion.values()) {
            if (other != emotion) {
                assertThat(distance(mine, face(other))).as(emotion + " against " + other).isGreaterThan(0.2);
            }
        }
    }

    private static float[] face(Emotion emotion) {
        float[] weights = NEUTRAL.clone();
        weights[emotion.ordinal()] = 1;
        List<float[]> motion = Speaker.idle(2, 1, new MotionControls(0, 0, 1, weights, 1, 0, 0));
        return motion.get(motion.size() - 1);
    }

    private static double distance(float[] a, float[] b) {
        double sum = 0;
        for (int i = ExplicitMotion.POSE_SIZE; i < a.length; i++) {
            sum += (a[i] - b[i]) * (a[i] - b[i]);
        }
        return Math.sqrt(sum);
    }

    private static List<float[]> idle(float headMotion, float blinks, double seconds) {
        return Speaker.idle(seconds, 4, new MotionControls(0, 0, 1, NEUTRAL, 1, headMotion, blinks));
    }

    private static double[] track(int index) {
        return Speaker.track(TEN_MINUTES, index);
    }

    private static double[] eyeYaw(List<float[]> motion) {
        return eye(motion, Blendshape.EYE_LOOK_OUT_LEFT, Blendshape.EYE_LOOK_IN_LEFT);
    }

    private static double[] eyePitch(List<float[]> motion) {
        return eye(motion, Blendshape.EYE_LOOK_UP_LEFT, Blendshape.EYE_LOOK_DOWN_LEFT);
    }

    private static double[] eye(List<float[]> motion, Blendshape plus, Blendshape minus) {
        return motion.stream().mapToDouble(latent -> ExplicitMotion.EYE_LOOK_DEGREES
                * (Speaker.value(latent, plus) - Speaker.value(latent, minus))).toArray();
    }

    private static int blinks(double[] lid) {
        int count = 0;
        for (int i = 1; i < lid.length; i++) {
            count += lid[i] > 0.3 && lid[i - 1] <= 0.3 ? 1 : 0;
        }
        return count;
    }

    private static double mean(double[] x) {
        return Arrays.stream(x).average().orElse(0);
    }

    private static double deviation(double[] x) {
        double mean = mean(x);
        return Math.sqrt(Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElse(0));
    }

    private static double autocorrelation(double[] x, int lag) {
        double mean = mean(x);
        double sum = 0;
        double power = 0;
        for (int i = lag; i < x.length; i++) {
            sum += (x[i] - mean) * (x[i - lag] - mean);
            power += (x[i] - mean) * (x[i] - mean);
        }
        return sum / power;
    }
}
