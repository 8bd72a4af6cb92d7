package dev.visavis.inference.face;

import dev.visavis.inference.image.Smooth;

/** Depth of a person's face. */
public final class FaceDepth {
    /**
     * Spectacles are one flat thing before eyes and nose, and part of the same picture: behind them depth is smoothed over
     * this. It sets in between the first two canonical heights, ends between the others, and beside the last two half widths;
     * all in cm.
     */
    private static final float SMOOTH_CM = 2.2f;
    private static final float[] LOW_CM = {-0.2f, 1};
    private static final float[] HIGH_CM = {3.9f, 4.8f};
    private static final float[] WIDE_CM = {5.4f, 6.8f};

    private FaceDepth() {
    }

    /**
     * Gives each vertex the depth of the canonical head as it is turned in the photo; all stay where they are seen. A
     * landmark network's own guess is of no use to a head that turns: it falls away evenly from the nose to the ears,
     * where a face is flat beside a steep nose, so that eyes and cheeks would turn narrow; and of a turned face it puts
     * the far side anywhere.
     *
     * @param pose canonical space (y down) to the frame
     * @param canonical 468 x 3 vertices, y down
     * @param face 468 x 3 vertices, z towards the camera; z is changed
     * @param glasses whether the face wears any
     */
    public static void give(Similarity pose, float[] canonical, float[] face, boolean glasses) {
        float[] shape = glasses ? flat(canonical) : canonical;
        float[] head = new float[3];
        for (int i = 0; i < face.length; i += 3) {
            pose.point(shape, i, head, 0);
            face[i + 2] = head[2];
        }
    }

    /** The same with smooth depth where spectacles are. */
    private static float[] flat(float[] canonical) {
        float[] out = canonical.clone();
        for (int i = 0; i < out.length; i += 3) {
            float up = -canonical[i + 1];
            float share = Smooth.step(up, LOW_CM[0], LOW_CM[1]) * (1 - Smooth.step(up, HIGH_CM[0], HIGH_CM[1]))
                    * (1 - Smooth.step(Math.abs(canonical[i]), WIDE_CM[0], WIDE_CM[1]));
            float sum = 0;
            float weights = 0;
            for (int j = 0; j < out.length && share > 0; j += 3) {
                float weight = Smooth.bell((float) Math.hypot(canonical[j] - canonical[i],
                        canonical[j + 1] - canonical[i + 1]) / SMOOTH_CM);
                weights += weight;
                sum += weight * canonical[j + 2];
            }
            out[i + 2] = share > 0 ? Smooth.mix(canonical[i + 2], sum / weights, share) : canonical[i + 2];
        }
        return out;
    }
}
