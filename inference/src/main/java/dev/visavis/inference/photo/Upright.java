package dev.visavis.inference.photo;

import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;

/** Turns a picture by its Exif orientation. */
final class Upright {
    /** Pixels are moved in squares of this side, so that both pictures' rows stay in the cache. */
    private static final int BLOCK = 32;

    private Upright() {
    }

    /**
     * @param image of type {@link BufferedImage#TYPE_3BYTE_BGR}
     * @param orientation 1 to 8, as Exif says
     */
    static BufferedImage turn(BufferedImage image, int orientation) {
        if (orientation == ExifOrientation.AS_STORED) {
            return image;
        }
        boolean swapped = orientation >= 5;
        int width = swapped ? image.getHeight() : image.getWidth();
        int height = swapped ? image.getWidth() : image.getHeight();
        BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        byte[] from = pixels(image);
        byte[] to = pixels(result);
        boolean fromRight = orientation == 2 || orientation == 3 || orientation == 7 || orientation == 8;
        boolean fromBottom = orientation == 3 || orientation == 4 || orientation == 6 || orientation == 7;
        int stride = 3 * image.getWidth();
        int stepColumn = fromRight ? -3 : 3;
        int stepRow = fromBottom ? -stride : stride;
        int start = (fromRight ? stride - 3 : 0) + (fromBottom ? (image.getHeight() - 1) * stride : 0);
        int stepX = swapped ? stepRow : stepColumn;
        int stepY = swapped ? stepColumn : stepRow;
        for (int top = 0; top < height; top += BLOCK) {
            for (int left = 0; left < width; left += BLOCK) {
                for (int y = top; y < Math.min(height, top + BLOCK); y++) {
                    int in = start + left * stepX + y * stepY;
                    int out = 3 * (y * width + left);
                    for (int x = left; x < Math.min(width, left + BLOCK); x++, in += stepX) {
                        to[out++] = from[in];
                        to[out++] = from[in + 1];
                        to[out++] = from[in + 2];
                    }
                }
            }
        }
        return result;
    }

    /** @param turns quarter turns counter-clockwise that a face is found clockwise of upright: 1 to 3 */
    static BufferedImage turnQuarters(BufferedImage image, int turns) {
        return turn(image, new int[] {ExifOrientation.AS_STORED, 8, 3, 6}[turns]);
    }

    private static byte[] pixels(BufferedImage image) {
        return ((DataBufferByte) image.getRaster().getDataBuffer()).getData();
    }
}
