package dev.visavis.inference.encoder;

import static dev.visavis.inference.face.FaceTopology.LOWER_LIP;
import static dev.visavis.inference.face.FaceTopology.LOWER_SEAM;
import static dev.visavis.inference.face.FaceTopology.UPPER_LIP;
import static dev.visavis.inference.face.FaceTopology.UPPER_SEAM;

import dev.visavis.inference.image.Smooth;
import dev.visavis.inference.image.Texture;
import dev.visavis.inference.image.Yuv;
import dev.visavis.inference.image.YuvImage;

/**
 * Moves the seam vertices of a source mouth to where its lips really end. In a smile, to the teeth: landmarks run
 * through them by several pixels; a scan from lip rim to lip rim finds a bright, colourless run beside the seam. In a
 * closed mouth, to the dark line between the lips: off it, a sliver of one lip would open with the other.
 */
final class LipSnap {
    private static final int STEPS = 80;
    private static final int COLUMNS = 9;
    private static final int FEWEST = 3;
    /** What of a lower lip's edge is blurred with the teeth behind it. */
    private static final float EDGE_CM = 0.06f;
    private final YuvImage image;
    private final Texture grid;
    private final float[] points;
    private final float[] upper = new float[2 * COLUMNS];
    private final float[] lower = new float[2 * COLUMNS];
    private final boolean[] found = new boolean[COLUMNS];
    /** Frame pixels. */
    private final float edge;

    /**
     * @param image the texture's picture
     * @param grid maps frame to texel positions
     * @param points frame-space landmarks, changed in place
     */
    LipSnap(YuvImage image, Texture grid, float[] points, float pixelsPerCm) {
        this.edge = EDGE_CM * pixelsPerCm;
        this.image = image;
        this.grid = grid;
        this.points = points;
    }

    /**
     * Corrects the points.
     *
     * @return whether teeth show
     */
    boolean snap() {
        boolean teeth = toTeeth();
        if (!teeth) {
            toDarkLine();
        }
        return teeth;
    }

    private boolean toTeeth() {
        float lipChroma = lipMedian(true);
        float lipLuma = lipMedian(false);
        int hits = 0;
        for (int j = 0; j < COLUMNS; j++) {
            found[j] = scan(j, lipChroma, lipLuma);
            hits += found[j] ? 1 : 0;
        }
        if (hits < FEWEST) {
            return false;
        }
        for (int j = 0; j < COLUMNS; j++) {
            offsets(j);
        }
        for (int j = 0; j < COLUMNS; j++) {
            move(j);
        }
        return true;
    }

    /** Leaves mouths alone that are open without showing teeth. */
    private void toDarkLine() {
        float lip = 0;
        float gap = 0;
        for (int j = 0; j < COLUMNS; j++) {
            lip += (points[3 * LOWER_LIP[0][j] + 1] - points[3 * UPPER_LIP[0][j] + 1]) / COLUMNS;
            gap += (points[3 * LOWER_SEAM[j] + 1] - points[3 * UPPER_SEAM[j] + 1]) / COLUMNS;
        }
        if (gap > 0.12f * lip) {
            return;
        }
        float[] offset = new float[COLUMNS];
        for (int j = 0; j < COLUMNS; j++) {
            offset[j] = darkest(j, 0.28f * lip);
        }
        for (int j = 0; j < COLUMNS; j++) {
            float before = offset[Math.max(0, j - 1)];
            float after = offset[Math.min(COLUMNS - 1, j + 1)];
            float y = seamY(j) + (before + 2 * offset[j] + after) / 4;
            points[3 * UPPER_SEAM[j] + 1] = y;
            points[3 * LOWER_SEAM[j] + 1] = y;
        }
    }

    private float seamY(int j) {
        return (points[3 * UPPER_SEAM[j] + 1] + points[3 * LOWER_SEAM[j] + 1]) / 2;
    }

    /** How far below the landmarks the darkest place within {@code reach} lies; nearer ones are preferred. */
    private float darkest(int j, float reach) {
        float x = (points[3 * UPPER_SEAM[j]] + points[3 * LOWER_SEAM[j]]) / 2;
        float best = Float.MAX_VALUE;
        float at = 0;
        for (float d = -reach; d <= reach; d += 0.25f) {
            float around = (luma(x - 0.7f, seamY(j) + d) + 2 * luma(x, seamY(j) + d) + luma(x + 0.7f, seamY(j) + d))
                    / 4;
            float cost = around + 12 * (d / reach) * (d / reach);
            if (cost < best) {
                best = cost;
                at = d;
            }
        }
        return at;
    }

    private float chroma(float x, float y) {
        float u = image.at(1, grid.texelX(x), grid.texelY(y)) - Yuv.GREY;
        float v = image.at(2, grid.texelX(x), grid.texelY(y)) - Yuv.GREY;
        return (float) Math.sqrt(u * u + v * v);
    }

    private float luma(float x, float y) {
        return image.at(0, grid.texelX(x), grid.texelY(y));
    }

    private float lipMedian(boolean ofChroma) {
        float[] values = new float[2 * COLUMNS];
        for (int j = 0; j < COLUMNS; j++) {
            for (int side = 0; side < 2; side++) {
                int id = (side == 0 ? UPPER_LIP : LOWER_LIP)[1][j];
                float x = points[3 * id];
                float y = points[3 * id + 1];
                values[2 * j + side] = ofChroma ? chroma(x, y) : luma(x, y);
            }
        }
        java.util.Arrays.sort(values);
        return values[COLUMNS];
    }

    private boolean scan(int j, float lipChroma, float lipLuma) {
        int a = 3 * UPPER_LIP[0][j];
        int b = 3 * LOWER_LIP[0][j];
        float dx = points[b] - points[a];
        float dy = points[b + 1] - points[a + 1];
        float length = (float) Math.hypot(dx, dy);
        if (length < 1) {
            return false;
        }
        float pixel = length / STEPS;
        float seamX = (points[3 * UPPER_SEAM[j]] + points[3 * LOWER_SEAM[j]]) / 2 - points[a];
        float seamY = (points[3 * UPPER_SEAM[j] + 1] + points[3 * LOWER_SEAM[j] + 1]) / 2 - points[a + 1];
        float seam = (seamX * dx + seamY * dy) / (length * length) * STEPS;
        int bestFrom = 0;
        int best = 0;
        int from = -1;
        for (int i = STEPS / 10; i <= STEPS * 92 / 100; i++) {
            float x = points[a] + dx * i / STEPS;
            float y = points[a + 1] + dy * i / STEPS;
            boolean tooth = i < STEPS * 92 / 100 && chroma(x, y) < 0.62f * lipChroma && luma(x, y) > lipLuma + 10;
            if (tooth && from < 0) {
                from = i;
            } else if (!tooth && from >= 0) {
                float away = Math.max(0, Math.max(from - seam, seam - (i - 1)));
                if (i - from > best && (i - 1 - from) * pixel > 2.2f && away * pixel < 5) {
                    best = i - from;
                    bestFrom = from;
                }
                from = -1;
            }
        }
        for (int k = 0; k < 2; k++) {
            upper[2 * j + k] = points[a + k] + (k == 0 ? dx : dy) * bestFrom / STEPS;
            lower[2 * j + k] = points[a + k] + (k == 0 ? dx : dy) * (bestFrom + best) / STEPS;
        }
        return best > 0;
    }

    /** How far the found ends of the lips lie beyond the seam; a lip's own soft edge still shows a little tooth. */
    private void offsets(int j) {
        for (int k = 0; k < 2 && found[j]; k++) {
            upper[2 * j + k] -= points[3 * UPPER_SEAM[j] + k];
            lower[2 * j + k] -= points[3 * LOWER_SEAM[j] + k];
        }
        if (found[j]) {
            upper[2 * j + 1] = Math.min(0, upper[2 * j + 1]);
            lower[2 * j + 1] = Math.max(0, lower[2 * j + 1]) + edge;
        }
    }

    /** A column that ran between two teeth, or into the shadow at a corner, goes with its neighbours. */
    private void move(int j) {
        int before = j;
        int after = j;
        while (before >= 0 && !found[before]) {
            before--;
        }
        while (after < COLUMNS && !found[after]) {
            after++;
        }
        float share = before < 0 || after >= COLUMNS
                ? 1 / (1f + (before < 0 ? after - j : j - before))
                : 1;
        float t = after > before ? (j - before) / (float) (after - before) : 0;
        before = before < 0 ? after : before;
        after = after >= COLUMNS ? before : after;
        for (int k = 0; k < 2; k++) {
            points[3 * UPPER_SEAM[j] + k] += share * Smooth.mix(upper[2 * before + k], upper[2 * after + k], t);
            points[3 * LOWER_SEAM[j] + k] += share * Smooth.mix(lower[2 * before + k], lower[2 * after + k], t);
        }
        between(UPPER_LIP, j);
        between(LOWER_LIP, j);
    }

    /** Keeps the third row between the second and the seam. */
    private void between(int[][] rows, int j) {
        for (int k = 0; k < 2; k++) {
            points[3 * rows[2][j] + k] = 0.35f * points[3 * rows[1][j] + k] + 0.65f * points[3 * rows[3][j] + k];
        }
    }
}
