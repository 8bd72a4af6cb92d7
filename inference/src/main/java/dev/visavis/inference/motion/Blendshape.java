package dev.visavis.inference.motion;

/**
 * The 52 ARKit blendshape locations in ARKit's alphabetical order, then {@link #TONGUE_UP}. A coefficient runs
 * 0..1; an eyeLook coefficient of 1 turns the eye by {@link ExplicitMotion#EYE_LOOK_DEGREES}. Left and right are
 * the person's own.
 */
public enum Blendshape {
    BROW_DOWN_LEFT, BROW_DOWN_RIGHT, BROW_INNER_UP, BROW_OUTER_UP_LEFT, BROW_OUTER_UP_RIGHT, CHEEK_PUFF,
    CHEEK_SQUINT_LEFT, CHEEK_SQUINT_RIGHT, EYE_BLINK_LEFT, EYE_BLINK_RIGHT, EYE_LOOK_DOWN_LEFT, EYE_LOOK_DOWN_RIGHT,
    EYE_LOOK_IN_LEFT, EYE_LOOK_IN_RIGHT, EYE_LOOK_OUT_LEFT, EYE_LOOK_OUT_RIGHT, EYE_LOOK_UP_LEFT, EYE_LOOK_UP_RIGHT,
    EYE_SQUINT_LEFT, EYE_SQUINT_RIGHT, EYE_WIDE_LEFT, EYE_WIDE_RIGHT, JAW_FORWARD, JAW_LEFT, JAW_OPEN, JAW_RIGHT,
    MOUTH_CLOSE, MOUTH_DIMPLE_LEFT, MOUTH_DIMPLE_RIGHT, MOUTH_FROWN_LEFT, MOUTH_FROWN_RIGHT, MOUTH_FUNNEL, MOUTH_LEFT,
    MOUTH_LOWER_DOWN_LEFT, MOUTH_LOWER_DOWN_RIGHT, MOUTH_PRESS_LEFT, MOUTH_PRESS_RIGHT, MOUTH_PUCKER, MOUTH_RIGHT,
    MOUTH_ROLL_LOWER, MOUTH_ROLL_UPPER, MOUTH_SHRUG_LOWER, MOUTH_SHRUG_UPPER, MOUTH_SMILE_LEFT, MOUTH_SMILE_RIGHT,
    MOUTH_STRETCH_LEFT, MOUTH_STRETCH_RIGHT, MOUTH_UPPER_UP_LEFT, MOUTH_UPPER_UP_RIGHT, NOSE_SNEER_LEFT,
    NOSE_SNEER_RIGHT, TONGUE_OUT, TONGUE_UP;

    /** ARKit's own name, for example {@code jawOpen}. */
    public String arkitName() {
        StringBuilder name = new StringBuilder();
        boolean upper = false;
        for (char c : name().toCharArray()) {
            if (c == '_') {
                upper = true;
            } else {
                name.append(upper ? c : Character.toLowerCase(c));
                upper = false;
            }
        }
        return name.toString();
    }
}
