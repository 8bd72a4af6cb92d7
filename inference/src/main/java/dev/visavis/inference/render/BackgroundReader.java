package dev.visavis.inference.render;

import dev.visavis.inference.image.ImageResampler;
import dev.visavis.inference.photo.PhotoReader;
import dev.visavis.inference.portrait.PortraitException;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;

/**
 * Reads pictures that are to stand behind people in calls, within {@link PhotoReader}'s bounds. What no frame up to
 * {@value #WIDTH} x {@value #HEIGHT} pixels, upright or square ones included, could show of a picture is left out, so
 * that one takes at most 10 MB.
 */
public final class BackgroundReader {
    /** Smallest side in pixels. */
    public static final int MIN_SIDE = 64;
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 768;
    /** No frame is wider, or higher, for its other side. */
    private static final int MOST_ASPECT = 2;
    /** Below half the sides of a large frame a picture is seen to be soft. */
    private static final int SOFT_WIDTH = 640;
    private static final int SOFT_HEIGHT = 360;

    private BackgroundReader() {
    }

    /**
     * @param bytes of a JPEG, PNG, WebP or GIF
     * @throws PortraitException if it cannot be read, or is too large or too small; the message is for whoever chose it
     */
    public static Background.Picture read(byte[] bytes) throws PortraitException {
        BufferedImage image = PhotoReader.read(bytes);
        if (Math.min(image.getWidth(), image.getHeight()) < MIN_SIDE) {
            throw new PortraitException(String.format(Locale.ROOT,
                    "The picture has %d x %d pixels; a background needs at least %d on each side.", image.getWidth(),
                    image.getHeight(), MIN_SIDE));
        }
        int width = Math.min(image.getWidth(), MOST_ASPECT * image.getHeight());
        int height = Math.min(image.getHeight(), MOST_ASPECT * image.getWidth());
        BufferedImage seen = image.getSubimage((image.getWidth() - width) / 2, (image.getHeight() - height) / 2, width,
                height);
        return new Background.Picture(
                scaled(seen, Math.min(1, Math.max(WIDTH / (double) width, HEIGHT / (double) height))));
    }

    /** What whoever chose the picture should know, in words. */
    public static List<String> warnings(Background.Picture picture) {
        int width = picture.image().getWidth();
        int height = picture.image().getHeight();
        return width >= SOFT_WIDTH && height >= SOFT_HEIGHT
                ? List.of()
                : List.of(String.format(Locale.ROOT,
                        "The picture is small (%d x %d pixels) and will look soft; use one of 1280 x 720 or more.",
                        width, height));
    }

    /** The picture with neither side longer than that. */
    public static BufferedImage smaller(Background.Picture picture, int maxSide) {
        BufferedImage image = picture.image();
        return scaled(image, Math.min(1, maxSide / (double) Math.max(image.getWidth(), image.getHeight())));
    }

    /** A copy, so that nothing of a larger picture stays in memory. */
    private static BufferedImage scaled(BufferedImage image, double scale) {
        return new ImageResampler(image).read(0, 0, 1 / scale, Math.max(1, (int) Math.round(scale * image.getWidth())),
                Math.max(1, (int) Math.round(scale * image.getHeight()))).toImage();
    }
}
