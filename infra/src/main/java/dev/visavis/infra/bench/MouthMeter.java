package dev.visavis.infra.bench;

import dev.visavis.inference.photo.FaceTracker;
import dev.visavis.inference.photo.PhotoAnalyzer;
import java.awt.image.BufferedImage;

/** How far a mouth is open in a drawn frame, as the landmark network sees it. Not thread-safe. */
final class MouthMeter implements AutoCloseable {
    /** MediaPipe's points: middle of the inner lips, top of the forehead and chin. */
    private static final int UPPER_LIP = 13;
    private static final int LOWER_LIP = 14;
    private static final int FOREHEAD = 10;
    private static final int CHIN = 152;

    private final PhotoAnalyzer analyzer = PhotoAnalyzer.load();
    private final FaceTracker tracker;
    private final BufferedImage picture;

    /** @param landmarks of the face about where it is in the frames, 478 x 3 */
    MouthMeter(int width, int height, float[] landmarks) {
        picture = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        tracker = analyzer.newTracker(landmarks);
    }

    /**
     * Gap between the inner lips.
     *
     * @param luma of a frame, of full or half size
     * @return fraction of the face's height
     */
    double aperture(byte[] luma) {
        int width = picture.getWidth();
        int smaller = luma.length < width * picture.getHeight() ? 2 : 1;
        for (int y = 0; y < picture.getHeight(); y++) {
            for (int x = 0; x < width; x++) {
                int grey = luma[y / smaller * (width / smaller) + x / smaller] & 0xff;
                picture.setRGB(x, y, grey << 16 | grey << 8 | grey);
            }
        }
        float[] points = tracker.look(picture);
        return distance(points, UPPER_LIP, LOWER_LIP) / distance(points, FOREHEAD, CHIN);
    }

    private static double distance(float[] points, int a, int b) {
        return Math.hypot(points[3 * a] - points[3 * b], points[3 * a + 1] - points[3 * b + 1]);
    }

    @Override
    public void close() {
        tracker.close();
        analyzer.close();
    }
}
