package dev.visavis.inference.photo;

import dev.visavis.inference.portrait.PortraitSource;
import java.awt.image.BufferedImage;

/**
 * Cuts what a portrait can show out of a photo, and makes it smaller where it is finer than any portrait: a portrait
 * keeps its picture for as long as it lives.
 */
final class PortraitRegion {
    /** Pixels of a face's longer side that are enough; a 768-pixel portrait shows about 310. */
    private static final double FACE_PIXELS = 600;
    /** Kept to each side of the face's middle, in face sizes: wide framings show 2.2. */
    private static final double REACH = 3;

    private PortraitRegion() {
    }

    static PortraitSource cut(String name, BufferedImage photo, PhotoPyramid pyramid, FaceLandmarks face) {
        double scale = Math.min(1, FACE_PIXELS / face.size());
        float[] box = face.box();
        double reach = REACH * face.size();
        int left = (int) Math.max(0, (box[0] + box[2]) / 2 - reach);
        int top = (int) Math.max(0, (box[1] + box[3]) / 2 - reach);
        int right = (int) Math.min(photo.getWidth(), (box[0] + box[2]) / 2 + reach);
        int bottom = (int) Math.min(photo.getHeight(), (box[1] + box[3]) / 2 + reach);
        if (scale == 1 && right - left == photo.getWidth() && bottom - top == photo.getHeight()) {
            return new PortraitSource(name, photo, face.points());
        }
        float[] points = face.points().clone();
        for (int p = 0; p < points.length; p += 3) {
            points[p] = (float) ((points[p] - left) * scale);
            points[p + 1] = (float) ((points[p + 1] - top) * scale);
            points[p + 2] = (float) (points[p + 2] * scale);
        }
        return new PortraitSource(name, pyramid.region(left, top, right, bottom, scale), points);
    }
}
