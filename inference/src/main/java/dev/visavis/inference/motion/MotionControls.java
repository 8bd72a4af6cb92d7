package dev.visavis.inference.motion;

import java.util.Arrays;

/**
 * What a caller may steer while the portrait speaks (VASA-1's conditions g, d, e and the guidance scales).
 *
 * @param gazeYawDegrees direction of the look, head and eye together, relative to the camera, + to image right; -30..30
 * @param gazePitchDegrees the same, + up; -20..20
 * @param distance the photo's face width over the shown face width: 1 as in the photo, more is further; 0.7..1.5
 * @param emotion one weight 0..1 for each {@link Emotion}; copied
 * @param expressiveness how strongly the speech moves the face (audio guidance scale): 1 is natural; 0..2
 * @param headMotion scale of the head's own movement: 1 is natural, 0 holds still; 0..2
 * @param blinksPerMinute mean blink rate, 0..60
 */
public record MotionControls(float gazeYawDegrees, float gazePitchDegrees, float distance, float[] emotion,
        float expressiveness, float headMotion, float blinksPerMinute) {

    /** Looks into the camera, neutral, natural. */
    public static final MotionControls NEUTRAL = new MotionControls(0, 0, 1, new float[Emotion.values().length], 1, 1,
            20);

    /** @throws IllegalArgumentException if a value is outside its range; the message names it and the range */
    public MotionControls {
        check("gaze yaw", gazeYawDegrees, -30, 30);
        check("gaze pitch", gazePitchDegrees, -20, 20);
        check("distance", distance, 0.7f, 1.5f);
        check("expressiveness", expressiveness, 0, 2);
        check("head motion", headMotion, 0, 2);
        check("blinks per minute", blinksPerMinute, 0, 60);
        if (emotion.length != Emotion.values().length) {
            throw new IllegalArgumentException(
                    "emotion needs " + Emotion.values().length + " weights, got " + emotion.length);
        }
        emotion = emotion.clone();
        for (Emotion e : Emotion.values()) {
            check("emotion " + e.name().toLowerCase(java.util.Locale.ROOT), emotion[e.ordinal()], 0, 1);
        }
    }

    private static void check(String name, float value, float min, float max) {
        if (!(value >= min && value <= max)) {
            throw new IllegalArgumentException(name + " must be between " + min + " and " + max + ", got " + value);
        }
    }

    /** A copy: records do not protect arrays. Call {@link #emotion(Emotion)} on hot paths. */
    @Override
    public float[] emotion() {
        return emotion.clone();
    }

    /** The same with another scale of the head's own movement. */
    public MotionControls withHeadMotion(float scale) {
        return new MotionControls(gazeYawDegrees, gazePitchDegrees, distance, emotion, expressiveness, scale,
                blinksPerMinute);
    }

    /** The weight of one emotion, 0..1. */
    public float emotion(Emotion e) {
        return emotion[e.ordinal()];
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof MotionControls c && gazeYawDegrees == c.gazeYawDegrees
                && gazePitchDegrees == c.gazePitchDegrees && distance == c.distance
                && Arrays.equals(emotion, c.emotion) && expressiveness == c.expressiveness
                && headMotion == c.headMotion && blinksPerMinute == c.blinksPerMinute;
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(new float[] {gazeYawDegrees, gazePitchDegrees, distance, expressiveness, headMotion,
            blinksPerMinute, Arrays.hashCode(emotion)});
    }
}
