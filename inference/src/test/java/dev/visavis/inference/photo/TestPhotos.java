package dev.visavis.inference.photo;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import javax.imageio.ImageIO;

/** The demo presenters (people who do not exist) at 512 x 512, and what tests make of them. */
final class TestPhotos {
    static final int SIDE = 512;
    private static final int STORED_SIDE = 1024;
    private static final String FOLDER = "/dev/visavis/inference/presenters/";

    private TestPhotos() {
    }

    static byte[] file(String path) {
        try (InputStream in = TestPhotos.class.getResourceAsStream(path)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static byte[] webp() {
        return file("w2.webp");
    }

    static BufferedImage presenter(String id) {
        BufferedImage small = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_3BYTE_BGR);
        try {
            BufferedImage photo = ImageIO.read(new ByteArrayInputStream(file(FOLDER + id + ".jpg")));
            double scale = (double) SIDE / photo.getWidth();
            draw(small, photo, AffineTransform.getScaleInstance(scale, scale));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return small;
    }

    /** What MediaPipe's own package finds on the presenter: 478 x, y, z triples in pixels. */
    static float[] reference(String id) {
        String[] numbers = new String(file(FOLDER + id + ".landmarks.json"), StandardCharsets.US_ASCII)
                .replaceAll("[\\[\\]\\s]", "").split(",");
        float[] points = new float[numbers.length];
        for (int i = 0; i < points.length; i++) {
            points[i] = Float.parseFloat(numbers[i]) * SIDE / STORED_SIDE;
        }
        return points;
    }

    static FaceLandmarks landmarks(float[] points) {
        return new FaceLandmarks(points, 1, 0);
    }

    /** Mean distance of the points in the image plane, as a share of the reference's distance between the irises. */
    static double error(float[] found, float[] reference) {
        double sum = 0;
        for (int p = 0; p < reference.length; p += 3) {
            sum += Math.hypot(found[p] - reference[p], found[p + 1] - reference[p + 1]);
        }
        int right = 3 * 468;
        int left = 3 * 473;
        return sum / (reference.length / 3.0)
                / Math.hypot(reference[left] - reference[right], reference[left + 1] - reference[right + 1]);
    }

    /** A grey picture with soft noise, like a wall. */
    static BufferedImage wall(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        Random random = new Random(7);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                int value = 120 + random.nextInt(16);
                image.setRGB(x, y, value << 16 | value << 8 | value);
            }
        }
        return image;
    }

    static void draw(BufferedImage onto, BufferedImage photo, AffineTransform place) {
        Graphics2D graphics = onto.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
        graphics.drawImage(photo, place, null);
        graphics.dispose();
    }

    static BufferedImage covered(BufferedImage photo, int x, int y, int width, int height) {
        Graphics2D graphics = photo.createGraphics();
        graphics.setColor(new Color(40, 40, 45));
        graphics.fillRect(x, y, width, height);
        graphics.dispose();
        return photo;
    }

    static byte[] encoded(BufferedImage image, String format) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            if (!ImageIO.write(image, format, out)) {
                throw new IllegalArgumentException("no writer of " + format + " for this kind of picture");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }
}
