package dev.visavis.inference.motion;

/** Eases the faces of {@link EmotionTable} in and out over .3 s. */
final class EmotionBlend {
    private static final double EASE_S = 0.08;
    private static final Emotion[] EMOTIONS = Emotion.values();

    private final Eased[] weights = new Eased[EMOTIONS.length];

    EmotionBlend(MotionMemory memory) {
        for (Emotion emotion : EMOTIONS) {
            weights[emotion.ordinal()] = new Eased(memory, EASE_S, 0);
        }
    }

    /** Adds the emotions to the face. */
    void apply(MotionControls controls, float[] latent) {
        for (Emotion emotion : EMOTIONS) {
            float weight = (float) weights[emotion.ordinal()].step(controls.emotion(emotion));
            float[] face = EmotionTable.face(emotion);
            for (int i = ExplicitMotion.POSE_SIZE; i < ExplicitMotion.SIZE; i++) {
                latent[i] += weight * face[i];
            }
        }
    }
}
