package dev.visavis.inference.pack;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.visavis.inference.runtime.ExecutionProvider;
import dev.visavis.inference.runtime.OnnxModel;
import dev.visavis.inference.runtime.StatefulRun;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;

/**
 * Inputs of a streaming pack's two models, and what they must give, as training wrote them ({@code STREAMING.md}, 6):
 * {@link #run} feeds a pack and keeps the largest differences.
 */
final class ParityFixture {
    private static final float THOUSANDTH = 1e-3f;
    /** A latent begins with yaw, pitch and roll. */
    private static final int ANGLES = 3;

    private final JsonNode fixture;
    private float features;
    private float degrees;
    private float coefficients;

    ParityFixture(InputStream json) throws IOException {
        fixture = new ObjectMapper().readTree(json);
    }

    void run(PackFiles pack) throws PackException {
        try (OnnxModel audioModel = pack.model("audioEncoder", ExecutionProvider.CPU);
                OnnxModel motionModel = pack.model("motion", ExecutionProvider.CPU);
                StatefulRun audio = new StatefulRun(audioModel, "feature", 1);
                StatefulRun motion = new StatefulRun(motionModel, "latents", 1)) {
            for (int tick = 0; tick < fixture.get("ticks").asInt(); tick++) {
                fill(audio.input("pcm"), "pcmThousandths", tick, THOUSANDTH);
                audio.run();
                features = Math.max(features, difference(audio.output(), "features", tick, 0));
                fill(motion.input("features"), "features", tick, 1); // so that each model is held to its own
                fill(motion.input("partner"), "partner", tick, 1);
                fill(motion.input("controls"), "controls", tick, 1);
                fill(motion.input("noise"), "noise", tick, 1);
                motion.run();
                coefficients = Math.max(coefficients, difference(motion.output(), "latents", tick, ANGLES));
                degrees = Math.max(degrees, difference(motion.output().duplicate().limit(ANGLES), "latents", tick, 0));
            }
        }
    }

    /** Largest difference of a feature. */
    float features() {
        return features;
    }

    /** Largest difference of yaw, pitch or roll. */
    float degrees() {
        return degrees;
    }

    /** Largest difference of any other number of a latent. */
    float coefficients() {
        return coefficients;
    }

    private void fill(FloatBuffer input, String what, int tick, float unit) {
        int size = input.capacity();
        for (int i = 0; i < size; i++) {
            input.put((float) fixture.get(what).get(tick * size + i).asDouble() * unit);
        }
    }

    private float difference(FloatBuffer output, String what, int tick, int from) {
        float largest = 0;
        int size = output.capacity();
        for (int i = from; i < output.limit(); i++) {
            largest = Math.max(largest,
                    Math.abs(output.get(i) - (float) fixture.get(what).get(tick * size + i).asDouble()));
        }
        return largest;
    }
}
