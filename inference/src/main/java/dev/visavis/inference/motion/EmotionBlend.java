package dev.visavis.inference.motion;

import static dev.visavis.inference.motion.Blendshape.*;

import java.util.EnumMap;
import java.util.Map;

/**
 * The face that an emotion wears, as blendshape weights at full strength, after the action units of EMFACS (Ekman and
 * Friesen): happy 6+12, sad 1+4+15, angry 4+5+7+23, surprised 1+2+5+26, fear 1+2+4+5+7+20, disgust 9+10+15,
 * contempt R12+R14. Strong enough to be named at a glance on a
 * picture without sound; a caller asks for less by a smaller weight. Eased in over .3 s.
 */
final class EmotionBlend {
    private static final double EASE_S = 0.08;
    private static final Map<Emotion, Face> FACES = new EnumMap<>(Map.of(
            Emotion.NEUTRAL, new Face(),
            Emotion.HAPPY, new Face().both(MOUTH_SMILE_LEFT, .75f).both(CHEEK_SQUINT_LEFT, .75f)
                    .both(EYE_SQUINT_LEFT, .25f).both(MOUTH_DIMPLE_LEFT, .15f),
            Emotion.SAD, new Face().one(BROW_INNER_UP, 1).both(MOUTH_FROWN_LEFT, .9f).one(MOUTH_SHRUG_LOWER, .4f)
                    .both(EYE_BLINK_LEFT, .18f),
            Emotion.ANGRY, new Face().both(BROW_DOWN_LEFT, 1).both(EYE_SQUINT_LEFT, .45f).both(NOSE_SNEER_LEFT, .25f)
                    .both(MOUTH_PRESS_LEFT, .5f).both(MOUTH_FROWN_LEFT, .45f).one(MOUTH_ROLL_UPPER, .25f)
                    .one(MOUTH_ROLL_LOWER, .25f),
            Emotion.SURPRISED, new Face().one(BROW_INNER_UP, .9f).both(BROW_OUTER_UP_LEFT, .9f).both(EYE_WIDE_LEFT, .8f)
                    .one(JAW_OPEN, .18f),
            Emotion.FEAR, new Face().one(BROW_INNER_UP, 1).both(BROW_OUTER_UP_LEFT, .2f).both(BROW_DOWN_LEFT, .4f)
                    .both(EYE_WIDE_LEFT, 1).both(MOUTH_STRETCH_LEFT, .8f).both(MOUTH_LOWER_DOWN_LEFT, .6f)
                    .one(JAW_OPEN, .06f),
            Emotion.DISGUST,
            new Face().both(NOSE_SNEER_LEFT, .9f).both(MOUTH_FROWN_LEFT, .4f).one(MOUTH_SHRUG_LOWER, .5f)
                    .both(BROW_DOWN_LEFT, .5f).both(EYE_SQUINT_LEFT, .45f).both(CHEEK_SQUINT_LEFT, .3f),
            Emotion.CONTEMPT, new Face().one(MOUTH_SMILE_RIGHT, .6f).one(MOUTH_DIMPLE_RIGHT, .7f)
                    .one(EYE_SQUINT_RIGHT, .15f)));

    /** Weights at full strength. */
    private static final class Face extends EnumMap<Blendshape, Float> {
        private static final long serialVersionUID = 1;

        Face() {
            super(Blendshape.class);
        }

        Face one(Blendshape shape, float weight) {
            put(shape, weight);
            return this;
        }

        Face both(Blendshape left, float weight) {
            return one(left, weight).one(Blendshape.valueOf(left.name().replace("_LEFT", "_RIGHT")), weight);
        }
    }

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
