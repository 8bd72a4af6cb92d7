package dev.visavis.inference.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BandAudioEncoderTest {
    @Test
    void givesOneFrameForEvery40Ms() {
        BandAudioEncoder encoder = new BandAudioEncoder();
        float[] features = new float[BandFeatures.SIZE];
        for (int tick = 1; tick <= 100; tick++) {
            assertThat(encoder.encode(new float[160], features)).isEqualTo(tick % 4 == 0);
        }
    }

    @Test
    void bandsShowWhereTheEnergyIs() {
        float[] low = last(tone(300, 0.1));
        float[] high = last(tone(5000, 0.1));

        assertThat(loudestBand(low)).isLessThan(4);
        assertThat(loudestBand(high)).isGreaterThan(8);
    }

    @Test
    void aQuietMicrophoneLooksLikeALoudOne() {
        float[] speech = manyTimes(new SyntheticSpeech(1).babble().samples(), 6);
        List<float[]> loud = encode(speech);
        List<float[]> quiet = encode(scaled(speech, 0.05f));

        int end = loud.size() - 13;
        for (int b = 0; b < BandFeatures.BANDS; b++) {
            assertThat(quiet.get(end)[b]).isCloseTo(loud.get(end)[b], within(0.7f));
        }
        assertThat(quiet.get(end)[BandFeatures.SPEECH]).isEqualTo(1);
    }

    @Test
    void steadyNoiseIsNotSpeech() {
        Random random = new Random(2);
        float[] noise = new float[16_000 * 6];
        for (int i = 0; i < noise.length; i++) {
            noise[i] = (float) (0.01 * random.nextGaussian());
        }
        List<float[]> frames = encode(noise);

        assertThat(frames.subList(100, frames.size())).allMatch(f -> f[BandFeatures.SPEECH] < 0.1);
    }

    @Test
    void speechOverNoiseIsSpeech() {
        Random random = new Random(2);
        float[] mix = manyTimes(new SyntheticSpeech(1).babble().samples(), 6);
        for (int i = 0; i < mix.length; i++) {
            mix[i] += (float) (0.004 * random.nextGaussian());
        }
        List<float[]> frames = encode(mix);
        long speech = frames.subList(100, frames.size()).stream().filter(f -> f[BandFeatures.SPEECH] > 0.9).count();

        assertThat(speech / (double) (frames.size() - 100)).isBetween(0.6, 0.95);
    }

    @Test
    void notANumberIsSilence() {
        float[] bad = new float[16_000];
        Arrays.fill(bad, 0, 8000, Float.NaN);
        bad[9000] = Float.POSITIVE_INFINITY;
        bad[9001] = Float.NEGATIVE_INFINITY;

        assertThat(encode(bad)).usingRecursiveFieldByFieldElementComparator().isEqualTo(encode(new float[16_000]));
    }

    @Test
    void directCurrentIsSilence() {
        float[] dc = new float[32_000];
        Arrays.fill(dc, 0.5f);

        assertThat(last(dc)[BandFeatures.SPEECH]).isZero();
    }

    @Test
    void clippedSpeechIsStillSpeech() {
        float[] speech = scaled(manyTimes(new SyntheticSpeech(1).babble().samples(), 3), 1000);
        for (float[] frame : encode(speech)) {
            for (float v : frame) {
                assertThat(v).isFinite().isBetween(-90f, 60f);
            }
        }
    }

    @Test
    void rewindStartsAFrameAndForgets() {
        float[] speech = new SyntheticSpeech(1).babble().samples();
        BandAudioEncoder encoder = new BandAudioEncoder();
        List<float[]> fresh = encode(encoder, speech);
        encoder.encode(new float[160], new float[BandFeatures.SIZE]);
        encoder.rewind(7);

        assertThat(encode(encoder, speech)).usingRecursiveFieldByFieldElementComparator().isEqualTo(fresh);
    }

    private static List<float[]> encode(float[] pcm) {
        return encode(new BandAudioEncoder(), pcm);
    }

    private static List<float[]> encode(BandAudioEncoder encoder, float[] pcm) {
        List<float[]> frames = new ArrayList<>();
        float[] features = new float[BandFeatures.SIZE];
        for (int at = 0; at + 160 <= pcm.length; at += 160) {
            if (encoder.encode(Arrays.copyOfRange(pcm, at, at + 160), features)) {
                frames.add(features.clone());
            }
        }
        return frames;
    }

    private static float[] last(float[] pcm) {
        List<float[]> frames = encode(pcm);
        return frames.get(frames.size() - 1);
    }

    private static int loudestBand(float[] frame) {
        int best = 0;
        for (int b = 0; b < BandFeatures.BANDS; b++) {
            best = frame[b] > frame[best] ? b : best;
        }
        return best;
    }

    private static float[] tone(double hz, double amplitude) {
        float[] x = new float[8000];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) (amplitude * Math.sin(2 * Math.PI * hz * i / 16_000));
        }
        return x;
    }

    private static float[] scaled(float[] x, float gain) {
        float[] y = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = x[i] * gain;
        }
        return y;
    }

    private static float[] manyTimes(float[] x, int times) {
        float[] y = new float[x.length * times];
        for (int i = 0; i < times; i++) {
            System.arraycopy(x, 0, y, i * x.length, x.length);
        }
        return y;
    }
}
