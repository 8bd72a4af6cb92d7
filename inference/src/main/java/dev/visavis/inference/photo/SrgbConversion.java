package dev.visavis.inference.photo;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBufferByte;
import java.awt.image.Raster;

/** Whatever a reader decoded, as 8-bit sRGB without alpha. */
final class SrgbConversion {
    /** Behind transparent pixels: neutral and light, so that hair cut from a bright room keeps its rim. */
    private static final int BACKGROUND = 0xd8;

    private SrgbConversion() {
    }

    static BufferedImage of(BufferedImage image) {
        if (image.getType() == BufferedImage.TYPE_3BYTE_BGR) {
            return image;
        }
        ColorModel model = image.getColorModel();
        int type = model.getColorSpace().getType();
        boolean grey = type == ColorSpace.TYPE_GRAY;
        if (model instanceof ComponentColorModel && !model.isAlphaPremultiplied()
                && (grey || type == ColorSpace.TYPE_RGB && model.getColorSpace().isCS_sRGB())) {
            return ofSamples(image.getRaster(), model.getComponentSize(0) - 8, grey, model.hasAlpha());
        }
        BufferedImage result = new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
        Graphics2D graphics = result.createGraphics();
        graphics.drawImage(image, 0, 0, new Color(BACKGROUND, BACKGROUND, BACKGROUND), null);
        graphics.dispose();
        return result;
    }

    /**
     * Samples as they are stored: Java takes grey for linear light and would brighten it, though files mean sRGB's
     * curve.
     *
     * @param shift bits beyond 8 a sample
     */
    private static BufferedImage ofSamples(Raster raster, int shift, boolean grey, boolean alpha) {
        int width = raster.getWidth();
        int bands = raster.getNumBands();
        BufferedImage result = new BufferedImage(width, raster.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
        byte[] bgr = ((DataBufferByte) result.getRaster().getDataBuffer()).getData();
        int[] row = new int[width * bands];
        for (int y = 0, out = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int x = 0, in = 0; x < width; x++, in += bands) {
                int opacity = alpha ? to8(row[in + bands - 1], shift) : 255;
                for (int c = 2; c >= 0; c--) {
                    int value = to8(row[grey ? in : in + c], shift);
                    bgr[out++] = (byte) ((value * opacity + BACKGROUND * (255 - opacity) + 127) / 255);
                }
            }
        }
        return result;
    }

    private static int to8(int sample, int shift) {
        return shift >= 0 ? sample >> shift : sample * 255 / ((1 << 8 + shift) - 1);
    }

    /**
     * The four components of a CMYK or YCCK JPEG as Adobe writes them: inverted, without the printer's profile.
     *
     * @param adobeTransform 2 for YCCK; -1 (no Adobe segment) for components that are not inverted
     */
    static BufferedImage ofCmyk(Raster raster, int adobeTransform) {
        int width = raster.getWidth();
        BufferedImage result = new BufferedImage(width, raster.getHeight(), BufferedImage.TYPE_3BYTE_BGR);
        byte[] bgr = ((DataBufferByte) result.getRaster().getDataBuffer()).getData();
        int[] row = new int[width * 4];
        int[] inks = new int[3];
        for (int y = 0, out = 0; y < raster.getHeight(); y++) {
            raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
            for (int in = 0; in < row.length; in += 4) {
                lightOf(row, in, adobeTransform, inks);
                int black = adobeTransform < 0 ? 255 - row[in + 3] : row[in + 3];
                for (int c = 2; c >= 0; c--) {
                    bgr[out++] = (byte) ((inks[c] * black + 127) / 255);
                }
            }
        }
        return result;
    }

    /** Light that cyan, magenta and yellow leave of red, green and blue; YCCK is the YCbCr (BT.601) of that. */
    private static void lightOf(int[] row, int at, int adobeTransform, int[] rgb) {
        if (adobeTransform == 2) {
            double cb = row[at + 1] - 128;
            double cr = row[at + 2] - 128;
            rgb[0] = clamp(row[at] + 1.402 * cr);
            rgb[1] = clamp(row[at] - 0.344136 * cb - 0.714136 * cr);
            rgb[2] = clamp(row[at] + 1.772 * cb);
            return;
        }
        for (int c = 0; c < 3; c++) {
            rgb[c] = adobeTransform < 0 ? 255 - row[at + c] : row[at + c];
        }
    }

    private static int clamp(double value) {
        return (int) Math.max(0, Math.min(255, Math.round(value)));
    }
}
