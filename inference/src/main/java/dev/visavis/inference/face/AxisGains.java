package dev.visavis.inference.face;

import dev.visavis.inference.motion.Blendshape;

/**
 * By how much one person's axes are driven harder or softer than told, so that each shows what was commanded: the same
 * blendshapes look less on one face than on another. Set by {@code GainSetter}. Immutable.
 */
public final class AxisGains {
    public static final AxisGains NONE = new AxisGains(1, 1, ones());

    final float yaw;
    final float pitch;
    /** By the blendshape's ordinal. */
    private final float[] shapes;

    /** @param shapes by the blendshape's ordinal; not copied */
    public AxisGains(float yaw, float pitch, float[] shapes) {
        this.yaw = yaw;
        this.pitch = pitch;
        this.shapes = shapes;
    }

    /** None, but that all of the photo's own expression can be worn. */
    public static AxisGains reaching(float[] worn) {
        float[] shapes = ones();
        for (int i = 0; i < shapes.length; i++) {
            shapes[i] = Math.max(1, worn[i]);
        }
        return new AxisGains(1, 1, shapes);
    }

    public static float[] ones() {
        float[] ones = new float[Blendshape.values().length];
        java.util.Arrays.fill(ones, 1);
        return ones;
    }

    public float of(int ordinal) {
        return shapes[ordinal];
    }
}
