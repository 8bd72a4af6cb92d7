package dev.visavis.inference.motion;

import static dev.visavis.inference.motion.Blendshape.*;

import java.util.EnumMap;
import java.util.Map;

/**
 * The face that an emotion wears, as blendshape weights at full strength, after the action units of EMFACS (Ekman and
 * Friesen): happy 6+12, sad 1+4+15, angry 4+5+7+23, surprised 1+2+5+26, fear 1+2+4+5+7+20, disgust 9+10+15,
 * contempt R12+R14. The units are those of a person who talks, well below the posed apex. Eased in over .3 s.
 */
final class EmotionBlend {
    private static final double EASE_S = 0.08;
    private static final Map<Emotion, Map<Blendshape, Float>> FACES = new EnumMap<>(Map.of(
            Emotion.NEUTRAL, Map.of(),
            Emotion.HAPPY, Map.of(MOUTH_SMILE_LEFT, .45f, MOUTH_SMILE_RIGHT, .45f, CHEEK_SQUINT_LEFT, .35f,
                    CHEEK_SQUINT_RIGHT, .35f, EYE_SQUINT_LEFT, .12f, EYE_SQUINT_RIGHT, .12f),
            Emotion.SAD, Map.of(BROW_INNER_UP, .5f, BROW_DOWN_LEFT, .08f, BROW_DOWN_RIGHT, .08f, MOUTH_FROWN_LEFT, .35f,
                    MOUTH_FROWN_RIGHT, .35f, MOUTH_SHRUG_LOWER, .15f),
            Emotion.ANGRY, Map.of(BROW_DOWN_LEFT, .6f, BROW_DOWN_RIGHT, .6f, EYE_SQUINT_LEFT, .25f, EYE_SQUINT_RIGHT,
                    .25f, EYE_WIDE_LEFT, .1f, EYE_WIDE_RIGHT, .1f, MOUTH_PRESS_LEFT, .15f, MOUTH_PRESS_RIGHT, .15f),
            Emotion.SURPRISED, Map.of(BROW_INNER_UP, .5f, BROW_OUTER_UP_LEFT, .5f, BROW_OUTER_UP_RIGHT, .5f,
                    EYE_WIDE_LEFT, .4f, EYE_WIDE_RIGHT, .4f, JAW_OPEN, .07f),
            Emotion.FEAR, Map.of(BROW_INNER_UP, .5f, BROW_OUTER_UP_LEFT, .2f, BROW_OUTER_UP_RIGHT, .2f, BROW_DOWN_LEFT,
                    .15f, BROW_DOWN_RIGHT, .15f, EYE_WIDE_LEFT, .45f, EYE_WIDE_RIGHT, .45f, MOUTH_STRETCH_LEFT, .25f,
                    MOUTH_STRETCH_RIGHT, .25f),
            Emotion.DISGUST, Map.of(NOSE_SNEER_LEFT, .5f, NOSE_SNEER_RIGHT, .5f, MOUTH_UPPER_UP_LEFT, .15f,
                    MOUTH_UPPER_UP_RIGHT, .15f, MOUTH_FROWN_LEFT, .2f, MOUTH_FROWN_RIGHT, .2f, BROW_DOWN_LEFT, .2f,
                    BROW_DOWN_RIGHT, .2f),
            Emotion.CONTEMPT, Map.of(MOUTH_SMILE_RIGHT, .25f, MOUTH_DIMPLE_RIGHT, .35f)));

    private static final Emotion[] EMOTIONS = Emotion.values();

    private final float[][] faces = new float[EMOTIONS.length][ExplicitMotion.SIZE];
    private final Eased[] weights = new Eased[EMOTIONS.length];

    EmotionBlend(MotionMemory memory) {
        for (Emotion emotion : EMOTIONS) {
            weights[emotion.ordinal()] = new Eased(memory, EASE_S, 0);
            FACES.get(emotion).forEach((shape, w) -> faces[emotion.ordinal()][ExplicitMotion.index(shape)] = w);
        }
    }

    /** Adds the emotions to the face. */
    void apply(MotionControls controls, float[] latent) {
        for (Emotion emotion : EMOTIONS) {
            float weight = (float) weights[emotion.ordinal()].step(controls.emotion(emotion));
            float[] face = faces[emotion.ordinal()];
            for (int i = ExplicitMotion.POSE_SIZE; i < ExplicitMotion.SIZE; i++) {
                latent[i] += weight * face[i];
            }
        }
    }
}
