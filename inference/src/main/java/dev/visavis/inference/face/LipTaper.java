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

    /** Of the row that is measured, by column: where along the line between the corners it lies, -1..1. */
    private final float[] along = new float[COLUMNS];
    /** Likewise, how far below that line, in pixels, and by how much it is to go down. */
    private final float[] lip = new float[COLUMNS];
    private final float[] way = new float[COLUMNS];
    private final float[] lowerAlong = new float[COLUMNS];
    private final float[] lower = new float[COLUMNS];
    /** By how much an opening is higher than one that runs out to the corners. */
    private final float[] over = new float[COLUMNS];

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
        measure(vertices, LOWER_SEAM, x, y, half);
        round();
        System.arraycopy(along, 0, lowerAlong, 0, COLUMNS);
        for (int j = 0; j < COLUMNS; j++) {
            lower[j] = lip[j] + way[j];
        }
        measure(vertices, UPPER_SEAM, x, y, half);
        float widest = 0;
        for (int j = 0; j < COLUMNS; j++) {
            way[j] = evened(j);
            widest = Math.max(widest, lower[j] - lip[j] - way[j]);
        }
        for (int j = 0; j < COLUMNS; j++) {
            float most = widest * bow((along[j] + lowerAlong[j]) / 2, OPENING);
            over[j] = Math.max(0, lower[j] - lip[j] - way[j] - most);
        }
        for (int row = 0; row < UPPER_LIP.length; row++) {
            float follows = Smooth.mix(RIM_FOLLOWS, 1, row / (UPPER_LIP.length - 1f));
            for (int j = 0; j < COLUMNS; j++) {
                move(vertices, UPPER_LIP[row][j], share * follows * (way[j] + UPPER_SHARE * over[j]), x, y);
            }
        }
        for (int row = 0; row < LOWER_LIP.length; row++) {
            float follows = Smooth.mix(RIM_FOLLOWS, 1, row / (LOWER_LIP.length - 1f));
            measure(vertices, LOWER_LIP[row], x, y, half);
            round();
            for (int j = 0; j < COLUMNS; j++) {
                move(vertices, LOWER_LIP[row][j], share * (way[j] - follows * (1 - UPPER_SHARE) * over[j]), x, y);
            }
        }
    }

    /** Ways that make the row which was measured last alike on both sides, and an arc of it. */
    private void round() {
        float arc = arc();
        for (int j = 0; j < COLUMNS; j++) {
            way[j] = Smooth.mix(evened(j), arc * bow(along[j], ARC) - lip[j], ROUNDED);
        }
    }

    private float evened(int j) {
        return EVENED * (at(-along[j]) - lip[j]) / 2;
    }

    private static float bow(float along, float power) {
        return (float) Math.pow(Math.max(0, 1 - along * along), power);
    }

    /** Depth of the arc that the row comes closest to. */
    private float arc() {
        float both = 0;
        float squares = 1e-6f;
        for (int j = 0; j < COLUMNS; j++) {
            float bow = bow(along[j], ARC);
            both += bow * lip[j];
            squares += bow * bow;
        }
        return both / squares;
    }

    /** The row's height between its columns; 0 at the corners. */
    private float at(float x) {
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

    private void measure(float[] vertices, int[] row, float x, float y, float half) {
        for (int j = 0; j < COLUMNS; j++) {
            float overX = vertices[3 * row[j]] - vertices[3 * SEAM_RIGHT];
            float overY = vertices[3 * row[j] + 1] - vertices[3 * SEAM_RIGHT + 1];
            along[j] = (overX * x + overY * y) / half - 1;
            lip[j] = overY * x - overX * y;
        }
    }

    private static void move(float[] vertices, int i, float way, float x, float y) {
        vertices[3 * i] -= way * y;
        vertices[3 * i + 1] += way * x;
    }
}
