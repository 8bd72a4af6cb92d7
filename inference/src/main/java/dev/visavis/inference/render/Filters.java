package dev.visavis.inference.render;

/** The few image filters that preparing a portrait needs. Planes are row-major floats. */
final class Filters {
    private Filters() {
    }

    /** Gaussian blur, edges repeated; returns a new plane. */
    static float[] gaussian(float[] plane, int width, int height, float sigma) {
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
        float[] across = convolve(plane, width, height, kernel, 1, 0);
        return convolve(across, width, height, kernel, 0, 1);
    }

    private static float[] convolve(float[] in, int width, int height, float[] kernel, int dx, int dy) {
        int radius = kernel.length / 2;
        float[] out = new float[in.length];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                float sum = 0;
                for (int k = -radius; k <= radius; k++) {
                    int sx = Math.max(0, Math.min(width - 1, x + k * dx));
                    int sy = Math.max(0, Math.min(height - 1, y + k * dy));
                    sum += kernel[k + radius] * in[sy * width + sx];
                }
                out[y * width + x] = sum;
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
    static void fillMembrane(YuvImage image, boolean[] unknown, boolean[] source) {
        int w = image.width;
        int h = image.height;
        for (float[] p : image.planes) {
            float mean = mean(p, source);
            for (int i = 0; i < p.length; i++) {
                if (unknown[i]) {
                    p[i] = mean;
                }
            }
            for (int round = 0; round < 160; round++) {
                for (int y = 0; y < h; y++) {
                    relaxRow(p, unknown, source, w, h, y);
                }
            }
        }
    }

    private static void relaxRow(float[] p, boolean[] unknown, boolean[] source, int w, int h, int y) {
        for (int x = 0; x < w; x++) {
            int i = y * w + x;
            if (!unknown[i]) {
                continue;
            }
            float sum = 0;
            int n = 0;
            if (x > 0 && (unknown[i - 1] || source[i - 1])) {
                sum += p[i - 1];
                n++;
            }
            if (x < w - 1 && (unknown[i + 1] || source[i + 1])) {
                sum += p[i + 1];
                n++;
            }
            if (y > 0 && (unknown[i - w] || source[i - w])) {
                sum += p[i - w];
                n++;
            }
            if (y < h - 1 && (unknown[i + w] || source[i + w])) {
                sum += p[i + w];
                n++;
            }
            if (n > 0) {
                p[i] += 1.85f * (sum / n - p[i]);
            }
        }
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
    static float percentile(float[] plane, boolean[] which, float share, float fallback) {
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
}
