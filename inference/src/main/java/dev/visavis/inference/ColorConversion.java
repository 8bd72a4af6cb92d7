package dev.visavis.inference;

/** RGB to I420 in BT.601 limited range (ITU-R BT.601-7, 8 bit), in 16-bit fixed point. */
public final class ColorConversion {
    private ColorConversion() {
    }

    /**
     * @param rgb interleaved, {@code width * height * 3} bytes, no padding
     * @param frame every pixel is written; chroma is the mean of 2x2 pixels
     */
    public static void rgbToI420(byte[] rgb, I420Frame frame) {
        int width = frame.width();
        int height = frame.height();
        if (rgb.length != width * height * 3) {
            throw new IllegalArgumentException(
                    width + "x" + height + " needs " + width * height * 3 + " bytes of RGB, got " + rgb.length);
        }
        for (int y = 0; y < height; y += 2) {
            for (int x = 0; x < width; x += 2) {
                block(rgb, frame, x, y);
            }
        }
    }

    private static void block(byte[] rgb, I420Frame frame, int x, int y) {
        int width = frame.width();
        int red = 0;
        int green = 0;
        int blue = 0;
        for (int dy = 0; dy < 2; dy++) {
            for (int dx = 0; dx < 2; dx++) {
                int pixel = (y + dy) * width + x + dx;
                int r = rgb[3 * pixel] & 0xFF;
                int g = rgb[3 * pixel + 1] & 0xFF;
                int b = rgb[3 * pixel + 2] & 0xFF;
                frame.y()[pixel] = (byte) ((16829 * r + 33039 * g + 6416 * b + (16 << 16) + 32768) >> 16);
                red += r;
                green += g;
                blue += b;
            }
        }
        int at = y / 2 * (width / 2) + x / 2;
        // sums of four pixels: two more bits to shift out
        frame.u()[at] = (byte) ((-9714 * red - 19070 * green + 28784 * blue + (128 << 18) + (1 << 17)) >> 18);
        frame.v()[at] = (byte) ((28784 * red - 24103 * green - 4681 * blue + (128 << 18) + (1 << 17)) >> 18);
    }
}
