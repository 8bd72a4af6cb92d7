package dev.visavis.inference.face;

import dev.visavis.inference.image.Smooth;
import dev.visavis.inference.motion.Blendshape;
import dev.visavis.inference.motion.ExplicitMotion;

/** One motion latent made safe to draw: NaN is rest, everything else is cut to what a face can do. Reused. */
public final class Motion {
    private static final Blendshape[] SHAPES = Blendshape.values();
    private static final float[] LIMIT = {45, 30, 45, 0.5f, 0.5f};
    private static final Blendshape[] BLINKS = {Blendshape.EYE_BLINK_LEFT, Blendshape.EYE_BLINK_RIGHT};
    private static final float LAST_PART = 0.06f;
    private static final float SMALLEST = 0.5f;
    private static final float LARGEST = 2f;

    float yaw;
    float pitch;
    float roll;
    float tx;
    float ty;
    float scale;
    public final float[] weights = new float[SHAPES.length];

    /**
     * @param latent of {@link ExplicitMotion#SIZE}
     * @param gains of the person
     */
    public void read(float[] latent, AxisGains gains) {
        if (latent.length < ExplicitMotion.SIZE) {
            throw new IllegalArgumentException(
                    "an explicit motion latent has " + ExplicitMotion.SIZE + " numbers, got " + latent.length);
        }
        yaw = gains.yaw * pose(latent, ExplicitMotion.YAW);
        pitch = gains.pitch * pose(latent, ExplicitMotion.PITCH);
        roll = pose(latent, ExplicitMotion.ROLL);
        tx = pose(latent, ExplicitMotion.TX);
        ty = pose(latent, ExplicitMotion.TY);
        float s = latent[ExplicitMotion.SCALE];
        scale = Float.isNaN(s) ? 1 : Smooth.clamp(s, SMALLEST, LARGEST);
        for (int i = 0; i < weights.length; i++) {
            float w = latent[ExplicitMotion.POSE_SIZE + i];
            weights[i] = Float.isNaN(w) ? 0 : gains.of(i).driven(Smooth.clamp(w, 0, 1));
        }
        for (Blendshape blink : BLINKS) {
            weights[blink.ordinal()] = lastPart(weights[blink.ordinal()]);
        }
    }

    /** Lids are taken for closed before they meet, so the last part of their way is kept for the last of a blink. */
    private static float lastPart(float blink) {
        return blink - LAST_PART * Math.max(0, (float) Math.sin(2 * Math.PI * (blink - 0.5)));
    }

    private static float pose(float[] latent, int i) {
        return Float.isNaN(latent[i]) ? 0 : Smooth.clamp(latent[i], -LIMIT[i], LIMIT[i]);
    }

    public float get(Blendshape shape) {
        return weights[shape.ordinal()];
    }
}
