package dev.visavis.inference.face;

import dev.visavis.inference.image.Smooth;
import dev.visavis.inference.motion.Blendshape;

/**
 * The expression that a person wears in the photo, as blendshape weights: the smile and how far the lips are apart. The
 * renderer takes it out; driven with these weights it gives it back to the pixel. Immutable.
 */
public final class SourceExpression {
    /** Lips nearer than this are closed. */
    private static final float CLOSED_CM = 0.06f;
    /** Lips part by themselves up to here; the rest is the jaw's. */
    private static final float MOST_LIPS = 0.5f;
    /** Weights that count when told apart from another expression. */
    private static final float COUNTS = 0.05f;

    /** By the blendshape's ordinal, 0 to {@link SourceSmile#MOST}. */
    public final float[] weights = new float[Blendshape.values().length];

    /**
     * @param smile in the photo
     * @param calm 468 x 3 vertices in the frame with the smile taken out
     */
    SourceExpression(FaceModel model, Similarity pose, SourceSmile smile, float[] calm) {
        set(Blendshape.MOUTH_SMILE_LEFT, smile.left);
        set(Blendshape.MOUTH_SMILE_RIGHT, smile.right);
        set(Blendshape.CHEEK_SQUINT_LEFT, SourceSmile.CHEEK * smile.left);
        set(Blendshape.CHEEK_SQUINT_RIGHT, SourceSmile.CHEEK * smile.right);
        double gap = 0;
        for (int k = 0; k < 3; k++) {
            gap += Math.pow(calm[3 * FaceTopology.SEAM_BOTTOM + k] - calm[3 * FaceTopology.SEAM_TOP + k], 2);
        }
        float cm = (float) (Math.sqrt(gap) / pose.scale);
        if (cm > CLOSED_CM) {
            float lips = parts(model, Blendshape.MOUTH_UPPER_UP_LEFT) + parts(model, Blendshape.MOUTH_UPPER_UP_RIGHT)
                    + parts(model, Blendshape.MOUTH_LOWER_DOWN_LEFT) + parts(model, Blendshape.MOUTH_LOWER_DOWN_RIGHT);
            float weight = Math.min(MOST_LIPS, cm / lips);
            for (Blendshape shape : new Blendshape[] {Blendshape.MOUTH_UPPER_UP_LEFT, Blendshape.MOUTH_UPPER_UP_RIGHT,
                Blendshape.MOUTH_LOWER_DOWN_LEFT, Blendshape.MOUTH_LOWER_DOWN_RIGHT}) {
                set(shape, weight);
            }
            set(Blendshape.JAW_OPEN, (cm - weight * lips) / parts(model, Blendshape.JAW_OPEN));
        }
    }

    private void set(Blendshape shape, float weight) {
        weights[shape.ordinal()] = Smooth.clamp(weight, 0, SourceSmile.MOST);
    }

    /** How far a shape parts the middle of the lips, in cm. */
    private static float parts(FaceModel model, Blendshape shape) {
        float[] field = model.field(shape);
        return field[3 * FaceTopology.SEAM_TOP + 1] - field[3 * FaceTopology.SEAM_BOTTOM + 1];
    }

    /** Whether the photo's lips are apart. */
    public boolean lipsApart() {
        return weights[Blendshape.MOUTH_UPPER_UP_LEFT.ordinal()] > COUNTS;
    }

    /** How much of this whole expression a motion wears, 0..1; 1 for a photo that has none. */
    public float share(Motion motion) {
        float share = 1;
        for (int i = 0; i < weights.length; i++) {
            if (weights[i] > COUNTS) {
                share = Math.min(share, motion.weights[i] / weights[i]);
            }
        }
        return share;
    }
}
