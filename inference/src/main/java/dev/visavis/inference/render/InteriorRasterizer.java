package dev.visavis.inference.render;

import dev.visavis.inference.face.FaceModel;
import dev.visavis.inference.image.Smooth;

/**
 * Draws the mouth's inside into a layer: Gouraud shading with a depth buffer, two samples a pixel along each axis
 * where the box is small enough. One per decoder.
 */
final class InteriorRasterizer {
    private static final byte NOTHING = -1;
    /** Light that reaches the line between two teeth. */
    private static final float IN_GAP = 0.8f;
    /** Light between which teeth stand out from what is behind. */
    private static final float UNLIT = 0.12f;
    private static final float LIT = 0.3f;
    /** Share of a triangle by which neighbours overlap, against cracks from rounding. */
    private static final float RIM = 1e-3f;

    private final float[] depth;
    private final float[] light;
    private final byte[] part;
    /** What is not lit teeth, for each pixel: y, u, v weighted by its share of the pixel, and that share. */
    private final float[] behind;
    private final float[] around;
    private final float[] sum;
    private int samples;
    private int width;
    private int height;
    private int x0;
    private int y0;

    InteriorRasterizer(int width, int height) {
        int capacity = width * height;
        depth = new float[capacity];
        light = new float[capacity];
        part = new byte[capacity];
        behind = new float[4 * capacity];
        around = new float[4 * capacity];
        sum = new float[4 * width];
    }

    /** Empties the picture and moves it over the layer's box. */
    void begin(Layer layer) {
        samples = 4 * layer.width * layer.height <= depth.length ? 2 : 1;
        width = layer.width * samples;
        height = layer.height * samples;
        x0 = layer.x0;
        y0 = layer.y0;
        java.util.Arrays.fill(depth, 0, width * height, -Float.MAX_VALUE);
        java.util.Arrays.fill(part, 0, width * height, NOTHING);
    }

    /**
     * One that faces away is left out: it is the back of a tooth or a gum, and that body's front lies before it.
     *
     * @param points x y z in the frame
     * @param lights of each point, 0..1
     */
    void triangle(float[] points, float[] lights, int a, int b, int c, int kind) {
        float ax = (points[3 * a] - x0) * samples;
        float ay = (points[3 * a + 1] - y0) * samples;
        float bx = (points[3 * b] - x0) * samples;
        float by = (points[3 * b + 1] - y0) * samples;
        float cx = (points[3 * c] - x0) * samples;
        float cy = (points[3 * c + 1] - y0) * samples;
        float area = (bx - ax) * (cy - ay) - (by - ay) * (cx - ax);
        int fromX = Math.max(0, (int) Math.ceil(Math.min(ax, Math.min(bx, cx)) - 0.5f));
        int toX = Math.min(width - 1, (int) Math.floor(Math.max(ax, Math.max(bx, cx)) - 0.5f));
        int fromY = Math.max(0, (int) Math.ceil(Math.min(ay, Math.min(by, cy)) - 0.5f));
        int toY = Math.min(height - 1, (int) Math.floor(Math.max(ay, Math.max(by, cy)) - 0.5f));
        if (area > -1e-5f || fromX > toX || fromY > toY) {
            return;
        }
        // Barycentric weights of b and c: their steps across and down, and by how much a pixel may lie outside.
        float bX = (cy - ay) / area;
        float bY = -(cx - ax) / area;
        float cX = -(by - ay) / area;
        float cY = (bx - ax) / area;
        float perB = 1 / bX;
        float perC = 1 / cX;
        float perA = -1 / (bX + cX);
        float az = points[3 * a + 2];
        float bz = points[3 * b + 2] - az;
        float cz = points[3 * c + 2] - az;
        float bl = lights[b] - lights[a];
        float cl = lights[c] - lights[a];
        int steps = toX - fromX;
        for (int y = fromY; y <= toY; y++) {
            float wb = (fromX + 0.5f - ax) * bX + (y + 0.5f - ay) * bY;
            float wc = (fromX + 0.5f - ax) * cX + (y + 0.5f - ay) * cY;
            float wa = 1 - wb - wc;
            int first = Math.max(first(wb, perB, steps), Math.max(first(wc, perC, steps), first(wa, perA, steps)));
            int last = Math.min(last(wb, perB, steps), Math.min(last(wc, perC, steps), last(wa, perA, steps)));
            wb += first * bX;
            wc += first * cX;
            int row = y * width + fromX;
            for (int i = row + first; i <= row + last; i++, wb += bX, wc += cX) {
                if (wb < -RIM || wc < -RIM || wb + wc > 1 + RIM) {
                    continue; // of a triangle as thin as rounding
                }
                float z = az + wb * bz + wc * cz;
                if (z > depth[i]) {
                    depth[i] = z;
                    light[i] = lights[a] + wb * bl + wc * cl;
                    part[i] = (byte) kind;
                }
            }
        }
    }

    /** First step at which a weight that grows by {@code 1 / per} each step is above {@code -RIM}; 0 if it falls. */
    private static int first(float weight, float per, int steps) {
        return per > 0 ? Math.max(0, Math.min(steps + 1, (int) Math.ceil(-(weight + RIM) * per))) : 0;
    }

    /** Last such step of a weight that falls; the last of all if it grows. */
    private static int last(float weight, float per, int steps) {
        return per > 0 ? steps : Math.min(steps, (int) Math.floor(-(weight + RIM) * per));
    }

    /**
     * Fills the gaps between neighbouring teeth, in which a turned head shows a tooth's dark flank: real ones touch.
     *
     * @param kind of teeth
     * @param widest gap in frame pixels
     */
    void closeGaps(int kind, float widest) {
        int most = Math.max(1, Math.round(widest * samples));
        for (int row = 0; row < height; row++) {
            int last = -1;
            for (int i = row * width; i < (row + 1) * width; i++) {
                if (part[i] != kind || light[i] < LIT) {
                    continue;
                }
                if (last >= row * width && i - last > 1 && i - last <= most + 1) {
                    for (int gap = last + 1; gap < i; gap++) {
                        part[gap] = (byte) kind;
                        light[gap] = IN_GAP * Math.min(light[last], light[i]);
                        depth[gap] = depth[last];
                    }
                }
                last = i;
            }
        }
    }

    /**
     * Averages the samples into the layer's colours, as offsets from black and grey, where the layer covers anything.
     * All but lit teeth is wet, and light wanders in it: it has no edges.
     *
     * @param shadows colour of each part where no light falls
     * @param colours likewise in full light
     * @param wander how far light wanders, in frame pixels
     */
    void end(Layer layer, float[][] shadows, float[][] colours, float wander) {
        for (int row = 0; row < layer.height; row++) {
            for (int col = 0; col < layer.width; col++) {
                split(layer, row, col, shadows, colours);
            }
        }
        int reach = Math.round(wander);
        for (int row = 0; row < layer.height; row++) {
            sumAlong(row * layer.width, layer.width, reach);
        }
        java.util.Arrays.fill(sum, 0, 4 * layer.width, 0);
        for (int row = -reach; row < layer.height; row++) {
            move((row + reach) * layer.width, row + reach < layer.height ? 1 : 0, layer.width);
            move((row - reach - 1) * layer.width, row > reach ? -1 : 0, layer.width);
            if (row >= 0) {
                join(layer, row);
            }
        }
    }

    /** Parts a pixel into lit teeth, in the layer, and what is behind. */
    private void split(Layer layer, int row, int col, float[][] shadows, float[][] colours) {
        int pixel = row * layer.width + col;
        float y = 0;
        float u = 0;
        float v = 0;
        float teethY = 0;
        float teethU = 0;
        float teethV = 0;
        float share = 0;
        if (layer.a[pixel] > 0) {
            int at = row * samples * width + col * samples;
            float each = 1f / (samples * samples);
            for (int s = 0; s < samples * samples; s++) {
                int i = at + s / samples * width + s % samples;
                int kind = part[i] == NOTHING ? MouthInterior.DARK : part[i];
                float l = part[i] == NOTHING ? 1 : light[i];
                float[] dark = shadows[kind];
                float[] bright = colours[kind];
                float teeth = kind <= FaceModel.Interior.LOWER_TEETH ? each * Smooth.step(l, UNLIT, LIT) : 0;
                float rest = each - teeth;
                float sampleY = dark[0] + (bright[0] - dark[0]) * l;
                float sampleU = dark[1] + (bright[1] - dark[1]) * l;
                float sampleV = dark[2] + (bright[2] - dark[2]) * l;
                teethY += teeth * sampleY;
                teethU += teeth * sampleU;
                teethV += teeth * sampleV;
                y += rest * sampleY;
                u += rest * sampleU;
                v += rest * sampleV;
                share += rest;
            }
        }
        layer.y[pixel] = teethY;
        layer.u[pixel] = teethU;
        layer.v[pixel] = teethV;
        behind[4 * pixel] = y;
        behind[4 * pixel + 1] = u;
        behind[4 * pixel + 2] = v;
        behind[4 * pixel + 3] = share;
    }

    /** Sums of {@code behind} over at most {@code reach} pixels to both sides, in {@code around}. */
    private void sumAlong(int start, int n, int reach) {
        float y = 0;
        float u = 0;
        float v = 0;
        float share = 0;
        for (int i = -reach; i < n; i++) {
            int in = 4 * (start + i + reach);
            if (i + reach < n) {
                y += behind[in];
                u += behind[in + 1];
                v += behind[in + 2];
                share += behind[in + 3];
            }
            int out = 4 * (start + i - reach - 1);
            if (i > reach) {
                y -= behind[out];
                u -= behind[out + 1];
                v -= behind[out + 2];
                share -= behind[out + 3];
            }
            if (i >= 0) {
                around[4 * (start + i)] = y;
                around[4 * (start + i) + 1] = u;
                around[4 * (start + i) + 2] = v;
                around[4 * (start + i) + 3] = share;
            }
        }
    }

    /** A row of {@code around} enters the sum, or leaves it. */
    private void move(int start, int sign, int n) {
        for (int i = 0; sign != 0 && i < 4 * n; i++) {
            sum[i] += sign * around[4 * start + i];
        }
    }

    private void join(Layer layer, int row) {
        for (int col = 0; col < layer.width; col++) {
            int i = row * layer.width + col;
            float share = behind[4 * i + 3];
            if (share > 0) {
                float mean = share / sum[4 * col + 3];
                layer.y[i] += mean * sum[4 * col];
                layer.u[i] += mean * sum[4 * col + 1];
                layer.v[i] += mean * sum[4 * col + 2];
            }
        }
    }
}
