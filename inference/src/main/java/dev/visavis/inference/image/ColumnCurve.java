package dev.visavis.inference.image;

/** A line through points that run mostly sideways, as a height for each pixel column: a lid's or a lip's edge. */
public final class ColumnCurve {
    private final float[] heights;
    private float lastX;
    private float lastY;
    private int left;
    private int width;
    private int next;

    public ColumnCurve(int capacity) {
        heights = new float[capacity];
    }

    /** Starts a curve over the columns {@code x0 .. x0 + w}. Its points follow in order, left to right. */
    public void begin(int x0, int w) {
        left = x0;
        width = w;
        next = 0;
        lastX = Float.NaN;
    }

    /** Before the first point and after the last the curve is level. */
    public void add(float x, float y) {
        while (next < width && left + next + 0.5f <= x) {
            float at = left + next + 0.5f;
            boolean first = Float.isNaN(lastX) || x <= lastX;
            heights[next++] = first ? y : lastY + (y - lastY) * (at - lastX) / (x - lastX);
        }
        if (Float.isNaN(lastX) || x > lastX) {
            lastX = x;
            lastY = y;
        }
    }

    public void end() {
        while (next < width) {
            heights[next++] = lastY;
        }
    }

    /** Height of the curve in column {@code i} of its range. */
    public float at(int i) {
        return heights[i];
    }
}
