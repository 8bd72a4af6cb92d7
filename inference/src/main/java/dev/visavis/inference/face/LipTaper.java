package dev.visavis.inference.face;

import static dev.visavis.inference.face.FaceTopology.LOWER_LIP;
import static dev.visavis.inference.face.FaceTopology.LOWER_SEAM;
import static dev.visavis.inference.face.FaceTopology.SEAM_LEFT;
import static dev.visavis.inference.face.FaceTopology.SEAM_RIGHT;
import static dev.visavis.inference.face.FaceTopology.UPPER_LIP;
import static dev.visavis.inference.face.FaceTopology.UPPER_SEAM;

import dev.visavis.inference.image.Smooth;

/**
 * Makes an opening run out towards the corners, where the model's would be as blunt as a slot, most of all at the far
 * side of a turned head.
 */
public final class LipTaper {
    /** Height of an opening over its widest, as this power of a parabola; and how much of it a lip's outer rim follows. */
    private static final float POWER = 0.72f;
    private static final float RIM_FOLLOWS = 0.4f;

    private LipTaper() {
    }

    /**
     * @param vertices 468 x 3 and more in the frame; the lips' change in place
     * @param share how much of it, 0..1
     */
    public static void apply(float[] vertices, float share) {
        float x = (vertices[3 * SEAM_LEFT] - vertices[3 * SEAM_RIGHT]) / 2;
        float y = (vertices[3 * SEAM_LEFT + 1] - vertices[3 * SEAM_RIGHT + 1]) / 2;
        float squared = x * x + y * y + 1e-3f;
        float widest = LipGap.widest(vertices);
        for (int j = 0; j < UPPER_SEAM.length; j++) {
            int u = 3 * UPPER_SEAM[j];
            int l = 3 * LOWER_SEAM[j];
            float asideX = (vertices[u] + vertices[l]) / 2 - vertices[3 * SEAM_RIGHT] - x;
            float asideY = (vertices[u + 1] + vertices[l + 1]) / 2 - vertices[3 * SEAM_RIGHT + 1] - y;
            float aside = (asideX * x + asideY * y) / squared;
            float most = widest * (float) Math.pow(Math.max(0, 1 - aside * aside), POWER);
            float over = share * Math.max(0, vertices[l + 1] - vertices[u + 1] - most) / 2;
            for (int row = 0; row < UPPER_LIP.length; row++) {
                float way = over * Smooth.mix(RIM_FOLLOWS, 1, row / (UPPER_LIP.length - 1f));
                vertices[3 * UPPER_LIP[row][j] + 1] += way;
                vertices[3 * LOWER_LIP[row][j] + 1] -= way;
            }
        }
    }
}
