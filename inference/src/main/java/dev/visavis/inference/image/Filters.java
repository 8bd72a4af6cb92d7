package dev.visavis.inference.image;

import java.util.Arrays;

/** The few image filters that preparing a portrait needs. Planes are row-major floats. */
public final class Filters {
    /** Over-relaxation, and when it ends: after so many rounds, or when no pixel moves by this much. */
    private static final float OVER = 1.85f;
    private static final int ROUNDS = 160;
    private static final float SETTLED = 0.05f;

    private Filters() {
    }

    /** Gaussian blur, edges repeated; returns a new plane. */
    public static float[] gaussian(float[] plane, int width, int height, float sigma) {
        int radius = Math.max(1, (int) Math.ceil(3 * sigma));
        float[] kernel = new float[2 * radius + 1];
        float sum = 0;
        for (int i = 0; i < kernel.length; i++) {
            float d = (i - radius) / sigma;
            kernel[i] = (float) Math.exp(-0.5f * d * d);
            sum += kernel[i];
        }
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] /= sum;
        }
        return down(across(plane, width, height, kernel), width, height, kernel);
    }

    private static float[] across(float[] in, int width, int height, float[] kernel) {
        int radius = kernel.length / 2;
        float[] out = new float[in.length];
        float[] row = new float[width + 2 * radius];
        for (int y = 0; y < height; y++) {
            System.arraycopy(in, y * width, row, radius, width);
            Arrays.fill(row, 0, radius, in[y * width]);
            Arrays.fill(row, radius + width, row.length, in[y * width + width - 1]);
            for (int x = 0; x < width; x++) {
                float sum = 0;
                for (int k = 0; k < kernel.length; k++) {
                    sum += kernel[k] * row[x + k];
                }
                out[y * width + x] = sum;
            }
        }
        return out;
    }

    /** Row by row: columns lie far apart in memory. */
    private static float[] down(float[] in, int width, int height, float[] kernel) {
        int radius = kernel.length / 2;
        float[] out = new float[in.length];
        for (int y = 0; y < height; y++) {
            for (int k = 0; k < kernel.length; k++) {
                int from = Math.max(0, Math.min(height - 1, y + k - radius)) * width;
                for (int x = 0; x < width; x++) {
                    out[y * width + x] += kernel[k] * in[from + x];
                }
            }
        }
        return out;
    }

    /**
     * Fills unknown pixels with the membrane (the solution of Laplace's equation) spanned by the known ones, by
     * successive over-relaxation. Picture edges are free.
     *
     * @param source true where a pixel is known; others are neither read nor, unless {@code unknown}, written
     */
    public static void fillMembrane(YuvImage image, boolean[] unknown, boolean[] source) {
        int w = image.width;
        int[] at = new int[unknown.length];
        int[] beside = new int[4 * unknown.length];
        int count = 0;
        for (int i = 0; i < unknown.length; i++) {
            if (unknown[i]) {
                int x = i % w;
                int y = i / w;
                // A neighbour that says nothing is the pixel itself: it draws nowhere.
                beside[4 * count] = x > 0 && (unknown[i - 1] || source[i - 1]) ? i - 1 : i;
                beside[4 * count + 1] = x < w - 1 && (unknown[i + 1] || source[i + 1]) ? i + 1 : i;
                beside[4 * count + 2] = y > 0 && (unknown[i - w] || source[i - w]) ? i - w : i;
                beside[4 * count + 3] = y < image.height - 1 && (unknown[i + w] || source[i + w]) ? i + w : i;
                at[count++] = i;
            }
        }
        for (float[] p : image.planes) {
            float mean = mean(p, source);
            for (int i = 0; i < count; i++) {
                p[at[i]] = mean;
            }
            float change = SETTLED;
            for (int round = 0; round < ROUNDS && change >= SETTLED; round++) {
                change = relax(p, at, beside, count);
            }
        }
    }

    /** One round; the largest step that a pixel took. */
    private static float relax(float[] p, int[] at, int[] beside, int count) {
        float most = 0;
        for (int i = 0; i < count; i++) {
            float old = p[at[i]];
            float step = OVER / 4
                    * (p[beside[4 * i]] + p[beside[4 * i + 1]] + p[beside[4 * i + 2]] + p[beside[4 * i + 3]] - 4 * old);
            p[at[i]] = old + step;
            most = Math.max(most, Math.abs(step));
        }
        return most;
    }

    private static float mean(float[] p, boolean[] which) {
        double sum = 0;
        int n = 0;
        for (int i = 0; i < p.length; i++) {
            if (which[i]) {
                sum += p[i];
                n++;
            }
        }
        return n == 0 ? Yuv.GREY : (float) (sum / n);
    }

    /** Value below which {@code share} of the chosen pixels lie; {@code fallback} if none is chosen. */
    public static float percentile(float[] plane, boolean[] which, float share, float fallback) {
        float[] chosen = new float[plane.length];
        int n = 0;
        for (int i = 0; i < plane.length; i++) {
            if (which[i]) {
                chosen[n++] = plane[i];
            }
        }
        if (n == 0) {
            return fallback;
        }
        java.util.Arrays.sort(chosen, 0, n);
        return chosen[Math.min(n - 1, (int) (share * n))];
    }

    /** Mean over a square of 2 * radius + 1, cut at the edges; returns a new plane. */
    public static float[] box(float[] plane, int width, int height, int radius) {
        float[] across = new float[plane.length];
        for (int y = 0; y < height; y++) {
            boxLine(plane, across, y * width, width, radius);
        }
        float[] out = new float[plane.length];
        // Row by row, too.
        double[] sums = new double[width];
        for (int y = -radius; y < height; y++) {
            int enters = y + radius;
            int leaves = y - radius - 1;
            for (int x = 0; x < width && enters < height; x++) {
                sums[x] += across[enters * width + x];
            }
            for (int x = 0; x < width && leaves >= 0; x++) {
                sums[x] -= across[leaves * width + x];
            }
            int n = Math.min(height - 1, enters) - Math.max(-1, leaves);
            for (int x = 0; x < width && y >= 0; x++) {
                out[y * width + x] = (float) (sums[x] / n);
            }
        }
        return out;
    }

    private static void boxLine(float[] in, float[] out, int start, int count, int radius) {
        double sum = 0;
        int n = 0;
        for (int i = 0; i < Math.min(radius, count); i++, n++) {
            sum += in[start + i];
        }
        for (int i = 0; i < count; i++) {
            if (i + radius < count) {
                sum += in[start + i + radius];
                n++;
            }
            if (i > radius) {
                sum -= in[start + i - radius - 1];
                n--;
            }
            out[start + i] = (float) (sum / n);
        }
    }

    /** Largest value, of none below 0, in a square of 2 * radius + 1; returns a new plane. */
    public static float[] dilate(float[] plane, int width, int height, int radius) {
        float[] out = plane.clone();
        float[] line = new float[Math.max(width, height) + 2 * radius];
        for (int y = 0; y < height; y++) {
            dilate(out, y * width, 1, width, radius, line);
        }
        for (int x = 0; x < width; x++) {
            dilate(out, x, width, height, radius, line);
        }
        return out;
    }

    /** One row or column, by the largest of two, four, eight neighbours and so on. */
    private static void dilate(float[] plane, int from, int step, int count, int radius, float[] line) {
        int length = count + 2 * radius;
        Arrays.fill(line, 0, length, 0);
        for (int i = 0; i < count; i++) {
            line[radius + i] = plane[from + i * step];
        }
        int span = 1;
        for (; 2 * span <= 2 * radius + 1; span *= 2) {
            for (int i = 0; i < length - span; i++) {
                line[i] = Math.max(line[i], line[i + span]);
            }
        }
        int rest = 2 * radius + 1 - span;
        for (int i = 0; i < count; i++) {
            plane[from + i * step] = Math.max(line[i], line[i + rest]);
        }
    }

    /** Bilinear at another size, for pictures that grow. */
    public static float[] resize(float[] plane, int width, int height, int toWidth, int toHeight) {
        float[] out = new float[toWidth * toHeight];
        for (int y = 0; y < toHeight; y++) {
            float fy = Smooth.clamp((y + 0.5f) * height / toHeight - 0.5f, 0, height - 1);
            int y0 = (int) fy;
            int y1 = Math.min(height - 1, y0 + 1);
            for (int x = 0; x < toWidth; x++) {
                float fx = Smooth.clamp((x + 0.5f) * width / toWidth - 0.5f, 0, width - 1);
                int x0 = (int) fx;
                int x1 = Math.min(width - 1, x0 + 1);
                float top = Smooth.mix(plane[y0 * width + x0], plane[y0 * width + x1], fx - x0);
                float low = Smooth.mix(plane[y1 * width + x0], plane[y1 * width + x1], fx - x0);
                out[y * toWidth + x] = Smooth.mix(top, low, fy - y0);
            }
        }
        return out;
    }
}
