package dev.visavis.inference.render;

import dev.visavis.inference.I420Frame;
import dev.visavis.inference.image.Filters;
import dev.visavis.inference.image.ImageResampler;
import dev.visavis.inference.image.Yuv;
import java.awt.image.BufferedImage;

/** Makes the frame that a person is drawn over. */
final class Backdrop {
    /** Blur as a share of the frame's height, as of a wide lens opening. */
    private static final float BLUR = 0.025f;

    private Backdrop() {
    }

    /** A frame of the portrait's size, to be read only: it may be the portrait's own. */
    static I420Frame behind(ExplicitPortrait portrait, Background background) {
        if (background instanceof Background.Blurred) {
            return blurred(portrait.background);
        }
        if (background instanceof Background.Plain plain) {
            return plain(plain.rgb(), portrait.width, portrait.height);
        }
        if (background instanceof Background.Picture picture) {
            return covering(picture.image(), portrait.width, portrait.height);
        }
        return portrait.background;
    }

    private static I420Frame blurred(I420Frame from) {
        I420Frame out = new I420Frame(from.width(), from.height());
        float sigma = BLUR * from.height();
        blur(from.y(), out.y(), from.width(), sigma);
        blur(from.u(), out.u(), from.width() / 2, sigma / 2);
        blur(from.v(), out.v(), from.width() / 2, sigma / 2);
        return out;
    }

    /** Three box filters come close to a Gaussian, at a cost that does not grow with its width. */
    private static void blur(byte[] from, byte[] to, int width, float sigma) {
        float[] plane = new float[from.length];
        for (int i = 0; i < plane.length; i++) {
            plane[i] = from[i] & 0xFF;
        }
        for (int pass = 0; pass < 3; pass++) {
            plane = Filters.box(plane, width, plane.length / width, Math.max(1, Math.round(sigma)));
        }
        for (int i = 0; i < plane.length; i++) {
            to[i] = Yuv.toByte(plane[i]);
        }
    }

    private static I420Frame plain(int rgb, int width, int height) {
        float r = rgb >> 16 & 0xFF;
        float g = rgb >> 8 & 0xFF;
        float b = rgb & 0xFF;
        I420Frame out = new I420Frame(width, height);
        java.util.Arrays.fill(out.y(), Yuv.toByte(Yuv.y(r, g, b)));
        java.util.Arrays.fill(out.u(), Yuv.toByte(Yuv.u(r, g, b)));
        java.util.Arrays.fill(out.v(), Yuv.toByte(Yuv.v(r, g, b)));
        return out;
    }

    private static I420Frame covering(BufferedImage image, int width, int height) {
        double step = Math.min(image.getWidth() / (double) width, image.getHeight() / (double) height);
        return new ImageResampler(image).read((image.getWidth() - step * width) / 2,
                (image.getHeight() - step * height) / 2, step, width, height).toFrame();
    }
}
