package dev.visavis.inference.encoder;

import dev.visavis.inference.image.Texture;
import dev.visavis.inference.image.Yuv;
import dev.visavis.inference.image.YuvImage;

/**
 * Whether a person wears glasses: a bridge draws a line, darker or lighter than the skin, across the root of the nose,
 * at the same height over its whole width.
 */
final class Glasses {
    /** Down the nose's ridge, from between the brows to its middle. */
    private static final int[] RIDGE = {9, 8, 168, 6, 197, 195};
    private static final int COLUMNS = 9;
    private static final float HALF_WIDTH_CM = 0.4f;
    private static final float STEP_CM = 0.03f;
    /** Half a bridge's thickness. */
    private static final float THICK_CM = 0.1f;
    /** Contrast of the line against the skin on both sides, a share of the luma. */
    private static final float LEAST_CONTRAST = 0.11f;
    private static final int LEAST_COLUMNS = 7;
    private static final float SAME_HEIGHT_CM = 0.3f;

    private final YuvImage image;
    private final Texture grid;
    private final float[] face;
    private final float scale;

    /**
     * @param image the texture's picture
     * @param face 468 x 3 vertices as in the photo
     * @param scale frame pixels for one cm
     */
    Glasses(YuvImage image, Texture grid, float[] face, float scale) {
        this.image = image;
        this.grid = grid;
        this.face = face;
        this.scale = scale;
    }

    boolean worn() {
        float[] heights = new float[COLUMNS];
        int found = 0;
        for (int c = 0; c < COLUMNS; c++) {
            float at = strongest(HALF_WIDTH_CM * (2f * c / (COLUMNS - 1) - 1));
            if (at >= 0) {
                heights[found++] = at;
            }
        }
        if (found < LEAST_COLUMNS) {
            return false;
        }
        java.util.Arrays.sort(heights, 0, found);
        float middle = heights[found / 2];
        int same = 0;
        for (int i = 0; i < found; i++) {
            same += Math.abs(heights[i] - middle) < SAME_HEIGHT_CM ? 1 : 0;
        }
        return same >= LEAST_COLUMNS;
    }

    /** How far down the ridge the strongest line lies, in cm; below 0 if none is strong. */
    private float strongest(float aside) {
        float best = LEAST_CONTRAST;
        float at = -1;
        float down = 0;
        for (int k = 0; k + 1 < RIDGE.length; k++) {
            float ax = face[3 * RIDGE[k]];
            float ay = face[3 * RIDGE[k] + 1];
            float dx = face[3 * RIDGE[k + 1]] - ax;
            float dy = face[3 * RIDGE[k + 1] + 1] - ay;
            float length = (float) Math.hypot(dx, dy) / scale;
            for (float t = 0; t < length; t += STEP_CM) {
                // across the ridge is to the right of the way down, turned by a quarter
                float x = ax + dx * t / length + aside * dy / length;
                float y = ay + dy * t / length - aside * dx / length;
                float contrast = contrast(x, y, dx / length, dy / length);
                if (contrast > best) {
                    best = contrast;
                    at = down + t;
                }
            }
            down += length;
        }
        return at;
    }

    /** @param downX of a step of one cm down the ridge, frame pixels */
    private float contrast(float x, float y, float downX, float downY) {
        float here = luma(x, y);
        float above = luma(x - 2 * THICK_CM * downX, y - 2 * THICK_CM * downY);
        float below = luma(x + 2 * THICK_CM * downX, y + 2 * THICK_CM * downY);
        float brighter = here - Math.max(above, below);
        float darker = Math.min(above, below) - here;
        return Math.max(brighter, darker) / Math.max(20, (above + below) / 2);
    }

    private float luma(float x, float y) {
        return image.at(0, grid.texelX(x), grid.texelY(y)) - Yuv.BLACK;
    }
}
