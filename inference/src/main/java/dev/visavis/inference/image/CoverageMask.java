package dev.visavis.inference.image;

/**
 * Exact area coverage of polygons in a box of pixels, by signed accumulation along each row (as font rasterisers do;
 * R. Levien, font-rs). Reused every frame; allocates only when it is made.
 */
public final class CoverageMask {
    private final float[] cells;
    private int x0;
    private int y0;
    private int width;
    private int height;

    public CoverageMask(int capacity) {
        cells = new float[capacity + 1];
    }

    /** Empties the mask and moves it over a box. */
    public void begin(int left, int top, int w, int h) {
        x0 = left;
        y0 = top;
        width = w;
        height = h;
        java.util.Arrays.fill(cells, 0, w * h + 1, 0);
    }

    /** Adds one edge; the polygon must be closed. The box must contain its left side. */
    public void edge(float ax, float ay, float bx, float by) {
        if (ay == by) {
            return;
        }
        float sign = ay < by ? 1 : -1;
        float topX = (ay < by ? ax : bx) - x0;
        float topY = (ay < by ? ay : by) - y0;
        float endX = (ay < by ? bx : ax) - x0;
        float endY = (ay < by ? by : ay) - y0;
        float slope = (endX - topX) / (endY - topY);
        float x = topY < 0 ? topX - topY * slope : topX;
        int last = Math.min(height, (int) Math.ceil(endY));
        for (int y = Math.max(0, (int) topY); y < last; y++) {
            float dy = Math.min(y + 1, endY) - Math.max(y, topY);
            float next = x + slope * dy;
            addSpan(y * width, sign * dy, Math.min(x, next), Math.max(x, next));
            x = next;
        }
    }

    /** Spreads a row's piece of an edge over the cells it crosses: each covers what lies to its right. */
    private void addSpan(int row, float d, float lowX, float highX) {
        float a = Smooth.clamp(lowX, 0, width);
        float b = Smooth.clamp(highX, 0, width);
        int end = Math.min(width - 1, (int) Math.ceil(b));
        float before = 0;
        for (int i = (int) a; i <= end; i++) {
            float now = areaLeftOf(i + 1, d, a, b) - areaLeftOf(i, d, a, b);
            cells[row + i] += now - before;
            before = now;
        }
    }

    /** Area between an edge from x = a to x = b of height d and the vertical at t. */
    private static float areaLeftOf(float t, float d, float a, float b) {
        if (t <= a) {
            return 0;
        }
        return t >= b ? d * (t - (a + b) / 2) : d / (b - a) * (t - a) * (t - a) / 2;
    }

    /** Turns what was added into coverage 0..1 and writes it to {@code out}, width * height. */
    public void end(float[] out) {
        for (int y = 0; y < height; y++) {
            float sum = 0;
            for (int i = y * width; i < (y + 1) * width; i++) {
                sum += cells[i];
                out[i] = Math.min(1, Math.abs(sum));
            }
        }
    }
}
