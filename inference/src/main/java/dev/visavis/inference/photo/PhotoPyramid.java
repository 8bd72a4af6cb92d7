package dev.visavis.inference.photo;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.ArrayList;
import java.util.List;

/** A photo at full, half, quarter ... size, from which squares are sampled without aliasing. Not thread-safe. */
final class PhotoPyramid {
    private static final double MOST_STEP = 3;
    private static final float TO_UNIT = 1f / 255;

    /** What lies outside the photo. */
    enum Border {
        BLACK, EDGE
    }

    private record Level(byte[] bgr, int width, int height) {
        /** Means of 2x2 pixels; an odd last row or column is dropped. */
        Level half() {
            int w = Math.max(1, width / 2);
            int h = Math.max(1, height / 2);
            byte[] small = new byte[3 * w * h];
            int right = width > 1 ? 3 : 0;
            int below = height > 1 ? 3 * width : 0;
            for (int y = 0, out = 0; y < h; y++) {
                for (int x = 0, in = 6 * y * width; x < w; x++, in += 6) {
                    for (int c = in; c < in + 3; c++) {
                        small[out++] = (byte) ((bgr[c] & 0xff) + (bgr[c + right] & 0xff) + (bgr[c + below] & 0xff)
                                + (bgr[c + right + below] & 0xff) + 2 >> 2);
                    }
                }
            }
            return new Level(small, w, h);
        }
    }

    private final List<Level> levels = new ArrayList<>();

    /** @param photo of type {@link BufferedImage#TYPE_3BYTE_BGR} */
    PhotoPyramid(BufferedImage photo) {
        levels.add(new Level(((DataBufferByte) photo.getRaster().getDataBuffer()).getData(), photo.getWidth(),
                photo.getHeight()));
    }

    int width() {
        return levels.get(0).width;
    }

    int height() {
        return levels.get(0).height;
    }

    /**
     * Samples a square bilinearly, as red, green, blue planes of 0..1.
     *
     * @param side pixels of the result's side
     * @param mirrored left to right
     * @param planes 3 * side * side floats
     */
    void sample(FaceSquare square, int side, boolean mirrored, Border border, float[] planes) {
        int halvings = halvings(square.side() / side);
        Level level = levels.get(halvings);
        double scale = 1.0 / (1 << halvings);
        double step = square.side() / side;
        double cos = Math.cos(square.radians()) * step;
        double sin = Math.sin(square.radians()) * step;
        for (int v = 0; v < side; v++) {
            for (int u = 0; u < side; u++) {
                double du = (mirrored ? side - 1 - u : u) + 0.5 - side / 2.0;
                double dv = v + 0.5 - side / 2.0;
                double x = (square.centreX() + cos * du - sin * dv) * scale;
                double y = (square.centreY() + sin * du + cos * dv) * scale;
                int out = v * side + u;
                if (border == Border.BLACK && (x < 0 || y < 0 || x > level.width || y > level.height)) {
                    planes[out] = planes[out + side * side] = planes[out + 2 * side * side] = 0;
                } else {
                    bilinear(level, x - 0.5, y - 0.5, planes, out, side * side);
                }
            }
        }
    }

    /**
     * A part of the photo, made smaller.
     *
     * @param scale pixels of the result for one of the photo, at most 1
     */
    BufferedImage region(int left, int top, int right, int bottom, double scale) {
        int width = Math.max(1, (int) Math.round((right - left) * scale));
        int height = Math.max(1, (int) Math.round((bottom - top) * scale));
        int halvings = halvings(1 / scale);
        Level level = levels.get(halvings);
        double shrunk = 1.0 / (1 << halvings);
        double step = shrunk / scale;
        BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        byte[] bgr = ((DataBufferByte) result.getRaster().getDataBuffer()).getData();
        float[] pixel = new float[3];
        for (int y = 0, out = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                bilinear(level, left * shrunk + (x + 0.5) * step - 0.5,
                        top * shrunk + (y + 0.5) * step - 0.5, pixel, 0, 1);
                for (int c = 2; c >= 0; c--) {
                    bgr[out++] = (byte) (255 * pixel[c] + 0.5f);
                }
            }
        }
        return result;
    }

    private static void bilinear(Level level, double x, double y, float[] planes, int out, int plane) {
        int left = (int) Math.floor(x);
        int top = (int) Math.floor(y);
        float a = (float) (x - left);
        float b = (float) (y - top);
        int x0 = clamp(left, level.width);
        int x1 = clamp(left + 1, level.width);
        int row0 = clamp(top, level.height) * level.width;
        int row1 = clamp(top + 1, level.height) * level.width;
        byte[] bgr = level.bgr;
        for (int c = 0; c < 3; c++) {
            float p00 = bgr[3 * (row0 + x0) + c] & 0xff;
            float p01 = bgr[3 * (row0 + x1) + c] & 0xff;
            float p10 = bgr[3 * (row1 + x0) + c] & 0xff;
            float p11 = bgr[3 * (row1 + x1) + c] & 0xff;
            float upper = p00 + a * (p01 - p00);
            float lower = p10 + a * (p11 - p10);
            planes[out + (2 - c) * plane] = TO_UNIT * (upper + b * (lower - upper));
        }
    }

    private static int clamp(int at, int size) {
        return Math.max(0, Math.min(size - 1, at));
    }

    /**
     * Of the largest level of which at most three pixels in a row fall on one sample: the networks were trained on
     * plain bilinear samples, and agree best with the original on slightly sharp ones.
     */
    private int halvings(double step) {
        int wanted = (int) Math.max(0, Math.ceil(Math.log(step / MOST_STEP) / Math.log(2)));
        Level last = levels.get(levels.size() - 1);
        while (levels.size() <= wanted && Math.min(last.width, last.height) > 1) {
            last = last.half();
            levels.add(last);
        }
        return Math.min(wanted, levels.size() - 1);
    }
}
