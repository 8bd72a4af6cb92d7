package dev.visavis.inference.motion;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.visavis.inference.audio.BandFeatures;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * What the lips do while a sound is heard: one hidden layer of 24 units over four feature frames (one back, two ahead),
 * 1,600 numbers, fitted by {@code inference/training/plain/fit.py} on LibriSpeech with forced alignments. Immutable.
 */
final class ArticulationNetwork {
    /** Feature frames in the window, the second of them is the frame in question. */
    static final int WINDOW = 4;

    /** Targets in the order of the file; all roughly 0..1, SPEECH is 0 in pauses. */
    static final int JAW = 0;
    static final int FUNNEL = 1;
    static final int PUCKER = 2;
    static final int PRESS = 3;
    static final int UPPER_LIP = 4;
    static final int LABIODENTAL = 5;
    static final int TONGUE = 6;
    static final int STRETCH = 7;
    static final int SPEECH = 8;
    static final int OUTPUTS = 9;

    private static final int INPUTS_PER_FRAME = BandFeatures.LEVEL_MAX + 1;
    private static final ArticulationNetwork FITTED = new ArticulationNetwork("articulation.json");

    private final Weights weights;

    /** Layout of the file. */
    private record Weights(List<String> outputs, float[][] hiddenWeights, float[] hiddenBias, float[][] outputWeights,
            float[] outputBias) {
    }

    private ArticulationNetwork(String resource) {
        try (InputStream in = ArticulationNetwork.class.getResourceAsStream(resource)) {
            weights = new ObjectMapper().readValue(in, Weights.class);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read " + resource, e);
        }
        if (weights.outputBias.length != OUTPUTS || weights.hiddenWeights[0].length != WINDOW * INPUTS_PER_FRAME) {
            throw new IllegalStateException(resource + " does not fit the features of this version");
        }
    }

    static ArticulationNetwork fitted() {
        return FITTED;
    }

    int hiddenUnits() {
        return weights.hiddenBias.length;
    }

    /**
     * @param window {@link #WINDOW} feature frames in order
     * @param hidden scratch, {@link #hiddenUnits()} floats
     * @param targets receives {@link #OUTPUTS} floats
     */
    void evaluate(float[][] window, float[] hidden, float[] targets) {
        for (int h = 0; h < hidden.length; h++) {
            float sum = weights.hiddenBias[h];
            float[] row = weights.hiddenWeights[h];
            for (int f = 0; f < WINDOW; f++) {
                for (int i = 0; i < INPUTS_PER_FRAME; i++) {
                    sum += row[f * INPUTS_PER_FRAME + i] * window[f][i];
                }
            }
            hidden[h] = (float) Math.tanh(sum);
        }
        for (int o = 0; o < OUTPUTS; o++) {
            float sum = weights.outputBias[o];
            for (int h = 0; h < hidden.length; h++) {
                sum += weights.outputWeights[o][h] * hidden[h];
            }
            targets[o] = Math.max(0, sum);
        }
    }
}
