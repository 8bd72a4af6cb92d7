package dev.visavis.inference.face;

import static dev.visavis.inference.face.FaceTopology.LOWER_LIP;
import static dev.visavis.inference.face.FaceTopology.LOWER_SEAM;
import static dev.visavis.inference.face.FaceTopology.SEAM_LEFT;
import static dev.visavis.inference.face.FaceTopology.SEAM_RIGHT;
import static dev.visavis.inference.face.FaceTopology.UPPER_LIP;
import static dev.visavis.inference.face.FaceTopology.UPPER_SEAM;

import dev.visavis.inference.image.Smooth;

/**
 * Makes an opening alike on both sides of the mouth's middle and run out towards the corners. The model's would be as
 * blunt as a slot, and in a head that is turned, in the photo or now, one lip leans against the other. One per decoder.
 */
public final class LipTaper {
    private static final int COLUMNS = UPPER_SEAM.length;
    /** How much of what differs between the sides is taken back. */
    private static final float EVENED = 0.85f;
    /** How far a lower lip, which the model draws to a point, becomes an arc: this power of a parabola. */
    private static final float ROUNDED = 0.6f;
    private static final float ARC = 0.8f;
    /**
     * Height of an opening over its widest, likewise; the upper lip's share in making it so; and how much of all that
     * lips' outer rims follow.
     */
    private static final float OPENING = 0.92f;
    private static final float UPPER_SHARE = 0.4f;
    private static final float RIM_FOLLOWS = 0.4f;

    /** By column: where along the line between the corners, -1..1, and how far below it the lips end, in pixels. */
    private final float[] along = new float[COLUMNS];
    private final float[] upper = new float[COLUMNS];
    private final float[] lower = new float[COLUMNS];
    /** By column: how far either goes down. */
    private final float[] above = new float[COLUMNS];
    private final float[] below = new float[COLUMNS];

    /**
     * @param vertices 468 x 3 and more in the frame; the lips' change in place
     * @param share how much of it, 0..1
     */
    public void apply(float[] vertices, float share) {
        float x = (vertices[3 * SEAM_LEFT] - vertices[3 * SEAM_RIGHT]) / 2;
        float y = (vertices[3 * SEAM_LEFT + 1] - vertices[3 * SEAM_RIGHT + 1]) / 2;
        float half = (float) Math.hypot(x, y);
        if (share <= 0 || half < 1) {
            return;
        }
        x /= half;
        y /= half;
        measure(vertices, x, y, half);
        float arc = arc();
        float widest = 0;
        for (int j = 0; j < COLUMNS; j++) {
            above[j] = EVENED * (at(upper, -along[j]) - upper[j]) / 2;
            float even = EVENED * (at(lower, -along[j]) - lower[j]) / 2;
            below[j] = Smooth.mix(even, arc * bow(along[j], ARC) - lower[j], ROUNDED);
            widest = Math.max(widest, lower[j] + below[j] - upper[j] - above[j]);
        }
        for (int j = 0; j < COLUMNS; j++) {
            float over = Math.max(0, lower[j] + below[j] - upper[j] - above[j] - widest * bow(along[j], OPENING));
            move(vertices, UPPER_LIP, j, share * (above[j] + UPPER_SHARE * over), x, y);
            move(vertices, LOWER_LIP, j, share * (below[j] - (1 - UPPER_SHARE) * over), x, y);
        }
    }

    private static float bow(float along, float power) {
        return (float) Math.pow(Math.max(0, 1 - along * along), power);
    }

    /** Depth of the arc that the lower lip comes closest to. */
    private float arc() {
        float both = 0;
        float squares = 1e-6f;
        for (int j = 0; j < COLUMNS; j++) {
            float bow = bow(along[j], ARC);
            both += bow * lower[j];
            squares += bow * bow;
        }
        return both / squares;
    }

    /** A lip's height between its columns; 0 at the corners. */
    private float at(float[] lip, float x) {
        int after = 0;
        while (after < COLUMNS && along[after] < x) {
            after++;
        }
        float from = after > 0 ? along[after - 1] : -1;
        float to = after < COLUMNS ? along[after] : 1;
        float start = after > 0 ? lip[after - 1] : 0;
        float end = after < COLUMNS ? lip[after] : 0;
        return Smooth.mix(start, end, Smooth.clamp((x - from) / Math.max(1e-3f, to - from), 0, 1));
    }

    private void measure(float[] vertices, float x, float y, float half) {
        for (int j = 0; j < COLUMNS; j++) {
            int u = 3 * UPPER_SEAM[j];
            int l = 3 * LOWER_SEAM[j];
            float midX = (vertices[u] + vertices[l]) / 2 - vertices[3 * SEAM_RIGHT];
            float midY = (vertices[u + 1] + vertices[l + 1]) / 2 - vertices[3 * SEAM_RIGHT + 1];
            along[j] = (midX * x + midY * y) / half - 1;
            upper[j] = below(vertices, u, x, y);
            lower[j] = below(vertices, l, x, y);
        }
    }

    /** How far below the line between the corners. */
    private static float below(float[] vertices, int at, float x, float y) {
        return (vertices[at + 1] - vertices[3 * SEAM_RIGHT + 1]) * x - (vertices[at] - vertices[3 * SEAM_RIGHT]) * y;
    }

    private static void move(float[] vertices, int[][] lip, int j, float way, float x, float y) {
        for (int row = 0; row < lip.length; row++) {
            float part = way * Smooth.mix(RIM_FOLLOWS, 1, row / (lip.length - 1f));
            vertices[3 * lip[row][j]] -= part * y;
            vertices[3 * lip[row][j] + 1] += part * x;
        }
    }
}
