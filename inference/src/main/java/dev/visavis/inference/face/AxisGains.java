package dev.visavis.inference.face;

import dev.visavis.inference.motion.Blendshape;

/**
 * By how much one person's axes are driven harder or softer than told, so that each shows what was commanded: the same
 * blendshapes look less on one face than on another. Set by {@code GainSetter}. Immutable.
 */
public final class AxisGains {
    public static final AxisGains NONE = new AxisGains(1, 1, straight(1));

    final float yaw;
    final float pitch;
    /** By the blendshape's ordinal. */
    private final AxisCurve[] shapes;

    /** @param shapes by the blendshape's ordinal; not copied */
    public AxisGains(float yaw, float pitch, AxisCurve[] shapes) {
        this.yaw = yaw;
        this.pitch = pitch;
        this.shapes = shapes;
    }

    /** None, but that all of the photo's own expression can be worn. */
    public static AxisGains reaching(float[] worn) {
        AxisCurve[] shapes = straight(1);
        for (int i = 0; i < shapes.length; i++) {
            shapes[i] = shapes[i].reaching(worn[i]);
        }
        return new AxisGains(1, 1, shapes);
    }

    /** The same gain for all blendshapes. */
    public static AxisCurve[] straight(float gain) {
        AxisCurve[] shapes = new AxisCurve[Blendshape.values().length];
        java.util.Arrays.fill(shapes, AxisCurve.straight(gain));
        return shapes;
    }

    public AxisCurve of(int ordinal) {
        return shapes[ordinal];
    }
}
