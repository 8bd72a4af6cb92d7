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

    /** Mean over a square of 2 * radius + 1, cut at the edges; returns a new plane. */
    static float[] box(float[] plane, int width, int height, int radius) {
        float[] across = new float[plane.length];
        for (int y = 0; y < height; y++) {
            boxLine(plane, across, y * width, 1, width, radius);
        }
        float[] out = new float[plane.length];
        for (int x = 0; x < width; x++) {
            boxLine(across, out, x, width, height, radius);
        }
        return out;
    }

    private static void boxLine(float[] in, float[] out, int start, int stride, int count, int radius) {
        double sum = 0;
        int n = 0;
        for (int i = 0; i < Math.min(radius, count); i++, n++) {
            sum += in[start + i * stride];
        }
        for (int i = 0; i < count; i++) {
            if (i + radius < count) {
                sum += in[start + (i + radius) * stride];
                n++;
            }
            if (i > radius) {
                sum -= in[start + (i - radius - 1) * stride];
                n--;
            }
            out[start + i * stride] = (float) (sum / n);
        }
    }

    /** Largest value in a square of 2 * radius + 1; returns a new plane. */
    static float[] dilate(float[] plane, int width, int height, int radius) {
        float[] across = new float[plane.length];
        for (int i = 0; i < plane.length; i++) {
            int x = i % width;
            int from = i - Math.min(radius, x);
            int to = i + Math.min(radius, width - 1 - x);
            float most = 0;
            for (int k = from; k <= to; k++) {
                most = Math.max(most, plane[k]);
            }
            across[i] = most;
        }
        float[] out = new float[plane.length];
        for (int i = 0; i < plane.length; i++) {
            int y = i / width;
            float most = 0;
            for (int k = Math.max(0, y - radius); k <= Math.min(height - 1, y + radius); k++) {
                most = Math.max(most, across[k * width + i % width]);
            }
            out[i] = most;
        }
        return out;
    }

    /** Bilinear at another size, for pictures that grow. */
    static float[] resize(float[] plane, int width, int height, int toWidth, int toHeight) {
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
