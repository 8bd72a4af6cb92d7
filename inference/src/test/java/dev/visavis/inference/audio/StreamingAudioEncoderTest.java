package dev.visavis.inference.audio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.visavis.inference.runtime.OnnxException;
import dev.visavis.inference.runtime.OnnxModel;
import dev.visavis.inference.runtime.TinyModels;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamingAudioEncoderTest {
    private static final int FRAME = AudioEncoder.FRAME_SAMPLES;
    private static OnnxModel model;

    private final float[] speech = noise(40 * FRAME, 1);

    @BeforeAll
    static void open() throws OnnxException {
        model = TinyModels.audio();
    }

    @AfterAll
    static void close() {
        model.close();
    }

    /** A frame comes with the sample that its look-ahead names, and the model has heard the zeros before the call. */
    @ParameterizedTest
    @CsvSource({"20, 0, 0", "40, 320, 1", "60, 0, 1", "80, 320, 2", "100, 0, 2", "120, 320, 3", "130, 160, 3",
        "125, 240, 3"})
    void hearsAsFarAsItsLookahead(int lookaheadMs, int zeros, int delayFrames) {
        float[] shifted = new float[zeros + speech.length];
        System.arraycopy(speech, 0, shifted, zeros, speech.length);
        List<float[]> plain = encode(new StreamingAudioEncoder(model, 20), shifted);

        StreamingAudioEncoder encoder = new StreamingAudioEncoder(model, lookaheadMs);
        int firstTick = (FRAME / 2 + lookaheadMs * 16 + AudioEncoder.TICK_SAMPLES - 1) / AudioEncoder.TICK_SAMPLES;
        float[] features = new float[TinyModels.FEATURES];
        for (int tick = 0; tick < firstTick; tick++) {
            boolean made = encoder.encode(tick(speech, tick), features);
            assertThat(made).as("tick " + tick).isEqualTo(tick == firstTick - 1);
        }
        assertThat(features).isEqualTo(plain.get(delayFrames));
        List<float[]> all = encode(new StreamingAudioEncoder(model, lookaheadMs), speech);
        assertThat(all).containsExactlyElementsOf(plain.subList(delayFrames, delayFrames + all.size()));
    }

    @ParameterizedTest
    @CsvSource({"20", "100", "120", "125"})
    void speechThatIsReplacedWasNeverHeard(int lookaheadMs) {
        float[] other = noise(20 * FRAME, 2);
        for (int frame : new int[] {9, 20, 37, 38}) {
            StreamingAudioEncoder encoder = new StreamingAudioEncoder(model, lookaheadMs);
            encode(encoder, Arrays.copyOf(speech, 39 * FRAME - AudioEncoder.TICK_SAMPLES));
            encoder.rewind(frame);
            List<float[]> anew = encode(encoder, other);

            float[] spliced = Arrays.copyOf(speech, (frame + 20) * FRAME);
            System.arraycopy(other, 0, spliced, frame * FRAME, other.length);
            List<float[]> straight = encode(new StreamingAudioEncoder(model, lookaheadMs), spliced);
            assertThat(anew).as("from frame " + frame)
                    .containsExactlyElementsOf(straight.subList(frame, straight.size()));
        }
    }

    @Test
    void keepsTwoSeconds() {
        StreamingAudioEncoder encoder = new StreamingAudioEncoder(model, 120);
        encode(encoder, noise(100 * FRAME, 3));
        assertThatThrownBy(() -> encoder.rewind(101)).isInstanceOf(IllegalArgumentException.class);
        encoder.rewind(100 - StreamingAudioEncoder.KEPT_FRAMES);
        encode(encoder, noise(60 * FRAME, 3));
        assertThatThrownBy(() -> encoder.rewind(3)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("are kept");
    }

    @Test
    void notANumberIsSilenceAndTooLoudIsLimited() {
        float[] wild = new float[8 * FRAME];
        float[] tame = new float[8 * FRAME];
        Arrays.fill(wild, 1000, 2000, Float.NaN);
        Arrays.fill(wild, 2000, 2100, Float.NEGATIVE_INFINITY);
        Arrays.fill(wild, 3000, 4000, 70);
        Arrays.fill(tame, 3000, 4000, 1);
        assertThat(encode(new StreamingAudioEncoder(model, 120), wild))
                .containsExactlyElementsOf(encode(new StreamingAudioEncoder(model, 120), tame));
    }

    private static List<float[]> encode(AudioEncoder encoder, float[] pcm) {
        List<float[]> all = new ArrayList<>();
        float[] features = new float[TinyModels.FEATURES];
        for (int tick = 0; tick < pcm.length / AudioEncoder.TICK_SAMPLES; tick++) {
            if (encoder.encode(tick(pcm, tick), features)) {
                all.add(features.clone());
            }
        }
        return all;
    }

    private static float[] tick(float[] pcm, int tick) {
        int at = tick * AudioEncoder.TICK_SAMPLES;
        return Arrays.copyOfRange(pcm, at, at + AudioEncoder.TICK_SAMPLES);
    }

    private static float[] noise(int samples, long seed) {
        Random random = new Random(seed);
        float[] x = new float[samples];
        for (int i = 0; i < samples; i++) {
            x[i] = (float) random.nextGaussian() * .2f;
        }
        return x;
    }
}
