package dev.visavis.inference.motion;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A real voice (LibriSpeech test-other 2033-164914-0000, CC BY 4.0), one that the network was not fitted on. */
class PlainMotionRecordingTest {
    private static final int FRAME = 640;
    private static float[] pcm;
    private static List<float[]> motion;

    @BeforeAll
    static void listen() throws Exception {
        try (InputStream in = PlainMotionRecordingTest.class
                .getResourceAsStream("/dev/visavis/inference/librispeech-2033-164914-0000.wav");
                AudioInputStream wav = AudioSystem.getAudioInputStream(new BufferedInputStream(in))) {
            byte[] bytes = wav.readAllBytes();
            pcm = new float[bytes.length / 2];
            for (int i = 0; i < pcm.length; i++) {
                pcm[i] = (short) (bytes[2 * i] & 0xFF | bytes[2 * i + 1] << 8) / 32768f;
            }
        }
        motion = Speaker.motionOf(pcm, 1);
    }

    @Test
    void theJawFollowsTheVoiceAndIsNotLate() {
        double[] jaw = Speaker.track(motion, Blendshape.JAW_OPEN);
        double[] level = new double[jaw.length];
        for (int n = 0; n < level.length; n++) {
            double sum = 1e-6;
            for (int i = n * FRAME; i < (n + 1) * FRAME; i++) {
                sum += pcm[i] * pcm[i] / FRAME;
            }
            level[n] = Math.log(sum);
        }
        int best = 0;
        for (int lag = -6; lag <= 6; lag++) {
            best = correlation(jaw, level, lag) > correlation(jaw, level, best) ? lag : best;
        }
        assertThat(correlation(jaw, level, 0)).isGreaterThan(0.6);
        assertThat(best).as("frames that the jaw is late").isBetween(-1, 1);
    }

    @Test
    void theMouthOpensAndClosesAsInSpeech() {
        double[] jaw = Speaker.track(motion, Blendshape.JAW_OPEN);
        double[] press = Speaker.track(motion, Blendshape.MOUTH_PRESS_LEFT);
        double[] sorted = jaw.clone();
        Arrays.sort(sorted);
        int closures = 0;
        for (int i = 1; i < press.length; i++) {
            closures += press[i] > 0.17 && press[i - 1] <= 0.17 ? 1 : 0;
        }
        assertThat(sorted[sorted.length * 95 / 100]).as("95 % jaw").isBetween(0.15, 0.35);
        assertThat(sorted[sorted.length / 2]).as("median jaw").isBetween(0.04, 0.2);
        assertThat(closures / (jaw.length / 25.0)).as("closures a second").isBetween(0.5, 3.5);
    }

    private static double correlation(double[] a, double[] b, int lag) {
        int from = Math.max(0, -lag);
        int to = Math.min(b.length, a.length - lag);
        double[] x = Arrays.copyOfRange(a, from + lag, to + lag);
        double[] y = Arrays.copyOfRange(b, from, to);
        double mx = Arrays.stream(x).average().orElse(0);
        double my = Arrays.stream(y).average().orElse(0);
        double xy = 0;
        double xx = 0;
        double yy = 0;
        for (int i = 0; i < x.length; i++) {
            xy += (x[i] - mx) * (y[i] - my);
            xx += (x[i] - mx) * (x[i] - mx);
            yy += (y[i] - my) * (y[i] - my);
        }
        return xy / Math.sqrt(xx * yy);
    }
}
