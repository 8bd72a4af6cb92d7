package dev.visavis.inference.image;

/** A closed outline through moving points: Catmull-Rom between them, with two sharp corners (eye, mouth). */
public final class Outline {
    private static final int STEPS = 4;
    private final float[] x;
    private final float[] y;
    private final int cornerB;
    private float lowX;
    private float lowY;
    private float highX;
    private float highY;

    /**
     * @param points on the outline; point 0 is a corner
     * @param cornerB index of the other corner
     */
    public Outline(int points, int cornerB) {
        this.x = new float[points];
        this.y = new float[points];
        this.cornerB = cornerB;
    }

    public void set(int i, float px, float py) {
        x[i] = px;
        y[i] = py;
    }

    /** Bounds of the points; a curve may leave them by a fraction of a pixel. */
    public void measure() {
        lowX = lowY = Float.MAX_VALUE;
        highX = highY = -Float.MAX_VALUE;
        for (int i = 0; i < x.length; i++) {
            lowX = Math.min(lowX, x[i]);
            highX = Math.max(highX, x[i]);
            lowY = Math.min(lowY, y[i]);
            highY = Math.max(highY, y[i]);
        }
    }

    public float lowX() {
        return lowX;
    }

    public float highX() {
        return highX;
    }

    public float lowY() {
        return lowY;
    }

    public float highY() {
        return highY;
    }

    /** Draws the outline into a mask that has begun. */
    public void draw(CoverageMask mask) {
        int n = x.length;
        for (int i = 0; i < n; i++) {
            int j = (i + 1) % n;
            boolean cornerI = i == 0 || i == cornerB;
            boolean cornerJ = j == 0 || j == cornerB;
            float px = cornerI ? 2 * x[i] - x[j] : x[(i + n - 1) % n];
            float py = cornerI ? 2 * y[i] - y[j] : y[(i + n - 1) % n];
            float qx = cornerJ ? 2 * x[j] - x[i] : x[(j + 1) % n];
            float qy = cornerJ ? 2 * y[j] - y[i] : y[(j + 1) % n];
            float fromX = x[i];
            float fromY = y[i];
            for (int s = 1; s <= STEPS; s++) {
                float t = s / (float) STEPS;
                float toX = s == STEPS ? x[j] : spline(px, x[i], x[j], qx, t);
                float toY = s == STEPS ? y[j] : spline(py, y[i], y[j], qy, t);
                mask.edge(fromX, fromY, toX, toY);
                fromX = toX;
                fromY = toY;
            }
        }
    }

    private static float spline(float a, float b, float c, float d, float t) {
        return 0.5f * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t * t + (3 * b - a - 3 * c + d) * t * t * t);
    }

    /** How much of each pixel it covers, 0..1, of a picture of so many by so many. */
    public float[] coverage(int width, int height) {
        float[] out = new float[width * height];
        CoverageMask mask = new CoverageMask(out.length);
        mask.begin(0, 0, width, height);
        draw(mask);
        mask.end(out);
        return out;
    }
}
