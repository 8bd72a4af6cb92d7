package dev.visavis.inference.image;

import java.awt.image.BufferedImage;

/**
 * Reads a rectangle of a photo at another resolution: separable Catmull-Rom, widened when it shrinks, so that fine
 * patterns do not alias. Beyond the photo its edge is repeated.
 */
public final class ImageResampler {
    private final BufferedImage photo;

    public ImageResampler(BufferedImage photo) {
        this.photo = photo;
    }

    /**
     * @param left of the rectangle, in photo pixels (edges at whole numbers); may hang over
     * @param top likewise
     * @param step photo pixels for one pixel of the result
     */
    public YuvImage read(double left, double top, double step, int width, int height) {
        Taps across = new Taps(left, step, width, photo.getWidth());
        Taps down = new Taps(top, step, height, photo.getHeight());
        YuvImage out = new YuvImage(width, height);
        int first = down.lowest();
        int rows = down.highest() - first + 1;
        float[][][] shrunk = new float[rows][3][];
        int[] line = new int[photo.getWidth()];
        float[][] rgb = new float[3][photo.getWidth()];
        for (int r = 0; r < rows; r++) {
            photo.getRGB(0, first + r, line.length, 1, line, 0, line.length);
            for (int x = 0; x < line.length; x++) {
                rgb[0][x] = line[x] >> 16 & 0xFF;
                rgb[1][x] = line[x] >> 8 & 0xFF;
                rgb[2][x] = line[x] & 0xFF;
            }
            for (int c = 0; c < 3; c++) {
                shrunk[r][c] = across.apply(rgb[c]);
            }
        }
        float[][] mixed = new float[3][width];
        for (int y = 0; y < height; y++) {
            down.applyRows(shrunk, first, y, mixed);
            toYuv(mixed, out, y * width);
        }
        return out;
    }

    private static void toYuv(float[][] rgb, YuvImage out, int row) {
        for (int x = 0; x < out.width; x++) {
            float r = Smooth.clamp(rgb[0][x], 0, 255);
            float g = Smooth.clamp(rgb[1][x], 0, 255);
            float b = Smooth.clamp(rgb[2][x], 0, 255);
            out.planes[0][row + x] = Yuv.y(r, g, b);
            out.planes[1][row + x] = Yuv.u(r, g, b);
            out.planes[2][row + x] = Yuv.v(r, g, b);
        }
    }

    /** Weights of the source samples for every result sample along one axis. */
    private static final class Taps {
        private final int[] first;
        private final float[][] weights;
        private final int length;

        Taps(double start, double step, int count, int length) {
            this.length = length;
            this.first = new int[count];
            this.weights = new float[count][];
            double widen = Math.max(1, step);
            for (int i = 0; i < count; i++) {
                double centre = start + (i + 0.5) * step - 0.5;
                first[i] = (int) Math.ceil(centre - 2 * widen);
                weights[i] = new float[(int) Math.floor(centre + 2 * widen) - first[i] + 1];
                double sum = 0;
                for (int k = 0; k < weights[i].length; k++) {
                    weights[i][k] = (float) catmullRom((first[i] + k - centre) / widen);
                    sum += weights[i][k];
                }
                for (int k = 0; k < weights[i].length; k++) {
                    weights[i][k] /= (float) sum;
                }
            }
        }

        private static double catmullRom(double x) {
            double t = Math.abs(x);
            if (t >= 2) {
                return 0;
            }
            return t < 1 ? (1.5 * t - 2.5) * t * t + 1 : ((-0.5 * t + 2.5) * t - 4) * t + 2;
        }

        private int inside(int i) {
            return Math.max(0, Math.min(length - 1, i));
        }

        int lowest() {
            return inside(first[0]);
        }

        int highest() {
            int last = first.length - 1;
            return inside(first[last] + weights[last].length - 1);
        }

        float[] apply(float[] source) {
            float[] out = new float[first.length];
            for (int i = 0; i < out.length; i++) {
                float[] w = weights[i];
                float sum = 0;
                for (int k = 0; k < w.length; k++) {
                    sum += w[k] * source[inside(first[i] + k)];
                }
                out[i] = sum;
            }
            return out;
        }

        void applyRows(float[][][] rows, int offset, int i, float[][] out) {
            for (int c = 0; c < 3; c++) {
                java.util.Arrays.fill(out[c], 0);
            }
            for (int k = 0; k < weights[i].length; k++) {
                float[][] row = rows[inside(first[i] + k) - offset];
                float w = weights[i][k];
                for (int c = 0; c < 3; c++) {
                    for (int x = 0; x < out[c].length; x++) {
                        out[c][x] += w * row[c][x];
                    }
                }
            }
        }
    }
}
