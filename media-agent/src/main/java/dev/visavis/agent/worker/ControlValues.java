package dev.visavis.agent.worker;

import dev.visavis.inference.motion.Emotion;
import dev.visavis.inference.motion.MotionControls;
import dev.visavis.signaling.protocol.Controls;
import java.util.Locale;
import java.util.Map;

/** What a caller steers, in the engine's terms. */
final class ControlValues {
    private ControlValues() {
    }

    /**
     * The controls with what a caller changes.
     *
     * @throws IllegalArgumentException if a value is outside its range or an emotion is unknown; the message names it
     */
    static MotionControls change(MotionControls from, Controls by) {
        return new MotionControls(or(by.gazeYaw(), from.gazeYawDegrees()), or(by.gazePitch(), from.gazePitchDegrees()),
                or(by.distance(), from.distance()), by.emotion() == null ? from.emotion() : weights(by.emotion()),
                or(by.expressiveness(), from.expressiveness()), or(by.headMotion(), from.headMotion()),
                or(by.blinksPerMinute(), from.blinksPerMinute()));
    }

    private static float or(Double value, float otherwise) {
        return value == null ? otherwise : value.floatValue();
    }

    private static float[] weights(Map<String, Double> byName) {
        float[] weights = new float[Emotion.values().length];
        byName.forEach((name, weight) -> {
            if (weight == null) {
                throw new IllegalArgumentException("emotion " + name + " needs a number between 0 and 1");
            }
            weights[emotion(name).ordinal()] = weight.floatValue();
        });
        return weights;
    }

    private static Emotion emotion(String name) {
        for (Emotion emotion : Emotion.values()) {
            if (emotion.name().toLowerCase(Locale.ROOT).equals(name)) {
                return emotion;
            }
        }
        throw new IllegalArgumentException("there is no emotion " + name
                + "; there are neutral, happy, sad, angry, surprised, fear, disgust and contempt");
    }
}
