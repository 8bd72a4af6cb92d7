package dev.visavis.inference.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResamplerTest {
    @Test
    void everyTickOf48KhzGivesExactlyOneTickOf16Khz() {
        Resampler resampler = new Resampler(48_000, 16_000, 480);
        float[] out = new float[200];
        for (int tick = 0; tick < 10_000; tick++) {
            assertThat(resampler.process(new float[480], 480, out)).isEqualTo(160);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 1000, 3000, 6000, 6800})
    void passesSpeechUnchanged(int hz) {
        assertThat(gainDb(48_000, 16_000, hz)).isCloseTo(0, within(0.1));
    }

    @ParameterizedTest
    @ValueSource(ints = {9200, 10_000, 12_000, 15_000, 16_000, 20_000, 23_000})
    void keepsWhatWouldAliasOut(int hz) {
        assertThat(gainDb(48_000, 16_000, hz)).isLessThan(-80);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 5000, 15_000, 20_000})
    void fitsTheClockWithoutColouringTheSound(int hz) {
        Resampler resampler = new Resampler(48_000, 48_000, 480);
        resampler.setDrift(0.007);
        assertThat(gainDb(resampler, 48_000, hz)).isCloseTo(0, within(0.1));
    }

    @Test
    void noImagesWhereTheRatioIsNotWhole() {
        Resampler resampler = new Resampler(44_100, 48_000, 480);
        float[] out = run(resampler, tone(44_100, 1000, 44_100));

        double[] fit = fitTone(out, 2000, 20_000, 1000.0 / 48_000);

        assertThat(20 * Math.log10(fit[0])).isCloseTo(0, within(0.01));
        assertThat(20 * Math.log10(fit[1] / fit[0])).as("everything but the tone").isLessThan(-70);
    }

    @Test
    void latencyIsWhatItSays() {
        Resampler resampler = new Resampler(48_000, 16_000, 480);
        float[] impulse = new float[4800];
        impulse[2400] = 1;
        float[] out = run(resampler, impulse);
        int peak = 0;
        for (int i = 0; i < out.length; i++) {
            peak = out[i] > out[peak] ? i : peak;
        }
        assertThat(3 * peak).isEqualTo(2400 + resampler.latencyInputSamples());
        assertThat(resampler.latencyInputSamples()).isLessThanOrEqualTo(96); // 2 ms
    }

    @Test
    void asksForTheInputItNeeds() {
        Resampler resampler = new Resampler(48_000, 48_000, 600);
        float[] out = new float[700];
        long taken = 0;
        for (int tick = 0; tick < 2000; tick++) {
            resampler.setDrift(0.01 * Math.sin(tick * 0.01));
            int need = resampler.inputFor(480);
            assertThat(resampler.process(new float[need], need, out, 480)).isEqualTo(480);
            taken += need;
        }
        assertThat(taken).isBetween(2000L * 476, 2000L * 484);
    }

    @Test
    void driftMovesTheRateAsAsked() {
        Resampler resampler = new Resampler(48_000, 48_000, 480);
        resampler.setDrift(0.01);
        int made = run(resampler, new float[480_000]).length;
        assertThat(made).isBetween(475_200, 475_300);
    }

    @Test
    void changingTheDriftDoesNotClick() {
        Resampler resampler = new Resampler(48_000, 48_000, 480);
        float[] in = tone(48_000, 1000, 48_000);
        float[] out = new float[50_000];
        float[] block = new float[600];
        int made = 0;
        for (int tick = 0; tick < 100; tick++) {
            resampler.setDrift(tick % 2 == 0 ? 0.01 : -0.01);
            float[] input = java.util.Arrays.copyOfRange(in, tick * 480, tick * 480 + 480);
            int n = resampler.process(input, 480, block);
            System.arraycopy(block, 0, out, made, n);
            made += n;
        }
        // A pure tone bends by at most (w (1 + d))^2 a sample; a click would bend far more.
        double w = 2 * Math.PI * 1000 * 1.01 / 48_000;
        for (int i = 200; i < made - 1; i++) {
            assertThat(Math.abs(out[i + 1] - 2 * out[i] + out[i - 1])).isLessThan((float) (1.1 * w * w));
        }
    }

    @Test
    void resetForgets() {
        Resampler resampler = new Resampler(48_000, 16_000, 480);
        float[] first = run(resampler, tone(48_000, 500, 4800));
        resampler.reset();
        assertThat(run(resampler, tone(48_000, 500, 4800))).isEqualTo(first);
    }

    @Test
    void refusesNonsense() {
        assertThatThrownBy(() -> new Resampler(0, 16_000, 480)).isInstanceOf(IllegalArgumentException.class);
        Resampler resampler = new Resampler(48_000, 48_000, 480);
        assertThatThrownBy(() -> resampler.setDrift(0.011)).hasMessageContaining("0.01");
        assertThatThrownBy(() -> resampler.setDrift(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> resampler.process(new float[5000], 5000, new float[5000]))
                .hasMessageContaining("larger than announced");
    }

    private static double gainDb(int from, int to, int hz) {
        return gainDb(new Resampler(from, to, 480), from, hz);
    }

    private static double gainDb(Resampler resampler, int rate, int hz) {
        float[] out = run(resampler, tone(rate, hz, rate));
        double sum = 0;
        for (int i = 500; i < out.length - 500; i++) {
            sum += out[i] * out[i];
        }
        return 10 * Math.log10(2 * sum / (out.length - 1000) + 1e-20);
    }

    private static float[] run(Resampler resampler, float[] in) {
        float[] out = new float[in.length * 2];
        float[] block = new float[1000];
        int made = 0;
        for (int at = 0; at + 480 <= in.length; at += 480) {
            int n = resampler.process(java.util.Arrays.copyOfRange(in, at, at + 480), 480, block);
            System.arraycopy(block, 0, out, made, n);
            made += n;
        }
        return java.util.Arrays.copyOf(out, made);
    }

    private static float[] tone(int rate, double hz, int samples) {
        float[] x = new float[samples];
        for (int i = 0; i < samples; i++) {
            x[i] = (float) Math.sin(2 * Math.PI * hz * i / rate);
        }
        return x;
    }

    /** Amplitude of a tone, by least squares, and the RMS of the rest. */
    private static double[] fitTone(float[] x, int from, int to, double cyclesPerSample) {
        double a = 0;
        double b = 0;
        for (int i = from; i < to; i++) {
            a += 2 * x[i] * Math.sin(2 * Math.PI * cyclesPerSample * i) / (to - from);
            b += 2 * x[i] * Math.cos(2 * Math.PI * cyclesPerSample * i) / (to - from);
        }
        double rest = 0;
        for (int i = from; i < to; i++) {
            double angle = 2 * Math.PI * cyclesPerSample * i;
            double r = x[i] - a * Math.sin(angle) - b * Math.cos(angle);
            rest += r * r;
        }
        return new double[] {Math.hypot(a, b), Math.sqrt(rest / (to - from))};
    }
}
