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

    /** By column: where along the line between the corners a lip ends, -1..1, and how far below it, in pixels. */
    private final float[] upperAlong = new float[COLUMNS];
    private final float[] lowerAlong = new float[COLUMNS];
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
        measure(vertices, UPPER_SEAM, x, y, half, upperAlong, upper);
        measure(vertices, LOWER_SEAM, x, y, half, lowerAlong, lower);
        float arc = arc();
        float widest = 0;
        for (int j = 0; j < COLUMNS; j++) {
            above[j] = EVENED * (at(upperAlong, upper, -upperAlong[j]) - upper[j]) / 2;
            float even = EVENED * (at(lowerAlong, lower, -lowerAlong[j]) - lower[j]) / 2;
            below[j] = Smooth.mix(even, arc * bow(lowerAlong[j], ARC) - lower[j], ROUNDED);
            widest = Math.max(widest, lower[j] + below[j] - upper[j] - above[j]);
        }
        for (int j = 0; j < COLUMNS; j++) {
            float most = widest * bow((upperAlong[j] + lowerAlong[j]) / 2, OPENING);
            float over = Math.max(0, lower[j] + below[j] - upper[j] - above[j] - most);
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
            float bow = bow(lowerAlong[j], ARC);
            both += bow * lower[j];
            squares += bow * bow;
        }
        return both / squares;
    }

    /** A lip's height between its columns; 0 at the corners. */
    private static float at(float[] along, float[] lip, float x) {
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

    private static void measure(float[] vertices, int[] seam, float x, float y, float half, float[] along,
            float[] lip) {
        for (int j = 0; j < COLUMNS; j++) {
            float overX = vertices[3 * seam[j]] - vertices[3 * SEAM_RIGHT];
            float overY = vertices[3 * seam[j] + 1] - vertices[3 * SEAM_RIGHT + 1];
            along[j] = (overX * x + overY * y) / half - 1;
            lip[j] = overY * x - overX * y;
        }
    }

    private static void move(float[] vertices, int[][] lip, int j, float way, float x, float y) {
        for (int row = 0; row < lip.length; row++) {
            float part = way * Smooth.mix(RIM_FOLLOWS, 1, row / (lip.length - 1f));
            vertices[3 * lip[row][j]] -= part * y;
            vertices[3 * lip[row][j] + 1] += part * x;
        }
    }
}
