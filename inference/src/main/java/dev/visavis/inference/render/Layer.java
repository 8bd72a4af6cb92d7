package dev.visavis.inference.render;

import dev.visavis.inference.I420Frame;
import dev.visavis.inference.image.CoverageMask;
import dev.visavis.inference.image.Outline;
import dev.visavis.inference.image.Yuv;

/**
 * A small picture with coverage that is laid over a part of the frame: an eye, a lid, the mouth. Its box lies on even
 * coordinates, so that its chroma falls on whole samples. Reused; allocates only when it is made.
 */
final class Layer {
    final float[] y;
    final float[] u;
    final float[] v;
    final float[] a;
    final float[] scratch;
    final CoverageMask mask;
    int x0;
    int y0;
    int width;
    int height;
    /** Light on what is laid over, 1 as in the photo: a factor of its colour over black. */
    float light = 1;
    private final int frameWidth;
    private final int frameHeight;

    Layer(int frameWidth, int frameHeight) {
        int capacity = frameWidth * frameHeight;
        this.frameWidth = frameWidth;
        this.frameHeight = frameHeight;
        y = new float[capacity];
        u = new float[capacity];
        v = new float[capacity];
        a = new float[capacity];
        scratch = new float[capacity];
        mask = new CoverageMask(capacity);
    }

    /**
     * Moves the layer over the box, cut to the frame.
     *
     * @return false if nothing of it is in the frame
     */
    boolean place(float lowX, float lowY, float highX, float highY) {
        x0 = Math.max(0, (int) Math.floor(lowX)) & ~1;
        y0 = Math.max(0, (int) Math.floor(lowY)) & ~1;
        int x1 = Math.min(frameWidth, ((int) Math.ceil(highX) + 1) & ~1);
        int y1 = Math.min(frameHeight, ((int) Math.ceil(highY) + 1) & ~1);
        width = x1 - x0;
        height = y1 - y0;
        return width > 0 && height > 0;
    }

    /** Coverage := the outline's, softened by {@code passes} of a 1-2-1 filter. */
    void cover(Outline outline, int passes) {
        mask.begin(x0, y0, width, height);
        outline.draw(mask);
        mask.end(a);
        for (int i = 0; i < passes; i++) {
            soften(a);
        }
    }

    /** A 1-2-1 filter along both axes. */
    private void soften(float[] p) {
        for (int row = 0; row < height; row++) {
            int i0 = row * width;
            float before = p[i0];
            for (int x = 0; x < width; x++) {
                float here = p[i0 + x];
                float after = x + 1 < width ? p[i0 + x + 1] : here;
                scratch[i0 + x] = (before + 2 * here + after) / 4;
                before = here;
            }
        }
        for (int row = 0; row < height; row++) {
            int up = row > 0 ? -width : 0;
            int down = row + 1 < height ? width : 0;
            for (int i = row * width; i < (row + 1) * width; i++) {
                p[i] = (scratch[i + up] + 2 * scratch[i] + scratch[i + down]) / 4;
            }
        }
    }

    void scaleCoverage(float factor) {
        for (int i = 0; i < width * height; i++) {
            a[i] *= factor;
        }
    }

    /** Lays the layer over the frame. */
    void blendInto(I420Frame frame) {
        byte[] luma = frame.y();
        for (int row = 0; row < height; row++) {
            int to = (y0 + row) * frameWidth + x0;
            for (int i = row * width; i < (row + 1) * width; i++, to++) {
                if (a[i] > 0) {
                    float under = luma[to] & 0xFF;
                    luma[to] = Yuv.toByte(under + (Yuv.BLACK + (y[i] - Yuv.BLACK) * light - under) * a[i]);
                }
            }
        }
        blendChroma(frame.u(), u);
        blendChroma(frame.v(), v);
    }

    private void blendChroma(byte[] plane, float[] colour) {
        for (int row = 0; row < height; row += 2) {
            int to = (y0 + row) / 2 * (frameWidth / 2) + x0 / 2;
            for (int x = 0; x < width; x += 2, to++) {
                int i = row * width + x;
                int j = i + width;
                float sum = a[i] + a[i + 1] + a[j] + a[j + 1];
                if (sum > 0) {
                    float mixed = colour[i] * a[i] + colour[i + 1] * a[i + 1] + colour[j] * a[j]
                            + colour[j + 1] * a[j + 1];
                    float lit = Yuv.GREY * sum + (mixed - Yuv.GREY * sum) * light;
                    float under = plane[to] & 0xFF;
                    plane[to] = Yuv.toByte((under * (4 - sum) + lit) / 4);
                }
            }
        }
    }
}
