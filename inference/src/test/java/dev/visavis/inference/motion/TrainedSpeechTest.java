package dev.visavis.inference.motion;

import static dev.visavis.inference.motion.Tracks.correlation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.visavis.inference.pack.ModelPack;
import dev.visavis.inference.pack.ModelPacks;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The embedded pack on a real voice that it never heard: the mouth follows it, and going back leaves no seam. */
class TrainedSpeechTest {
    private static final MotionControls NEUTRAL = MotionControls.NEUTRAL;
    private static ModelPack pack;
    private static float[] pcm;
    private static List<float[]> motion;

    @BeforeAll
    static void speak() throws Exception {
        pack = ModelPacks.explicit();
        pcm = Arrays.copyOf(Speaker.recording(), 16_000 * 9);
        motion = Speaker.motionOf(pack, pcm, 1, NEUTRAL);
    }

    @AfterAll
    static void close() {
        if (pack != null) {
            pack.close();
        }
    }

    @Test
    void theJawFollowsTheVoiceAndIsNotLate() {
        double[] jaw = Speaker.track(motion, Blendshape.JAW_OPEN);
        double[] level = Tracks.loudness(pcm);
        int best = 0;
        for (int lag = -6; lag <= 6; lag++) {
            best = correlation(jaw, level, lag) > correlation(jaw, level, best) ? lag : best;
        }
        assertThat(correlation(jaw, level, best)).isGreaterThan(0.45);
        assertThat(best).as("frames that the jaw is late").isBetween(-2, 2);
    }

    @Test
    void theMouthOpensAndClosesAsInSpeech() {
        double[] jaw = Speaker.track(motion, Blendshape.JAW_OPEN);
        double[] press = Speaker.track(motion, Blendshape.MOUTH_PRESS_LEFT);
        assertThat(Tracks.percentile(jaw, 0.95)).as("95 % jaw").isBetween(0.12, 0.45);
        assertThat(Tracks.percentile(jaw, 0.5)).as("median jaw").isBetween(0.03, 0.25);
        assertThat(Tracks.onsets(press, 0.13) / (press.length / 25.0)).as("closures a second").isBetween(0.3, 4.0);
    }

    @Test
    void theSoundDecidesTheLips() {
        double[] jaw = Speaker.track(motion, Blendshape.JAW_OPEN);
        List<float[]> other = Speaker.motionOf(pack, pcm, 2, NEUTRAL);
        assertThat(correlation(jaw, Speaker.track(other, Blendshape.JAW_OPEN), 0)).as("another seed")
                .isGreaterThan(0.8);
        double[] yaw = Speaker.track(motion, ExplicitMotion.YAW);
        assertThat(correlation(yaw, Speaker.track(other, ExplicitMotion.YAW), 0)).as("but another head")
                .isLessThan(0.7);
        double[] mute = Speaker.track(Speaker.idle(pack, 9, 1, NEUTRAL), Blendshape.JAW_OPEN);
        assertThat(Tracks.percentile(mute, 0.95)).isLessThan(0.5 * Tracks.percentile(jaw, 0.95));
    }

    @Test
    void sameSeedSameMotion() {
        assertThat(Speaker.motionOf(pack, pcm, 1, NEUTRAL)).containsExactlyElementsOf(motion);
    }

    @Test
    void goingBackMakesTheSameMotionAnew() {
        try (Speaker speaker = new Speaker(pack, 1)) {
            speaker.say(Arrays.copyOf(pcm, 640 * 100), NEUTRAL);
            speaker.rewind(60);
            List<float[]> anew = speaker.say(Arrays.copyOfRange(pcm, 640 * 60, 640 * 120), NEUTRAL);
            assertThat(anew).containsExactlyElementsOf(motion.subList(60, 60 + anew.size()));
        }
    }

    @Test
    void speechThatIsCutOffLeavesNoSeam() {
        for (int cut : new int[] {70, 85, 100, 130, 150}) {
            List<float[]> joined = new ArrayList<>(motion.subList(0, cut));
            try (Speaker speaker = new Speaker(pack, 1)) {
                speaker.say(Arrays.copyOf(pcm, 640 * (cut + 6)), NEUTRAL);
                speaker.rewind(cut);
                joined.addAll(speaker.say(new float[640 * 50], NEUTRAL));
            }
            for (int index : new int[] {ExplicitMotion.YAW, ExplicitMotion.PITCH, ExplicitMotion.ROLL,
                ExplicitMotion.index(Blendshape.JAW_OPEN), ExplicitMotion.index(Blendshape.MOUTH_PUCKER)}) {
                double[] track = Speaker.track(joined, index);
                for (int order = 1; order <= 2; order++) {
                    double[] changes = Tracks.changes(track, order);
                    double seam = Arrays.stream(changes, cut - order, cut + 1).max().orElseThrow();
                    double usual = Arrays.stream(Tracks.changes(Speaker.track(motion, index), order)).max()
                            .orElseThrow();
                    // lips that are cut off in a vowel close faster than speech closes them; the head knows nothing of it
                    double most = index < ExplicitMotion.POSE_SIZE ? 1.1 : 2;
                    assertThat(seam).as("number " + index + ", order " + order + ", at " + cut)
                            .isLessThan(most * usual);
                }
            }
            assertThat(Speaker.value(joined.get(cut + 25), Blendshape.JAW_OPEN)).as("closed after a second")
                    .isLessThan(0.06f);
        }
    }

    @Test
    void callsBesideEachOtherDoNotDisturbEachOther() {
        try (Speaker one = new Speaker(pack, 1); Speaker other = new Speaker(pack, 2)) {
            List<float[]> mine = new ArrayList<>();
            for (int at = 0; at < 640 * 75; at += 640) {
                mine.addAll(one.say(Arrays.copyOfRange(pcm, at, at + 640), NEUTRAL));
                other.say(Arrays.copyOfRange(pcm, at + 640 * 75, at + 640 * 76), new MotionControls(20, 5, 1.2f,
                        NEUTRAL.emotion(), 2, 2, 60));
            }
            assertThat(mine).containsExactlyElementsOf(motion.subList(0, mine.size()));
        }
    }

    @Test
    void expressivenessMovesTheFaceMoreOrLess() {
        double calm = moved(0.3f);
        double vivid = moved(1.8f);
        assertThat(vivid).isGreaterThan(1.1 * calm);
    }

    private double moved(float expressiveness) {
        MotionControls controls = new MotionControls(0, 0, 1, NEUTRAL.emotion(), expressiveness, 1, 20);
        List<float[]> said = Speaker.motionOf(pack, Arrays.copyOf(pcm, 16_000 * 6), 1, controls);
        return Tracks.percentile(Speaker.track(said, Blendshape.JAW_OPEN), 0.9)
                + Tracks.percentile(Speaker.track(said, Blendshape.MOUTH_STRETCH_LEFT), 0.9);
    }

    @Test
    void listensToAPartner() {
        float[] silence = new float[pcm.length];
        try (Speaker alone = new Speaker(pack, 3); Speaker listening = new Speaker(pack, 3)) {
            List<float[]> waits = alone.converse(silence, silence, NEUTRAL);
            List<float[]> listens = listening.converse(silence, pcm, NEUTRAL);
            double[] apart = new double[waits.size()];
            for (int i = 0; i < apart.length; i++) {
                apart[i] = listens.get(i)[ExplicitMotion.PITCH] - waits.get(i)[ExplicitMotion.PITCH];
            }
            assertThat(Tracks.percentile(apart, 0.02)).as("nods, degrees").isLessThan(-1);
            assertThat(Tracks.percentile(Speaker.track(listens, Blendshape.JAW_OPEN), 0.95)).as("lips at rest")
                    .isCloseTo(Tracks.percentile(Speaker.track(waits, Blendshape.JAW_OPEN), 0.95), within(0.03));
        }
    }
}
