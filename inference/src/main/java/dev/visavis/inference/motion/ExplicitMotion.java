package dev.visavis.inference.motion;

import java.util.EnumSet;
import java.util.stream.IntStream;

/**
 * Layout of the explicit pack's motion latent [z_pose, z_dyn]: six pose numbers, then one coefficient for each
 * {@link Blendshape}. Only the explicit pack uses it; other packs declare their own latent.
 */
public final class ExplicitMotion {
    /** Degrees, + nose to image right. */
    public static final int YAW = 0;
    /** Degrees, + nose up. */
    public static final int PITCH = 1;
    /** Degrees, + clockwise as seen in the image. */
    public static final int ROLL = 2;
    /** Fractions of the photo's face width, + to image right. */
    public static final int TX = 3;
    /** Fractions of the photo's face width, + down. */
    public static final int TY = 4;
    /** Size of the face relative to the photo, 1 as in the photo. */
    public static final int SCALE = 5;
    /** Length of z_pose. */
    public static final int POSE_SIZE = 6;
    /** Length of the whole latent. */
    public static final int SIZE = POSE_SIZE + Blendshape.values().length;
    /** How far an eyeLook coefficient of 1 turns the eye. */
    public static final float EYE_LOOK_DEGREES = 30;

    /** What speech moves and an expression hardly needs: {@link #closeLips}. */
    private static final int[] SPOKEN = IntStream
            .range(Blendshape.JAW_FORWARD.ordinal(), Blendshape.values().length).mapToObj(i -> Blendshape.values()[i])
            .filter(s -> !EnumSet.of(Blendshape.MOUTH_DIMPLE_LEFT, Blendshape.MOUTH_DIMPLE_RIGHT,
                    Blendshape.MOUTH_FROWN_LEFT, Blendshape.MOUTH_FROWN_RIGHT, Blendshape.MOUTH_SMILE_LEFT,
                    Blendshape.MOUTH_SMILE_RIGHT, Blendshape.NOSE_SNEER_LEFT, Blendshape.NOSE_SNEER_RIGHT).contains(s))
            .mapToInt(ExplicitMotion::index).toArray();

    private ExplicitMotion() {
    }

    /** Index of a coefficient in the latent. */
    public static int index(Blendshape shape) {
        return POSE_SIZE + shape.ordinal();
    }

    /** {@link MotionGenerator#closeLips} for this layout: jaw, lips and tongue, but not the smile. */
    static void closeLips(float[] latent, float openness) {
        for (int i : SPOKEN) {
            latent[i] *= openness;
        }
    }

    /** Writes the resting face into {@code latent}: pose of the photo, no expression. */
    public static void rest(float[] latent) {
        java.util.Arrays.fill(latent, 0, SIZE, 0f);
        latent[SCALE] = 1f;
    }
}
